"""Counting evaluations without a write each: what was answered is kept and added up in C."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import chain

import orjson
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from gapless.features.feature_flags.delivery.lost import is_away
from gapless.platform import clock
from gapless.platform.database import Database

log = structlog.get_logger("gapless.flags")

_MOST_LOGGED = 256
"""Answers kept before they are added up."""
_MOST_ROWS = 100_000
"""Rows kept while the database is away; beyond that, new ones are dropped."""

Row = tuple[str, str, str, str]
"""Brand, environment, flag and variant. The variant is empty where none could be served."""

_ADD = text("""
    INSERT INTO flag_counts
        (tenant_id, environment, flag_key, variant, span, start, evaluations, exposures)
    SELECT c.tenant_id, c.environment, c.flag_key, c.variant, s.span,
           date_trunc(s.span, CAST(:at AS timestamptz), 'UTC'), c.evaluations, c.exposures
    FROM unnest(CAST(:tenants AS text[]), CAST(:environments AS text[]), CAST(:flags AS text[]),
                CAST(:variants AS text[]), CAST(:evaluations AS bigint[]),
                CAST(:exposures AS bigint[]))
         AS c (tenant_id, environment, flag_key, variant, evaluations, exposures)
    CROSS JOIN (VALUES ('minute'), ('hour')) AS s (span)
    ON CONFLICT (tenant_id, environment, flag_key, span, start, variant) DO UPDATE
    SET evaluations = flag_counts.evaluations + excluded.evaluations,
        exposures = flag_counts.exposures + excluded.exposures
""")


class Counts:
    """One process's counts that the database does not have yet."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._logged: dict[tuple[str, str], list[list[bytes]]] = {}
        self._answers: dict[tuple[str, str], Counter[bytes]] = {}
        self._evaluations: Counter[Row] = Counter()
        self._exposures: Counter[Row] = Counter()

    def answered(self, key: tuple[str, str], bodies: list[bytes]) -> None:
        """Count what an environment (brand and name) answered, by the answers' bytes."""
        logged = self._logged.get(key)
        if logged is None:
            logged = self._logged[key] = []
        logged.append(bodies)
        if len(logged) >= _MOST_LOGGED:
            self._add_up(key)

    def evaluated(self, row: Row, times: int) -> None:
        """Count evaluations that a program made by itself."""
        self._add(self._evaluations, row, times)

    def exposed(self, row: Row, times: int) -> None:
        """Count how often a variant was really met by somebody."""
        self._add(self._exposures, row, times)

    def _add(self, counts: Counter[Row], row: Row, times: int) -> None:
        if row in counts or len(counts) < _MOST_ROWS:
            counts[row] += times

    def _add_up(self, key: tuple[str, str]) -> None:
        logged = self._logged.pop(key)
        self._answers.setdefault(key, Counter()).update(chain.from_iterable(logged))

    def _read(self) -> None:
        """Turn counted bytes into counted variants."""
        for key in list(self._logged):
            self._add_up(key)
        answers, self._answers = self._answers, {}
        for (tenant_id, environment), counted in answers.items():
            for body, times in counted.items():
                for answer in orjson.loads(b"[%b]" % body):
                    row = tenant_id, environment, answer["key"], answer.get("variant", "")
                    self._add(self._evaluations, row, times)

    async def flush(self) -> None:
        """Add what was counted to the database; keep it if the database is away."""
        self._read()
        evaluations, self._evaluations = self._evaluations, Counter()
        exposures, self._exposures = self._exposures, Counter()
        # In one order, so that two processes do not wait for each other.
        rows = sorted({*evaluations, *exposures})
        if not rows:
            return
        try:
            await self._write(rows, evaluations, exposures)
        except SQLAlchemyError as failure:
            if not is_away(failure):
                # What the database does not take today it will not take tomorrow.
                log.exception("flags.counts_dropped")
                return
            self._keep(evaluations, exposures)
        except BaseException as failure:
            self._keep(evaluations, exposures)
            if not is_away(failure):
                raise

    def _keep(self, evaluations: Counter[Row], exposures: Counter[Row]) -> None:
        for row, times in evaluations.items():
            self._add(self._evaluations, row, times)
        for row, times in exposures.items():
            self._add(self._exposures, row, times)
        log.warning("flags.counts_not_written")

    async def _write(
        self, rows: list[Row], evaluations: Counter[Row], exposures: Counter[Row]
    ) -> None:
        at: datetime = clock.now()
        async with self.database.session() as db:
            await db.execute(
                _ADD,
                {
                    "at": at,
                    "tenants": [row[0] for row in rows],
                    "environments": [row[1] for row in rows],
                    "flags": [row[2] for row in rows],
                    "variants": [row[3] for row in rows],
                    "evaluations": [evaluations[row] for row in rows],
                    "exposures": [exposures[row] for row in rows],
                },
            )
            await db.commit()
