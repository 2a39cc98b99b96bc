"""Old counts are forgotten."""

from __future__ import annotations

from gapless.features.feature_flags.delivery import repository
from gapless.features.feature_flags.delivery.service import MODULE
from gapless.platform import clock
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext


async def forget(context: JobContext) -> None:
    """Delete counts that nobody looks at any more."""
    async with context.unit() as unit:
        await repository.forget(unit.db, clock.now())


FORGET_COUNTS = Schedule("flags.forget_counts", "17 3 * * *", forget, module=MODULE)
