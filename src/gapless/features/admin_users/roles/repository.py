"""SQL of roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.roles.references import RoleRef
from gapless.platform.identity.models import Admin, Role, Team, TeamMember


@dataclass(slots=True)
class Uses:
    """How often each role is used: built-in ones by name, custom ones by id."""

    built_in: dict[str, int] = field(default_factory=dict)
    custom: dict[UUID, int] = field(default_factory=dict)

    def of(self, role: RoleRef) -> int:
        """How often a role is used."""
        return (self.custom.get(role.id) if role.id else self.built_in.get(role.name)) or 0


class RoleRepository:
    """The roles of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def custom(self) -> list[Role]:
        """The brand's own roles, by name."""
        rows = await self.db.scalars(
            select(Role)
            .where(Role.tenant_id == self.tenant_id)
            .order_by(func.lower(Role.name), Role.id)
        )
        return list(rows)

    async def locked(self, role_id: UUID) -> Role | None:
        """One of the brand's own roles, locked until the transaction ends."""
        found: Role | None = await self.db.scalar(
            select(Role)
            .where(Role.tenant_id == self.tenant_id, Role.id == role_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def by_name(self, name: str) -> Role | None:
        """The brand's own role with this name, whatever its case."""
        found: Role | None = await self.db.scalar(
            select(Role).where(
                Role.tenant_id == self.tenant_id, func.lower(Role.name) == func.lower(name)
            )
        )
        return found

    async def admins_of_roles(self) -> Uses:
        """How many admins have each role."""
        uses = Uses()
        for name, role_id, count in await self.db.execute(
            select(Admin.role, Admin.role_id, func.count())
            .where(Admin.tenant_id == self.tenant_id)
            .group_by(Admin.role, Admin.role_id)
        ):
            if role_id is None:
                uses.built_in[name] = count
            else:
                uses.custom[role_id] = count
        return uses

    async def teams_of_roles(self) -> Uses:
        """How many teams give each role."""
        uses = Uses()
        for name, role_id, count in await self.db.execute(
            select(Team.default_role, Team.default_role_id, func.count())
            .where(Team.tenant_id == self.tenant_id, Team.default_role.is_not(None))
            .group_by(Team.default_role, Team.default_role_id)
        ):
            if role_id is None:
                uses.built_in[name or ""] = count
            else:
                uses.custom[role_id] = count
        return uses

    async def of_admin(self, admin_id: UUID | None) -> set[UUID]:
        """The custom roles an admin holds, themselves or through a team."""
        rows = await self.db.scalars(
            select(Role.id).where(
                or_(
                    exists().where(Admin.id == admin_id, Admin.role_id == Role.id),
                    exists().where(
                        TeamMember.admin_id == admin_id,
                        TeamMember.team_id == Team.id,
                        Team.default_role_id == Role.id,
                    ),
                )
            )
        )
        return set(rows)

    async def rename(self, role: Role) -> None:
        """Write the role's name where it stands beside its id."""
        await self.reassign(role.id, RoleRef(role.name, role.id, frozenset()))

    async def reassign(self, role_id: UUID, to: RoleRef) -> tuple[int, int]:
        """Give another role to the admins and teams that have this one. Returns how many."""
        admins = await self.db.execute(
            update(Admin)
            .where(Admin.role_id == role_id)
            .values(role=to.name, role_id=to.id, version=Admin.version + 1)
            .returning(Admin.id)
            .execution_options(synchronize_session=False)
        )
        teams = await self.db.execute(
            update(Team)
            .where(Team.default_role_id == role_id)
            .values(default_role=to.name, default_role_id=to.id, version=Team.version + 1)
            .returning(Team.id)
            .execution_options(synchronize_session=False)
        )
        return len(admins.all()), len(teams.all())
