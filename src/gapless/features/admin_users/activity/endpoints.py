"""Routes of the activity log."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Query, Request

from gapless.features.admin_users.activity.repository import ActivityFilter
from gapless.features.admin_users.activity.rules import RiskLevel
from gapless.features.admin_users.activity.schemas import ActivityRow, Status
from gapless.features.admin_users.activity.service import ActivityService
from gapless.features.admin_users.problems import TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach
from gapless.platform import clock
from gapless.platform.operations import operations_of
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin", tags=["admin users"])

Word = Annotated[str | None, Query(max_length=200)]


def _service(unit: UnitDep, reach: ListReach, request: Request) -> ActivityService:
    return ActivityService(unit, reach.tenant_id, operations_of(request))


def _filter(
    admin_id: Annotated[
        str | None, Query(max_length=200, description="An admin's id, or a part of their e-mail.")
    ] = None,
    action: Word = None,
    status: Status | None = None,
    since_hours: Annotated[int | None, Query(ge=1, le=24 * 365 * 10)] = None,
) -> ActivityFilter:
    since = clock.now() - timedelta(hours=since_hours) if since_hours else None
    return ActivityFilter(admin=admin_id, action=action, status=status, since=since)


Activity = Annotated[ActivityService, Depends(_service)]
Wanted = Annotated[ActivityFilter, Depends(_filter)]


@router.get("/activity-log")
@policy(
    Permission.AUDIT_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def activity_log(
    activity: Activity,
    wanted: Wanted,
    paging: PagingDep,
    module: Word = None,
    risk_level: RiskLevel | None = None,
) -> list[ActivityRow]:
    """What admins did or tried, newest first, with how risky each act is."""
    rows, total = await activity.page(
        wanted, module=module, risk=risk_level, offset=paging.offset, limit=paging.page_size
    )
    paging.meta(total)
    return rows
