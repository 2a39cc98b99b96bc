"""Clearing what has expired."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, text

from gapless.platform import clock
from gapless.platform.idempotency import IdempotencyKey
from gapless.platform.identity.models import LoginAttempt, Session
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext

KEEP_ENDED_SESSIONS = timedelta(days=90)
KEEP_QUEUE_LOG = timedelta(days=7)
KEEP_IDEMPOTENCY_KEYS = timedelta(days=1)


async def clear_expired(context: JobContext) -> None:
    """Delete sign-in failures that no longer count, old sessions, old idempotency keys."""
    window = timedelta(minutes=context.settings.login_window_minutes)
    now = clock.now()
    async with context.unit() as unit:
        await unit.db.execute(delete(LoginAttempt).where(LoginAttempt.at < now - window))
        await unit.db.execute(delete(Session).where(Session.expires_at < now - KEEP_ENDED_SESSIONS))
        await unit.db.execute(
            text("DELETE FROM pgqueuer_log WHERE created < :before"),
            {"before": now - KEEP_QUEUE_LOG},
        )
        await unit.db.execute(
            delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEEP_IDEMPOTENCY_KEYS)
        )


schedules = (Schedule("clear_expired", "*/10 * * * *", clear_expired),)
