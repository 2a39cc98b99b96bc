"""Use cases of analytics."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from gapless.features.feature_flags.analytics.repository import AnalyticsRepository
from gapless.features.feature_flags.analytics.schemas import (
    FlagAnalytics,
    FlagUse,
    UseSeries,
    VariantUse,
)
from gapless.features.feature_flags.analytics.spans import Span
from gapless.features.feature_flags.editor import FlagEditor
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.platform import clock
from gapless.platform.database import Database
from gapless.platform.unit import Unit

EXPORT_COLUMNS = ("start", "environment", "flag", "variant", "evaluations", "exposures")


class AnalyticsService:
    """What was counted of the flags of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = AnalyticsRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, FlagRepository(unit.db, unit.tenant_id))

    async def read(
        self, environment: Environment, flag_id: UUID | None, hours: int
    ) -> FlagAnalytics:
        """Counts by flag, variant and time; raise `FlagNotFound`."""
        key = await self.key_of(flag_id)
        span = Span.back_from(clock.now(), hours)
        starts = span.starts()
        flags = _flags(await self.repository.use(environment, key, span))
        counted = await self.repository.series(environment, key, span)
        return FlagAnalytics(
            environment=environment,
            bucket=span.bucket,
            since=span.since,
            until=span.until,
            evaluations=sum(flag.evaluations for flag in flags),
            exposures=sum(flag.exposures for flag in flags),
            starts=starts,
            series=lines(starts, counted, "flag" if key is None else "variant"),
            flags=flags,
        )

    async def key_of(self, flag_id: UUID | None) -> str | None:
        """The flag's key; raise `FlagNotFound`."""
        return None if flag_id is None else (await self.editor.load(flag_id)).flag.key

    def export(
        self, environment: Environment, flag_key: str | None, hours: int
    ) -> AsyncIterator[Sequence[object]]:
        """The rows of a CSV, in a session of its own: they are sent after the request's ended."""
        self.unit.change.about("flag_analytics", flag_key or "all")
        self.unit.change.details = {"environment": environment, "hours": hours}
        span = Span.back_from(clock.now(), hours)
        return _export(self.unit.database, self.unit.tenant_id, environment, flag_key, span)


async def _export(
    database: Database, tenant_id: str, environment: Environment, flag_key: str | None, span: Span
) -> AsyncIterator[Sequence[object]]:
    async with database.session() as db:
        rows = AnalyticsRepository(db, tenant_id).rows(environment, flag_key, span)
        async for at, flag, variant, evaluations, exposures in rows:
            yield clock.iso(at), environment, flag, variant, evaluations, exposures


def lines(
    starts: Sequence[datetime], counted: Iterable[Any], kind: Literal["flag", "variant"]
) -> list[UseSeries]:
    """The counts as lines with a number for each bucket, the largest first, the rest last."""
    places = {start: place for place, start in enumerate(starts)}
    found: dict[str | None, UseSeries] = {}
    for row in counted:
        line = found.get(row.name)
        if line is None:
            line = found[row.name] = UseSeries(
                kind="others" if row.name is None else kind,
                name=row.name or "",
                evaluations=[0] * len(starts),
                exposures=[0] * len(starts),
            )
        place = places.get(row.at)
        if place is not None:  # counted since we asked what time it is
            line.evaluations[place] += row.evaluations
            line.exposures[place] += row.exposures
    return sorted(
        found.values(),
        key=lambda line: (
            line.kind == "others",
            -sum(line.evaluations),
            -sum(line.exposures),
            line.name,
        ),
    )


def _flags(rows: Iterable[Any]) -> list[FlagUse]:
    found = [_flag(list(of_flag)) for _, of_flag in groupby(rows, key=lambda row: row.flag)]
    return sorted(found, key=lambda use: (-use.evaluations, -use.exposures))


def _flag(rows: Sequence[Any]) -> FlagUse:
    counted = [row for row in rows if row.variant is not None]
    first = rows[0]
    return FlagUse(
        flag=first.flag,
        flag_key=first.flag_key,
        flag_name=first.flag_name,
        archived=first.archived,
        evaluations=sum(row.evaluations for row in counted),
        exposures=sum(row.exposures for row in counted),
        last_at=max((row.last_at for row in counted), default=None),
        variants=[
            VariantUse(variant=row.variant, evaluations=row.evaluations, exposures=row.exposures)
            for row in counted
        ],
    )
