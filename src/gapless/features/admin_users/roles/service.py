"""Use cases of roles."""

from __future__ import annotations

from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.repository import RoleRepository
from gapless.features.admin_users.roles.rules import description_of
from gapless.features.admin_users.roles.schemas import RoleRow
from gapless.platform.identity import grants
from gapless.platform.permissions import ROLES, Permission, built_in_permissions, role_key
from gapless.platform.unit import Unit


class RoleService:
    """The roles of a brand."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.repository = RoleRepository(unit.db, reach.tenant_id or unit.tenant_id)

    async def all(self) -> list[RoleRow]:
        """The built-in roles, then the brand's own."""
        built_in, custom = await self.repository.user_counts()
        own = self.unit.known_actor.permissions
        rows = [self._built_in(name, built_in.get(name, 0), own) for name in ROLES]
        for role in await self.repository.custom():
            held = grants.known(role.permissions)
            rows.append(
                RoleRow(
                    id=str(role.id),
                    name=role.name,
                    description=role.description,
                    is_built_in=False,
                    is_assignable=held <= own,
                    based_on=role.based_on,
                    permissions=sorted(held),
                    user_count=custom.get(role.id, 0),
                    updated_at=role.updated_at,
                    version=role.version,
                )
            )
        return rows

    def _built_in(self, name: str, users: int, own: frozenset[Permission]) -> RoleRow:
        is_owner = name == "Platform Owner"
        held = ROLES[name] if is_owner else built_in_permissions(name)
        return RoleRow(
            id=role_key(name),
            name=name,
            description=description_of(name),
            is_built_in=True,
            is_assignable=held <= own,
            based_on=None,
            permissions=sorted(held),
            user_count=users,
            updated_at=None,
            version=None,
        )
