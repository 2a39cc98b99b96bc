"""Who met which variant first: what experiments are computed from."""

from __future__ import annotations

from collections.abc import Iterable
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
    INSERT INTO flag_exposures (tenant_id, environment, flag_key, subject, variant, first_at)
    SELECT e.*, CAST(:at AS timestamptz) FROM unnest(
        CAST(:tenants AS text[]), CAST(:environments AS text[]), CAST(:flags AS text[]),
        CAST(:subjects AS text[]), CAST(:variants AS text[])
    ) AS e (tenant_id, environment, flag_key, subject, variant)
    ON CONFLICT (tenant_id, environment, flag_key, subject) DO UPDATE SET mixed = true
    WHERE flag_exposures.variant <> excluded.variant AND NOT flag_exposures.mixed
""")


class Meeting(NamedTuple):
    """A subject met a variant."""

    tenant_id: str
    environment: str
    flag: str
    subject: str
    variant: str


class Exposures:
    """Meetings of one process that the database does not have yet. Each is written once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._pending: dict[Meeting, None] = {}
        self._seen: set[int] = set()

    def met(self, meeting: Meeting) -> None:
        """Note that a subject met a variant."""
        if len(meeting.subject) > LONGEST_SUBJECT or "\x00" in meeting.subject:
            return  # no key of a person, and nothing that the database could store
        mark = hash(meeting)
        if mark in self._seen or len(self._pending) >= _MOST_PENDING:
            return
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()  # the database knows them; they are only told again
        self._seen.add(mark)
        self._pending[meeting] = None

    async def flush(self) -> None:
        """Write what was noted; keep it if the database is away."""
        pending, self._pending = self._pending, {}
        if not pending:
            return
        # One row a subject and statement, and in one order: processes do not wait for each other.
        first: dict[tuple[str, ...], Meeting] = {}
        other: dict[tuple[str, ...], Meeting] = {}
        for meeting in sorted(pending):
            kept = first.setdefault(meeting[:4], meeting)
            if kept is not meeting:
                other[meeting[:4]] = meeting
        try:
            async with self.database.session() as db:
                for rows in (first, other):
                    if rows:
                        await db.execute(_ADD, _columns(rows.values()))
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


def _columns(rows: Iterable[Meeting]) -> dict[str, object]:
    tenants, environments, flags, subjects, variants = zip(*rows, strict=True)
    return {
        "at": clock.now(),
        "tenants": list(tenants),
        "environments": list(environments),
        "flags": list(flags),
        "subjects": list(subjects),
        "variants": list(variants),
    }
