"""Changes that one process commits and another learns of, on a real database that goes away."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from gapless.platform.database import Database
from gapless.platform.notifications import Notifications, announce


class Ear:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[str | None] = []
        self._told = asyncio.Condition()

    async def listen(self, payload: str | None) -> None:
        """Remember."""
        async with self._told:
            self.heard.append(payload)
            self._told.notify_all()

    async def wait_for(self, payload: str | None, times: int = 1) -> None:
        """Return when it was told that so many times."""
        async with asyncio.timeout(30), self._told:
            await self._told.wait_for(lambda: self.heard.count(payload) >= times)


@pytest.fixture
def channel() -> str:
    """A channel of the test's own."""
    return f"test_{uuid4().hex[:8]}"


async def tell(database: Database, channel: str, payload: str, *, commit: bool = True) -> int:
    async with database.session() as db:
        version = await announce(db, channel, payload)
        await (db.commit() if commit else db.rollback())
    return version


async def cut_listeners(database: Database) -> None:
    """End every connection that listens to something."""
    async with database.session() as db:
        await db.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query IN "
                "('SELECT channel, version FROM channel_versions') OR query LIKE 'LISTEN %gapless%'"
            )
        )


async def test_what_is_committed_is_heard_in_order_and_what_is_not_never(
    database: Database, channel: str
) -> None:
    ear, notifications = Ear(), Notifications(database)
    notifications.subscribe(channel, ear.listen)
    async with notifications.running():
        assert ear.heard == [None]  # it began by reading everything
        await tell(database, channel, "never", commit=False)
        for word in ("one", "two", "three"):
            version = await tell(database, channel, word)
        assert await notifications.caught_up(channel, version, seconds=30)
        assert ear.heard == [None, "one", "two", "three"]
        assert notifications.age is not None


async def test_a_lost_notification_is_healed_by_the_poll(database: Database, channel: str) -> None:
    ear, notifications = Ear(), Notifications(database, poll_seconds=0.1)
    notifications.subscribe(channel, ear.listen)
    async with notifications.running():
        async with database.session() as db:
            # The version goes up, and nothing is sent: as if it had been lost on its way.
            await db.execute(
                text("INSERT INTO channel_versions VALUES (:channel, 1)"), {"channel": channel}
            )
            await db.commit()
        await ear.wait_for(None, times=2)
        await tell(database, channel, "next")
        await ear.wait_for("next")
    assert ear.heard == [None, None, "next"]


async def test_a_connection_that_was_cut_is_made_again(database: Database, channel: str) -> None:
    ear, notifications = Ear(), Notifications(database, poll_seconds=0.1)
    notifications.subscribe(channel, ear.listen)
    async with notifications.running():
        for round_ in range(3):
            await cut_listeners(database)
            version = await tell(database, channel, f"after cut {round_}")
            assert await notifications.caught_up(channel, version, seconds=30)
            # Heard, or missed and read anew: in both cases it is known now.
            assert ear.heard[-1] in (None, f"after cut {round_}")


async def test_it_begins_when_the_database_comes(channel: str, database: Database) -> None:
    class Away(Database):
        attempts = 0

        async def connect(self) -> asyncpg.Connection:
            self.attempts += 1
            if self.attempts < 3:
                raise ConnectionRefusedError
            return await database.connect()

    ear, notifications = Ear(), Notifications(Away(database.url))
    notifications.subscribe(channel, ear.listen)
    assert notifications.age is None
    async with notifications.running():
        assert ear.heard == [None]


async def test_a_listener_that_fails_is_asked_again_and_holds_up_nobody(
    database: Database, channel: str
) -> None:
    failures = 2

    async def moody(payload: str | None) -> None:
        nonlocal failures
        if payload is not None and failures:
            failures -= 1
            raise RuntimeError("not now")
        await slow.listen(payload)

    slow, other = Ear(), Ear()
    notifications = Notifications(database, poll_seconds=0.1)
    notifications.subscribe(channel, moody)
    notifications.subscribe(f"{channel}_other", other.listen)
    async with notifications.running():
        await tell(database, channel, "lost on it")
        await slow.wait_for(None, times=2)
        await tell(database, f"{channel}_other", "fine")
        await other.wait_for("fine")


async def test_a_restored_database_is_read_anew(database: Database, channel: str) -> None:
    ear, notifications = Ear(), Notifications(database, poll_seconds=0.1)
    notifications.subscribe(channel, ear.listen)
    await tell(database, channel, "before")
    version = await tell(database, channel, "before")
    async with notifications.running():
        assert version == 2
        async with database.session() as db:
            await db.execute(
                text("UPDATE channel_versions SET version = 1 WHERE channel = :channel"),
                {"channel": channel},
            )
            await db.commit()
        await cut_listeners(database)
        await ear.wait_for(None, times=2)


async def test_announcements_of_one_channel_stand_in_line(database: Database, channel: str) -> None:
    ear, notifications = Ear(), Notifications(database)
    notifications.subscribe(channel, ear.listen)
    async with notifications.running():
        versions = await asyncio.gather(
            *(tell(database, channel, str(number)) for number in range(12))
        )
        assert sorted(versions) == list(range(1, 13))
        assert await notifications.caught_up(channel, 12, seconds=30)
    told = dict(zip(versions, range(12), strict=True))
    assert ear.heard == [None, *(str(told[version]) for version in range(1, 13))]
