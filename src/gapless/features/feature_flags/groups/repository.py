"""SQL of groups."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.models import Flag, FlagGroup


class GroupRepository:
    """The groups of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def all(self) -> list[tuple[FlagGroup, int]]:
        """The groups by name, with how many flags each has that are not archived."""
        rows = await self.db.execute(
            select(FlagGroup, func.count(Flag.id))
            .outerjoin(Flag, (Flag.group_id == FlagGroup.id) & Flag.archived_at.is_(None))
            .where(FlagGroup.tenant_id == self.tenant_id)
            .group_by(FlagGroup.id)
            .order_by(func.lower(FlagGroup.name))
        )
        return [(group, count) for group, count in rows]

    async def get(self, group_id: UUID) -> FlagGroup | None:
        """One group, locked until the transaction ends."""
        found: FlagGroup | None = await self.db.scalar(
            select(FlagGroup)
            .where(FlagGroup.tenant_id == self.tenant_id, FlagGroup.id == group_id)
            .with_for_update()
        )
        return found

    async def count(self, group_id: UUID, *, archived: bool = False) -> int:
        """How many flags a group has; with the archived ones, if asked for."""
        statement = select(func.count()).select_from(Flag).where(Flag.group_id == group_id)
        if not archived:
            statement = statement.where(Flag.archived_at.is_(None))
        return await self.db.scalar(statement) or 0
