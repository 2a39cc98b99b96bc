"""SQL of scheduled changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.models import Flag
from gapless.features.feature_flags.schedule.models import FlagScheduledChange

Row = tuple[FlagScheduledChange, str, str]


class ScheduleRepository:
    """The scheduled changes of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _selected(self) -> Any:
        return (
            select(FlagScheduledChange, Flag.key, Flag.name)
            .join(Flag, Flag.id == FlagScheduledChange.flag_id)
            .where(FlagScheduledChange.tenant_id == self.tenant_id)
        )

    async def all(self, flag_id: UUID | None, statuses: Sequence[str]) -> list[Row]:
        """Scheduled changes with their flags' keys and names: what waits first, by time."""
        statement = self._selected()
        if flag_id is not None:
            statement = statement.where(FlagScheduledChange.flag_id == flag_id)
        if statuses:
            statement = statement.where(FlagScheduledChange.status.in_(statuses))
        rows = await self.db.execute(
            statement.order_by(
                FlagScheduledChange.status.in_(("pending", "held")).desc(),
                FlagScheduledChange.due_at,
            ).limit(500)
        )
        return [(change, key, name) for change, key, name in rows]

    async def get(self, schedule_id: UUID) -> Row | None:
        """One scheduled change, locked until the transaction ends."""
        rows = await self.db.execute(
            self._selected()
            .where(FlagScheduledChange.id == schedule_id)
            .with_for_update(of=FlagScheduledChange)
            .execution_options(populate_existing=True)
        )
        found = rows.first()
        return (found[0], found[1], found[2]) if found else None
