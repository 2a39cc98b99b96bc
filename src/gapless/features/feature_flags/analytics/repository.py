"""SQL of analytics, on what the delivery of flags counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.analytics.schemas import Bucket
from gapless.features.feature_flags.rules import ENVIRONMENTS

_USE = text("""
    SELECT f.id AS flag, f.key AS flag_key, f.name AS flag_name, c.variant,
           sum(c.evaluations)::bigint AS evaluations, sum(c.exposures)::bigint AS exposures,
           max(c.start) AS last_at
    FROM flags f
    LEFT JOIN flag_counts c ON c.tenant_id = f.tenant_id AND c.flag_key = f.key
        AND c.environment = :environment AND c.span = 'hour' AND c.start >= :since
    WHERE f.tenant_id = :tenant AND f.archived_at IS NULL
    GROUP BY f.id, c.variant
    ORDER BY lower(f.name), f.id, c.variant
""")
_SERIES = text("""
    SELECT date_trunc(:bucket, start, 'UTC') AS at, variant,
           sum(evaluations)::bigint AS evaluations, sum(exposures)::bigint AS exposures
    FROM flag_counts
    WHERE tenant_id = :tenant AND environment = :environment AND flag_key = :flag
      AND span = :span AND start >= :since
    GROUP BY 1, 2 ORDER BY 1, 2
""")
# One step down the index for each flag and environment, however much was counted.
_LIVES = text("""
    SELECT f.key, max(newest.start) AS last, min(oldest.start) AS first
    FROM unnest(CAST(:keys AS text[])) AS f (key)
    CROSS JOIN unnest(CAST(:environments AS text[])) AS e (name)
    CROSS JOIN LATERAL (
        SELECT start FROM flag_counts
        WHERE tenant_id = :tenant AND environment = e.name AND flag_key = f.key AND span = 'hour'
        ORDER BY start DESC LIMIT 1) AS newest
    CROSS JOIN LATERAL (
        SELECT start FROM flag_counts
        WHERE tenant_id = :tenant AND environment = e.name AND flag_key = f.key AND span = 'hour'
        ORDER BY start LIMIT 1) AS oldest
    GROUP BY f.key
""")


class AnalyticsRepository:
    """What was counted of one brand's flags."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def use(self, environment: str, since: datetime) -> list[dict[str, Any]]:
        """Every flag with its variants' counts since then; those without counts, too."""
        rows = await self.db.execute(
            _USE, {"tenant": self.tenant_id, "environment": environment, "since": since}
        )
        return [dict(row._mapping) for row in rows]

    async def series(
        self, environment: str, flag_key: str, bucket: Bucket, since: datetime
    ) -> list[dict[str, Any]]:
        """A flag's counts over time."""
        rows = await self.db.execute(
            _SERIES,
            {
                "tenant": self.tenant_id,
                "environment": environment,
                "flag": flag_key,
                "bucket": bucket,
                "span": "minute" if bucket == "minute" else "hour",
                "since": since,
            },
        )
        return [dict(row._mapping) for row in rows]

    async def lives(self, keys: Sequence[str]) -> dict[str, tuple[datetime, datetime]]:
        """When each of those flags was asked for last and first, in any environment."""
        rows = await self.db.execute(
            _LIVES,
            {
                "tenant": self.tenant_id,
                "keys": list(keys),
                "environments": list(ENVIRONMENTS),
            },
        )
        return {row.key: (row.last, row.first) for row in rows}
