"""Use cases of roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.granting import check_may_grant, may_grant
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.problems import (
    OwnRole,
    PermissionOwnerOnly,
    RoleBuiltIn,
    RoleExists,
    RoleInUse,
    RoleNotFound,
)
from gapless.features.admin_users.roles.references import built_in, custom, find_role
from gapless.features.admin_users.roles.repository import RoleRepository
from gapless.features.admin_users.roles.rules import description_of
from gapless.features.admin_users.roles.schemas import RoleChange, RoleCreate, RoleRow
from gapless.platform.identity.models import Role
from gapless.platform.permissions import (
    OWNER_ONLY,
    ROLES,
    Permission,
    normalise_role,
    role_of_key,
)
from gapless.platform.unit import Unit


class RoleService:
    """The roles of a brand."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.tenant_id = reach.tenant_id or unit.tenant_id
        self.repository = RoleRepository(unit.db, self.tenant_id)

    async def all(self) -> list[RoleRow]:
        """The built-in roles, then the brand's own."""
        admins = await self.repository.admins_of_roles()
        teams = await self.repository.teams_of_roles()
        grantable = await may_grant(self.unit)
        own = await self.repository.of_admin(self.unit.known_actor.admin_id)
        rows = {row.id: row for row in await self.repository.custom()}
        result = []
        for ref in [*map(built_in, ROLES), *map(custom, rows.values())]:
            row = rows.get(ref.id) if ref.id else None
            result.append(
                RoleRow(
                    id=ref.key,
                    name=ref.name,
                    description=row.description if row else description_of(ref.name),
                    is_built_in=row is None,
                    is_assignable=ref.permissions <= grantable,
                    is_own=ref.id in own,
                    based_on=row.based_on if row else None,
                    permissions=sorted(ref.permissions),
                    user_count=admins.of(ref),
                    team_count=teams.of(ref),
                    updated_at=row.updated_at if row else None,
                    version=row.version if row else None,
                )
            )
        return result

    async def row(self, role_id: UUID) -> RoleRow:
        """One of the brand's own roles, as the list shows it."""
        await self.unit.db.flush()
        return next(row for row in await self.all() if row.id == str(role_id))

    async def create(self, wanted: RoleCreate) -> RoleRow:
        """Make a role; raise `RoleExists`, `UnknownRole`, `PermissionsNotHeld` and others."""
        await self._check_free(wanted.name)
        base = None
        if wanted.based_on is not None:
            base = await find_role(self.unit.db, self.tenant_id, wanted.based_on)
        given = frozenset(wanted.permissions or ())
        if wanted.permissions is None and base is not None:
            given = base.permissions - OWNER_ONLY
        await self._check_given(given)
        role = Role(
            tenant_id=self.tenant_id,
            name=wanted.name,
            description=wanted.description,
            based_on=base.name if base else None,
            permissions=sorted(given),
        )
        self.unit.db.add(role)
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise RoleExists(name=wanted.name) from race
        self._about(role.id)
        self.unit.change.after = _state(role)
        return await self.row(role.id)

    async def change(
        self, key: str, wanted: RoleChange, check_version: Callable[[int], None]
    ) -> RoleRow:
        """Change a role of the brand, for everybody who has it, at once."""
        role = await self._changeable(key)
        check_version(role.version)
        before = _state(role)
        self.unit.change.before = before
        if wanted.permissions is not None:
            given = frozenset(wanted.permissions)
            if given != custom(role).permissions:
                await self._check_not_own(role)
            await self._check_given(given)
            role.permissions = sorted(given)
        if wanted.description is not None:
            role.description = wanted.description
        if wanted.name is not None and wanted.name != role.name:
            await self._check_free(wanted.name, itself=role.id)
            role.name = wanted.name
            await self.repository.rename(role)
        if _state(role) != before:
            role.version += 1
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise RoleExists(name=wanted.name) from race
        self.unit.change.after = _state(role)
        return await self.row(role.id)

    async def delete(self, key: str, reassign_to: str | None) -> tuple[int, int]:
        """Delete a role; who has it gets another. Returns how many admins and teams did."""
        role = await self._changeable(key)
        self.unit.require_reason()
        self.unit.change.before = _state(role)
        uses = custom(role)
        admins = (await self.repository.admins_of_roles()).of(uses)
        teams = (await self.repository.teams_of_roles()).of(uses)
        moved = (0, 0)
        if admins or teams:
            if reassign_to is None or reassign_to == str(role.id):
                raise RoleInUse(
                    admins=admins, teams=teams, details={"admins": admins, "teams": teams}
                )
            await self._check_not_own(role)
            other = await find_role(self.unit.db, self.tenant_id, reassign_to)
            await check_may_grant(self.unit, other.permissions)
            if other.is_platform_owner:
                raise PermissionOwnerOnly(permissions=other.name)
            moved = await self.repository.reassign(role.id, other)
            self.unit.change.details = {
                "reassigned_to": other.name, "admins": moved[0], "teams": moved[1],
            }  # fmt: skip
        await self.unit.db.delete(role)
        await self.unit.db.flush()
        return moved

    async def _changeable(self, key: str) -> Role:
        """The role, locked, if it may be changed by the caller."""
        self._about(key)
        if role_of_key(key) is not None:
            raise RoleBuiltIn
        try:
            role = await self.repository.locked(UUID(key))
        except ValueError:
            role = None
        if role is None:
            raise RoleNotFound
        self.unit.change.tenant_id = role.tenant_id
        # Who holds less than a role gives is not the one to take it from others.
        await check_may_grant(self.unit, custom(role).permissions)
        return role

    async def _check_not_own(self, role: Role) -> None:
        actor = self.unit.known_actor
        own = await self.repository.of_admin(actor.admin_id)
        if role.id in own and not actor.is_platform_owner:
            raise OwnRole

    async def _check_given(self, given: frozenset[Permission]) -> None:
        reserved = sorted(given & OWNER_ONLY)
        if reserved:
            names = [p.value for p in reserved]
            raise PermissionOwnerOnly(permissions=", ".join(names), details={"permissions": names})
        await check_may_grant(self.unit, given)

    async def _check_free(self, name: str, *, itself: UUID | None = None) -> None:
        other = await self.repository.by_name(name)
        taken = other is not None and other.id != itself
        if taken or normalise_role(name) is not None:
            raise RoleExists(name=name)

    def _about(self, key: object) -> None:
        self.unit.change.about("role", key)


def _state(role: Role) -> dict[str, Any]:
    return {
        "name": role.name,
        "description": role.description,
        "permissions": list(role.permissions),
    }
