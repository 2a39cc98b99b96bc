"""Counting the members of segments: at once where a segment changed, else every few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from gapless.features.feature_flags.segments import populations
from gapless.features.feature_flags.segments.service import COUNT_JOB
from gapless.platform import clock
from gapless.platform.jobs import JobKind, Schedule
from gapless.platform.switches import Module
from gapless.platform.worker import JobContext
from gapless.settings import Settings


async def count_changed(context: JobContext) -> None:
    """Handler of the job `flags.count_segments`: one brand."""
    async with context.unit() as unit:
        await populations.count(unit.db, unit.tenant_id, since(context.settings))


async def count_all(context: JobContext) -> None:
    """Every brand that has new players or changed segments, each in a transaction of its own."""
    async with context.database.session() as db:
        brands = await populations.brands_to_count(db)
    for tenant_id in brands:
        async with context.unit() as unit:
            await populations.count(unit.db, tenant_id, since(context.settings))


def since(settings: Settings) -> datetime:
    """Who was last served before this is not counted."""
    return clock.now() - timedelta(days=settings.flag_player_days)


COUNT_CHANGED = JobKind(COUNT_JOB, count_changed, module=Module.EXPERIMENTS)
COUNT_ALL = Schedule(
    "flags.count_all_segments", "*/5 * * * *", count_all, module=Module.EXPERIMENTS
)
