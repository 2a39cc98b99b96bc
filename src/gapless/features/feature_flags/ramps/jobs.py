"""Running ramps are looked after every minute."""

from __future__ import annotations

from uuid import UUID

import structlog

from gapless.features.feature_flags.ramps.repository import running
from gapless.features.feature_flags.ramps.service import RampService
from gapless.platform.identity.tenants import snapshot
from gapless.platform.jobs import Schedule
from gapless.platform.problems import Problem
from gapless.platform.worker import JobContext

log = structlog.get_logger("gapless.flags.ramps")


class _NothingToDo(Exception):
    """The ramp stays as it is."""


async def look_after(context: JobContext) -> None:
    """Check the guardrails of every running ramp and make the steps that are due."""
    async with context.unit() as unit:
        ramps = await running(unit.db)
    for tenant_id, ramp_id in ramps:
        try:
            await _one(context, tenant_id, ramp_id)
        except _NothingToDo:
            continue
        except Problem as refused:
            log.warning("flags.ramp_refused", ramp_id=str(ramp_id), code=refused.code)


async def _one(context: JobContext, tenant_id: str, ramp_id: UUID) -> None:
    async with context.unit(action="flag.ramp_advanced") as unit:
        unit.tenant = await snapshot(unit.db, tenant_id)
        if not await RampService(unit).tick(ramp_id):
            raise _NothingToDo


RAMPS = Schedule("flags.ramps", "* * * * *", look_after)
