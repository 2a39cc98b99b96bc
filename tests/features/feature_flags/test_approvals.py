"""Changes that need the consent of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gapless.platform import clock
from tests.features.feature_flags.conftest import Desk, refused, split, variant
from tests.support.house import Caller, House


async def ask(desk: Desk, flag_id: str, **operation: Any) -> dict[str, Any]:
    body = {"operation": operation, "comment": "ready to go"}
    found: dict[str, Any] = desk.ok(
        await desk.caller.post(f"/flags/{flag_id}/change-requests", json=body)
    )
    return found


async def say(who: Caller, request: dict[str, Any], act: str, **body: Any) -> Any:
    return await who.post(f"/flags/change-requests/{request['id']}/{act}", json=body)


async def test_two_of_others_have_to_agree_and_then_it_happens(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await desk.demand_approvals(2)
    refused(await desk.configure(flag["id"], enabled=True), 409, "APPROVAL_REQUIRED")
    refused(await desk.caller.post(f"/flags/{flag['id']}/toggle",
                                   params={"environment": "production"}), 409,
            "APPROVAL_REQUIRED")  # fmt: skip
    desk.ok(await desk.configure(flag["id"], "staging", enabled=True))

    request = await ask(desk, flag["id"], kind="configure", environment="production", enabled=True)
    assert (request["required"], request["mine"], request["status"]) == (2, True, "open")
    assert request["before"]["environments"]["production"]["enabled"] is False
    assert request["after"]["environments"]["production"]["enabled"] is True
    refused(await say(desk.caller, request, "approve"), 403, "SELF_APPROVAL")
    refused(await say(desk.caller, request, "reject", comment="nope"), 403, "SELF_APPROVAL")

    first, second = await house.sign_in(), await house.sign_in()
    for _ in range(2):  # the same admin twice is one
        once = desk.ok(await say(first, request, "approve", comment="fine"))
        assert (once["status"], len(once["decisions"])) == ("open", 1)
    assert (await desk.flag(flag["id"]))["setups"]["production"]["enabled"] is False
    [row] = desk.ok(await desk.caller.get("/flags"))
    assert row["open_requests"] == 1
    twice = desk.ok(await say(second, request, "approve"))
    assert (twice["status"], twice["applied_version"]) == ("applied", 3)
    now = await desk.flag(flag["id"])
    assert now["setups"]["production"]["enabled"] is True
    [newest, *_] = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/versions"))
    assert (newest["action"], newest["comment"]) == ("configured", "ready to go")
    refused(await say(second, request, "approve"), 409, "FLAG_CHANGE_REQUEST_CLOSED")


async def test_a_manager_asks_but_does_not_approve(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await desk.demand_approvals(1)
    manager = await house.sign_in("Manager")
    request = await ask(Desk(house, manager), flag["id"], kind="archive")
    refused(await say(manager, request, "approve"), 403, "FORBIDDEN")
    done = desk.ok(await say(desk.caller, request, "approve"))
    assert done["status"] == "applied"
    assert (await desk.flag(flag["id"]))["archived"] is True


async def test_a_request_whose_ground_moved_is_not_applied(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    other = await house.sign_in()
    request = await ask(desk, flag["id"], kind="configure", environment="production",
                        configuration={"default": split(on=10, off=90)})  # fmt: skip
    desk.ok(await desk.configure(flag["id"], "production", off_variant="on"))
    [listed] = desk.ok(await desk.caller.get("/flags/change-requests"))
    assert listed["moved"] == []  # another part was changed: both are kept
    desk.ok(await desk.configure(flag["id"], "production", default=variant("off")))
    answer = await say(other, request, "approve")
    body = refused(answer, 409, "FLAG_MOVED")
    assert body["details"] == {"places": ["environments.production.default"]}
    [listed] = desk.ok(await desk.caller.get("/flags/change-requests", params={"status": "open"}))
    assert listed["moved"] == ["environments.production.default"]
    assert listed["decisions"] == []


async def test_rejected_withdrawn_and_foreign_requests(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    other = await house.sign_in()
    operation = {"kind": "configure", "environment": "production", "enabled": True}
    request = await ask(desk, flag["id"], **operation)
    refused(await say(other, request, "reject"), 400, "REASON_REQUIRED")
    refused(await say(other, request, "withdraw"), 403, "FLAG_CHANGE_REQUEST_NOT_YOURS")
    rejected = desk.ok(await say(other, request, "reject", comment="not on a Friday"))
    assert rejected["decisions"][0]["comment"] == "not on a Friday"
    second = await ask(desk, flag["id"], **operation)
    assert desk.ok(await say(desk.caller, second, "withdraw"))["status"] == "withdrawn"
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    third = await ask(desk, flag["id"], **operation)
    refused(await say(stranger, third, "approve"), 404, "FLAG_CHANGE_REQUEST_NOT_FOUND")
    assert desk.ok(await stranger.get("/flags/change-requests")) == []
    statuses = [r["status"] for r in desk.ok(await desk.caller.get("/flags/change-requests"))]
    assert statuses == ["open", "withdrawn", "rejected"]


async def test_turning_off_is_never_held_up_unless_it_is_said(desk: Desk) -> None:
    flag = await desk.make("cashier")
    desk.ok(await desk.configure(flag["id"], enabled=True))
    await desk.demand_approvals(1)
    assert desk.ok(await desk.configure(flag["id"], enabled=False))["version"] == 3
    body = {"approvals_required": 1, "off_needs_approval": True, "reason": "an audit found it"}
    desk.ok(await desk.caller.put("/flags/environments/production", json=body))
    desk.ok(await desk.caller.put("/flags/environments/staging", json=body))
    desk.ok(await desk.configure(flag["id"], "development", enabled=True))
    refused(await desk.configure(flag["id"], "staging", enabled=True), 409, "APPROVAL_REQUIRED")


async def test_variants_need_the_consent_of_every_environment(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await desk.demand_approvals(1)
    await desk.demand_approvals(3, "staging")
    variants = [{"key": "on", "value": True}, {"key": "off", "value": False},
                {"key": "new", "value": True}]  # fmt: skip
    answer = await desk.caller.patch(f"/flags/{flag['id']}", json={"variants": variants})
    assert refused(answer, 409, "APPROVAL_REQUIRED")["details"] == {
        "environments": ["production", "staging"]
    }
    desk.ok(await desk.caller.patch(f"/flags/{flag['id']}", json={"owner": "Payments"}))
    request = await ask(desk, flag["id"], kind="edit", variants=variants)
    assert request["required"] == 3


async def test_requests_for_later_rollbacks_promotions_and_ramps(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}"
    other = await house.sign_in()
    desk.ok(await desk.configure(flag["id"], default=variant("off")))
    desk.ok(await desk.configure(flag["id"], "staging", default=split(on=40, off=60)))
    await desk.demand_approvals(1)

    back = await ask(desk, flag["id"], kind="rollback", version=1, environment="production")
    desk.ok(await say(other, back, "approve"))
    assert (await desk.flag(flag["id"]))["setups"]["production"]["default"]["variant"] == "on"

    promote = await ask(desk, flag["id"], kind="promote", source="staging", target="production")
    desk.ok(await say(other, promote, "approve"))
    setups = (await desk.flag(flag["id"]))["setups"]
    assert setups["production"]["default"] == setups["staging"]["default"]

    due = (clock.now() + timedelta(days=1)).isoformat()
    later = await ask(desk, flag["id"], kind="configure", environment="production", enabled=True,
                      due_at=due)  # fmt: skip
    desk.ok(await say(other, later, "approve"))
    [scheduled] = desk.ok(await desk.caller.get("/flags/scheduled"))
    assert (scheduled["status"], scheduled["author"]) == ("pending", "Some One")

    body = {"environment": "production", "variant": "on", "steps": [{"weight": 50_000,
            "minutes": 60}, {"weight": 100_000, "minutes": 60}]}  # fmt: skip
    refused(await desk.caller.post(f"{path}/ramps", json=body), 409, "APPROVAL_REQUIRED")
    ramp = await ask(desk, flag["id"], kind="ramp", **body)
    assert ramp["ramp"]["steps"][1]["weight"] == 100_000
    desk.ok(await say(other, ramp, "approve"))
    [running] = desk.ok(await desk.caller.get(f"{path}/ramps"))
    assert running["status"] == "running"


async def test_a_key_of_ones_own_is_no_second_pair_of_eyes(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    await desk.demand_approvals(1)
    maker, rotator, third = [await house.sign_in() for _ in range(3)]
    body = {"name": "CI", "scopes": ["flags.read", "flags.write"]}
    made = desk.ok(await maker.post("/api-keys/", json=body))
    operation = {"kind": "configure", "environment": "production", "enabled": True}

    async def ask_by_key(secret: str) -> dict[str, Any]:
        async with house.client(Authorization=f"Bearer {secret}") as client:
            path = f"/api/v1/flags/{flag['id']}/change-requests"
            answer = await client.post(path, json={"operation": operation, "comment": "from CI"})
            found: dict[str, Any] = desk.ok(answer)
            assert found["mine"] is True
            return found

    first = await ask_by_key(made["api_key"])
    refused(await say(maker, first, "approve"), 403, "SELF_APPROVAL")
    refused(await say(maker, first, "reject", comment="nope"), 403, "SELF_APPROVAL")
    assert desk.ok(await say(maker, first, "withdraw"))["status"] == "withdrawn"
    rotated = desk.ok(await rotator.post(f"/api-keys/{made['key']['id']}/rotate", json={}))
    second = await ask_by_key(rotated["api_key"])
    for holder in (maker, rotator):
        refused(await say(holder, second, "approve"), 403, "SELF_APPROVAL")
    refused(await say(third, second, "withdraw"), 403, "FLAG_CHANGE_REQUEST_NOT_YOURS")
    assert desk.ok(await say(third, second, "approve"))["status"] == "applied"


async def test_what_is_switched_off_meanwhile_is_not_switched_on_by_consent(
    desk: Desk, house: House
) -> None:
    flag = await desk.make("cashier")
    desk.ok(await desk.configure(flag["id"], enabled=True, default=variant("on")))
    desk.ok(await desk.configure(flag["id"], "staging", enabled=True, default=variant("on")))
    await desk.demand_approvals(1)
    other = await house.sign_in()
    request = await ask(desk, flag["id"], kind="configure", environment="production",
                        enabled=True, configuration={"off_variant": "on"})  # fmt: skip
    desk.ok(await desk.configure(flag["id"], enabled=False))  # an emergency
    desk.ok(await say(other, request, "approve"))
    setup = (await desk.flag(flag["id"]))["setups"]["production"]
    assert (setup["enabled"], setup["off_variant"]) == (False, "on")
