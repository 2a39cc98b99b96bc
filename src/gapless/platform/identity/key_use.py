"""Remembering the use of API keys without a write per call.

A call adds to numbers in memory; every few seconds, and when the process ends, they are written in
one statement each. A process that is killed loses the last few seconds of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from uuid import UUID

from sqlalchemy import text

from gapless.platform.database import Database

_AGENT_LENGTH = 200
_HOUR = 3600
_WRITE_HOURS = text("""
    INSERT INTO api_key_use (key_id, hour, calls, refused)
    SELECT u.key_id, u.hour, u.calls, u.refused
    FROM unnest(CAST(:keys AS uuid[]), CAST(:hours AS timestamptz[]), CAST(:calls AS bigint[]),
                CAST(:refused AS bigint[])) AS u (key_id, hour, calls, refused)
    WHERE EXISTS (SELECT 1 FROM api_keys k WHERE k.id = u.key_id)
    ON CONFLICT (key_id, hour) DO UPDATE
    SET calls = api_key_use.calls + excluded.calls,
        refused = api_key_use.refused + excluded.refused
""")
_WRITE_LAST = text("""
    INSERT INTO api_key_last_use AS l
        (key_id, at, ip_address, user_agent, previous_at, refused_at, refused_code, refused_address)
    SELECT u.* FROM unnest(
        CAST(:keys AS uuid[]), CAST(:at AS timestamptz[]), CAST(:addresses AS text[]),
        CAST(:agents AS text[]), CAST(:previous AS timestamptz[]), CAST(:refused AS timestamptz[]),
        CAST(:codes AS text[]), CAST(:refused_from AS text[])
    ) AS u (key_id, at, ip_address, user_agent, previous_at, refused_at, code, refused_address)
    WHERE EXISTS (SELECT 1 FROM api_keys k WHERE k.id = u.key_id)
    ON CONFLICT (key_id) DO UPDATE SET
        ip_address = CASE WHEN excluded.at >= coalesce(l.at, '-infinity')
                     THEN excluded.ip_address ELSE l.ip_address END,
        user_agent = CASE WHEN excluded.at >= coalesce(l.at, '-infinity')
                     THEN excluded.user_agent ELSE l.user_agent END,
        at = greatest(l.at, excluded.at),
        previous_at = greatest(l.previous_at, excluded.previous_at),
        refused_code = CASE WHEN excluded.refused_at >= coalesce(l.refused_at, '-infinity')
                       THEN excluded.refused_code ELSE l.refused_code END,
        refused_address = CASE WHEN excluded.refused_at >= coalesce(l.refused_at, '-infinity')
                          THEN excluded.refused_address ELSE l.refused_address END,
        refused_at = greatest(l.refused_at, excluded.refused_at)
""")


@dataclass(slots=True)
class _Tally:
    """What happened with one key since the last writing; moments are Unix time."""

    calls: int = 0
    refused: int = 0
    at: float = 0.0
    address: str | None = None
    agent: str | None = None
    previous_at: float = 0.0
    refused_at: float = 0.0
    refused_code: str | None = None
    refused_from: str | None = None

    def fill_from(self, older: _Tally) -> None:
        """Take from an older note what is not known newer. Counts are not its business."""
        if older.at > self.at:
            self.at, self.address, self.agent = older.at, older.address, older.agent
        self.previous_at = max(self.previous_at, older.previous_at)
        if older.refused_at > self.refused_at:
            self.refused_at, self.refused_code = older.refused_at, older.refused_code
            self.refused_from = older.refused_from


_Tallies = dict[str, _Tally]


class KeyUse:
    """The use of keys in this process that is not written yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hour = 0
        self._hour_ends = 0.0
        self._tallies: _Tallies = {}
        self._ended: list[tuple[int, _Tallies]] = []
        """Hours that have passed, or could not be written."""

    def called(
        self,
        key_id: str,
        moment: float,
        address: str | None,
        agent: str | None,
        *,
        is_previous: bool,
    ) -> None:
        """A call was let in, at this Unix time."""
        if moment >= self._hour_ends:
            self._turn(moment)
        tally = self._tallies.get(key_id)
        if tally is None:
            tally = self._tallies[key_id] = _Tally()
        tally.calls += 1
        tally.at, tally.address, tally.agent = moment, address, agent
        if is_previous:
            tally.previous_at = moment

    def refused(self, key_id: str, moment: float, address: str | None, code: str) -> None:
        """A call with a known secret was refused, at this Unix time."""
        if moment >= self._hour_ends:
            self._turn(moment)
        tally = self._tallies.setdefault(key_id, _Tally())
        tally.refused += 1
        tally.refused_at, tally.refused_code, tally.refused_from = moment, code, address

    def _turn(self, moment: float) -> None:
        """Begin a new hour."""
        if self._tallies:
            self._ended.append((self._hour, self._tallies))
            self._tallies = {}
        self._hour = int(moment) // _HOUR
        self._hour_ends = (self._hour + 1.0) * _HOUR

    async def flush(self) -> None:
        """Write what happened. What cannot be written now is kept for the next time."""
        self._turn(time())
        taken, self._ended = self._ended, []
        if not taken:
            return
        try:
            async with self._database.session() as db:
                await db.execute(_WRITE_HOURS, _hour_rows(taken))
                await db.execute(_WRITE_LAST, _last_rows(taken))
                await db.commit()
        except BaseException:
            self._ended = taken + self._ended
            raise


def _hour_rows(taken: list[tuple[int, _Tallies]]) -> dict[str, object]:
    counts: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for hour, tallies in taken:
        for key_id, tally in tallies.items():
            count = counts[key_id, hour]
            count[0] += tally.calls
            count[1] += tally.refused
    # In one order everywhere, so that two processes never wait for each other.
    rows = sorted(counts.items())
    return {
        "keys": [UUID(key_id) for (key_id, _), _ in rows],
        "hours": [datetime.fromtimestamp(hour * _HOUR, UTC) for (_, hour), _ in rows],
        "calls": [calls for _, (calls, _) in rows],
        "refused": [refused for _, (_, refused) in rows],
    }


def _last_rows(taken: list[tuple[int, _Tallies]]) -> dict[str, object]:
    last: _Tallies = {}
    for _, tallies in taken:
        for key_id, tally in tallies.items():
            last.setdefault(key_id, _Tally()).fill_from(tally)
    rows = sorted(last.items())
    return {
        "keys": [UUID(key_id) for key_id, _ in rows],
        "at": [_moment(use.at) for _, use in rows],
        "addresses": [use.address for _, use in rows],
        "agents": [_short(use.agent) for _, use in rows],
        "previous": [_moment(use.previous_at) for _, use in rows],
        "refused": [_moment(use.refused_at) for _, use in rows],
        "codes": [use.refused_code for _, use in rows],
        "refused_from": [use.refused_from for _, use in rows],
    }


def _moment(unix: float) -> datetime | None:
    return datetime.fromtimestamp(unix, UTC) if unix else None


def _short(agent: str | None) -> str | None:
    return (agent or "").replace("\x00", "")[:_AGENT_LENGTH] or None
