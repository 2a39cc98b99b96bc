"""Analytics: what was counted, by flag, variant and time; and who was never asked for."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from gapless.features.feature_flags.analytics.spans import Span
from gapless.platform import clock
from tests.features.feature_flags.conftest import Desk, refused, variant
from tests.features.feature_flags.delivery.test_ofrep import delivery_of
from tests.support.house import House
from tests.support.stored_flags import program

_COUNT = text("""
    INSERT INTO flag_counts
        (tenant_id, environment, flag_key, variant, span, start, evaluations, exposures)
    VALUES (:tenant, :environment, :flag, :variant, :span,
            date_trunc(:span, now() - CAST(:ago AS interval), 'UTC'), :evaluations, :exposures)
""")


async def count(house: House, flag: str, variant: str, evaluations: int, **more: Any) -> None:
    values = {
        "tenant": house.tenant_id, "environment": "production", "span": "hour",
        "ago": timedelta(0), "exposures": 0, "flag": flag, "variant": variant,
        "evaluations": evaluations, **more,
    }  # fmt: skip
    async with house.database.session() as db:
        await db.execute(_COUNT, values)
        await db.commit()


async def read(desk: Desk, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = desk.ok(await desk.caller.get("/flags/analytics", params=query))
    return found


async def test_counts_are_summed_by_flag_and_variant(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await desk.make("quiet")
    await count(house, "cashier", "on", 30, exposures=20)
    await count(house, "cashier", "on", 5, ago=timedelta(hours=2))
    await count(house, "cashier", "off", 70, exposures=3)
    await count(house, "cashier", "off", 1000, ago=timedelta(days=3))
    await count(house, "cashier", "off", 500, environment="staging")
    found = await read(desk)
    assert (found["evaluations"], found["exposures"]) == (105, 23)
    [first, second] = found["flags"]
    assert (first["flag"], first["evaluations"], first["exposures"]) == (flag["id"], 105, 23)
    assert [(v["variant"], v["evaluations"]) for v in first["variants"]] == [
        ("off", 70), ("on", 35),
    ]  # fmt: skip
    assert (second["flag_key"], second["evaluations"], second["last_at"]) == ("quiet", 0, None)
    assert (await read(desk, environment="staging", hours=24))["evaluations"] == 500
    week = await read(desk, hours=24 * 7)
    assert week["evaluations"] == sum(map(sum, (s["evaluations"] for s in week["series"]))) == 1105
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    assert stranger_sees_nothing(desk.ok(await stranger.get("/flags/analytics")))


def stranger_sees_nothing(found: dict[str, Any]) -> bool:
    return found["evaluations"] == 0 and found["flags"] == [] and found["series"] == []


async def test_a_flag_over_time(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await count(house, "cashier", "on", 30)
    await count(house, "cashier", "on", 12, ago=timedelta(hours=5), exposures=9)
    await count(house, "cashier", "off", 2, ago=timedelta(hours=5))
    await count(house, "cashier", "on", 3, span="minute")
    await count(house, "other", "on", 99)
    day = await read(desk, flag=flag["id"])
    [on, off] = day["series"]
    assert (day["bucket"], len(day["starts"])) == ("hour", 24)
    assert (on["kind"], on["name"], off["name"]) == ("variant", "on", "off")
    assert (on["evaluations"][-1], on["evaluations"][-6], sum(on["evaluations"])) == (30, 12, 42)
    assert (on["exposures"][-6], off["evaluations"][-6]) == (9, 2)
    assert [one["flag_key"] for one in day["flags"]] == ["cashier"]
    hour = await read(desk, flag=flag["id"], hours=1)
    [line] = hour["series"]
    assert (hour["bucket"], len(hour["starts"]), sum(line["evaluations"])) == ("minute", 60, 3)
    month = await read(desk, flag=flag["id"], hours=720)
    assert (month["bucket"], len(month["starts"]), month["evaluations"]) == ("day", 30, 44)
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    for path in ("/flags/analytics", "/flags/analytics/export"):
        refused(await stranger.get(path, params={"flag": flag["id"]}), 404, "FLAG_NOT_FOUND")


async def test_of_many_flags_the_most_asked_for_have_lines_of_their_own(
    desk: Desk, house: House
) -> None:
    for n in range(1, 8):
        await desk.make(f"flag_{n}")
        await count(house, f"flag_{n}", "on", n * 10)
    series = (await read(desk))["series"]
    assert [(line["kind"], line["name"], sum(line["evaluations"])) for line in series] == [
        *(("flag", f"flag_{n}", n * 10) for n in (7, 6, 5, 4, 3)),
        ("others", "", 30),
    ]


async def test_an_archived_flag_is_told_while_programs_still_ask_for_it(
    desk: Desk, house: House
) -> None:
    flag = await desk.make("gone")
    desk.ok(await desk.caller.post(f"/flags/{flag['id']}/archive", json={"reason": "Done with"}))
    assert (await read(desk))["flags"] == []
    await count(house, "gone", "on", 4)
    [row] = (await read(desk))["flags"]
    assert (row["archived"], row["evaluations"]) == (True, 4)


async def test_what_programs_really_ask_for_is_told_and_exported(desk: Desk, house: House) -> None:
    """From an evaluation over OFREP to the line of a spreadsheet."""
    flag = await desk.make("cashier")
    desk.ok(await desk.configure(flag["id"], enabled=True, default=variant("on")))
    client = await program(house)
    for player in ("p1", "p2"):
        answer = await client.post(
            "/ofrep/v1/evaluate/flags/cashier", json={"context": {"targetingKey": player}}
        )
        assert answer.status_code == 200, answer.text
    await delivery_of(house).flush()
    for hours in (1, 24):
        found = await read(desk, hours=hours)
        assert (found["evaluations"], found["exposures"]) == (2, 2)
    answer = await desk.caller.get("/flags/analytics/export", params={"hours": 24})
    header, *rows = csv.reader(answer.text.splitlines())
    assert header == ["start", "environment", "flag", "variant", "evaluations", "exposures"]
    assert [row[1:] for row in rows] == [["production", "cashier", "on", "2", "2"]]
    start, last = (datetime.fromisoformat(at) for at in (rows[0][0], found["starts"][-1]))
    assert start == last


async def test_a_flag_that_nobody_asks_for_is_named(desk: Desk, house: House) -> None:
    asked = await desk.make("asked")
    await desk.make("forgotten")
    long_ago = clock.now() - timedelta(days=90)
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE flags SET created_at = :at WHERE tenant_id = :tenant"),
            {"at": long_ago, "tenant": house.tenant_id},
        )
        await db.commit()
    rows = desk.ok(await desk.caller.get("/flags"))
    assert all(row["stale"] == [] for row in rows)  # nothing is counted: nothing is known
    await count(house, "asked", "on", 1, ago=timedelta(days=80))
    rows = {row["flag_id"]: row for row in desk.ok(await desk.caller.get("/flags"))}
    assert [s["code"] for s in rows["forgotten"]["stale"]] == ["never_evaluated"]
    assert rows["asked"]["stale"] == []
    assert rows["asked"]["evaluated_at"] is not None
    assert (await desk.flag(asked["id"]))["evaluated_at"] == rows["asked"]["evaluated_at"]


@pytest.mark.parametrize(
    ("hours", "bucket", "starts"),
    [
        (1, "minute", 60), (3, "minute", 180), (4, "hour", 4), (168, "hour", 168),
        (169, "day", 7), (720, "day", 30),
    ],
)  # fmt: skip
def test_a_span_is_whole_buckets_and_ends_now(hours: int, bucket: str, starts: int) -> None:
    now = datetime(2026, 3, 29, 13, 37, 21, 5, tzinfo=UTC)
    span = Span.back_from(now, hours)
    found = span.starts()
    assert (span.bucket, len(found)) == (bucket, starts)
    assert found[0] == span.since
    step = found[1] - found[0]
    assert found[-1] <= now < found[-1] + step
    assert all(b - a == step for a, b in pairwise(found))
