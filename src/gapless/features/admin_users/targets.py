"""Whom a caller may change: within reach, holding nothing the caller does not hold."""

from __future__ import annotations

from uuid import UUID

from gapless.features.admin_users.problems import (
    AdminNotFound,
    EmergencyAccount,
    LastOwner,
    OwnAccount,
)
from gapless.features.admin_users.rank import check_rank
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.users.repository import UserRepository
from gapless.platform.identity import Admin
from gapless.platform.identity.owners import another_remains
from gapless.platform.unit import Unit


class Targets:
    """Finds an admin for a change, locked, or says why the caller may not change them."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.repository = UserRepository(unit.db, reach)

    async def find(self, admin_id: UUID, *, loses: bool = False, own: bool = False) -> Admin:
        """The admin, locked until the transaction ends.

        `loses` says that the change takes access away; the last platform owner keeps theirs, and
        what was lent to the caller suffices.
        `own` allows a change of oneself. Raises `AdminNotFound`, `OwnAccount`, `LastOwner`,
        `EmergencyAccount`, `AdminOutranksYou`.
        """
        seen = await self.repository.record(admin_id)
        if seen is None:
            raise AdminNotFound
        self.unit.change.tenant_id = seen.admin.tenant_id
        is_self = admin_id == self.unit.known_actor.admin_id
        if is_self and not own:
            raise OwnAccount
        if loses and seen.admin.is_platform_owner:
            await self._check_not_last_owner(seen.admin)
        admin = await self.repository.locked(admin_id)
        if admin is None:
            raise AdminNotFound
        if admin.is_emergency and not loses:
            raise EmergencyAccount
        if not is_self:
            await check_rank(self.unit, admin, for_good=not loses)
        return admin

    async def _check_not_last_owner(self, owner: Admin) -> None:
        if not await another_remains(self.unit.db, self.unit.settings, owner.id):
            raise LastOwner(email=owner.email)
