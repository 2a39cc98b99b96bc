"""SQL of SCIM: the brand's admins and teams with what SCIM knows of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.scim.models import ScimRecord
from gapless.platform import clock
from gapless.platform.identity.models import Admin, Team, TeamMember


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is in which team."""

    team_id: UUID
    team: str
    admin_id: UUID


class ScimRepository:
    """The admins and teams of one brand. Platform owners are above it, and never seen."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def users(self, admin_id: UUID | None = None) -> list[tuple[Admin, ScimRecord | None]]:
        """The brand's admins with their records, or one of them; none that SCIM has deleted."""
        query = (
            select(Admin, ScimRecord)
            .outerjoin(ScimRecord, ScimRecord.id == Admin.id)
            .where(
                Admin.tenant_id == self.tenant_id,
                Admin.is_platform_owner.is_(False),
                ScimRecord.deleted_at.is_(None),
            )
        )
        if admin_id is not None:
            query = query.where(Admin.id == admin_id).with_for_update(of=Admin)
        return [(admin, record) for admin, record in await self.db.execute(query)]

    async def teams(self, team_id: UUID | None = None) -> list[tuple[Team, ScimRecord | None]]:
        """The brand's teams with their records, or one of them."""
        query = (
            select(Team, ScimRecord)
            .outerjoin(ScimRecord, ScimRecord.id == Team.id)
            .where(Team.tenant_id == self.tenant_id)
        )
        if team_id is not None:
            query = query.where(Team.id == team_id).with_for_update(of=Team)
        return [(team, record) for team, record in await self.db.execute(query)]

    async def memberships(self) -> list[Membership]:
        """Who of the brand's admins is in which of its teams."""
        rows = await self.db.execute(
            select(TeamMember.team_id, Team.name, TeamMember.admin_id)
            .join(Team, Team.id == TeamMember.team_id)
            .join(Admin, Admin.id == TeamMember.admin_id)
            .where(Team.tenant_id == self.tenant_id, Admin.is_platform_owner.is_(False))
            .order_by(TeamMember.added_at, TeamMember.admin_id)
        )
        return [Membership(team, name, admin) for team, name, admin in rows]

    async def by_email(self, email: str) -> tuple[Admin, ScimRecord | None] | None:
        """The admin of whatever brand who has the address."""
        rows = await self.db.execute(
            select(Admin, ScimRecord)
            .outerjoin(ScimRecord, ScimRecord.id == Admin.id)
            .where(func.lower(Admin.email) == func.lower(email))
        )
        return next(((admin, record) for admin, record in rows), None)

    async def set_members(self, team_id: UUID, admin_ids: set[UUID]) -> None:
        """Make these admins, and no others, the members of a team."""
        await self.db.execute(
            delete(TeamMember).where(
                TeamMember.team_id == team_id, TeamMember.admin_id.not_in(admin_ids)
            )
        )
        for admin_id in admin_ids:
            await self.db.execute(
                insert(TeamMember)
                .values(team_id=team_id, admin_id=admin_id, added_at=clock.now())
                .on_conflict_do_nothing()
            )

    async def delete_team(self, team: Team, record: ScimRecord | None) -> None:
        """Remove a team; its members lose what its default role gave."""
        if record is not None:
            await self.db.delete(record)
        await self.db.delete(team)
        await self.db.flush()
