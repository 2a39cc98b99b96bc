"""Rate limits of API keys: calls a minute, counted over all processes.

A sliding window of two counters: the share of the minute before that is still inside the last 60
seconds, and the present minute. Each process counts its own calls at once and exchanges totals
with the others through the database every second, so that together they may overshoot by what
they let in within that second.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from gapless.platform.database import Database
from gapless.platform.identity.key_problems import ApiKeyRateLimited

WINDOW = 60
_EXCHANGE = text("""
    INSERT INTO api_key_windows (key_id, minute, calls)
    SELECT * FROM unnest(CAST(:keys AS uuid[]), CAST(:minutes AS bigint[]), CAST(:calls AS int[]))
    ON CONFLICT (key_id, minute) DO UPDATE SET calls = api_key_windows.calls + excluded.calls
    RETURNING key_id, minute, calls
""")
_FORGET = text("DELETE FROM api_key_windows WHERE minute < :before")


class Quota(NamedTuple):
    """What is left of a key's rate."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """The headers of the IETF's draft on rate limits."""
        return {
            "RateLimit-Policy": f'"key";q={self.limit};w={WINDOW}',
            "RateLimit": f'"key";r={self.left};t={self.seconds}',
        }


@dataclass(slots=True)
class _Window:
    minute: int
    before: int = 0
    calls: int = 0
    unsent: int = 0
    unsent_before: int = 0

    def move_to(self, minute: int) -> None:
        if minute == self.minute:
            return
        follows = minute == self.minute + 1
        self.before = self.calls if follows else 0
        self.unsent_before = self.unsent if follows else 0
        self.calls = self.unsent = 0
        self.minute = minute


class KeyLimits:
    """The windows of every limited key that this process has let in lately."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._windows: dict[str, _Window] = {}

    def take(self, key_id: str, limit: int) -> Quota:
        """Count one call and tell what is left; raise `ApiKeyRateLimited` if nothing is."""
        moment = self._now()
        minute, into = divmod(moment, WINDOW)
        window = self._windows.get(key_id)
        if window is None:
            window = self._windows[key_id] = _Window(int(minute))
        window.move_to(int(minute))
        weight = 1 - into / WINDOW
        used = window.before * weight + window.calls
        if used + 1 > limit:
            seconds = _wait(window, limit, into)
            raise ApiKeyRateLimited(
                limit=limit,
                seconds=seconds,
                headers={"Retry-After": str(seconds), **Quota(limit, 0, seconds).headers()},
            )
        window.calls += 1
        window.unsent += 1
        return Quota(limit, math.floor(limit - used - 1), math.ceil(WINDOW - into))

    async def exchange(self) -> None:
        """Tell the other processes what was let in here, and learn what they let in."""
        told = [
            (key_id, minute, calls)
            for key_id, window in self._windows.items()
            for minute, calls in (
                (window.minute, window.unsent),
                (window.minute - 1, window.unsent_before),
            )
            if calls
        ]
        if not told:
            self._drop_old()
            return
        ids, minutes, calls = zip(*sorted(told), strict=True)
        async with self._database.session() as db:
            parameters = {
                "keys": [UUID(key_id) for key_id in ids],
                "minutes": list(minutes),
                "calls": list(calls),
            }
            rows = (await db.execute(_EXCHANGE, parameters)).all()
            await db.commit()
        sent = {(key_id, minute): count for key_id, minute, count in told}
        for key, minute, total in rows:
            key_id = str(key)
            window = self._windows[key_id]
            # What was let in while the answer came stands on top of the total.
            if minute == window.minute:
                window.unsent -= sent[key_id, minute]
                window.calls = total + window.unsent
            elif minute == window.minute - 1:
                window.unsent_before -= sent[key_id, minute]
                window.before = total + window.unsent_before

    async def forget(self) -> None:
        """Delete the counts of minutes that no window reaches any more."""
        async with self._database.session() as db:
            await db.execute(_FORGET, {"before": int(self._now() // WINDOW) - 2})
            await db.commit()

    def _drop_old(self) -> None:
        oldest = int(self._now() // WINDOW) - 1
        for key_id in [k for k, window in self._windows.items() if window.minute < oldest]:
            del self._windows[key_id]


def _wait(window: _Window, limit: int, into: float) -> int:
    """Seconds until one more call fits."""
    if window.calls + 1 > limit:
        # Not before the next minute, and then when enough of this one has slid out.
        return math.ceil(WINDOW - into + WINDOW * max(0.0, 1 - (limit - 1) / window.calls))
    fits_at = WINDOW * (1 - (limit - 1 - window.calls) / window.before)
    return max(1, math.ceil(fits_at - into))
