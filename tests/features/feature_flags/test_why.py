"""Why a user gets a value, and whose value a change would change."""

from __future__ import annotations

from tests.features.feature_flags.conftest import (
    Desk,
    attribute,
    refused,
    rule,
    segment,
    split,
    variant,
)
from tests.support.house import House


async def test_an_explanation_leads_from_the_flag_to_the_value(desk: Desk, house: House) -> None:
    await desk.segment("vip", attribute("vip_level", "gte", 3))
    base = await desk.make("base")
    flag = await desk.make("cashier")
    desk.ok(await desk.configure(base["id"], enabled=True))
    desk.ok(
        await desk.configure(
            flag["id"],
            enabled=True,
            prerequisites=[{"flag": "base", "variants": ["on"]}],
            rules=[
                rule("de", attribute("country", "in", "DE"), serve=variant("off")),
                rule("vip", segment("vip"), serve=split(on=100)),
            ],
        )
    )
    body = {"environment": "production", "context": {"targetingKey": "u1", "vip_level": 5}}
    found = desk.ok(await desk.caller.post(f"/flags/{flag['id']}/explain", json=body))
    assert found["served"] == {
        "value": True, "variant": "on", "reason": "SPLIT", "rule": "vip", "error": None,
    }  # fmt: skip
    told = [(step["code"], step["outcome"]) for step in found["steps"]]
    assert told == [("prerequisite", True), ("rule", None), ("rule", True), ("served", True)]
    assert found["steps"][1]["steps"][0]["code"] == "attribute_missing"
    assert found["steps"][2]["steps"][0]["steps"][0]["params"]["found"] == 5
    desk.ok(await desk.configure(base["id"], enabled=False))
    assert await desk.served(flag["id"], targetingKey="u1", vip_level=5) is False
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    hidden = await stranger.post(f"/flags/{flag['id']}/explain", json=body)
    refused(hidden, 404, "FLAG_NOT_FOUND")


async def test_asking_why_leaves_no_audit_row(desk: Desk) -> None:
    flag = await desk.make("cashier")
    assert await desk.served(flag["id"], targetingKey="u") is False
    events = desk.ok(await desk.caller.get("/audit/events", params={"action": "flag.explained"}))
    assert events["items"] == []


async def test_a_trial_tells_whose_value_would_change_and_changes_nothing(desk: Desk) -> None:
    flag = await desk.make("cashier")
    desk.ok(await desk.configure(flag["id"], enabled=True, default=variant("off")))
    path = f"/flags/{flag['id']}/try"
    draft = {
        "environment": "production",
        "configuration": {
            "rules": [rule("tr", attribute("country", "in", "TR"), serve=variant("on"))],
            "default": split(on=25, off=75),
        },
    }
    found = desk.ok(await desk.caller.post(path, json=draft))
    assert found["faults"] == []
    of_rule = next(c for c in found["contexts"] if c["context"].get("country") == "TR")
    assert (of_rule["before"]["value"], of_rule["after"]["value"]) == (False, True)
    assert (of_rule["flips"], of_rule["made_of"]) == (True, "rules")
    crowd = found["crowd"]
    assert crowd["size"] == sum(crowd["after"].values()) == 1000
    assert crowd["before"] == {"off": 1000}
    assert 200 < crowd["after"]["on"] == crowd["flipped"] < 300

    given = {**draft, "contexts": [{"targetingKey": "u", "country": "DE", "x": 1}]}
    [only] = desk.ok(await desk.caller.post(path, json=given))["contexts"]
    assert (only["context"]["x"], only["made_of"]) == (1, "given")
    broken = {"environment": "production", "configuration": {"default": variant("gone")}}
    faulty = desk.ok(await desk.caller.post(path, json=broken))
    assert [f["field"] for f in faulty["faults"]] == ["environments.production.default.variant"]
    assert (await desk.flag(flag["id"]))["version"] == 2


async def test_a_trial_sees_a_changed_value_of_a_variant(desk: Desk) -> None:
    flag = await desk.make("limit", type="number", default_value=5)
    path = f"/flags/{flag['id']}/try"
    draft = {"environment": "production", "variants": [{"key": "default", "value": 9}]}
    found = desk.ok(await desk.caller.post(path, json=draft))
    assert [(c["before"]["value"], c["after"]["value"]) for c in found["contexts"]] == [(5, 9)]
    assert found["crowd"]["flipped"] == 1000
