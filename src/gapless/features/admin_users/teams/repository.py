"""SQL of teams."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.platform.identity.models import Team, TeamMember


class TeamRepository:
    """The teams of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def all(self) -> list[tuple[Team, int]]:
        """Every team by name, with how many are in it."""
        rows = await self.db.execute(
            select(Team, func.count(TeamMember.admin_id))
            .outerjoin(TeamMember, TeamMember.team_id == Team.id)
            .where(Team.tenant_id == self.tenant_id)
            .group_by(Team.id)
            .order_by(func.lower(Team.name), Team.id)
        )
        return [(team, count) for team, count in rows]

    async def get(self, team_id: UUID, *, lock: bool = False) -> Team | None:
        """One team of the brand; with `lock`, as it is until the transaction ends."""
        statement = select(Team).where(Team.tenant_id == self.tenant_id, Team.id == team_id)
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        found: Team | None = await self.db.scalar(statement)
        return found

    async def by_name(self, name: str) -> Team | None:
        """The team with this name, whatever its case."""
        found: Team | None = await self.db.scalar(
            select(Team).where(
                Team.tenant_id == self.tenant_id, func.lower(Team.name) == func.lower(name)
            )
        )
        return found

    async def members(self, team_id: UUID) -> list[tuple[Admin, TeamMember]]:
        """Who is in a team, by name."""
        rows = await self.db.execute(
            select(Admin, TeamMember)
            .join(TeamMember, TeamMember.admin_id == Admin.id)
            .where(TeamMember.team_id == team_id)
            .order_by(func.lower(Admin.full_name), Admin.id)
        )
        return [(admin, member) for admin, member in rows]

    async def colleagues(self, admin_ids: Sequence[UUID]) -> list[Admin]:
        """Those of the admins who belong to the brand."""
        rows = await self.db.scalars(
            select(Admin).where(Admin.tenant_id == self.tenant_id, Admin.id.in_(admin_ids))
        )
        return list(rows)

    async def add(self, team_id: UUID, admin_ids: Sequence[UUID]) -> int:
        """Put admins into a team. Returns how many were not in it."""
        rows = await self.db.execute(
            insert(TeamMember)
            .values(
                [{"team_id": team_id, "admin_id": a, "added_at": clock.now()} for a in admin_ids]
            )
            .on_conflict_do_nothing()
            .returning(TeamMember.admin_id)
        )
        return len(rows.all())

    async def remove(self, team_id: UUID, admin_id: UUID) -> bool:
        """Take an admin out of a team. Whether they were in it."""
        row = await self.db.execute(
            delete(TeamMember)
            .where(TeamMember.team_id == team_id, TeamMember.admin_id == admin_id)
            .returning(TeamMember.admin_id)
        )
        return row.first() is not None
