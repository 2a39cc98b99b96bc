"""Routes of the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from gapless.features.audit_log.repository import AuditFilter
from gapless.features.audit_log.schemas import (
    AuditFacets,
    AuditList,
    AuditMeta,
    AuditRow,
    ChainStatus,
    Status,
)
from gapless.features.audit_log.service import EXPORT_COLUMNS, AuditService
from gapless.platform import clock
from gapless.platform.enforcement import TENANT_HEADER
from gapless.platform.exports import csv_response
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/audit", tags=["audit"])

MAX_HOURS = 24 * 365 * 10
Word = Annotated[str | None, Query(max_length=200)]


def _service(unit: UnitDep, request: Request) -> AuditService:
    return AuditService(unit, acting_as_brand=bool(request.headers.get(TENANT_HEADER)))


def _filter(
    action: Word = None,
    resource_type: Word = None,
    resource_id: Word = None,
    status: Status | None = None,
    actor_user_id: Word = None,
    request_id: Word = None,
    since_hours: Annotated[int, Query(ge=1, le=MAX_HOURS)] = 24,
) -> AuditFilter:
    return AuditFilter(
        since=clock.now() - timedelta(hours=since_hours),
        action=action,
        resource_type=resource_type,
        resource_id=resource_id,
        status=status,
        actor_user_id=actor_user_id,
        request_id=request_id,
    )


Audit = Annotated[AuditService, Depends(_service)]
Wanted = Annotated[AuditFilter, Depends(_filter)]


@router.get("/events")
@policy(Permission.AUDIT_READ)
async def list_audit_events(
    audit: Audit,
    wanted: Wanted,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> AuditList:
    """Who did or tried what, newest first. An owner who names no brand sees every brand."""
    rows, total = await audit.page(wanted, offset, limit)
    response.headers["X-Total-Count"] = str(total)
    return AuditList(
        items=[AuditRow.of(row) for row in rows],
        meta=AuditMeta(total=total, limit=limit, offset=offset),
    )


@router.get("/facets")
@policy(Permission.AUDIT_READ)
async def audit_facets(audit: Audit) -> AuditFacets:
    """The actions and resource types in use."""
    return await audit.facets()


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@policy(Permission.AUDIT_EXPORT, audit="AUDIT_EXPORT")
async def export_audit_events(audit: Audit, wanted: Wanted) -> StreamingResponse:
    """The whole filtered range as CSV. The export is itself audited."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    return csv_response(f"audit-{stamp}.csv", EXPORT_COLUMNS, audit.export(wanted))


@router.get("/verify")
@policy(Permission.AUDIT_READ)
async def verify_audit_chains(audit: Audit) -> list[ChainStatus]:
    """Recompute the hash chains; a chain that does not hold names its first bad row."""
    return await audit.verify()
