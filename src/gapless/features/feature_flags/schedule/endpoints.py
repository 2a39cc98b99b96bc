"""Routes of scheduled changes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS
from gapless.features.feature_flags.problems import (
    ScheduleEnded,
    ScheduleInPast,
    ScheduleNotFound,
)
from gapless.features.feature_flags.schedule.repository import Row
from gapless.features.feature_flags.schedule.schemas import (
    ScheduleCreate,
    ScheduledChange,
    ScheduleStatus,
)
from gapless.features.feature_flags.schedule.service import ScheduleService
from gapless.platform.etags import check_if_match
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])


def _service(unit: UnitDep) -> ScheduleService:
    return ScheduleService(unit)


Schedule = Annotated[ScheduleService, Depends(_service)]


def view(row: Row) -> ScheduledChange:
    """The wire shape of a scheduled change."""
    change, key, name = row
    return ScheduledChange.model_validate(
        {
            "id": change.id,
            "flag": change.flag_id,
            "flag_key": key,
            "flag_name": name,
            "environment": change.environment,
            "enabled": change.patch.get("enabled"),
            "configuration": change.patch.get("configuration"),
            "due_at": change.due_at,
            "status": change.status,
            "comment": change.comment,
            "author": change.author,
            "created_at": change.created_at,
            "ended_at": change.ended_at,
            "error": change.error,
        }
    )


@router.get("/scheduled")
@flag_policy(Permission.FLAGS_READ)
async def list_scheduled_flag_changes(
    schedule: Schedule,
    flag: UUID | None = None,
    status: Annotated[list[ScheduleStatus] | None, Query()] = None,
) -> list[ScheduledChange]:
    """Changes with a set time: what waits first, by time."""
    return [view(row) for row in await schedule.all(flag, status or [])]


@router.post("/{flag_id:uuid}/schedule")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.scheduled", problems=[*CHANGE_PROBLEMS, ScheduleInPast]
)
async def schedule_flag_change(
    flag_id: UUID, body: ScheduleCreate, schedule: Schedule, request: Request
) -> ScheduledChange:
    """Change a flag in an environment at a set time."""
    loaded = await schedule.editor.changeable(flag_id, lambda v: check_if_match(request, v))
    return view(
        await schedule.add(
            loaded, body.environment, body.change(), body.due_at, comment=body.comment or ""
        )
    )


@router.post("/scheduled/{schedule_id}/cancel")
@flag_policy(
    Permission.FLAGS_WRITE,
    audit="flag.schedule_cancelled",
    problems=[ScheduleNotFound, ScheduleEnded],
)
async def cancel_scheduled_flag_change(schedule_id: PathId, schedule: Schedule) -> ScheduledChange:
    """Call a scheduled change off."""
    return view(await schedule.cancel(schedule_id))
