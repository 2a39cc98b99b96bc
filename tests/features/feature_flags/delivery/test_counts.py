"""Evaluations, exposures and who met what are counted and survive the database being away."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from gapless.features.feature_flags.delivery.counting import Counts
from gapless.features.feature_flags.delivery.exposures import Exposures, Meeting
from gapless.platform.database import Database
from tests.features.feature_flags.delivery.test_ofrep import ALL, PLAYER, delivery_of, evaluate
from tests.support.flags import ON, flag, split
from tests.support.house import House
from tests.support.stored_flags import program, publish


async def counted(house: House, span: str = "hour") -> dict[tuple[str, str], tuple[int, int]]:
    await delivery_of(house).flush()
    async with house.database.session() as db:
        rows = await db.execute(
            text("""
                SELECT flag_key, variant, sum(evaluations)::int, sum(exposures)::int
                FROM flag_counts WHERE tenant_id = :tenant AND span = :span GROUP BY 1, 2
            """),
            {"tenant": house.tenant_id, "span": span},
        )
        return {(key, variant): (many, met) for key, variant, many, met in rows}


async def met(house: House) -> dict[tuple[str, str], tuple[str, bool]]:
    await delivery_of(house).flush()
    async with house.database.session() as db:
        rows = await db.execute(
            text(
                "SELECT flag_key, subject, variant, mixed FROM flag_exposures WHERE tenant_id = :t"
            ),
            {"t": house.tenant_id},
        )
        return {(key, subject): (variant, mixed) for key, subject, variant, mixed in rows}


async def test_what_was_answered_is_counted_by_flag_and_variant(house: House) -> None:
    await publish(
        house.database,
        house.tenant_id,
        flag("parted", default=split(100_000, 0)),
        flag("still", default=ON),
        flag("off", enabled=False),
    )
    client = await program(house)
    admin = await house.sign_in("Admin")
    for _ in range(3):
        etag = (await client.post(ALL, json=PLAYER)).headers["etag"]
    await admin.http.post(ALL, json=PLAYER)
    await client.post(ALL, json=PLAYER, headers={"If-None-Match": etag})
    await evaluate(client, "still")
    await evaluate(client, "parted", {})
    await evaluate(client, "no-such-flag")
    wanted = {
        ("parted", "on"): (4, 0),
        ("parted", ""): (1, 0),
        ("still", "on"): (5, 1),  # asked for alone, for somebody: they met it
        ("off", "off"): (4, 0),
    }
    assert await counted(house) == wanted
    assert await counted(house, "minute") == wanted
    await evaluate(client, "still")
    assert (await counted(house))["still", "on"] == (6, 2)


async def test_programs_report_what_they_served_themselves(house: House) -> None:
    await publish(house.database, house.tenant_id, flag("parted", default=split(50_000, 50_000)))
    client = await program(house)
    report: dict[str, Any] = {
        "flags": [
            {
                "flag": "parted",
                "variant": "on",
                "evaluations": 40,
                "exposures": 7,
                "subjects": ["p1", "p2"],
            },
            {"flag": "parted", "variant": "no-such-variant", "evaluations": 1},
            {"flag": "no-such-flag", "variant": "on", "evaluations": 1},
        ]
    }
    answer = await client.post("/api/v1/flags/exposures", json=report)
    assert (answer.status_code, answer.json()) == (200, {"taken": 1})
    assert await counted(house) == {("parted", "on"): (40, 7)}
    assert await met(house) == {
        ("parted", "p1"): ("on", False),
        ("parted", "p2"): ("on", False),
    }
    for wrong in ({"flags": [{"flag": "x", "variant": "on", "evaluations": -1}]}, {}, {"flags": 1}):
        assert (await client.post("/api/v1/flags/exposures", json=wrong)).status_code == 422


async def test_who_met_a_split_is_kept_with_the_first_variant(house: House) -> None:
    on, off = split(100_000, 0), split(0, 100_000)
    await publish(
        house.database, house.tenant_id, flag("parted", default=on), flag("s", default=ON)
    )
    client = await program(house)
    for _ in range(2):
        await evaluate(client, "parted")
        await evaluate(client, "s")
        await client.post(ALL, json=PLAYER)  # asks for no flag in particular
    assert await met(house) == {("parted", "player-7"): ("on", False)}
    _, channel = await publish(house.database, house.tenant_id, flag("parted", default=off))
    notifications = house.transport.app.state.notifications  # type: ignore[attr-defined]  # a FastAPI app
    assert await notifications.caught_up("flags", channel, seconds=20)
    await evaluate(client, "parted")
    assert await met(house) == {("parted", "player-7"): ("on", True)}


async def test_what_the_database_never_takes_does_not_stop_the_rest(house: House) -> None:
    await publish(house.database, house.tenant_id, flag("parted", default=split(100_000, 0)))
    client = await program(house)
    for odd in ("a\x00b", "x" * 5_000):
        assert (await evaluate(client, "parted", {"context": {"targetingKey": odd}})).json()[
            "value"
        ]
    odd_rule = {"flag": "parted", "variant": "on", "rule": "a\x00", "subjects": ["by-odd-rule"]}
    await client.post("/api/v1/flags/exposures", json={"flags": [odd_rule]})
    delivery_of(house).counts.exposed(("no-such-brand", "production", "x", "on"), 1)
    assert await counted(house) == {}  # the flush that held the impossible row
    await evaluate(client, "parted")
    assert await counted(house) == {("parted", "on"): (1, 1)}
    assert await met(house) == {("parted", "player-7"): ("on", False)}


async def test_counts_are_kept_while_the_database_is_away(house: House) -> None:
    nowhere = Database("postgresql://127.0.0.1:1/none")
    counts, exposures = Counts(nowhere), Exposures(nowhere)
    row = (house.tenant_id, "production", "lobby", "on")
    meetings = [
        Meeting(house.tenant_id, "production", "lobby", "", "p", v) for v in ("a", "b", "c")
    ]
    counts.answered(row[:2], [b'{"key":"lobby","variant":"on"},{"key":"b","errorCode":"GENERAL"}'])
    counts.exposed(row, 2)
    for meeting in meetings:
        exposures.met(meeting)
    for _ in range(2):
        await counts.flush()
        await exposures.flush()
    counts.database = exposures.database = house.database
    for _ in range(2):
        await counts.flush()
        await exposures.flush()
    assert await counted(house) == {("lobby", "on"): (1, 2), ("b", ""): (1, 0)}
    assert await met(house) == {("lobby", "p"): ("a", True)}


@pytest.mark.parametrize("many", [1_000])
async def test_many_answers_are_added_up_on_the_way(house: House, many: int) -> None:
    counts = Counts(house.database)
    for _ in range(many):
        counts.answered((house.tenant_id, "production"), [b'{"key":"lobby","variant":"on"}'] * 3)
    assert sum(map(len, counts._logged.values())) < 300
    await counts.flush()
    assert await counted(house) == {("lobby", "on"): (3 * many, 0)}
