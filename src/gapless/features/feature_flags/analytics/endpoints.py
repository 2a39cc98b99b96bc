"""Routes of analytics."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from starlette.responses import StreamingResponse

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.analytics.schemas import FlagAnalytics
from gapless.features.feature_flags.analytics.service import EXPORT_COLUMNS, AnalyticsService
from gapless.features.feature_flags.analytics.spans import LONGEST_HOURS
from gapless.features.feature_flags.problems import FlagNotFound
from gapless.features.feature_flags.rules import Environment
from gapless.platform import clock
from gapless.platform.exports import csv_response
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/analytics", tags=["feature flags"])
Hours = Annotated[
    int,
    Query(
        ge=1,
        le=LONGEST_HOURS,
        description="How far back: minutes are shown up to 3, days above 168.",
    ),
]
Flag = Annotated[UUID | None, Query(description="One flag; all without.")]


def _service(unit: UnitDep) -> AnalyticsService:
    return AnalyticsService(unit)


Analytics = Annotated[AnalyticsService, Depends(_service)]


@router.get("")
@flag_policy(Permission.FLAGS_READ, problems=[FlagNotFound])
async def read_flag_analytics(
    analytics: Analytics,
    environment: Environment = "production",
    flag: Flag = None,
    hours: Hours = 24,
) -> FlagAnalytics:
    """How often flags were asked for and met, by variant and over time."""
    return await analytics.read(environment, flag, hours)


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@flag_policy(Permission.FLAGS_READ, audit="flag.analytics_exported", problems=[FlagNotFound])
async def export_flag_analytics(
    analytics: Analytics,
    environment: Environment = "production",
    flag: Flag = None,
    hours: Hours = 24,
) -> StreamingResponse:
    """The same counts as CSV: a row for each bucket, flag and variant."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    rows = analytics.export(environment, await analytics.key_of(flag), hours)
    return csv_response(f"flag-analytics-{stamp}.csv", EXPORT_COLUMNS, rows)
