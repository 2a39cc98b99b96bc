"""What happens by itself: scheduled changes, ramps, guardrails; and turning everything off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from gapless.app import FEATURES
from gapless.features.feature_flags.ramps.jobs import look_after
from gapless.platform import clock
from gapless.platform.jobs import BackgroundJob
from gapless.platform.worker import JobContext, Worker
from tests.features.feature_flags.conftest import Desk, refused, rule, variant
from tests.support.house import House

RAMP: dict[str, Any] = {
    "environment": "production",
    "variant": "on",
    "steps": [
        {"weight": 10_000, "minutes": 30},
        {"weight": 50_000, "minutes": 30},
        {"weight": 100_000, "minutes": 30},
    ],
}


def soon() -> str:
    return (clock.now() + timedelta(hours=1)).isoformat()


async def fall_due(house: House) -> None:
    """Do what a worker does with the scheduled changes of the brand, as if their time had come."""
    worker = Worker(house.database, house.settings, FEATURES)
    async with house.database.session() as db:
        jobs = await db.scalars(
            select(BackgroundJob.id).where(
                BackgroundJob.tenant_id == house.tenant_id,
                BackgroundJob.kind == "flags.scheduled_change",
            )
        )
        found = list(jobs)
    for job_id in found:
        await worker.run_job(job_id)


async def minutes_pass(house: House, minutes: int) -> None:
    """Let the brand's ramps be so much older, and look after them as the worker does."""
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE flag_ramps SET next_at = next_at - CAST(:span AS interval), "
                 "created_at = created_at - CAST(:span AS interval)"
                 " WHERE tenant_id = :tenant"),
            {"span": timedelta(minutes=minutes), "tenant": house.tenant_id},
        )  # fmt: skip
        await db.commit()
    await look_after(JobContext(house.database, house.settings, None))


async def test_a_scheduled_change_happens_when_it_is_due(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier", environment="production")
    path = f"/flags/{flag['id']}/schedule"
    body = {"environment": "production", "due_at": soon(), "enabled": True, "comment": "campaign"}
    made = desk.ok(await desk.caller.post(path, json=body))
    [row] = desk.ok(await desk.caller.get("/flags"))
    assert row["status"] == "scheduled"
    before = await desk.version_of("production")
    await fall_due(house)
    now = await desk.flag(flag["id"])
    assert now["status"] == "on"
    assert await desk.version_of("production") == before + 1
    [change] = desk.ok(await desk.caller.get("/flags/scheduled", params={"flag": flag["id"]}))
    assert (change["id"], change["status"]) == (made["id"], "applied")
    [newest, *_] = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/versions"))
    assert (newest["action"], newest["comment"]) == ("scheduled_change", "campaign")
    await fall_due(house)  # a job that is delivered twice changes nothing more
    assert (await desk.flag(flag["id"]))["version"] == now["version"]
    cancel = await desk.caller.post(f"/flags/scheduled/{made['id']}/cancel")
    refused(cancel, 409, "FLAG_SCHEDULE_ENDED")


async def test_a_scheduled_change_that_cannot_be_made_says_why(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}/schedule"
    due = {"environment": "production", "due_at": soon()}
    desk.ok(
        await desk.caller.post(path, json={**due, "configuration": {"default": variant("off")}})
    )
    desk.ok(await desk.configure(flag["id"], default={"kind": "split", "salt": "x", "slices": [
        {"variant": "on", "weight": 100_000}]}))  # fmt: skip
    await fall_due(house)
    [change] = desk.ok(await desk.caller.get("/flags/scheduled"))
    assert (change["status"], change["error"]["error_code"]) == ("failed", "FLAG_MOVED")
    assert (await desk.flag(flag["id"]))["version"] == 2
    failed = {"action": "flag.scheduled_change_applied", "status": "FAILED"}
    [event] = desk.ok(await desk.caller.get("/audit/events", params=failed))["items"]
    assert event["error_code"] == "FLAG_MOVED"


async def test_what_cannot_be_scheduled(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}/schedule"
    past = (clock.now() - timedelta(minutes=1)).isoformat()
    for body, status, code in (
        ({"due_at": past, "enabled": True}, 422, "FLAG_SCHEDULE_IN_PAST"),
        ({"due_at": soon()}, 422, "VALIDATION_FAILED"),
        ({"due_at": soon()[:19], "enabled": True}, 422, "VALIDATION_FAILED"),
        ({"due_at": soon(), "configuration": {"off_variant": "x"}}, 422, "FLAG_INVALID"),
    ):
        answer = await desk.caller.post(path, json={"environment": "production", **body})
        refused(answer, status, code)
    made = desk.ok(
        await desk.caller.post(
            path, json={"environment": "production", "due_at": soon(), "enabled": True}
        )
    )
    cancel = f"/flags/scheduled/{made['id']}/cancel"
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    refused(await stranger.post(cancel), 404, "FLAG_SCHEDULE_NOT_FOUND")
    assert desk.ok(await desk.caller.post(cancel))["status"] == "cancelled"
    await fall_due(house)
    assert (await desk.flag(flag["id"]))["version"] == 1


async def test_a_ramp_climbs_step_by_step_and_keeps_who_is_in(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    users = [f"u{n}" for n in range(60)]

    async def inside() -> set[str]:
        return {u for u in users if await desk.served(flag["id"], targetingKey=u) is True}

    started = desk.ok(await desk.caller.post(f"/flags/{flag['id']}/ramps", json=RAMP))
    assert (started["status"], started["step"], started["rest"]) == ("running", 0, "off")
    first = await inside()
    await minutes_pass(house, 5)
    assert (await desk.flag(flag["id"]))["version"] == 2
    await minutes_pass(house, 30)
    second = await inside()
    assert first < second < set(users)
    busy = await desk.caller.post(f"/flags/{flag['id']}/ramps", json=RAMP)
    refused(busy, 409, "FLAG_RAMP_RUNNING")
    await minutes_pass(house, 31)
    assert await inside() == set(users)
    await minutes_pass(house, 31)
    [ramp] = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/ramps"))
    assert (ramp["status"], ramp["step"]) == ("completed", 2)
    setup = (await desk.flag(flag["id"]))["setups"]["production"]
    assert setup["default"] == {"kind": "variant", "variant": "on"}
    ended = await desk.caller.post(f"/flags/ramps/{ramp['id']}/pause")
    refused(ended, 409, "FLAG_RAMP_STATE")


async def test_a_broken_guardrail_sends_a_ramp_back(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    rail = {"metric": "payment_error", "limit": 0.05, "min_count": 10}
    body = {**RAMP, "guardrails": [rail]}
    desk.ok(await desk.caller.post(f"/flags/{flag['id']}/ramps", json=body))

    async def report(variant_key: str, values: list[int]) -> None:
        events = [
            {"environment": "production", "metric": "payment_error", "value": value,
             "flag": "cashier", "variant": variant_key, "subject": f"u{n}"}
            for n, value in enumerate(values)
        ]  # fmt: skip
        desk.ok(await desk.caller.post("/flags/metrics/events", json={"events": events}))

    await report("off", [1] * 20)  # the others' errors are not the ramp's
    await report("on", [1] * 5)  # too few to say anything
    await minutes_pass(house, 1)
    [ramp] = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/ramps"))
    assert ramp["status"] == "running"
    await report("on", [1, 0, 0, 0, 0, 0])
    await minutes_pass(house, 1)
    [ramp] = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/ramps"))
    assert ramp["status"] == "rolled_back"
    assert ramp["outcome"]["code"] == "guardrail"
    assert ramp["outcome"]["count"] == 11
    newest = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/versions"))[0]
    assert newest["action"] == "ramp_rolled_back"
    assert newest["comment"] == "payment_error (mean) 0.5455 > 0.05"
    setup = (await desk.flag(flag["id"]))["setups"]["production"]
    assert setup == flag["setups"]["production"]
    [metric] = desk.ok(await desk.caller.get("/flags/metrics"))
    assert (metric["metric"], metric["count"]) == ("payment_error", 31)


async def test_a_ramp_yields_to_a_hand(desk: Desk, house: House) -> None:
    flag = await desk.make("cashier")
    path = f"/flags/{flag['id']}/ramps"
    rules = [rule("r", serve=variant("off"))]
    desk.ok(await desk.configure(flag["id"], enabled=True, rules=rules))
    missing = await desk.caller.post(path, json={**RAMP, "rule": "gone"})
    refused(missing, 422, "FLAG_RAMP_RULE_MISSING")
    ramp = desk.ok(await desk.caller.post(path, json={**RAMP, "rule": "r"}))
    paused = desk.ok(await desk.caller.post(f"/flags/ramps/{ramp['id']}/pause"))
    assert paused["outcome"]["code"] == "by_hand"
    await minutes_pass(house, 60)
    assert desk.ok(await desk.caller.get(path))[0]["step"] == 0
    desk.ok(await desk.caller.post(f"/flags/ramps/{ramp['id']}/resume"))
    back = f"/flags/ramps/{ramp['id']}/rollback"
    refused(await desk.caller.post(back, json={}), 400, "REASON_REQUIRED")
    desk.ok(await desk.caller.post(back, json={"reason": "complaints"}))
    setup = (await desk.flag(flag["id"]))["setups"]["production"]
    assert setup["rules"][0]["serve"] == variant("off")
    desk.ok(await desk.caller.post(path, json={**RAMP, "rule": "r"}))
    desk.ok(await desk.configure(flag["id"], rules=[rule("r", serve=variant("on"))]))
    await minutes_pass(house, 60)
    assert desk.ok(await desk.caller.get(path))[0]["outcome"] == {"code": "taken_over"}
    setup = (await desk.flag(flag["id"]))["setups"]["production"]
    assert setup["rules"][0]["serve"] == variant("on")


async def test_everything_is_turned_off_and_that_is_undone_as_one_act(
    desk: Desk, house: House
) -> None:
    flags = [await desk.make(key) for key in ("cashier", "lobby", "wheel", "quiet")]
    for flag in flags[:3]:
        desk.ok(await desk.configure(flag["id"], enabled=True))
    desk.ok(await desk.configure(flags[0]["id"], "staging", enabled=True))
    desk.ok(await desk.caller.post(f"/flags/{flags[1]['id']}/ramps", json=RAMP))
    schedule = {"environment": "production", "due_at": soon(), "enabled": True}
    desk.ok(await desk.caller.post(f"/flags/{flags[3]['id']}/schedule", json=schedule))
    await desk.demand_approvals(2)

    state = desk.ok(await desk.caller.get("/flags/kill-switch"))
    assert (len(state["on"]), state["schedules"], state["ramps"]) == (4, 1, 1)
    off = desk.ok(await desk.caller.post("/flags/kill-switch"))  # as the existing panel: no body
    assert (len(off["switched"]), off["schedules_held"], off["ramps_held"]) == (4, 1, 1)
    rows = desk.ok(await desk.caller.get("/flags"))
    assert {e["enabled"] for row in rows for e in row["environments"]} == {False}
    await fall_due(house)
    await minutes_pass(house, 60)
    assert (await desk.flag(flags[3]["id"]))["version"] == 1
    await desk.demand_approvals(0)
    desk.ok(await desk.configure(flags[2]["id"], default=variant("off")))

    undone = desk.ok(await desk.caller.post(f"/flags/kill-switch/{off['id']}/undo"))
    assert {e["key"] for e in undone["undo"]["restored"]} == {"cashier", "lobby"}
    assert [e["key"] for e in undone["undo"]["left"]] == ["wheel"]
    assert undone["undo"]["schedules_missed"] == 0
    now = {row["flag_id"]: row for row in desk.ok(await desk.caller.get("/flags"))}
    on = {(k, e["environment"]) for k, r in now.items() for e in r["environments"] if e["enabled"]}
    assert on == {("cashier", "production"), ("cashier", "staging"), ("lobby", "production")}
    [ramp] = desk.ok(await desk.caller.get(f"/flags/{flags[1]['id']}/ramps"))
    assert ramp["status"] == "running"
    [waiting] = desk.ok(await desk.caller.get("/flags/scheduled"))
    assert waiting["status"] == "pending"
    again = await desk.caller.post(f"/flags/kill-switch/{off['id']}/undo")
    refused(again, 409, "FLAG_ALL_OFF_UNDONE")
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    foreign = await stranger.post(f"/flags/kill-switch/{off['id']}/undo")
    refused(foreign, 404, "FLAG_ALL_OFF_NOT_FOUND")


async def test_everything_is_turned_off_in_one_environment_with_its_reason(desk: Desk) -> None:
    flag = await desk.make("cashier")
    for name in ("production", "staging"):
        desk.ok(await desk.configure(flag["id"], name, enabled=True))
    body = {"environment": "production", "reason": "an incident"}
    off = desk.ok(await desk.caller.post("/flags/kill-switch", json=body))
    assert (off["reason"], off["environments"]) == ("an incident", ["production"])
    setups = (await desk.flag(flag["id"]))["setups"]
    assert (setups["production"]["enabled"], setups["staging"]["enabled"]) == (False, True)
    log = desk.ok(await desk.caller.get("/flags/audit-log"))
    assert (log[0]["action"], log[0]["target_name"]) == ("deactivated", "Cashier")
