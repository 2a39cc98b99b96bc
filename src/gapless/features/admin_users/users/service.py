"""Use cases of admins: list, edit, enable and disable, help with the password, delete."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.granting import check_may_grant
from gapless.features.admin_users.invites.repository import InviteRepository
from gapless.features.admin_users.passwords.service import PasswordService
from gapless.features.admin_users.problems import (
    AdminNotFound,
    NotYetJoined,
    OwnAccount,
    PasswordRequired,
    UserExists,
)
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.references import RoleRef, find_role
from gapless.features.admin_users.targets import Targets
from gapless.features.admin_users.users.repository import (
    UserFilter,
    UserRecord,
    UserRepository,
)
from gapless.features.admin_users.users.rules import state_of
from gapless.features.admin_users.users.schemas import UserChange
from gapless.platform.clock import iso
from gapless.platform.database import Database
from gapless.platform.identity import Admin, grants, sessions
from gapless.platform.identity.emails import admin_email
from gapless.platform.permissions import Permission
from gapless.platform.security import gate
from gapless.platform.unit import Unit

EXPORT_COLUMNS = (
    "full_name", "email", "role", "tenant_id", "tenant_role", "allowed_modules", "teams", "status",
    "is_platform_owner", "is_2fa_enabled", "last_login_at", "created_at", "id",
)  # fmt: skip


class UserService:
    """The admins within reach of the caller."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.reach = reach
        self.repository = UserRepository(unit.db, reach)
        self.targets = Targets(unit, reach)

    async def page(
        self, wanted: UserFilter, offset: int, limit: int
    ) -> tuple[list[UserRecord], int]:
        """A page of admins, and how many the filter leaves."""
        return await self.repository.page(wanted, offset, limit)

    async def record(self, admin_id: UUID) -> UserRecord:
        """One admin; raise `AdminNotFound`."""
        await self.unit.db.flush()
        record = await self.repository.record(admin_id)
        if record is None:
            raise AdminNotFound
        return record

    def export(self, wanted: UserFilter) -> AsyncIterator[tuple[object, ...]]:
        """Every admin the filter leaves for a CSV, in a session of its own."""
        self.unit.change.about("admin", self.reach.tenant_id or "all")
        return _export(self.unit.database, self.reach, wanted)

    async def change(
        self, admin_id: UUID, wanted: UserChange, check_version: Callable[[int], None]
    ) -> UserRecord:
        """Change what is named; a new role, limit, e-mail or password of oneself is refused."""
        seen = await self.record(admin_id)
        # The role before the admin: who deletes a role locks them in this order, too.
        role = await self._role(seen.admin, wanted.role)
        demotes = seen.admin.is_platform_owner and role is not None and not role.is_platform_owner
        self._about(admin_id)
        admin = await self.targets.find(admin_id, loses=demotes, own=True)
        check_version(admin.version)
        before, held = state_of(admin), await self._held(admin)
        self.unit.change.before = before
        await self._apply(admin, wanted, role)
        if state_of(admin) != before:
            if admin_id == self.unit.known_actor.admin_id:
                self._check_own_change(before, state_of(admin))
            admin.version += 1
        await self._flush(admin)
        await check_may_grant(self.unit, await self._held(admin) - held)
        if wanted.password:
            await self._set_password(admin, wanted.password)
        self.unit.change.after = state_of(admin)
        if admin.role != before["role"]:
            self.unit.change.action = "admin.role_changed"
        return await self.record(admin_id)

    async def set_active(self, admin_id: UUID, is_active: bool) -> UserRecord:
        """Enable or disable an admin. Disabling ends their sessions in the same transaction."""
        self._about(admin_id)
        self.unit.change.action = "admin.enabled" if is_active else "admin.disabled"
        admin = await self.targets.find(admin_id, loses=not is_active)
        if admin.status == "invited":
            raise NotYetJoined
        if is_active:
            await gate.check_fresh(self.unit.db, self.unit.known_actor)
        self.unit.change.before = {"status": admin.status}
        admin.status = "active" if is_active else "disabled"
        admin.version += 1
        if not is_active:
            ended = await sessions.revoke(
                self.unit.db, reason="account disabled", admin_id=admin.id
            )
            self.unit.change.details = {"sessions_ended": ended}
        self.unit.change.after = {"status": admin.status}
        return await self.record(admin_id)

    async def reset_password(
        self, admin_id: UUID, *, by_link: bool, password: str | None
    ) -> tuple[str | None, int]:
        """Set a password, or send a link. The link if no mail carries it; sessions that ended."""
        self._about(admin_id)
        self.unit.change.action = "admin.password_link_sent" if by_link else "admin.password_set"
        admin = await self.targets.find(admin_id)
        if admin.status == "invited":
            raise NotYetJoined
        if by_link:
            return await PasswordService(self.unit).send_link(admin), 0
        if not password:
            raise PasswordRequired
        return None, await self._set_password(admin, password)

    async def delete(self, admin_id: UUID) -> None:
        """Remove an admin for good. What they did stays in the audit log."""
        self._about(admin_id)
        admin = await self.targets.find(admin_id, loses=True)
        self.unit.require_reason()
        if admin.status == "invited":
            raise NotYetJoined
        self.unit.change.before = state_of(admin)
        await self.unit.db.delete(admin)
        await self.unit.db.flush()

    async def _apply(self, admin: Admin, wanted: UserChange, role: RoleRef | None) -> None:
        if wanted.full_name:
            admin.full_name = wanted.full_name
        if wanted.email is not None:
            email = admin_email(wanted.email)
            if await self.repository.by_email(email) not in (None, admin.id):
                raise UserExists(email=email)
            admin.email = email
        if role is not None:
            admin.role, admin.role_id = role.name, role.id
            admin.is_platform_owner = role.is_platform_owner
        if "tenant_role" in wanted.model_fields_set:
            admin.tenant_role = wanted.tenant_role
        if wanted.allowed_modules is not None:
            admin.allowed_modules = [m.value for m in wanted.allowed_modules] or None

    async def _flush(self, admin: Admin) -> None:
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise UserExists(email=admin.email) from race
        if admin.status == "invited":
            await InviteRepository(self.unit.db, admin.tenant_id).follow(admin)

    def _check_own_change(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        if any(before[name] != after[name] for name in before if name != "full_name"):
            raise OwnAccount

    async def _set_password(self, admin: Admin, password: str) -> int:
        if admin.id == self.unit.known_actor.admin_id:
            raise OwnAccount
        ended = await PasswordService(self.unit).set(admin, password)
        self.unit.change.details = {"password_set": True, "sessions_ended": ended}
        return ended

    async def _role(self, admin: Admin, named: str | None) -> RoleRef | None:
        if named is None:
            return None
        return await find_role(self.unit.db, admin.tenant_id, named)

    async def _held(self, admin: Admin) -> frozenset[Permission]:
        return (await grants.load(self.unit.db, admin)).permissions

    def _about(self, admin_id: UUID) -> None:
        self.unit.change.about("admin", admin_id)


async def _export(
    database: Database, reach: Reach, wanted: UserFilter
) -> AsyncIterator[tuple[object, ...]]:
    async with database.session() as db:
        async for found in UserRepository(db, reach).stream(wanted):
            admin = found.admin
            yield (
                admin.full_name, admin.email, admin.role, admin.tenant_id, admin.tenant_role,
                " ".join(admin.allowed_modules or []), ", ".join(found.teams), admin.status,
                admin.is_platform_owner, found.has_second_factor,
                iso(admin.last_login_at) if admin.last_login_at else None,
                iso(admin.created_at), admin.id,
            )  # fmt: skip
