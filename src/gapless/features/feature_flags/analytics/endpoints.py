"""Routes of analytics."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.analytics.schemas import FlagUse, FlagUseOverTime
from gapless.features.feature_flags.analytics.service import AnalyticsService
from gapless.features.feature_flags.problems import FlagNotFound
from gapless.features.feature_flags.rules import Environment
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])
Hours = Annotated[int, Query(ge=1, le=24 * 366, description="How far back.")]


def _service(unit: UnitDep) -> AnalyticsService:
    return AnalyticsService(unit)


Analytics = Annotated[AnalyticsService, Depends(_service)]


@router.get("/analytics")
@flag_policy(Permission.FLAGS_READ)
async def flag_analytics(
    analytics: Analytics, environment: Environment = "production", hours: Hours = 24
) -> list[FlagUse]:
    """How often each flag was asked for in an environment, the most asked for first."""
    return await analytics.use(environment, hours)


@router.get("/{flag_id:uuid}/analytics")
@flag_policy(Permission.FLAGS_READ, problems=[FlagNotFound])
async def flag_analytics_over_time(
    flag_id: UUID, analytics: Analytics, environment: Environment = "production", hours: Hours = 24
) -> FlagUseOverTime:
    """A flag's evaluations and exposures over time, by variant."""
    return await analytics.over_time(flag_id, environment, hours)
