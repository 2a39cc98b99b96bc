"""Routes of risk scores."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.responses import StreamingResponse

from gapless.features.admin_users.activity.rules import RiskLevel
from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.problems import TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach
from gapless.features.admin_users.risk.schemas import RiskRow
from gapless.features.admin_users.risk.service import RiskService
from gapless.platform import clock
from gapless.platform.clock import iso
from gapless.platform.exports import csv_response
from gapless.platform.operations import operations_of
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/risk-scores", tags=["admin users"])

_PROBLEMS = [TenantOverrideForbidden, InvalidTenantHeader]
_COLUMNS = ("admin_name", "admin_email", "tenant_id", "role", "score", "level", "factors",
            "last_login_at", "computed_at")  # fmt: skip


def _service(unit: UnitDep, reach: ListReach, request: Request) -> RiskService:
    return RiskService(unit, reach, operations_of(request))


Risks = Annotated[RiskService, Depends(_service)]
Search = Annotated[str | None, Query(max_length=200, description="A part of name or e-mail.")]


@router.get("")
@policy(Permission.SECURITY_READ, feature=BrandFeature.CAN_MANAGE_ADMINS, problems=_PROBLEMS)
async def list_risk_scores(
    risks: Risks,
    paging: WholeListPagingDep,
    search: Search = None,
    level: RiskLevel | None = None,
) -> list[RiskRow]:
    """The risk score of every admin who can sign in, with its factors, the highest first."""
    rows = await risks.rows(search=search, level=level)
    paging.meta(len(rows))
    return rows[paging.offset : paging.offset + paging.page_size]


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@policy(
    Permission.ADMINS_EXPORT, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.risk_scores_exported", problems=_PROBLEMS,
)  # fmt: skip
async def export_risk_scores(
    risks: Risks, search: Search = None, level: RiskLevel | None = None
) -> StreamingResponse:
    """The filtered scores as CSV. The export is itself audited."""
    rows = await risks.rows(search=search, level=level)
    risks.unit.change.about("risk_scores", risks.reach.tenant_id or "all")
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    return csv_response(f"risk-scores-{stamp}.csv", _COLUMNS, _lines(rows))


async def _lines(rows: list[RiskRow]) -> AsyncIterator[tuple[object, ...]]:
    for row in rows:
        yield (
            row.admin_name, row.admin_email, row.tenant_id, row.role, row.score, row.level,
            " ".join(f"{factor.key}={factor.points}" for factor in row.factors),
            iso(row.last_login_at) if row.last_login_at else None, iso(row.computed_at),
        )  # fmt: skip
