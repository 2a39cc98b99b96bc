"""Routes of the login history."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Depends, Query
from starlette.responses import StreamingResponse

from gapless.features.admin_users.login_history.repository import LoginFilter
from gapless.features.admin_users.login_history.schemas import LoginRow
from gapless.features.admin_users.login_history.service import (
    EXPORT_COLUMNS,
    LoginHistoryService,
)
from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.problems import TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach
from gapless.platform import clock
from gapless.platform.exports import csv_response
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import Router, policy
from gapless.platform.security.history import FailureReason, Result
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/login-history", tags=["admin users"])

MAX_HOURS = 24 * 365 * 10


def _service(unit: UnitDep, reach: ListReach) -> LoginHistoryService:
    return LoginHistoryService(unit, reach)


def _filter(
    admin_id: Annotated[
        str | None,
        Query(max_length=200, description="An admin's id, or a part of their name or e-mail."),
    ] = None,
    result: Result | Literal[""] | None = None,
    failure_reason: FailureReason | None = None,
    suspicious_only: bool = False,
    search: Annotated[str | None, Query(max_length=200)] = None,
    since_hours: Annotated[int | None, Query(ge=1, le=MAX_HOURS)] = None,
) -> LoginFilter:
    return LoginFilter(
        since=clock.now() - timedelta(hours=since_hours) if since_hours else None,
        admin=admin_id,
        result=result or None,
        failure_reason=failure_reason,
        suspicious_only=suspicious_only,
        search=search,
    )


History = Annotated[LoginHistoryService, Depends(_service)]
Wanted = Annotated[LoginFilter, Depends(_filter)]
_PROBLEMS = [TenantOverrideForbidden, InvalidTenantHeader]


@router.get("")
@policy(Permission.LOGIN_HISTORY_READ, feature=BrandFeature.CAN_MANAGE_ADMINS, problems=_PROBLEMS)
async def list_logins(
    history: History, wanted: Wanted, paging: WholeListPagingDep
) -> list[LoginRow]:
    """Every attempt to sign in, newest first, with its outcome and cause."""
    rows, total = await history.page(wanted, paging.offset, paging.page_size)
    paging.meta(total)
    return rows


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@policy(
    Permission.LOGIN_HISTORY_EXPORT, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.login_history_exported", problems=_PROBLEMS,
)  # fmt: skip
async def export_logins(history: History, wanted: Wanted) -> StreamingResponse:
    """The whole filtered history as CSV. The export is itself audited."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    return csv_response(f"login-history-{stamp}.csv", EXPORT_COLUMNS, history.export(wanted))
