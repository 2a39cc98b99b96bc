"""Routes of segments."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.problems import (
    FlagInvalid,
    SegmentExists,
    SegmentInUse,
    SegmentNeedsApproval,
    SegmentNotFound,
)
from gapless.features.feature_flags.segments.schemas import SegmentCreate, SegmentEdit, SegmentRow
from gapless.features.feature_flags.segments.service import SegmentService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/segments", tags=["feature flags"])


def _service(unit: UnitDep) -> SegmentService:
    return SegmentService(unit)


Segments = Annotated[SegmentService, Depends(_service)]


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_segments(segments: Segments) -> list[SegmentRow]:
    """The brand's segments by name, with where each is used."""
    return await segments.all()


@router.post("")
@flag_policy(Permission.FLAGS_WRITE, audit="segment.created", problems=[SegmentExists, FlagInvalid])
async def create_flag_segment(body: SegmentCreate, segments: Segments) -> SegmentRow:
    """Make a segment."""
    return await segments.create(body)


@router.put("/{segment_id}")
@flag_policy(
    Permission.FLAGS_WRITE,
    audit="segment.updated",
    problems=[SegmentNotFound, FlagInvalid, SegmentNeedsApproval, StaleWrite],
)
async def edit_flag_segment(
    segment_id: PathId, body: SegmentEdit, segments: Segments, request: Request, response: Response
) -> SegmentRow:
    """Change a segment, for every flag that uses it."""
    row = await segments.edit(segment_id, body, lambda v: check_if_match(request, v))
    set_etag(response, row.version)
    return row


@router.delete("/{segment_id}", status_code=204)
@flag_policy(
    Permission.FLAGS_WRITE, audit="segment.deleted", problems=[SegmentNotFound, SegmentInUse]
)
async def delete_flag_segment(segment_id: PathId, segments: Segments) -> None:
    """Delete a segment that nothing uses."""
    await segments.delete(segment_id)
