"""Routes of change requests."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.approvals.operations import Wish
from gapless.features.feature_flags.approvals.repository import Found, RequestFilter
from gapless.features.feature_flags.approvals.schemas import (
    Decide,
    RequestCreate,
    RequestRow,
    RequestStatus,
)
from gapless.features.feature_flags.approvals.service import ApprovalService
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS
from gapless.features.feature_flags.experiments.consent import ExperimentDeeds
from gapless.features.feature_flags.experiments.problems import (
    ExperimentChanged,
    ExperimentFlagOff,
    ExperimentOverlaps,
)
from gapless.features.feature_flags.problems import (
    FlagMoved,
    NothingChanges,
    RequestClosed,
    RequestNotFound,
    RequestNotYours,
    SelfApproval,
)
from gapless.features.feature_flags.states import moved_since
from gapless.platform.etags import check_if_match
from gapless.platform.ids import PathId
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])
DECIDE_PROBLEMS = [RequestNotFound, RequestClosed, SelfApproval]


def _service(unit: UnitDep) -> ApprovalService:
    return ApprovalService(unit)


Approvals = Annotated[ApprovalService, Depends(_service)]


async def _views(approvals: ApprovalService, found: list[Found]) -> list[RequestRow]:
    """The wire shapes of requests."""
    current = await approvals.current(found)
    return [await _view(approvals, one, current[one.flag.id]) for one in found]


async def _view(approvals: ApprovalService, one: Found, current: dict[str, object]) -> RequestRow:
    request, wish = one.request, Wish.of(one.request.operation)
    moved: list[str] = []
    if request.status == "open":
        moved = moved_since(wish.patch, one.base, current)
        if wish.deed is not None:
            changed = await ExperimentDeeds(approvals.unit).changed(wish.deed)
            moved += [f"experiment.{field}" for field in changed]
    return RequestRow.model_validate(
        {
            "id": request.id,
            "flag": request.flag_id,
            "flag_key": one.flag.key,
            "flag_name": one.flag.name,
            "kind": wish.kind,
            "environments": request.environments,
            "status": request.status,
            "comment": request.comment,
            "author": request.author,
            "mine": await approvals.is_author(request),
            "required": request.required,
            "decisions": [
                {"admin": d.admin, "decision": d.decision, "comment": d.comment, "at": d.at}
                for d in one.decisions
            ],
            "due_at": wish.due_at,
            "ramp": wish.ramp,
            "deed": asdict(wish.deed) if wish.deed else None,
            "before": one.base,
            "after": wish.outcome(one.base),
            "moved": moved,
            "created_at": request.created_at,
            "closed_at": request.closed_at,
            "applied_version": request.applied_version,
        }
    )


@router.get("/change-requests")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_change_requests(
    approvals: Approvals,
    paging: PagingDep,
    status: RequestStatus | None = None,
    flag: UUID | None = None,
) -> list[RequestRow]:
    """Changes that wait for consent, or waited; newest first."""
    found, total = await approvals.page(
        RequestFilter(status, flag), paging.offset, paging.page_size
    )
    paging.meta(total)
    return await _views(approvals, found)


@router.post("/{flag_id:uuid}/change-requests")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.change_requested",
    problems=[*CHANGE_PROBLEMS, NothingChanges],
)  # fmt: skip
async def request_flag_change(
    flag_id: UUID, body: RequestCreate, approvals: Approvals, request: Request
) -> RequestRow:
    """Ask others to agree to a change."""
    found = await approvals.ask(flag_id, body, lambda v: check_if_match(request, v))
    return (await _views(approvals, [found]))[0]


@router.post("/change-requests/{request_id}/approve")
@flag_policy(
    Permission.FLAGS_APPROVE, audit="flag.change_approved",
    problems=[
        *DECIDE_PROBLEMS, *CHANGE_PROBLEMS, FlagMoved, ExperimentChanged, ExperimentFlagOff,
        ExperimentOverlaps,
    ],
)  # fmt: skip
async def approve_flag_change(request_id: PathId, body: Decide, approvals: Approvals) -> RequestRow:
    """Agree to a change. When enough have agreed, it is made."""
    approvals.unit.change.reason = body.comment or approvals.unit.change.reason
    deeds = ExperimentDeeds(approvals.unit)
    found = await approvals.approve(request_id, body.comment or "", deeds)
    return (await _views(approvals, [found]))[0]


@router.post("/change-requests/{request_id}/reject")
@flag_policy(
    Permission.FLAGS_APPROVE, audit="flag.change_rejected",
    problems=[*DECIDE_PROBLEMS, ReasonRequired],
)  # fmt: skip
async def reject_flag_change(request_id: PathId, body: Decide, approvals: Approvals) -> RequestRow:
    """Refuse a change."""
    approvals.unit.change.reason = body.comment or approvals.unit.change.reason
    found = await approvals.reject(request_id, body.comment or "")
    return (await _views(approvals, [found]))[0]


@router.post("/change-requests/{request_id}/withdraw")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.change_withdrawn",
    problems=[RequestNotFound, RequestClosed, RequestNotYours],
)  # fmt: skip
async def withdraw_flag_change(request_id: PathId, approvals: Approvals) -> RequestRow:
    """Take back a change that one asked for."""
    found = await approvals.withdraw(request_id)
    return (await _views(approvals, [found]))[0]
