"""SQL of forgetting what was counted; `analytics` reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

KEPT_MINUTES = timedelta(days=2)
KEPT = timedelta(days=400)

_FORGET = (
    text("DELETE FROM flag_counts WHERE span = 'minute' AND start < :minutes"),
    text("DELETE FROM flag_counts WHERE span = 'hour' AND start < :hours"),
    text("DELETE FROM flag_exposures WHERE first_at < :hours"),
)
_FORGET_PLAYERS = text("DELETE FROM flag_players WHERE seen_at < :before")


async def forget(db: AsyncSession, now: datetime) -> None:
    """Delete minutes after two days, and all else after 400."""
    times = {"minutes": now - KEPT_MINUTES, "hours": now - KEPT}
    for statement in _FORGET:
        names = ("minutes",) if ":minutes" in statement.text else ("hours",)
        await db.execute(statement, {name: times[name] for name in names})


async def forget_players(db: AsyncSession, before: datetime) -> None:
    """Delete who was last served before then."""
    await db.execute(_FORGET_PLAYERS, {"before": before})
