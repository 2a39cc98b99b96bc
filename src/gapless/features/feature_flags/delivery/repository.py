"""SQL of what was counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Span = Literal["minute", "hour"]

KEPT_MINUTES = timedelta(days=2)
KEPT = timedelta(days=400)

_SERIES = text("""
    SELECT start, variant, evaluations, exposures FROM flag_counts
    WHERE tenant_id = :tenant AND environment = :environment AND flag_key = :flag
      AND span = :span AND start >= :since
    ORDER BY start, variant
""")
_LAST = text("""
    SELECT flag_key, max(start) AS last, sum(evaluations)::bigint AS evaluations
    FROM flag_counts
    WHERE tenant_id = :tenant AND environment = :environment AND span = 'hour' AND start >= :since
    GROUP BY flag_key
""")
_FORGET = (
    text("DELETE FROM flag_counts WHERE span = 'minute' AND start < :minutes"),
    text("DELETE FROM flag_counts WHERE span = 'hour' AND start < :hours"),
    text("DELETE FROM flag_exposures WHERE first_at < :hours"),
)


class CountRepository:
    """What was evaluated of one brand's flags."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def series(
        self, environment: str, flag_key: str, span: Span, since: datetime
    ) -> list[dict[str, Any]]:
        """A flag's counts over time: `start`, `variant`, `evaluations`, `exposures`."""
        rows = await self.db.execute(
            _SERIES,
            {
                "tenant": self.tenant_id,
                "environment": environment,
                "flag": flag_key,
                "span": span,
                "since": since,
            },
        )
        return [dict(row._mapping) for row in rows]

    async def used(self, environment: str, since: datetime) -> dict[str, tuple[datetime, int]]:
        """The flags that were evaluated since then: the last hour, and how often."""
        rows = await self.db.execute(
            _LAST, {"tenant": self.tenant_id, "environment": environment, "since": since}
        )
        return {row.flag_key: (row.last, row.evaluations) for row in rows}


async def forget(db: AsyncSession, now: datetime) -> None:
    """Delete minutes after two days, and all else after 400."""
    times = {"minutes": now - KEPT_MINUTES, "hours": now - KEPT}
    for statement in _FORGET:
        names = ("minutes",) if ":minutes" in statement.text else ("hours",)
        await db.execute(statement, {name: times[name] for name in names})
