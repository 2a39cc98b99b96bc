"""What a process knows of keys: how it hears, how old it may be, and what a lost database does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from gapless.platform import clock, ids
from gapless.platform.database import Database
from gapless.platform.identity import keys
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.identity.key_limits import KeyLimits
from gapless.platform.identity.key_models import ApiKey, ApiKeyLastUse, ApiKeyUse
from gapless.platform.identity.key_problems import (
    ApiKeyDisabled,
    ApiKeyInvalid,
    ApiKeyRateLimited,
)
from gapless.platform.identity.key_table import MAX_AGE, KeyTable
from gapless.platform.identity.key_use import KeyUse
from gapless.platform.problems import Unavailable
from tests.support.house import House


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


class Flaky(Database):
    """The real database, with a plug to pull."""

    is_lost = False

    def session(self) -> Any:
        if self.is_lost:
            raise ConnectionRefusedError("unplugged")
        return super().session()


@pytest.fixture
async def flaky(house: House) -> AsyncIterator[Flaky]:
    """A database that can be lost."""
    database = Flaky(house.database.url, pool_size=2)
    yield database
    await database.close()


async def add_key(house: House, **more: Any) -> tuple[str, ApiKey]:
    """A key that no other process was told of in any way but the database's own."""
    secret = keys.make("test")
    async with house.database.session() as db:
        key = ApiKey(
            tenant_id=house.tenant_id, name="K", kind="test", scopes=["games.read"],
            secret_hash=keys.digest_of(secret), key_prefix=secret[: keys.SHOWN_LENGTH],
            last_four=secret[-4:], allowed_cidrs=[], **more,
        )  # fmt: skip
        db.add(key)
        await db.commit()
    return secret, key


async def switch_by_sql(house: House, key: ApiKey, *, active: bool) -> None:
    """Change a key past every use case, as somebody at a console would."""
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE api_keys SET active = :active WHERE id = :id"),
            {"active": active, "id": key.id},
        )
        await db.commit()


def table_of(database: Database, hands: Hands, *, offline: float = 60) -> KeyTable:
    """A table that hears nothing by itself and whose time stands still."""
    return KeyTable(database, kind="test", offline_seconds=offline, monotonic=hands)


async def decide(table: KeyTable, secret: str) -> None:
    """What a call does with the table."""
    await table.be_fresh()
    known = table.find(secret)
    if known is None:
        raise table.unknown(secret)
    table.judge(known, "192.0.2.1", time.time())


async def test_a_decision_never_rests_on_knowledge_older_than_a_second(
    house: House, flaky: Flaky
) -> None:
    hands = Hands()
    table = table_of(flaky, hands)
    secret, key = await add_key(house)
    await decide(table, secret)
    # No notification reaches this table, and somebody changed the row by hand.
    await switch_by_sql(house, key, active=False)
    hands.time += MAX_AGE * 0.9
    await decide(table, secret)
    hands.time += MAX_AGE * 0.2
    with pytest.raises(ApiKeyDisabled):
        await decide(table, secret)
    await switch_by_sql(house, key, active=True)
    table.expire()
    await decide(table, secret)


async def test_without_the_database_the_last_state_is_believed_for_a_bounded_time(
    house: House, flaky: Flaky
) -> None:
    hands = Hands()
    table = table_of(flaky, hands, offline=30)
    secret, key = await add_key(house)
    await decide(table, secret)
    flaky.is_lost = True
    hands.time += 29
    await decide(table, secret)
    hands.time += 2
    with pytest.raises(Unavailable) as refused:
        await decide(table, secret)
    assert refused.value.headers["Retry-After"] == "1"
    await switch_by_sql(house, key, active=False)
    flaky.is_lost = False
    hands.time += MAX_AGE + 0.1
    with pytest.raises(ApiKeyDisabled):
        await decide(table, secret)


async def test_a_process_that_never_knew_the_database_lets_nobody_in(flaky: Flaky) -> None:
    flaky.is_lost = True
    with pytest.raises(Unavailable):
        await decide(table_of(flaky, Hands()), keys.make("test"))


async def test_many_who_ask_at_once_are_answered_by_few_questions(
    house: House, flaky: Flaky
) -> None:
    table = table_of(flaky, Hands())
    asked = 0
    load = table._load

    async def counted() -> None:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.01)
        await load()

    table._load = counted  # type: ignore[method-assign]  # counts, then does what it does
    await asyncio.gather(*(table.refresh() for _ in range(200)))
    assert asked <= 2
    # Who asks later than a load began is not answered by that load.
    first = asyncio.create_task(table.refresh())
    await asyncio.sleep(0)
    secret, _ = await add_key(house)
    await asyncio.gather(first, table.refresh())
    assert table.find(secret) is not None


async def test_a_refresh_that_is_given_up_does_not_answer_the_others(
    house: House, flaky: Flaky
) -> None:
    table = table_of(flaky, Hands())
    secret, _ = await add_key(house)
    first = asyncio.create_task(table.refresh())
    second = asyncio.create_task(table.refresh())
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert table.find(secret) is not None


async def test_a_database_from_a_backup_is_read_anew(house: House, flaky: Flaky) -> None:
    table = table_of(flaky, Hands())
    secret, _ = await add_key(house)
    await table.refresh()
    table._version += 1_000_000  # as if this process had known a later state
    table._by_digest.clear()
    await table.refresh()
    assert table.find(secret) is not None


async def test_keys_of_another_environment_are_not_taken(house: House, flaky: Flaky) -> None:
    secret, _ = await add_key(house)
    table = KeyTable(flaky, kind="live", offline_seconds=60)
    await table.refresh()
    assert table.find(secret) is None
    assert table.unknown(secret).code == "API_KEY_WRONG_ENVIRONMENT"
    assert isinstance(table.unknown(keys.make("live")), ApiKeyInvalid)


async def test_rate_limits_slide_and_are_counted_over_processes(house: House) -> None:
    # The beginning of a minute to come: the running house forgets those that are over.
    moment = [(time.time() // 60 + 10) * 60]
    here, there = (KeyLimits(house.database, lambda: moment[0]) for _ in range(2))
    _, key = await add_key(house)

    def taken(limits: KeyLimits, times: int) -> int:
        done = 0
        for _ in range(times):
            try:
                limits.take(str(key.id), 10)
            except ApiKeyRateLimited:
                break
            done += 1
        return done

    assert taken(here, 6) == 6
    await here.exchange()
    # The other process has heard of nothing yet; it does with its first exchange.
    assert taken(there, 2) == 2
    await there.exchange()
    assert taken(there, 9) == 2
    await there.exchange()
    assert taken(here, 9) == 4  # 6 + 4 of its own: it has not exchanged since
    await here.exchange()
    assert taken(here, 1) == 0
    # Half a minute into the next minute, half of the old calls have slid out of the window.
    moment[0] += 90
    assert taken(here, 20) == 3
    with pytest.raises(ApiKeyRateLimited) as refused:
        here.take(str(key.id), 10)
    wait = int(refused.value.headers["Retry-After"])
    moment[0] += wait
    assert taken(here, 1) == 1
    # After two quiet minutes everything is forgotten.
    moment[0] += 180
    assert taken(here, 20) == 10
    await here.forget()


@pytest.mark.parametrize("limit", [1, 2, 7, 60])
def test_who_waits_as_long_as_told_gets_in_and_never_more_than_the_limit_a_minute(
    limit: int, database: Database
) -> None:
    moment = [9_000_000.0]
    limits = KeyLimits(database, lambda: moment[0])
    key_id = str(ids.new_id())
    let_in: list[float] = []
    while len(let_in) < limit * 4:
        try:
            limits.take(key_id, limit)
        except ApiKeyRateLimited as refused:
            moment[0] += int(refused.headers["Retry-After"])
            limits.take(key_id, limit)
        let_in.append(moment[0])
        moment[0] += 0.01
    # Counted by share of the window, so that the mean over a long time keeps the limit.
    assert len(let_in) / ((let_in[-1] - let_in[0]) / 60 + 1) <= limit + 1


async def test_use_that_cannot_be_written_is_kept_and_written_later(
    house: House, flaky: Flaky
) -> None:
    _, key = await add_key(house)
    use = KeyUse(flaky)
    use.called(str(key.id), time.time(), "192.0.2.1", "first/1", is_previous=False)
    flaky.is_lost = True
    with pytest.raises(OSError, match="unplugged"):
        await use.flush()
    use.refused(str(key.id), time.time(), "192.0.2.9", "API_KEY_DISABLED")
    use.called(str(key.id), time.time(), "192.0.2.2", "second/1\x00", is_previous=True)
    flaky.is_lost = False
    await use.flush()
    await use.flush()
    async with house.database.session() as db:
        last = await db.get_one(ApiKeyLastUse, key.id)
        assert (last.ip_address, last.user_agent) == ("192.0.2.2", "second/1")
        assert last.previous_at == last.at
        assert (last.refused_code, last.refused_address) == ("API_KEY_DISABLED", "192.0.2.9")
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        count = await db.get(ApiKeyUse, (key.id, hour))
        if count is not None:  # unless the hour has just turned
            assert (count.calls, count.refused) == (2, 1)


async def test_an_older_use_does_not_overwrite_a_newer_one(house: House) -> None:
    _, key = await add_key(house)
    slow, quick = KeyUse(house.database), KeyUse(house.database)
    slow.called(str(key.id), time.time(), "192.0.2.1", "slow", is_previous=False)
    await asyncio.sleep(0.002)
    quick.called(str(key.id), time.time(), "192.0.2.2", "quick", is_previous=False)
    await quick.flush()
    await slow.flush()
    async with house.database.session() as db:
        last = await db.get_one(ApiKeyLastUse, key.id)
        assert (last.ip_address, last.user_agent) == ("192.0.2.2", "quick")


async def test_use_of_a_key_that_is_gone_does_not_stop_the_others(house: House) -> None:
    _, gone = await add_key(house)
    _, kept = await add_key(house)
    use = KeyUse(house.database)
    for key in (gone, kept):
        use.called(str(key.id), time.time(), None, None, is_previous=False)
    async with house.database.session() as db:
        await db.execute(delete(ApiKey).where(ApiKey.id == gone.id))
        await db.execute(update(ApiKey).where(ApiKey.id == kept.id).values(name="Kept"))
        await db.commit()
    await use.flush()
    async with house.database.session() as db:
        assert await db.get(ApiKeyLastUse, kept.id) is not None


async def test_use_is_written_when_the_process_ends(house: House, flaky: Flaky) -> None:
    secret, key = await add_key(house)
    gate = KeyGate(flaky, house.settings)
    async with gate.running():
        await gate.admit(secret, "192.0.2.5", "last words/1")
    async with house.database.session() as db:
        last = await db.get_one(ApiKeyLastUse, key.id)
    assert (last.ip_address, last.user_agent) == ("192.0.2.5", "last words/1")


async def test_a_running_gate_outlives_the_loss_of_the_database(house: House, flaky: Flaky) -> None:
    secret, key = await add_key(house)
    gate = KeyGate(flaky, house.settings)
    async with gate.running():
        await gate.admit(secret, None, None)
        flaky.is_lost = True
        for _ in range(3):
            gate.table.expire()
            await gate.admit(secret, None, None)
            await asyncio.sleep(0)
        await switch_by_sql(house, key, active=False)
        flaky.is_lost = False
        for _ in range(600):
            try:
                await gate.admit(secret, None, None)
            except ApiKeyDisabled:
                return
            await asyncio.sleep(0.05)
    raise AssertionError("it never heard")
