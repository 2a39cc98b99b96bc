"""Clearing what is no longer shown."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from gapless.platform import clock
from gapless.platform.identity.key_models import ApiKeyUse
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext

KEEP_USE = timedelta(days=100)
"""The charts show 90 days."""


async def clear_old_use(context: JobContext) -> None:
    """Delete the hourly counts that no chart reaches any more."""
    async with context.unit() as unit:
        await unit.db.execute(delete(ApiKeyUse).where(ApiKeyUse.hour < clock.now() - KEEP_USE))


schedules = (Schedule("clear_old_key_use", "20 3 * * *", clear_old_use),)
