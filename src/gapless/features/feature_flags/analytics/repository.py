"""SQL of analytics, on what the delivery of flags counts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.analytics.spans import Span
from gapless.features.feature_flags.rules import ENVIRONMENTS

MOST_LINES = 5
"""Flags that have a line of their own where all are looked at."""

_WHERE = """
    tenant_id = :tenant AND environment = :environment AND span = :span AND start >= :since
    AND (CAST(:flag AS text) IS NULL OR flag_key = :flag)
"""
_USE = text(f"""
    SELECT f.id AS flag, f.key AS flag_key, f.name AS flag_name,
           f.archived_at IS NOT NULL AS archived,
           c.variant, c.evaluations, c.exposures, c.last_at
    FROM flags f
    LEFT JOIN (
        SELECT flag_key, variant, sum(evaluations)::bigint AS evaluations,
               sum(exposures)::bigint AS exposures, max(start) AS last_at
        FROM flag_counts WHERE {_WHERE} GROUP BY 1, 2
    ) c ON c.flag_key = f.key
    WHERE f.tenant_id = :tenant AND (CAST(:flag AS text) IS NULL OR f.key = :flag)
        AND (f.archived_at IS NULL OR c.flag_key IS NOT NULL)
    ORDER BY lower(f.name), f.id, c.variant
""")  # noqa: S608 - constants
_BY_VARIANT = text(f"""
    SELECT date_trunc(:bucket, start, 'UTC') AS at, variant AS name,
           sum(evaluations)::bigint AS evaluations, sum(exposures)::bigint AS exposures
    FROM flag_counts WHERE {_WHERE} GROUP BY 1, 2
""")  # noqa: S608 - constants
_BY_FLAG = text(f"""
    WITH counted AS MATERIALIZED (
        SELECT date_trunc(:bucket, start, 'UTC') AS at, flag_key,
               sum(evaluations)::bigint AS evaluations, sum(exposures)::bigint AS exposures
        FROM flag_counts WHERE {_WHERE} GROUP BY 1, 2
    ), most AS (
        SELECT flag_key FROM counted GROUP BY 1
        ORDER BY sum(evaluations) DESC, flag_key LIMIT :lines
    )
    SELECT at, most.flag_key AS name, sum(evaluations)::bigint AS evaluations,
           sum(exposures)::bigint AS exposures
    FROM counted LEFT JOIN most USING (flag_key) GROUP BY 1, 2
""")  # noqa: S608 - constants
_ROWS = text(f"""
    SELECT date_trunc(:bucket, start, 'UTC') AS at, flag_key, variant,
           sum(evaluations)::bigint AS evaluations, sum(exposures)::bigint AS exposures
    FROM flag_counts WHERE {_WHERE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
""")  # noqa: S608 - constants
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

    async def use(self, environment: str, flag_key: str | None, span: Span) -> list[Any]:
        """Every flag (or the one) with its variants' counts; those without counts, too."""
        return list(await self.db.execute(_USE, self._of(environment, flag_key, span)))

    async def series(self, environment: str, flag_key: str | None, span: Span) -> list[Any]:
        """Counts by bucket: of the flag's variants, or of the flags asked for most and the rest."""
        of = {**self._of(environment, flag_key, span), "bucket": span.bucket}
        if flag_key is not None:
            return list(await self.db.execute(_BY_VARIANT, of))
        return list(await self.db.execute(_BY_FLAG, {**of, "lines": MOST_LINES}))

    async def rows(
        self, environment: str, flag_key: str | None, span: Span
    ) -> AsyncIterator[Sequence[Any]]:
        """Every count of the span, in order."""
        of = {**self._of(environment, flag_key, span), "bucket": span.bucket}
        async for row in await self.db.stream(_ROWS, of):
            yield row

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

    def _of(self, environment: str, flag_key: str | None, span: Span) -> dict[str, Any]:
        return {
            "tenant": self.tenant_id,
            "environment": environment,
            "flag": flag_key,
            "span": span.counted_by,
            "since": span.since,
        }
