"""Use cases of analytics."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from gapless.features.feature_flags.analytics.repository import AnalyticsRepository
from gapless.features.feature_flags.analytics.schemas import (
    Bucket,
    FlagUse,
    FlagUseOverTime,
    UsePoint,
    VariantUse,
)
from gapless.features.feature_flags.editor import FlagEditor
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.platform import clock
from gapless.platform.unit import Unit

_MINUTES_UP_TO = 3
_HOURS_UP_TO = 24 * 7


def bucket_for(hours: int) -> Bucket:
    """The buckets that a span of so many hours is shown in."""
    if hours <= _MINUTES_UP_TO:
        return "minute"
    return "hour" if hours <= _HOURS_UP_TO else "day"


class AnalyticsService:
    """What was counted of the flags of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.repository = AnalyticsRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, FlagRepository(unit.db, unit.tenant_id))

    async def use(self, environment: Environment, hours: int) -> list[FlagUse]:
        """Every flag with its counts, the most asked for first."""
        rows = await self.repository.use(environment, clock.now() - timedelta(hours=hours))
        found = [
            _flag_use(list(of_flag)) for _, of_flag in groupby(rows, key=lambda row: row["flag"])
        ]
        return sorted(found, key=lambda use: -use.evaluations)

    async def over_time(
        self, flag_id: UUID, environment: Environment, hours: int
    ) -> FlagUseOverTime:
        """A flag's counts over time; raise `FlagNotFound`."""
        flag = (await self.editor.load(flag_id)).flag
        until = clock.now()
        since = until - timedelta(hours=hours)
        bucket = bucket_for(hours)
        rows = await self.repository.series(environment, flag.key, bucket, since)
        return FlagUseOverTime(
            bucket=bucket,
            since=since,
            until=until,
            points=[UsePoint.model_validate(row) for row in rows],
        )


def _flag_use(rows: list[dict[str, Any]]) -> FlagUse:
    counted = [row for row in rows if row["variant"] is not None]
    first = rows[0]
    return FlagUse(
        flag=first["flag"],
        flag_key=first["flag_key"],
        flag_name=first["flag_name"],
        evaluations=sum(row["evaluations"] for row in counted),
        exposures=sum(row["exposures"] for row in counted),
        last_at=max((row["last_at"] for row in counted), default=None),
        variants=[VariantUse.model_validate(row) for row in counted],
    )
