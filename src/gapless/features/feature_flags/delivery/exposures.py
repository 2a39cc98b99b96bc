"""Who met which variant first: what experiments are computed from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from gapless.features.feature_flags.delivery.lost import is_away
from gapless.platform import clock
from gapless.platform.database import Database

log = structlog.get_logger("gapless.flags")

LONGEST_SUBJECT = 200
_MOST_PENDING = 50_000
_MOST_SEEN = 200_000

_ADD = text("""
    INSERT INTO flag_exposures (tenant_id, environment, flag_key, rule, subject, variant, first_at)
    SELECT * FROM unnest(
        CAST(:tenants AS text[]), CAST(:environments AS text[]), CAST(:flags AS text[]),
        CAST(:rules AS text[]), CAST(:subjects AS text[]), CAST(:variants AS text[]),
        CAST(:moments AS timestamptz[])
    )
    ON CONFLICT (tenant_id, environment, flag_key, rule, subject) DO UPDATE SET mixed = true
    WHERE flag_exposures.variant <> excluded.variant AND NOT flag_exposures.mixed
""")


class Meeting(NamedTuple):
    """A subject met a variant, by a rule (empty: by the flag's default, or it is not told)."""

    tenant_id: str
    environment: str
    flag: str
    rule: str
    subject: str
    variant: str


class Exposures:
    """Meetings of one process that the database does not have yet. Each is written once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._pending: dict[Meeting, datetime] = {}
        self._seen: set[int] = set()

    def met(self, meeting: Meeting) -> None:
        """Note that a subject met a variant."""
        if len(meeting.subject) > LONGEST_SUBJECT or "\x00" in meeting.subject + meeting.rule:
            return  # no key of a person, and nothing that the database could store
        mark = hash(meeting)
        if mark in self._seen or len(self._pending) >= _MOST_PENDING:
            return
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()  # the database knows them; they are only told again
        self._seen.add(mark)
        self._pending[meeting] = clock.now()

    async def flush(self) -> None:
        """Write what was noted; keep it if the database is away."""
        pending, self._pending = self._pending, {}
        if not pending:
            return
        # One row a subject and statement, and in one order: processes do not wait for each other.
        first: dict[tuple[str, ...], Meeting] = {}
        other: dict[tuple[str, ...], Meeting] = {}
        for meeting in sorted(pending):
            kept = first.setdefault(meeting[:5], meeting)
            if kept is not meeting:
                other[meeting[:5]] = meeting
        try:
            async with self.database.session() as db:
                for rows in (first, other):
                    if rows:
                        await db.execute(_ADD, _columns(rows.values(), pending))
                await db.commit()
        except SQLAlchemyError as failure:
            if not is_away(failure):
                log.exception("flags.exposures_dropped")
                return
            self._pending = {**pending, **self._pending}
        except BaseException as failure:
            self._pending = {**pending, **self._pending}
            if not is_away(failure):
                raise


def _columns(rows: Collection[Meeting], moments: Mapping[Meeting, datetime]) -> dict[str, object]:
    tenants, environments, flags, rules, subjects, variants = zip(*rows, strict=True)
    return {
        "moments": [moments[meeting] for meeting in rows],
        "tenants": list(tenants),
        "environments": list(environments),
        "flags": list(flags),
        "rules": list(rules),
        "subjects": list(subjects),
        "variants": list(variants),
    }
