"""SQL of measured values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.metrics.models import ExperimentInbox, FlagMetric
from gapless.platform import clock


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in a window."""

    count: int
    mean: float | None
    total: float


class MetricRepository:
    """The measured values of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def add(self, events: Sequence[dict[str, Any]]) -> int:
        """Store values, and lay those of users out for the experiments; how many were new."""
        rows = await self.db.execute(
            insert(FlagMetric)
            .values([{**event, "tenant_id": self.tenant_id} for event in events])
            .on_conflict_do_nothing()
            .returning(FlagMetric.id, FlagMetric.subject)
        )
        stored = rows.all()
        waiting = [
            {"metric_id": row.id, "tenant_id": self.tenant_id} for row in stored if row.subject
        ]
        if waiting:
            await self.db.execute(insert(ExperimentInbox), waiting)
        return len(stored)

    async def names(self) -> list[Any]:
        """The metrics in use, with what was measured in the last day."""
        day = FlagMetric.at >= clock.now() - timedelta(days=1)
        rows = await self.db.execute(
            select(
                FlagMetric.metric,
                FlagMetric.environment,
                func.count().filter(day).label("count"),
                func.avg(FlagMetric.value).filter(day).label("mean"),
                func.max(FlagMetric.at).label("last_at"),
            )
            .where(FlagMetric.tenant_id == self.tenant_id)
            .group_by(FlagMetric.metric, FlagMetric.environment)
            .order_by(FlagMetric.metric, FlagMetric.environment)
        )
        return [row._mapping for row in rows]

    async def measured(
        self,
        environment: str,
        metric: str,
        since: datetime,
        *,
        flag_key: str | None = None,
        variant: str | None = None,
    ) -> Measured:
        """What was measured since a moment; of one variant of one flag, if they are named."""
        conditions = [
            FlagMetric.tenant_id == self.tenant_id,
            FlagMetric.environment == environment,
            FlagMetric.metric == metric,
            FlagMetric.at >= since,
        ]
        if flag_key is not None:
            conditions += [FlagMetric.flag_key == flag_key, FlagMetric.variant == variant]
        row = (
            await self.db.execute(
                select(
                    func.count(),
                    func.avg(FlagMetric.value),
                    func.coalesce(func.sum(FlagMetric.value), 0),
                ).where(*conditions)
            )
        ).one()
        return Measured(row[0], None if row[1] is None else float(row[1]), float(row[2]))


async def forget_before(db: AsyncSession, moment: datetime) -> None:
    """Delete the values of all brands that are older."""
    await db.execute(
        delete(FlagMetric)
        .where(FlagMetric.at < moment)
        .execution_options(synchronize_session=False)
    )
