"""SQL of experiments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.expstats.moments import Moments
from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.features.feature_flags.experiments.folding import USERS
from gapless.features.feature_flags.experiments.models import (
    Experiment,
    ExperimentSubject,
    ExperimentSum,
)
from gapless.features.feature_flags.models import Flag

_BASELINES = text("""
    SELECT metric AS event, count(*) AS users, avg(total) AS rate, stddev_samp(total) AS deviation
    FROM (
        SELECT metric, subject, sum(value) AS total FROM flag_metrics
        WHERE tenant_id = :tenant AND environment = :environment AND at >= :since
            AND subject IS NOT NULL
        GROUP BY metric, subject
    ) t
    GROUP BY metric ORDER BY users DESC, metric LIMIT 100
""")


class Found(NamedTuple):
    """An experiment with its flag, how many users it has, and what became of its last request."""

    experiment: Experiment
    flag: Flag
    users: int
    request_status: str | None


DaySums = list[tuple[str, dict[str, dict[str, Moments]]]]
"""By day: what it changed, by metric and variant."""


class ExperimentRepository:
    """The experiments of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def all(
        self, statuses: Sequence[str], flag_id: UUID | None, *, archived: bool
    ) -> list[Found]:
        """Experiments: those that run first, then the newest."""
        query = (
            select(Experiment, Flag, self._users(), self._request_status())
            .join(Flag, Flag.id == Experiment.flag_id)
            .where(Experiment.tenant_id == self.tenant_id)
            .order_by(Experiment.status != "running", Experiment.created_at.desc(), Experiment.id)
        )
        if statuses:
            query = query.where(Experiment.status.in_(statuses))
        if flag_id is not None:
            query = query.where(Experiment.flag_id == flag_id)
        if not archived:
            query = query.where(Experiment.archived_at.is_(None))
        rows = await self.db.execute(query)
        return [Found(*row) for row in rows]

    async def get(self, experiment_id: UUID, *, lock: bool = False) -> Found | None:
        """One experiment; locked until the transaction ends, if it is to be changed."""
        query = (
            select(Experiment, Flag, self._users(), self._request_status())
            .join(Flag, Flag.id == Experiment.flag_id)
            .where(Experiment.tenant_id == self.tenant_id, Experiment.id == experiment_id)
        )
        if lock:
            query = query.with_for_update(of=Experiment).execution_options(populate_existing=True)
        row = (await self.db.execute(query)).one_or_none()
        return Found(*row) if row else None

    def _users(self) -> Any:
        return (
            select(func.coalesce(func.sum(ExperimentSum.n), 0))
            .where(ExperimentSum.experiment_id == Experiment.id, ExperimentSum.metric == USERS)
            .scalar_subquery()
        )

    @staticmethod
    def _request_status() -> Any:
        return (
            select(FlagChangeRequest.status)
            .where(FlagChangeRequest.id == Experiment.request_id)
            .scalar_subquery()
        )

    async def dividing(self, flag_id: UUID, environment: str) -> Experiment | None:
        """The experiment that has the flag in an environment now."""
        found: Experiment | None = await self.db.scalar(
            select(Experiment).where(
                Experiment.flag_id == flag_id,
                Experiment.environment == environment,
                Experiment.status.in_(("running", "paused")),
            )
        )
        return found

    async def waiting(self, request_id: UUID | None) -> dict[str, Any] | None:
        """What the experiment waits to do, while others have not decided."""
        if request_id is None:
            return None
        found: dict[str, Any] | None = await self.db.scalar(
            select(FlagChangeRequest.operation["deed"]).where(
                FlagChangeRequest.tenant_id == self.tenant_id,
                FlagChangeRequest.id == request_id,
                FlagChangeRequest.status == "open",
            )
        )
        return found

    async def sums(self, experiment_id: UUID) -> DaySums:
        """What each day changed, in order."""
        rows = await self.db.scalars(
            select(ExperimentSum)
            .where(ExperimentSum.experiment_id == experiment_id)
            .order_by(ExperimentSum.day)
        )
        days: dict[str, dict[str, dict[str, Moments]]] = {}
        for row in rows:
            moments = Moments(row.n, row.y, row.yy, row.x, row.xx, row.xy)
            by_metric = days.setdefault(row.day.isoformat(), {})
            by_metric.setdefault(row.metric, {})[row.variant] = moments
        return list(days.items())

    async def mixed(self, experiment_id: UUID) -> int:
        """Users who met more than one variant."""
        count = await self.db.scalar(
            select(func.count())
            .select_from(ExperimentSubject)
            .where(ExperimentSubject.experiment_id == experiment_id, ExperimentSubject.mixed)
        )
        return count or 0

    async def baselines(self, environment: str, since: datetime) -> list[dict[str, Any]]:
        """The events that were reported of users since then, as something to plan with."""
        rows = await self.db.execute(
            _BASELINES,
            {"tenant": self.tenant_id, "environment": environment, "since": since},
        )
        return [dict(row._mapping) for row in rows]
