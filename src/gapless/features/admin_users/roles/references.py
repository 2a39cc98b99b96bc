"""Finding the role that somebody names: by its key or id, or by its name in any spelling."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.roles.problems import UnknownRole
from gapless.platform.identity import grants
from gapless.platform.identity.models import Role
from gapless.platform.permissions import (
    OWNER_ONLY,
    PLATFORM_OWNER,
    Permission,
    built_in_permissions,
    normalise_role,
    role_key,
    role_of_key,
)


@dataclass(frozen=True, slots=True)
class RoleRef:
    """A role that can be given: its name, its row if it is a custom one, what it holds."""

    name: str
    id: UUID | None
    permissions: frozenset[Permission]

    @property
    def key(self) -> str:
        """The role's id as the list of roles has it."""
        return str(self.id) if self.id else role_key(self.name)

    @property
    def is_platform_owner(self) -> bool:
        """Whether who has it is a platform owner."""
        return self.id is None and self.name == PLATFORM_OWNER


def built_in(name: str) -> RoleRef:
    """A built-in role."""
    held = frozenset(Permission) if name == PLATFORM_OWNER else built_in_permissions(name)
    return RoleRef(name, None, held)


def custom(role: Role) -> RoleRef:
    """A brand's own role."""
    return RoleRef(role.name, role.id, grants.known(role.permissions) - OWNER_ONLY)


async def find_role(db: AsyncSession, tenant_id: str, named: str) -> RoleRef:
    """The role of the brand that is meant; raise `UnknownRole`.

    A custom one cannot be changed or deleted until the transaction ends, so that what was judged
    is what is given.
    """
    known = role_of_key(named)
    if known is not None:
        return built_in(known)
    found = await db.scalar(
        select(Role)
        .where(Role.tenant_id == tenant_id, _is(named))
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    if found is not None:
        return custom(found)
    spelled = normalise_role(named)
    if spelled is None:
        raise UnknownRole(role=named[:80])
    return built_in(spelled)


def _is(named: str) -> ColumnElement[bool]:
    try:
        return Role.id == UUID(named)
    except ValueError:
        return func.lower(Role.name) == func.lower(named)
