"""Routes of the register's entries."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from gapless.features.gap_register.problems import (
    GapEditRefused,
    GapMoveRefused,
    GapNotFound,
    GapRegisterInconsistent,
)
from gapless.features.gap_register.rules import GapFilter
from gapless.features.gap_register.schemas import (
    GapCreate,
    GapDetail,
    GapList,
    GapMove,
    GapPatch,
    GapSummary,
    Sort,
)
from gapless.features.gap_register.service import GapService
from gapless.gapscan.register import Language, Priority, Status
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite
from gapless.platform.routing import Router, Scope, policy
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/gaps", tags=["gaps"], module=Module.GAP_REGISTER)


def _service(unit: UnitDep) -> GapService:
    return GapService(unit)


def _filter(
    status: Status | None = None,
    priority: Priority | None = None,
    module: Annotated[str | None, Query(max_length=400)] = None,
    owner: Annotated[str | None, Query(max_length=200)] = None,
    overdue: bool | None = None,
    search: Annotated[
        str | None, Query(max_length=200, description="Part of any field, in either language.")
    ] = None,
    sort: Sort = "id",
) -> GapFilter:
    return GapFilter(status, priority, module, owner, overdue, search, sort)


Gaps = Annotated[GapService, Depends(_service)]
Wanted = Annotated[GapFilter, Depends(_filter)]
Spoken = Annotated[Language, Query(description="The language of titles and menu paths.")]


@router.get("")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM)
async def list_gaps(
    gaps: Gaps, wanted: Wanted, paging: PagingDep, language: Spoken = Language.EN
) -> GapList:
    """The triage table: every gap with its SLA clock as it stands now."""
    rows, total = await gaps.page(wanted, language, paging.offset, paging.page_size)
    return GapList(items=rows, meta=paging.meta(total))


@router.get("/summary")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM)
async def gap_summary(gaps: Gaps, language: Spoken = Language.EN) -> GapSummary:
    """The register at a glance, and what it can be filtered by."""
    return await gaps.summary(language)


@router.post("", status_code=201)
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap.created",
    problems=[GapEditRefused, GapRegisterInconsistent],
)  # fmt: skip
async def create_gap(
    body: GapCreate, gaps: Gaps, response: Response, language: Spoken = Language.EN
) -> GapDetail:
    """Add a gap, as Open, in both languages; begins the register if there is none."""
    made = await gaps.create(body, language)
    set_etag(response, made.version)
    return made


@router.get("/{gap_id}")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM, problems=[GapNotFound])
async def get_gap(
    gap_id: str, gaps: Gaps, response: Response, language: Spoken = Language.EN
) -> GapDetail:
    """One gap: its fields in both languages, timeline, evidence, findings; with its ETag."""
    found = await gaps.get(gap_id, language)
    set_etag(response, found.version)
    return found


@router.patch("/{gap_id}")
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap.edited",
    problems=[GapNotFound, StaleWrite, GapEditRefused],
)  # fmt: skip
async def edit_gap(
    gap_id: str,
    body: GapPatch,
    gaps: Gaps,
    request: Request,
    response: Response,
    language: Spoken = Language.EN,
) -> GapDetail:
    """Change an entry's fields; only the lines that the change is about are touched."""
    changed = await gaps.edit(gap_id, body, lambda v: check_if_match(request, v), language)
    set_etag(response, changed.version)
    return changed


@router.post("/{gap_id}/move")
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap.moved",
    problems=[GapNotFound, StaleWrite, GapMoveRefused, GapRegisterInconsistent],
)  # fmt: skip
async def move_gap(
    gap_id: str,
    body: GapMove,
    gaps: Gaps,
    request: Request,
    response: Response,
    language: Spoken = Language.EN,
) -> GapDetail:
    """Move a gap one step on, or back to Open. Only a verification makes it Verified."""
    moved = await gaps.move(gap_id, body, lambda v: check_if_match(request, v), language)
    set_etag(response, moved.version)
    return moved
