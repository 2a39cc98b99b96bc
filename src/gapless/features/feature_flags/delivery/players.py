"""The players whom flags are served to, as far as segments ask about them.

Segments are about players, and their size is counted from those who were really served. Kept is
only what the brand's segments read, of production alone, for `GAPLESS_FLAG_PLAYER_DAYS` days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import orjson
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from gapless.features.feature_flags.delivery.exposures import LONGEST_SUBJECT
from gapless.features.feature_flags.delivery.lost import is_away
from gapless.features.feature_flags.delivery.store import Environment
from gapless.flagengine.model import TARGETING_KEY
from gapless.flagengine.operators import read_attribute
from gapless.platform import clock
from gapless.platform.database import Database

log = structlog.get_logger("gapless.flags")

ENVIRONMENT = "production"
"""Where the players are real."""
_MOST_PENDING = 20_000
_MOST_SEEN = 200_000
_LONGEST_ATTRIBUTES = 4_096

# In a segment's JSON only a condition has these members, and quotes inside of texts are escaped.
_NAMED = re.compile(rb'"(?:attribute|by)"\s*:\s*("(?:[^"\\]|\\.)*")')

_ADD = text("""
    INSERT INTO flag_players (tenant_id, subject, attributes, seen_at)
    SELECT * FROM unnest(
        CAST(:tenants AS text[]), CAST(:subjects AS text[]),
        CAST(CAST(:attributes AS text[]) AS jsonb[]), CAST(:moments AS timestamptz[])
    )
    ON CONFLICT (tenant_id, subject) DO UPDATE
    SET attributes = flag_players.attributes || excluded.attributes, seen_at = excluded.seen_at
""")


class _Seen(NamedTuple):
    attributes: bytes
    at: datetime


def attributes_of(segments: Mapping[str, bytes]) -> tuple[str, ...]:
    """The attributes that segments (their JSON) read, apart from the targeting key."""
    found = {name for json in segments.values() for name in _NAMED.findall(json)}
    return tuple(sorted({str(orjson.loads(name)) for name in found} - {TARGETING_KEY}))


class Players:
    """Players of one process that the database does not know of today."""

    def __init__(self, database: Database, *, is_kept: bool) -> None:
        self.database = database
        self.is_kept = is_kept
        self._pending: dict[tuple[str, str], _Seen] = {}
        self._seen: set[int] = set()
        self._read: dict[str, tuple[Mapping[str, bytes], tuple[str, ...]]] = {}

    def served(self, environment: Environment, context: Mapping[str, Any]) -> None:
        """Note who a flag was evaluated for; the same again on the same day costs nothing more."""
        if not self.is_kept or environment.name != ENVIRONMENT:
            return
        subject = context.get(TARGETING_KEY)
        names = self._names(environment)
        if not subject or not names or len(subject) > LONGEST_SUBJECT or "\x00" in subject:
            return
        values = {
            name: value for name in names if (value := read_attribute(context, name)) is not None
        }
        try:
            attributes = orjson.dumps(values)
        except orjson.JSONEncodeError:
            return  # nested deeper than it writes, though not deeper than it reads
        now = clock.now()
        mark = hash((environment.tenant_id, subject, attributes, now.toordinal()))
        if mark in self._seen or len(self._pending) >= _MOST_PENDING:
            return
        if len(attributes) > _LONGEST_ATTRIBUTES or b"\\u0000" in attributes:
            return  # nothing that a segment is about, or that the database could store
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()  # the database knows them; they are only told again
        self._seen.add(mark)
        self._pending[environment.tenant_id, subject] = _Seen(attributes, now)

    def _names(self, environment: Environment) -> tuple[str, ...]:
        segments = environment.source.segments
        known = self._read.get(environment.tenant_id)
        if known is None or known[0] is not segments:
            known = self._read[environment.tenant_id] = segments, attributes_of(segments)
        return known[1]

    async def flush(self) -> None:
        """Write who was noted; keep them if the database is away."""
        pending, self._pending = self._pending, {}
        if not pending:
            return
        rows = sorted(pending.items())  # in one order: processes do not wait for each other
        try:
            async with self.database.session() as db:
                await db.execute(
                    _ADD,
                    {
                        "tenants": [tenant for (tenant, _), _ in rows],
                        "subjects": [subject for (_, subject), _ in rows],
                        "attributes": [seen.attributes.decode() for _, seen in rows],
                        "moments": [seen.at for _, seen in rows],
                    },
                )
                await db.commit()
        except SQLAlchemyError as failure:
            if not is_away(failure):
                # What the database does not take today it will not take tomorrow.
                log.exception("flags.players_dropped")
                return
            self._pending = {**pending, **self._pending}
        except BaseException as failure:
            self._pending = {**pending, **self._pending}
            if not is_away(failure):
                raise
