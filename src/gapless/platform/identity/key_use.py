"""Remembering the use of API keys without a write per call.

A call adds to numbers in memory; every few seconds, and when the process ends, they are written in
one statement each. A process that is killed loses the last few seconds of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from gapless.platform import clock
from gapless.platform.database import Database

_AGENT_LENGTH = 200
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
class _LastUse:
    """The newest call of a key, and the newest that was refused, since the last writing."""

    at: datetime | None = None
    address: str | None = None
    agent: str | None = None
    previous_at: datetime | None = None
    refused_at: datetime | None = None
    refused_code: str | None = None
    refused_from: str | None = None

    def fill_from(self, older: _LastUse) -> None:
        """Take from an older note what is not known newer."""
        if self.at is None:
            self.at, self.address, self.agent = older.at, older.address, older.agent
        self.previous_at = self.previous_at or older.previous_at
        if self.refused_at is None:
            self.refused_at, self.refused_code = older.refused_at, older.refused_code
            self.refused_from = older.refused_from


@dataclass(slots=True)
class _Count:
    calls: int = 0
    refused: int = 0


_Hours = defaultdict[tuple[UUID, int], _Count]
_LastUses = defaultdict[UUID, _LastUse]


class KeyUse:
    """The use of keys in this process that is not written yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hours: _Hours = defaultdict(_Count)
        self._last: _LastUses = defaultdict(_LastUse)

    def called(
        self, key_id: UUID, address: str | None, agent: str | None, *, is_previous: bool
    ) -> None:
        """A call was let in."""
        moment = clock.now()
        self._hours[key_id, _hour(moment)].calls += 1
        last = self._last[key_id]
        last.at, last.address, last.agent = moment, address, agent
        if is_previous:
            last.previous_at = moment

    def refused(self, key_id: UUID, address: str | None, code: str) -> None:
        """A call with a known secret was refused."""
        moment = clock.now()
        self._hours[key_id, _hour(moment)].refused += 1
        last = self._last[key_id]
        last.refused_at, last.refused_code, last.refused_from = moment, code, address

    async def flush(self) -> None:
        """Write what happened. What cannot be written now is kept for the next time."""
        hours, last = self._hours, self._last
        if not last:
            return
        self._hours, self._last = defaultdict(_Count), defaultdict(_LastUse)
        try:
            async with self._database.session() as db:
                await db.execute(_WRITE_HOURS, _hour_rows(hours))
                await db.execute(_WRITE_LAST, _last_rows(last))
                await db.commit()
        except BaseException:
            self._put_back(hours, last)
            raise

    def _put_back(self, hours: _Hours, last: _LastUses) -> None:
        for key, count in hours.items():
            self._hours[key].calls += count.calls
            self._hours[key].refused += count.refused
        for key_id, older in last.items():
            self._last[key_id].fill_from(older)


def _hour(moment: datetime) -> int:
    return int(moment.timestamp()) // 3600


def _hour_rows(hours: _Hours) -> dict[str, object]:
    # In one order everywhere, so that two processes never wait for each other.
    rows = sorted(hours.items())
    return {
        "keys": [key_id for (key_id, _), _ in rows],
        "hours": [datetime.fromtimestamp(hour * 3600, UTC) for (_, hour), _ in rows],
        "calls": [count.calls for _, count in rows],
        "refused": [count.refused for _, count in rows],
    }


def _last_rows(last: _LastUses) -> dict[str, object]:
    rows = sorted(last.items())
    return {
        "keys": [key_id for key_id, _ in rows],
        "at": [use.at for _, use in rows],
        "addresses": [use.address for _, use in rows],
        "agents": [_short(use.agent) for _, use in rows],
        "previous": [use.previous_at for _, use in rows],
        "refused": [use.refused_at for _, use in rows],
        "codes": [use.refused_code for _, use in rows],
        "refused_from": [use.refused_from for _, use in rows],
    }


def _short(agent: str | None) -> str | None:
    return (agent or "").replace("\x00", "")[:_AGENT_LENGTH] or None
