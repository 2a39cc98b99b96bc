"""Environments compared, and flags carried from one to another."""

from __future__ import annotations

from tests.features.feature_flags.conftest import Desk, attribute, refused, rule, split, variant


async def test_the_comparison_tells_real_differences(desk: Desk) -> None:
    same = await desk.make("same")
    other = await desk.make("other")
    desk.ok(
        await desk.configure(
            other["id"],
            "staging",
            enabled=True,
            default=split(on=30, off=70),
            rules=[rule("r", attribute("a", "in", 1), serve=variant("on"))],
        )
    )
    rows = desk.ok(await desk.caller.get("/flags/environment-comparison"))
    found = {row["flag_id"]: row for row in rows}
    assert found["same"]["differences"] == []
    assert (found["same"]["id"], found["same"]["flag_name"]) == (same["id"], "Same")
    assert found["other"]["production"] == {"status": "off"}
    assert found["other"]["staging"] == {"status": "on"}
    assert found["other"]["differences"] == [
        "state: off / on", "default: on / 30% on + 70% off", "rules: 0 / 1 (on)",
    ]  # fmt: skip
    desk.caller.http.headers["Accept-Language"] = "tr"
    query = {"left": "staging", "right": "development"}
    rows = desk.ok(await desk.caller.get("/flags/environment-comparison", params=query))
    assert rows[0]["differences"][0] == "durum: açık / kapalı"


async def test_a_flag_is_promoted_after_a_preview(desk: Desk) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}/promote"
    desk.ok(await desk.configure(flag["id"], "staging", enabled=True, default=split(on=30, off=70)))
    body = {"source": "staging", "target": "production"}
    preview = desk.ok(await desk.caller.post(f"{path}/preview", json=body))
    assert preview["differing"] == ["default"]
    assert preview["faults"] == []
    assert (await desk.flag(flag["id"]))["version"] == 2
    after = desk.ok(await desk.caller.post(path, json=body))
    assert after["setups"]["production"] == preview["after"]
    assert after["setups"]["production"]["enabled"] is False
    refused(await desk.caller.post(path, json=body), 409, "NOTHING_CHANGES")
    whole = desk.ok(await desk.caller.post(path, json={**body, "with_enabled": True}))
    assert whole["setups"]["production"] == whole["setups"]["staging"]
    same = {"source": "staging", "target": "staging"}
    refused(await desk.caller.post(path, json=same), 422, "VALIDATION_FAILED")


async def test_environments_tell_their_versions_and_counts(desk: Desk) -> None:
    flag = await desk.make("cashier")
    await desk.make("lobby")
    desk.ok(await desk.configure(flag["id"], enabled=True))
    rows = desk.ok(await desk.caller.get("/flags/environments"))
    assert [(r["environment"], r["flags"], r["on"]) for r in rows] == [
        ("production", 2, 1), ("staging", 2, 0), ("development", 2, 0),
    ]  # fmt: skip
    unexplained = await desk.caller.put(
        "/flags/environments/production", json={"approvals_required": 1}
    )
    refused(unexplained, 400, "REASON_REQUIRED")


async def test_groups_are_named_moved_and_deleted_when_empty(desk: Desk) -> None:
    flag = await desk.make("cashier", group="Payments")
    made = desk.ok(await desk.caller.post("/flags/groups", json={"name": "Fraud"}))
    taken = await desk.caller.post("/flags/groups", json={"name": "fraud"})
    refused(taken, 409, "FLAG_GROUP_EXISTS")
    [fraud, payments] = desk.ok(await desk.caller.get("/flags/groups"))
    assert (fraud["flag_count"], payments["flag_count"]) == (0, 1)
    path = f"/flags/groups/{payments['id']}"
    refused(await desk.caller.delete(path), 409, "FLAG_GROUP_IN_USE")
    renamed = await desk.caller.put(path, json={"name": "Money", "description": "In and out"})
    assert desk.ok(renamed)["flag_count"] == 1
    assert (await desk.flag(flag["id"]))["group"] == "Money"
    desk.ok(await desk.caller.patch(f"/flags/{flag['id']}", json={"group": "fraud"}))
    assert (await desk.flag(flag["id"]))["group"] == "Fraud"
    assert (await desk.caller.delete(path)).status_code == 204
    refused(await desk.caller.delete(path), 404, "FLAG_GROUP_NOT_FOUND")
    assert desk.ok(await desk.caller.get("/flags/groups"))[0]["id"] == made["id"]


async def test_the_systems_own_flags_are_stored(desk: Desk) -> None:
    path = "/settings/feature-flags"
    rows = desk.ok(await desk.caller.get(path))
    assert [(r["key"], r["enabled"]) for r in rows] == [
        ("ENABLE_STRIPE", False), ("ENABLE_AI", False),
    ]  # fmt: skip
    body = {"enabled": True, "reason": "contract signed"}
    assert desk.ok(await desk.caller.put(f"{path}/ENABLE_STRIPE", json=body))["enabled"] is True
    rows = desk.ok(await desk.caller.get(path))
    assert [r["enabled"] for r in rows] == [True, False]
    [flag] = desk.ok(await desk.caller.get("/flags"))
    assert (flag["flag_id"], flag["status"]) == ("ENABLE_STRIPE", "on")
    for bad, status, code in (
        ({"enabled": True, "reason": "no"}, 422, "VALIDATION_FAILED"),
        ({"enabled": "yes", "reason": "because"}, 422, "VALIDATION_FAILED"),
    ):
        refused(await desk.caller.put(f"{path}/ENABLE_AI", json=bad), status, code)
    unknown = await desk.caller.put(f"{path}/ENABLE_ALL", json=body)
    refused(unknown, 404, "SYSTEM_FLAG_NOT_FOUND")
    events = await desk.caller.get(
        "/audit/events", params={"action": "system.feature_flag_updated", "status": "SUCCESS"}
    )
    assert [e["reason"] for e in desk.ok(events)["items"]] == ["contract signed"]
