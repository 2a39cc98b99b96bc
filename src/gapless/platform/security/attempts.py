"""Limits on guessing: attempts are counted before they are judged, whoever they are meant for."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.identity.models import LoginAttempt
from gapless.platform.problems import RateLimited
from gapless.platform.requests import network_of
from gapless.platform.unit import Unit


def subject_of(text: str) -> bytes:
    """What attempts are counted by: a hash, because the text may be nobody's business."""
    return hashlib.sha256(text.lower().encode()).digest()


async def count(unit: Unit, subject: bytes, *, limit: int) -> None:
    """Count an attempt on `subject`; raise `RateLimited` past the limits.

    In a transaction of its own, and in line with others on the same subject, so that guesses sent
    at once count like guesses sent in turn.
    """
    settings, network = unit.settings, network_of(unit.ip_address)
    window = timedelta(minutes=settings.login_window_minutes)
    since = clock.now() - window
    async with unit.database.session() as db:
        key = int.from_bytes(subject[:8], signed=True)
        await db.execute(select(func.pg_advisory_xact_lock(key)))
        for whose, most in (
            (LoginAttempt.email_hash == subject, limit),
            (LoginAttempt.ip_address == network, settings.login_max_failures_per_address),
        ):
            counted, first = await _counted(db, whose, since)
            if counted >= most:
                raise _wait(first, window)
        db.add(LoginAttempt(email_hash=subject, ip_address=network))
        await db.commit()


async def forget(db: AsyncSession, subject: bytes) -> None:
    """A success clears the attempts before it."""
    await db.execute(delete(LoginAttempt).where(LoginAttempt.email_hash == subject))


async def _counted(
    db: AsyncSession, whose: ColumnElement[bool], since: datetime
) -> tuple[int, datetime | None]:
    row = await db.execute(
        select(func.count(), func.min(LoginAttempt.at)).where(whose, LoginAttempt.at > since)
    )
    counted, first = row.one()
    return counted, first


def _wait(first: datetime | None, window: timedelta) -> RateLimited:
    left = ((first or clock.now()) + window - clock.now()).total_seconds()
    seconds = max(1, math.ceil(left))
    return RateLimited(seconds=seconds, headers={"Retry-After": str(seconds)})
