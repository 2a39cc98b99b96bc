"""Timed work of break-glass access."""

from __future__ import annotations

from gapless.features.auth.break_glass.repository import BreakGlassRepository
from gapless.features.auth.break_glass.service import BreakGlassService
from gapless.platform import clock
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext


async def end_what_is_over(context: JobContext) -> None:
    """Disable the accounts of access that is over; the session itself ended with the clock."""
    async with context.unit() as unit:
        over = await BreakGlassRepository(unit.db).over(clock.now())
        await BreakGlassService(unit).end(over)


SCHEDULES = (Schedule("break_glass.end", "* * * * *", end_what_is_over),)
