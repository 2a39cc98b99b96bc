"""Who was really served is known as far as segments ask, and segments are counted from that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gapless.features.feature_flags.delivery.players import Players, attributes_of
from gapless.features.feature_flags.delivery.store import Environment
from gapless.features.feature_flags.segments.jobs import count_all
from gapless.flagengine.compiler import Source
from gapless.platform import clock
from gapless.platform.database import Database
from gapless.platform.worker import JobContext
from tests.features.feature_flags.conftest import Desk, attribute, segment
from tests.features.feature_flags.delivery.test_ofrep import ALL, delivery_of
from tests.support.house import House
from tests.support.stored_flags import program

Json = dict[str, Any]


async def serve(client: httpx.AsyncClient, player: str | None, **context: Any) -> None:
    key = {} if player is None else {"targetingKey": player}
    answer = await client.post(ALL, json={"context": {**key, **context}})
    assert answer.status_code == 200, answer.text


async def known(house: House) -> dict[str, Json]:
    await delivery_of(house).flush()
    async with house.database.session() as db:
        rows = await db.execute(
            text("SELECT subject, attributes FROM flag_players WHERE tenant_id = :tenant"),
            {"tenant": house.tenant_id},
        )
        return {row.subject: row.attributes for row in rows}


async def counted(desk: Desk, house: House) -> dict[str, tuple[int, int]]:
    await delivery_of(house).flush()
    await count_all(JobContext(house.database, house.settings, None))
    rows = desk.ok(await desk.caller.get("/flags/segments"))
    assert all(row["population_at"] for row in rows)
    return {row["key"]: (row["population_size"], row["population_of"]) for row in rows}


async def test_segments_are_counted_from_the_players_who_were_served(
    desk: Desk, house: House
) -> None:
    await desk.segment("turkey", attribute("country", "in", "TR"))
    await desk.segment("whales", segment("turkey"), attribute("vip_level", "gte", 4))
    client = await program(house)
    await serve(client, "p1", country="TR", vip_level=5, mail="p1@example.com")
    await serve(client, "p2", country="TR")
    await serve(client, "p3", country="DE", vip_level=5)
    await serve(client, None, country="TR")
    answer = await client.post(
        ALL,
        json={"context": {"targetingKey": "tester", "country": "TR"}},
        headers={"X-Flag-Environment": "staging"},
    )
    assert answer.status_code == 200
    assert await known(house) == {
        "p1": {"country": "TR", "vip_level": 5},  # and nothing that no segment reads
        "p2": {"country": "TR"},
        "p3": {"country": "DE", "vip_level": 5},
    }
    assert await counted(desk, house) == {"turkey": (2, 3), "whales": (1, 3)}
    await serve(client, "p2", vip_level=4)  # another program knows another part
    assert await counted(desk, house) == {"turkey": (2, 3), "whales": (2, 3)}


async def test_a_changed_segment_is_not_counted_until_it_is_counted_anew(
    desk: Desk, house: House
) -> None:
    made = await desk.segment("turkey", attribute("country", "in", "TR"))
    client = await program(house)
    await serve(client, "p1", country="DE")
    assert await counted(desk, house) == {"turkey": (0, 1)}
    wanted = {"name": "Turkey", "rules": [attribute("country", "in", "TR", "DE")]}
    edited = desk.ok(await desk.caller.put(f"/flags/segments/{made['id']}", json=wanted))
    assert (edited["population_known"], edited["population_at"]) == (False, None)
    async with house.database.session() as db:
        waiting = await db.scalar(
            text(
                "SELECT count(*) FROM jobs WHERE tenant_id = :tenant "
                "AND kind = 'flags.count_segments'"
            ),
            {"tenant": house.tenant_id},
        )
    assert waiting == 2  # it was made, and it was changed
    assert await counted(desk, house) == {"turkey": (1, 1)}


async def test_who_does_not_come_any_more_is_not_counted(desk: Desk, house: House) -> None:
    await desk.segment("turkey", attribute("country", "in", "TR"))
    client = await program(house)
    await serve(client, "gone", country="TR")
    await serve(client, "here", country="TR")
    await known(house)
    async with house.database.session() as db:
        await db.execute(
            text(
                "UPDATE flag_players SET seen_at = :at WHERE tenant_id = :tenant "
                "AND subject = 'gone'"
            ),
            {"at": clock.now() - timedelta(days=31), "tenant": house.tenant_id},
        )
        await db.commit()
    assert await counted(desk, house) == {"turkey": (1, 1)}


async def test_nobody_is_kept_where_that_is_not_wanted(house: House) -> None:
    environment = Environment(house.tenant_id, "production")
    environment.source = Source(1, {}, {"s": b'{"when":[{"attribute":"country"}]}'})
    for is_kept in (False, True):
        players = Players(house.database, is_kept=is_kept)
        players.served(environment, {"targetingKey": "p", "country": "TR"})
        await players.flush()
        assert bool(await known(house)) is is_kept


async def test_players_wait_while_the_database_is_away(house: House) -> None:
    environment = Environment(house.tenant_id, "production")
    environment.source = Source(1, {}, {"s": b'{"when":[{"attribute":"country"}]}'})
    players = Players(Database("postgresql://127.0.0.1:1/none"), is_kept=True)
    for odd in ("a\x00b", "x" * 5_000):
        players.served(environment, {"targetingKey": odd, "country": "TR"})
    players.served(environment, {"targetingKey": "odd", "country": "T\x00R"})
    players.served(environment, {"targetingKey": "p", "country": "TR"})
    await players.flush()
    players.database = house.database
    await players.flush()
    assert await known(house) == {"p": {"country": "TR"}}


@pytest.mark.parametrize(
    ("json", "names"),
    [
        (b'{"attribute":"country"}', ("country",)),
        (b'{"attribute": "a\\"b", "by": "device"}', ('a"b', "device")),
        (b'{"values":["\\"attribute\\":\\"no\\""],"attribute":"targetingKey"}', ()),
    ],
)
def test_what_segments_read(json: bytes, names: tuple[str, ...]) -> None:
    assert attributes_of({"s": json}) == names
