"""Route of the dashboard."""

from __future__ import annotations

from gapless.features.dashboard.schemas import DashboardStats
from gapless.features.dashboard.service import stats
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/dashboard", tags=["dashboard"])


@router.get("/comprehensive-stats")
@policy(Permission.DASHBOARD_READ)
async def comprehensive_stats(unit: UnitDep) -> DashboardStats:
    """The brand's numbers, alerts and newest acts."""
    return await stats(unit)
