"""Editing a flag, its versions, and the way back to one."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.features.feature_flags.conftest import (
    Desk,
    attribute,
    refused,
    rule,
    segment,
    split,
    variant,
)


async def test_rules_decide_who_gets_what_and_survive_a_reload(desk: Desk) -> None:
    flag = await desk.make("cashier")
    await desk.segment("vip", attribute("vip_level", "gte", 3))
    set_up = await desk.configure(
        flag["id"],
        enabled=True,
        rules=[
            rule("vips", segment("vip"), serve=variant("on")),
            rule("turkey", attribute("country", "in", "TR"), serve=split(on=50, off=50)),
        ],
        default=variant("off"),
    )
    body = desk.ok(set_up)
    assert set_up.headers["ETag"] == f'"v{body["version"]}"'
    again = await desk.flag(flag["id"])
    assert again["setups"]["production"] == body["setups"]["production"]
    assert again["setups"]["staging"]["enabled"] is False
    assert await desk.served(flag["id"], targetingKey="a", vip_level=3) is True
    assert await desk.served(flag["id"], targetingKey="a", vip_level=2) is False
    shares = [await desk.served(flag["id"], targetingKey=f"u{n}", country="TR") for n in range(20)]
    assert {True, False} == set(shares)
    same = [await desk.served(flag["id"], targetingKey=f"u{n}", country="TR") for n in range(20)]
    assert shares == same


async def test_what_changes_nothing_makes_no_version(desk: Desk) -> None:
    flag = await desk.make("cashier")
    before = await desk.version_of("production")
    setup = flag["setups"]["production"]
    for answer in (
        await desk.configure(flag["id"], default={"kind": "variant", "variant": "on"}),
        await desk.configure(flag["id"], enabled=False),
        await desk.configure(flag["id"], rules=setup["rules"], off_variant="off"),
        await desk.caller.patch(f"/flags/{flag['id']}", json={"name": "Cashier"}),
    ):
        assert desk.ok(answer)["version"] == 1
    assert await desk.version_of("production") == before


async def test_an_environment_gets_a_version_for_what_its_evaluation_sees(desk: Desk) -> None:
    flag = await desk.make("cashier")
    names = ("production", "staging", "development")
    before = [await desk.version_of(name) for name in names]
    await desk.configure(flag["id"], "staging", enabled=True)
    desk.ok(await desk.caller.patch(f"/flags/{flag['id']}", json={"owner": "Ayşe"}))
    after = [await desk.version_of(name) for name in names]
    assert [b - a for a, b in zip(before, after, strict=True)] == [0, 1, 0]
    variants = [{"key": "on", "value": True}, {"key": "off", "value": False},
                {"key": "maybe", "value": True}]  # fmt: skip
    desk.ok(await desk.caller.patch(f"/flags/{flag['id']}", json={"variants": variants}))
    last = [await desk.version_of(name) for name in names]
    assert [b - a for a, b in zip(after, last, strict=True)] == [1, 1, 1]


async def test_a_flag_goes_back_to_any_version_whole_or_in_one_environment(desk: Desk) -> None:
    flag = await desk.make("cashier", owner="First")
    path = f"/flags/{flag['id']}"
    desk.ok(await desk.configure(flag["id"], enabled=True, default=variant("off")))
    desk.ok(await desk.configure(flag["id"], "staging", enabled=True))
    desk.ok(await desk.caller.patch(path, json={"owner": "Second", "tags": ["x"]}))
    versions = desk.ok(await desk.caller.get(f"{path}/versions"))
    assert [(v["number"], v["action"], v["environments"]) for v in versions] == [
        (4, "updated", []),
        (3, "configured", ["staging"]),
        (2, "configured", ["production"]),
        (1, "created", ["production", "staging", "development"]),
    ]
    second = desk.ok(await desk.caller.get(f"{path}/versions/2"))
    assert second["previous"]["environments"]["production"]["enabled"] is False
    assert second["state"]["environments"]["production"]["enabled"] is True

    partly = desk.ok(
        await desk.caller.post(
            f"{path}/rollback",
            json={"version": 1, "environment": "production", "reason": "errors went up"},
        )
    )
    assert partly["setups"]["production"]["enabled"] is False
    assert partly["setups"]["staging"]["enabled"] is True
    assert partly["owner"] == "Second"
    whole = desk.ok(
        await desk.caller.post(f"{path}/rollback", json={"version": 2, "reason": "all of it"})
    )
    assert (whole["owner"], whole["tags"]) == ("First", [])
    assert whole["setups"]["production"] == second["state"]["environments"]["production"]
    assert whole["setups"]["staging"]["enabled"] is False
    assert whole["version"] == 6
    again = await desk.caller.post(f"{path}/rollback", json={"version": 2, "reason": "all of it"})
    refused(again, 409, "NOTHING_CHANGES")
    missing = await desk.caller.post(f"{path}/rollback", json={"version": 99, "reason": "why not"})
    refused(missing, 404, "FLAG_VERSION_NOT_FOUND")
    unexplained = await desk.caller.post(f"{path}/rollback", json={"version": 1})
    refused(unexplained, 400, "REASON_REQUIRED")


async def test_versions_cannot_be_rewritten(desk: Desk) -> None:
    flag = await desk.make("cashier")
    async with desk.house.database.session() as db:
        with pytest.raises(DBAPIError, match="append-only"):
            await db.execute(
                text("UPDATE flag_versions SET author = 'me' WHERE flag_id = :id"),
                {"id": flag["id"]},
            )


async def test_an_archived_flag_is_out_of_use_until_it_is_restored(desk: Desk) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}"
    desk.ok(await desk.configure(flag["id"], enabled=True))
    refused(await desk.caller.post(f"{path}/archive", json={}), 400, "REASON_REQUIRED")
    gone = desk.ok(await desk.caller.post(f"{path}/archive", json={"reason": "rolled out"}))
    assert gone["archived"] is True
    assert desk.ok(await desk.caller.get("/flags")) == []
    assert len(desk.ok(await desk.caller.get("/flags", params={"archived": True}))) == 1
    refused(await desk.caller.post(f"{path}/toggle"), 409, "FLAG_ARCHIVED")
    refused(await desk.configure(flag["id"], enabled=False), 409, "FLAG_ARCHIVED")
    refused(
        await desk.caller.post("/flags", json={"flag_id": "cashier", "name": "Again"}),
        409, "FLAG_EXISTS",
    )  # fmt: skip
    back = desk.ok(await desk.caller.post(f"{path}/restore"))
    assert [e["status"] for e in back["environments"]] == ["off", "off", "off"]


async def test_two_edits_from_one_state_are_not_both_kept_unseen(desk: Desk) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}/environments/production"
    headers = {"If-Match": '"v1"'}
    answers = await asyncio.gather(
        desk.caller.put(path, json={"enabled": True}, headers=headers),
        desk.caller.put(path, json={"configuration": {"off_variant": "on"}}, headers=headers),
    )
    assert sorted(a.status_code for a in answers) == [200, 412]


async def test_a_change_tells_what_it_changed_in_the_audit_log(desk: Desk) -> None:
    flag = await desk.make("cashier")
    desk.ok(
        await desk.caller.put(
            f"/flags/{flag['id']}/environments/production",
            json={"enabled": True, "comment": "Approved by Marketing"},
        )
    )
    query = {"resource_id": flag["id"], "action": "flag.configured"}
    [event] = desk.ok(await desk.caller.get("/audit/events", params=query))["items"]
    assert event["reason"] == "Approved by Marketing"
    changed = event["diff_json"]["environments"]
    assert changed["before"]["production"]["enabled"] is False
    assert changed["after"]["production"]["enabled"] is True
    own = desk.ok(await desk.caller.get("/flags/audit-log", params={"target_id": flag["id"]}))
    assert (own[0]["action"], own[0]["reason"]) == ("updated", "Approved by Marketing")
