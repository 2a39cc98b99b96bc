"""Analytics: what was counted, by flag, variant and time; and who was never asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gapless.features.feature_flags.analytics.service import bucket_for
from gapless.platform import clock
from tests.features.feature_flags.conftest import Desk, refused
from tests.support.house import House

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


async def test_counts_are_summed_by_flag_and_variant(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await desk.make("quiet")
    await count(house, "cashier", "on", 30, exposures=20)
    await count(house, "cashier", "on", 5, ago=timedelta(hours=2))
    await count(house, "cashier", "off", 70, exposures=3)
    await count(house, "cashier", "off", 1000, ago=timedelta(days=3))
    await count(house, "cashier", "off", 500, environment="staging")
    [first, second] = desk.ok(await desk.caller.get("/flags/analytics"))
    assert (first["flag"], first["evaluations"], first["exposures"]) == (flag["id"], 105, 23)
    assert [(v["variant"], v["evaluations"]) for v in first["variants"]] == [
        ("off", 70), ("on", 35),
    ]  # fmt: skip
    assert (second["flag_key"], second["evaluations"], second["last_at"]) == ("quiet", 0, None)
    query = {"environment": "staging", "hours": 1}
    [of_staging, _] = desk.ok(await desk.caller.get("/flags/analytics", params=query))
    assert of_staging["evaluations"] == 500


async def test_a_flag_over_time(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await count(house, "cashier", "on", 30)
    await count(house, "cashier", "on", 12, ago=timedelta(hours=5))
    await count(house, "cashier", "on", 3, span="minute")
    path = f"/flags/{flag['id']}/analytics"
    day = desk.ok(await desk.caller.get(path))
    assert (day["bucket"], [p["evaluations"] for p in day["points"]]) == ("hour", [12, 30])
    hour = desk.ok(await desk.caller.get(path, params={"hours": 1}))
    assert (hour["bucket"], [p["evaluations"] for p in hour["points"]]) == ("minute", [3])
    month = desk.ok(await desk.caller.get(path, params={"hours": 720}))
    assert (month["bucket"], sum(p["evaluations"] for p in month["points"])) == ("day", 42)
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    refused(await stranger.get(path), 404, "FLAG_NOT_FOUND")


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
    ("hours", "bucket"), [(1, "minute"), (3, "minute"), (4, "hour"), (168, "hour"), (169, "day")]
)
def test_buckets(hours: int, bucket: str) -> None:
    assert bucket_for(hours) == bucket
