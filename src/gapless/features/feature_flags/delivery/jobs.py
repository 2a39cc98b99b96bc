"""Old counts, and players who no longer come, are forgotten."""

from __future__ import annotations

from datetime import timedelta

from gapless.features.feature_flags.delivery import repository
from gapless.features.feature_flags.delivery.service import MODULE
from gapless.platform import clock
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext


async def forget(context: JobContext) -> None:
    """Delete counts that nobody looks at any more, and who was not served for long."""
    async with context.unit() as unit:
        now = clock.now()
        await repository.forget(unit.db, now)
        await repository.forget_players(
            unit.db, now - timedelta(days=context.settings.flag_player_days)
        )


FORGET_COUNTS = Schedule("flags.forget_counts", "17 3 * * *", forget, module=MODULE)
