"""The job that makes a scheduled change when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update

from gapless.features.feature_flags.schedule.models import FlagScheduledChange
from gapless.features.feature_flags.schedule.service import JOB, ScheduleService
from gapless.platform import clock
from gapless.platform.jobs import JobKind
from gapless.platform.worker import JobContext

ACTION = "flag.scheduled_change_applied"


class _NotToBeMade(Exception):
    """It was called off, is held, or has been made already."""


async def carry_out(context: JobContext) -> Mapping[str, Any]:
    """Handler of the job `flags.scheduled_change`."""
    schedule_id = UUID(str(context.payload["schedule_id"]))
    try:
        async with context.unit(action=ACTION) as unit:
            if not await ScheduleService(unit).carry_out(schedule_id):
                raise _NotToBeMade
    except _NotToBeMade:
        return {"applied": False}
    return {"applied": True}


async def failed(context: JobContext, error: dict[str, Any]) -> None:
    """A change that cannot be made says why, in the list of scheduled changes."""
    async with context.unit() as unit:
        await unit.db.execute(
            update(FlagScheduledChange)
            .where(
                FlagScheduledChange.id == UUID(str(context.payload["schedule_id"])),
                FlagScheduledChange.status == "pending",
            )
            .values(status="failed", ended_at=clock.now(), error=error)
            .execution_options(synchronize_session=False)
        )


SCHEDULED_CHANGE = JobKind(JOB, carry_out, audit=ACTION, on_failure=failed)
