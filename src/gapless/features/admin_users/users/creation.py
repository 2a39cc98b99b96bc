"""Making an admin, by password or by invite."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.granting import check_may_grant
from gapless.features.admin_users.invites.service import InviteService, SentLink
from gapless.features.admin_users.passwords.strength import check_new_password
from gapless.features.admin_users.problems import (
    EmailRequired,
    PasswordRequired,
    TenantOverrideForbidden,
    UnknownTenant,
    UserExists,
)
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.references import RoleRef, find_role
from gapless.features.admin_users.users.repository import UserRepository
from gapless.features.admin_users.users.rules import name_from, state_of
from gapless.features.admin_users.users.schemas import PasswordMode, UserCreate
from gapless.platform.identity import Admin, Tenant
from gapless.platform.identity.emails import admin_email
from gapless.platform.identity.passwords import hash_password
from gapless.platform.unit import Unit


@dataclass(frozen=True, slots=True)
class Created:
    """An admin who was made, and the link of their invite."""

    admin: Admin
    link: SentLink | None


class UserCreation:
    """Makes admins of the caller's brand; platform owners who act in no brand, of any."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.reach = reach
        self.repository = UserRepository(unit.db, reach)

    async def create(self, wanted: UserCreate) -> Created:
        """Make an admin. Raises what the input breaks, in the order of the form."""
        tenant = await self._brand(wanted.tenant_id)
        self.unit.change.tenant_id = tenant.id
        if wanted.email is None or not wanted.email.strip():
            raise EmailRequired
        email = admin_email(wanted.email)
        by_password = wanted.password_mode is not PasswordMode.INVITE
        if by_password and not wanted.password:
            raise PasswordRequired
        role = await find_role(self.unit.db, tenant.id, wanted.role)
        await check_may_grant(self.unit, role.permissions)
        if await self.repository.by_email(email) is not None:
            raise UserExists(email=email)
        admin = self._new(wanted, email, tenant, role)
        if by_password and wanted.password:
            await check_new_password(self.unit, admin, wanted.password)
            admin.password_hash = await hash_password(wanted.password)
            admin.status = "active"
        self.unit.db.add(admin)
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise UserExists(email=email) from race
        self.unit.change.about("admin", admin.id)
        self.unit.change.after = state_of(admin)
        link = None
        if not by_password:
            link = await InviteService(self.unit, tenant.id).invite(admin, tenant)
            self.unit.change.details = {"invite_id": str(link.invite_id)}
        return Created(admin, link)

    def _new(self, wanted: UserCreate, email: str, tenant: Tenant, role: RoleRef) -> Admin:
        return Admin(
            tenant_id=tenant.id,
            email=email,
            username=email.partition("@")[0],
            full_name=wanted.full_name or name_from(email),
            role=role.name,
            role_id=role.id,
            tenant_role=wanted.tenant_role,
            allowed_modules=[m.value for m in wanted.allowed_modules] or None,
            is_platform_owner=role.is_platform_owner,
            status="invited",
            password_hash=None,
            last_login_at=None,
        )

    async def _brand(self, wanted: str) -> Tenant:
        tenant_id = wanted or self.unit.tenant_id
        if tenant_id != self.unit.tenant_id and self.reach.tenant_id is not None:
            raise TenantOverrideForbidden
        tenant = await self.unit.db.get(Tenant, tenant_id)
        if tenant is None:
            raise UnknownTenant(tenant=tenant_id)
        return tenant
