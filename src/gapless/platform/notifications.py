"""How a process learns of changes that another one committed, within a millisecond or so.

A change is announced inside its own transaction: the channel's version goes up and a notification
leaves with the commit. Each process listens on one connection of its own, outside the pool, so
that a process whose pool is exhausted still hears. PostgreSQL does not keep notifications for who
is away, so the versions are also read once a second: whoever missed one reads everything anew.
While the database is away, everybody keeps what they know.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.database import Database

log = structlog.get_logger("gapless.notifications")

Listener = Callable[[str | None], Awaitable[int | None]]
"""Called with what was announced, or with None to read everything anew.

Returns the channel's version that belongs to what it read, if it knows: announcements up to that
one are then not brought to it again. A listener that raises is asked to read everything anew.
"""

POLL_SECONDS = 1.0
ANSWER_SECONDS = 5.0
"""A connection that does not answer the poll this long is taken for dead."""
_PREFIX = "gapless_"

_ANNOUNCE = text("""
    WITH announced AS (
        INSERT INTO channel_versions (channel, version) VALUES (:channel, 1)
        ON CONFLICT (channel) DO UPDATE SET version = channel_versions.version + 1
        RETURNING version
    )
    SELECT version, pg_notify(:prefix || :channel, version || ' ' || :payload) FROM announced
""")
_VERSIONS = "SELECT channel, version FROM channel_versions"


async def announce(db: AsyncSession, channel: str, payload: str = "") -> int:
    """Tell every process of a change, if and only if the caller's transaction commits.

    Returns the channel's new version. Whoever announces on a channel waits for the one before to
    commit, so that versions become visible in their order: call it last. PostgreSQL takes payloads
    of up to 8,000 bytes; larger things are named, and read from the database by the listeners.
    """
    row = await db.execute(_ANNOUNCE, {"channel": channel, "prefix": _PREFIX, "payload": payload})
    version: int = row.one().version
    return version


class _Channel:
    """One channel: its listeners, and how far they have come."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.listeners: list[Listener] = []
        self.seen = -1
        self.inbox: asyncio.Queue[tuple[int, str | None]] = asyncio.Queue()
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    async def work(self) -> None:
        """Bring what arrives to the listeners, one after the other, for ever."""
        while True:
            version, payload = await self.inbox.get()
            if version > self.seen:
                try:
                    self.seen = await self._tell(version, payload)
                except Exception as failure:
                    self.seen = -1  # the next poll asks to read everything anew
                    log.warning(
                        "notifications.listener_failed", channel=self.name, exc_info=failure
                    )
            self._wake()

    async def _tell(self, version: int, payload: str | None) -> int:
        gapless = self.seen >= 0 and version == self.seen + 1
        told = [await listener(payload if gapless else None) for listener in self.listeners]
        return max(version, min(version if known is None else known for known in told))

    async def reached(self, version: int) -> None:
        """Return when the listeners know this version."""
        if self.seen < version:
            arrival: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((version, arrival))
            await arrival

    def _wake(self) -> None:
        for version, arrival in self._waiting:
            if version <= self.seen and not arrival.done():
                arrival.set_result(None)
        self._waiting = [w for w in self._waiting if not w[1].done()]


class Notifications:
    """One process's ear. Subscribe first, then let it run."""

    def __init__(self, database: Database, *, poll_seconds: float = POLL_SECONDS) -> None:
        self.database = database
        self.poll_seconds = poll_seconds
        self._channels: dict[str, _Channel] = {}
        self._confirmed: float | None = None

    def subscribe(self, channel: str, listener: Listener) -> None:
        """Bring announcements of a channel to a listener, which is first asked to read it all."""
        self._channels.setdefault(channel, _Channel(channel)).listeners.append(listener)

    @property
    def age(self) -> float | None:
        """Seconds since the database last confirmed that nothing was missed; None before."""
        return None if self._confirmed is None else time.monotonic() - self._confirmed

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen for the time of the block. It begins when every listener has read its all."""
        tasks = [asyncio.create_task(channel.work()) for channel in self._channels.values()]
        tasks.append(asyncio.create_task(self._listen_for_ever()))
        try:
            for channel in self._channels.values():
                await channel.reached(0)
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def caught_up(self, channel: str, version: int, *, seconds: float = 2.0) -> bool:
        """Wait until this process knows a version, so that it reads what it wrote itself."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._channels[channel].reached(version)
                return True
        return False

    async def _listen_for_ever(self) -> None:
        pause = 0.05
        while True:
            try:
                await self._listen()
            except Exception as lost:  # whatever it was, the process must not stay deaf
                log.warning("notifications.lost", error=str(lost) or type(lost).__name__)
            fresh = self.age is not None and self.age < self.poll_seconds
            pause = 0.05 if fresh else min(2.0, pause * 2)
            await asyncio.sleep(pause)

    async def _listen(self) -> None:
        """Listen on one connection until it is lost."""
        async with asyncio.timeout(ANSWER_SECONDS):
            connection = await self.database.connect()
        gone = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: gone.set())
            for channel in self._channels.values():
                await connection.add_listener(_PREFIX + channel.name, self._hear)
            first = True
            while not gone.is_set():
                await self._poll(connection, first=first)
                first = False
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.poll_seconds):
                        await gone.wait()
        finally:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=1)

    def _hear(self, _: object, __: int, channel: str, message: object) -> None:
        version, _, payload = str(message).partition(" ")
        self._channels[channel.removeprefix(_PREFIX)].inbox.put_nowait((int(version), payload))

    async def _poll(self, connection: asyncpg.Connection[Any], *, first: bool) -> None:
        rows = await connection.fetch(_VERSIONS, timeout=ANSWER_SECONDS)
        self._confirmed = time.monotonic()
        versions: dict[str, int] = {row["channel"]: row["version"] for row in rows}
        for channel in self._channels.values():
            version = versions.get(channel.name, 0)
            if first and version < channel.seen:
                channel.seen = -1  # another database: a restored backup, a replica that lagged
            if version > channel.seen:
                channel.inbox.put_nowait((version, None))
