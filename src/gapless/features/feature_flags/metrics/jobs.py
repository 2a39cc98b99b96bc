"""Old values are forgotten."""

from __future__ import annotations

from datetime import timedelta

from gapless.features.feature_flags.metrics.repository import forget_before
from gapless.platform import clock
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext

KEEP = timedelta(days=180)


async def forget(context: JobContext) -> None:
    """Delete the values that no guardrail and no experiment looks at any more."""
    async with context.unit() as unit:
        await forget_before(unit.db, clock.now() - KEEP)


FORGET_METRICS = Schedule("flags.forget_metrics", "41 3 * * *", forget)
