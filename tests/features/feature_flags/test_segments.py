"""Segments: nested, checked, and kept while somebody uses them."""

from __future__ import annotations

from tests.features.feature_flags.conftest import (
    Desk,
    attribute,
    faults,
    refused,
    rule,
    segment,
    variant,
)
from tests.support.house import House


async def test_nested_segments_with_their_uses(desk: Desk) -> None:
    await desk.segment("turkey", attribute("country", "in", "TR"))
    await desk.segment("whales", segment("turkey"), attribute("vip_level", "gte", 4))
    flag = await desk.make("cashier")
    rules = [rule("w", {"kind": "not", "of": segment("whales")}, serve=variant("off"))]
    desk.ok(await desk.configure(flag["id"], enabled=True, rules=rules))
    desk.ok(await desk.configure(flag["id"], "staging", rules=rules))
    assert await desk.served(flag["id"], country="TR", vip_level=5) is True
    assert await desk.served(flag["id"], country="DE", vip_level=5) is False
    rows = {row["key"]: row for row in desk.ok(await desk.caller.get("/flags/segments"))}
    assert rows["whales"]["usage_count"] == 1
    assert [(u["key"], u["environment"]) for u in rows["whales"]["used_by"]] == [
        ("cashier", "production"), ("cashier", "staging"),
    ]  # fmt: skip
    assert [(u["kind"], u["key"]) for u in rows["turkey"]["used_by"]] == [("segment", "whales")]
    for row in rows.values():  # what the existing panel reads
        assert isinstance(row["population_size"], int)
        assert row["population_known"] is False
        assert row["rules"]


async def test_a_change_of_a_segment_reaches_the_flags_at_once(desk: Desk) -> None:
    made = await desk.segment("vip", attribute("vip_level", "gte", 3))
    flag = await desk.make("cashier")
    rules = [rule("r", segment("vip"), serve=variant("on"))]
    desk.ok(await desk.configure(flag["id"], enabled=True, rules=rules, default=variant("off")))
    before = await desk.version_of("production")
    path = f"/flags/segments/{made['id']}"
    edited = {"name": "VIP", "rules": [attribute("vip_level", "gte", 2)]}
    answer = await desk.caller.put(path, json=edited, headers={"If-Match": '"v1"'})
    assert desk.ok(answer)["version"] == 2
    assert await desk.served(flag["id"], vip_level=2) is True
    assert await desk.version_of("production") == before + 1
    stale = await desk.caller.put(path, json=edited, headers={"If-Match": '"v1"'})
    refused(stale, 412, "STALE_WRITE")


async def test_circles_unknown_segments_and_bad_conditions_are_refused(desk: Desk) -> None:
    first = await desk.segment("first", attribute("a", "in", 1))
    await desk.segment("second", segment("first"))
    path = f"/flags/segments/{first['id']}"
    circle = await desk.caller.put(path, json={"name": "First", "rules": [segment("second")]})
    assert faults(circle) == {"rules": "SEGMENT_CYCLE"}
    unknown = await desk.caller.put(path, json={"name": "First", "rules": [segment("third")]})
    assert faults(unknown) == {"rules.0.segment": "SEGMENT_UNKNOWN"}
    body = {"key": "bad", "name": "Bad", "rules": [attribute("n", "between", 9, 1)]}
    bad = await desk.caller.post("/flags/segments", json=body)
    assert faults(bad) == {"rules.0.values": "RANGE_EMPTY"}
    taken = {"key": "second", "name": "Again", "rules": [attribute("a", "exists")]}
    refused(await desk.caller.post("/flags/segments", json=taken), 409, "SEGMENT_EXISTS")


async def test_a_used_segment_stays_and_an_unused_one_goes(desk: Desk, house: House) -> None:
    first = await desk.segment("first", attribute("a", "in", 1))
    second = await desk.segment("second", segment("first"))
    used = await desk.caller.delete(f"/flags/segments/{first['id']}")
    assert refused(used, 409, "SEGMENT_IN_USE")["details"] == {"where": ["second"]}
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    hidden = await stranger.delete(f"/flags/segments/{second['id']}")
    refused(hidden, 404, "SEGMENT_NOT_FOUND")
    for made in (second, first):
        assert (await desk.caller.delete(f"/flags/segments/{made['id']}")).status_code == 204
    assert desk.ok(await desk.caller.get("/flags/segments")) == []
    log = desk.ok(await desk.caller.get("/flags/audit-log", params={"target_type": "segment"}))
    assert [row["action"] for row in log] == ["deleted", "deleted", "created", "created"]


async def test_a_segment_is_no_way_around_the_consent_of_others(desk: Desk) -> None:
    inner = await desk.segment("inner", attribute("a", "in", 1))
    await desk.segment("outer", segment("inner"))
    flag = await desk.make("cashier")
    rules = [rule("r", segment("outer"), serve=variant("on"))]
    desk.ok(await desk.configure(flag["id"], enabled=True, rules=rules))
    await desk.demand_approvals(1)
    path = f"/flags/segments/{inner['id']}"
    wider = {"name": "Inner", "rules": [attribute("a", "in", 1, 2)]}
    answer = await desk.caller.put(path, json=wider)
    told = refused(answer, 409, "SEGMENT_NEEDS_APPROVAL")
    assert told["details"] == {"environments": ["production"]}
    named = {"name": "Named otherwise", "rules": inner["rules"]}
    assert desk.ok(await desk.caller.put(path, json=named))["name"] == "Named otherwise"
    await desk.demand_approvals(0)
    assert desk.ok(await desk.caller.put(path, json=wider))["version"] == 3
