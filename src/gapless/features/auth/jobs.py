"""Clearing what has expired."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, text

from gapless.features.auth.factors.ceremonies import UsedChallenge
from gapless.platform import clock
from gapless.platform.idempotency import IdempotencyKey
from gapless.platform.identity.models import LoginAttempt, Session
from gapless.platform.jobs import Schedule
from gapless.platform.security.devices import COOKIE_LIFETIME
from gapless.platform.security.models import Device, LoginEvent
from gapless.platform.worker import JobContext

KEEP_ENDED_SESSIONS = timedelta(days=90)
KEEP_QUEUE_LOG = timedelta(days=7)
KEEP_IDEMPOTENCY_KEYS = timedelta(days=1)


async def clear_expired(context: JobContext) -> None:
    """Delete what no longer counts: failures, old sessions, history, devices, idempotency keys."""
    window = timedelta(minutes=context.settings.login_window_minutes)
    now = clock.now()
    async with context.unit() as unit:
        await unit.db.execute(delete(LoginAttempt).where(LoginAttempt.at < now - window))
        await unit.db.execute(delete(Session).where(Session.expires_at < now - KEEP_ENDED_SESSIONS))
        kept = timedelta(days=context.settings.login_history_days)
        await unit.db.execute(delete(LoginEvent).where(LoginEvent.at < now - kept))
        await unit.db.execute(delete(UsedChallenge).where(UsedChallenge.expires_at < now))
        await unit.db.execute(delete(Device).where(Device.last_seen_at < now - COOKIE_LIFETIME))
        await unit.db.execute(
            text("DELETE FROM pgqueuer_log WHERE created < :before"),
            {"before": now - KEEP_QUEUE_LOG},
        )
        await unit.db.execute(
            delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEEP_IDEMPOTENCY_KEYS)
        )


schedules = (Schedule("clear_expired", "*/10 * * * *", clear_expired),)
