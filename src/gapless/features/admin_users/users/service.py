"""Use cases of admins."""

from __future__ import annotations

from uuid import UUID

from gapless.features.admin_users.problems import (
    AdminNotFound,
    LastOwner,
    OwnAccount,
)
from gapless.features.admin_users.rank import check_rank
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.users.repository import (
    UserFilter,
    UserRecord,
    UserRepository,
)
from gapless.platform.identity import Admin, sessions
from gapless.platform.identity.owners import another_remains
from gapless.platform.unit import Unit


class UserService:
    """The admins within reach of the caller."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.repository = UserRepository(unit.db, reach)

    async def page(
        self, wanted: UserFilter, offset: int, limit: int
    ) -> tuple[list[UserRecord], int]:
        """A page of admins, and how many the filter leaves."""
        return await self.repository.page(wanted, offset, limit)

    async def set_active(self, admin_id: UUID, is_active: bool) -> UserRecord:
        """Enable or disable an admin. Disabling ends their sessions in the same transaction."""
        admin = await self._changeable(admin_id, loses_access=not is_active)
        self.unit.change.before = {"status": admin.status}
        if is_active:
            # Who never set a password stays invited: the invite is their way in.
            admin.status = "active" if admin.password_hash else "invited"
        else:
            admin.status = "disabled"
            ended = await sessions.revoke(
                self.unit.db, reason="account disabled", admin_id=admin.id
            )
            self.unit.change.details["sessions_ended"] = ended
        self.unit.change.after = {"status": admin.status}
        return await self._record(admin_id)

    async def _changeable(self, admin_id: UUID, *, loses_access: bool) -> Admin:
        """The admin, locked, if the caller may change them."""
        self.unit.change.about("admin", admin_id)
        seen = await self.repository.record(admin_id)
        if seen is None:
            raise AdminNotFound
        self.unit.change.tenant_id = seen.admin.tenant_id
        if loses_access and admin_id == self.unit.known_actor.admin_id:
            raise OwnAccount
        is_owner = seen.admin.is_platform_owner
        if loses_access and is_owner and not await self._another_owner(admin_id):
            raise LastOwner(email=seen.admin.email)
        admin = await self.repository.locked(admin_id)
        if admin is None:
            raise AdminNotFound
        await check_rank(self.unit, admin)
        return admin

    async def _another_owner(self, admin_id: UUID) -> bool:
        return await another_remains(self.unit.db, self.unit.settings, admin_id)

    async def _record(self, admin_id: UUID) -> UserRecord:
        await self.unit.db.flush()
        record = await self.repository.record(admin_id)
        if record is None:
            raise AdminNotFound
        return record
