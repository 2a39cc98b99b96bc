"""Experiments from draft to decision, on real flags, exposures and events."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from gapless.features.feature_flags.experiments.jobs import fold_batch, fold_everything
from gapless.platform import clock
from gapless.platform.worker import JobContext
from tests.features.feature_flags.conftest import Desk, attribute, refused, rule, variant
from tests.features.feature_flags.delivery.test_ofrep import delivery_of
from tests.support.house import Caller, House
from tests.support.stored_flags import program

Json = dict[str, Any]


def wanted(flag: Json, **changes: Any) -> Json:
    return {
        "name": "New lobby",
        "flag": flag["id"],
        "variants": [{"variant": "off", "weight": 1}, {"variant": "on", "weight": 1}],
        "metrics": [{"key": "conversion"}, {"key": "deposit", "cap": 500}],
        "least_users": 10,
        **changes,
    }


async def draft(desk: Desk, key: str = "lobby", **changes: Any) -> Json:
    """A draft on a flag that is on and gives everybody `off`."""
    flag = await desk.make(key)
    desk.ok(await desk.configure(flag["id"], enabled=True, default=variant("off")))
    return desk.ok(await desk.caller.post("/flags/experiments", json=wanted(flag, **changes)))


async def act(desk: Desk, experiment: Json, what: str, **body: Any) -> Json:
    path = f"/flags/experiments/{experiment['id']}/{what}"
    return desk.ok(await desk.caller.post(path, json=body or None))


async def results(desk: Desk, experiment: Json) -> Json:
    return desk.ok(await desk.caller.get(f"/flags/experiments/{experiment['id']}/results"))


async def fold(house: House) -> None:
    await delivery_of(house).flush()
    while await fold_batch(house.database, house.tenant_id):
        pass


async def ask(client: httpx.AsyncClient, key: str, player: str, **context: Any) -> Json:
    body = {"context": {"targetingKey": player, **context}}
    answer = await client.post(f"/ofrep/v1/evaluate/flags/{key}", json=body)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def measure(client: httpx.AsyncClient, *events: Json) -> int:
    sent = [{"environment": "production", **event} for event in events]
    answer = await client.post("/api/v1/flags/metrics/events", json={"events": sent})
    assert answer.status_code == 200, answer.text
    stored: int = answer.json()["stored"]
    return stored


async def test_the_existing_panels_list_start_and_pause(desk: Desk) -> None:
    made = await draft(desk)
    [row] = desk.ok(await desk.caller.get("/flags/experiments"))
    assert (row["id"], row["name"], row["status"]) == (made["id"], "New lobby", "draft")
    assert [(v["id"], v["name"]) for v in row["variants"]] == [("off", "off"), ("on", "on")]
    assert (row["primary_metric"], row["owner"]) == ("conversion", None)
    path = f"/flags/experiments/{made['id']}"
    assert (await desk.caller.post(f"{path}/start")).json()["status"] == "running"
    assert (await desk.caller.post(f"{path}/pause")).json()["status"] == "paused"
    refused(await desk.caller.post(f"{path}/start"), 409, "EXPERIMENT_MOVE_REFUSED")
    assert (await desk.caller.post(f"{path}/resume")).json()["status"] == "running"


async def test_it_divides_the_users_of_its_flag_and_stops_when_it_stops(desk: Desk) -> None:
    made = await draft(desk)
    names = [f"player-{n}" for n in range(40)]

    async def served() -> list[bool]:
        return [await desk.served(made["flag"], targetingKey=name) for name in names]

    assert not any(await served())
    await act(desk, made, "start")
    first = await served()
    assert {True, False} == set(first)
    await act(desk, made, "pause")
    assert not any(await served())
    await act(desk, made, "resume")
    assert await served() == first  # everybody has what they had
    await act(desk, made, "complete")
    assert not any(await served())
    flag = await desk.flag(made["flag"])
    assert flag["setups"]["production"]["rules"] == []
    history = desk.ok(await desk.caller.get(f"/flags/{made['flag']}/versions"))
    assert [v["action"] for v in history][:4] == [
        "experiment_completed", "experiment_resumed", "experiment_paused", "experiment_started",
    ]  # fmt: skip


async def test_results_come_from_what_programs_did(desk: Desk, house: House) -> None:
    made = await draft(desk)
    await act(desk, made, "start")
    client = await program(house, "flags.evaluate", "flags.metrics")
    players = [f"player-{n}" for n in range(60)]
    events: list[Json] = []
    got: dict[str, bool] = {}
    for n, player in enumerate(players):
        got[player] = (await ask(client, "lobby", player))["value"]
        if n % 3 == 0:
            events.append({"metric": "conversion", "value": 1, "subject": player})
        events += [{"metric": "deposit", "value": 20.0 + n, "subject": player}] * 2
    events += [{"metric": "deposit", "value": 900.0, "subject": players[0]}]  # capped
    events += [{"metric": "deposit", "value": 7.0, "subject": "never-met-it"}]
    assert await measure(client, *events) == len(events)
    await fold(house)
    found = await results(desk, made)
    treated = [p for p in players if got[p]]
    assert found["ratio"]["observed"] == {"off": 60 - len(treated), "on": len(treated)}
    assert (found["users"], found["mixed"], found["serves"]) == (60, 0, True)
    conversion, deposit = found["metrics"]
    on = next(v for v in conversion["variants"] if v["variant"] == "on")
    converted = [p for p in treated if players.index(p) % 3 == 0]
    assert on["value"] == pytest.approx(len(converted) / len(treated))
    assert sum(1 for _ in on["curve"]) > 20
    totals = [2 * (20.0 + players.index(p)) for p in treated]
    if players[0] in treated:
        totals[0] = 500.0
    on = next(v for v in deposit["variants"] if v["variant"] == "on")
    assert on["value"] == pytest.approx(sum(totals) / len(totals))
    assert found["verdict"] in ("keep_running", "mismatch", "winner")
    [day] = {point["day"] for point in found["days"]}
    assert day == clock.now().date().isoformat()
    # Folding again changes nothing.
    await fold(house)
    assert (await results(desk, made))["metrics"] == found["metrics"]
    row = desk.ok(await desk.caller.get(f"/flags/experiments/{made['id']}"))
    assert row["users"] == 60


async def test_events_are_taken_once_and_in_any_order(desk: Desk, house: House) -> None:
    made = await draft(desk, metrics=[{"key": "deposit"}])
    await act(desk, made, "start")
    client = await program(house, "flags.evaluate", "flags.metrics")
    now = clock.now()
    event = {"metric": "deposit", "value": 30.0, "subject": "p", "event_id": "tx-1"}
    assert await measure(client, event) == 1
    assert await measure(client, event, {**event, "event_id": "tx-2"}) == 1
    # The covariate: a week before; and before the look-back: not at all.
    for days, value in ((7, 11.0), (30, 1000.0)):
        at = clock.iso(now - timedelta(days=days))
        await measure(client, {"metric": "deposit", "value": value, "subject": "p", "at": at})
    # Only now does the user meet the flag (a minute's grace covers what came just before).
    await ask(client, "lobby", "p")
    await fold(house)
    await measure(client, {"metric": "deposit", "value": 5.0, "subject": "p"})
    await fold(house)
    async with house.database.session() as db:
        rows = (
            await db.execute(
                text("SELECT y, x FROM experiment_values WHERE experiment_id = :id"),
                {"id": made["id"]},
            )
        ).all()
    assert [tuple(row) for row in rows] == [(65.0, 11.0)]


async def test_who_met_two_variants_is_taken_out(desk: Desk, house: House) -> None:
    made = await draft(desk)
    await act(desk, made, "start")
    client = await program(house, "flags.evaluate", "flags.metrics")
    rule_id = f"experiment-{made['id']}"

    async def report(kind: str, *subjects: str, rule: str = rule_id) -> None:
        one = {"flag": "lobby", "variant": kind, "rule": rule, "subjects": list(subjects)}
        answer = await client.post("/api/v1/flags/exposures", json={"flags": [one]})
        assert answer.status_code == 200, answer.text
        await fold(house)

    await report("on", "a", "b")
    await measure(client, {"metric": "conversion", "value": 1, "subject": "a"})
    await report("off", "a", "c")
    await report("on", "stranger", rule="another-rule")
    await report("on", "left-out", rule="")  # by the flag's default: not among the traffic
    await fold(house)
    found = await results(desk, made)
    assert found["mixed"] == 1
    assert found["ratio"]["observed"] == {"off": 1, "on": 1}
    async with house.database.session() as db:
        left = await db.scalar(
            text(
                "SELECT sum(y) FROM experiment_sums WHERE experiment_id = :id AND metric = "
                "'conversion'"
            ),
            {"id": made["id"]},
        )
    assert left == 0


async def test_what_happens_while_it_is_paused_does_not_count(desk: Desk, house: House) -> None:
    made = await draft(desk)
    await act(desk, made, "start")
    client = await program(house, "flags.evaluate", "flags.metrics")
    await ask(client, "lobby", "p")
    await fold(house)
    await act(desk, made, "pause")
    await measure(client, {"metric": "conversion", "value": 1, "subject": "p"})
    await fold(house)
    found = await results(desk, made)
    assert found["users"] == 1
    async with house.database.session() as db:
        count = await db.scalar(
            text("SELECT count(*) FROM experiment_values WHERE experiment_id = :id"),
            {"id": made["id"]},
        )
        waiting = await db.scalar(
            text("SELECT count(*) FROM experiment_inbox WHERE tenant_id = :t"),
            {"t": house.tenant_id},
        )
    assert (count, waiting) == (0, 0)


async def test_many_batches_at_once_lose_nothing(desk: Desk, house: House) -> None:
    made = await draft(desk, metrics=[{"key": "deposit"}])
    await act(desk, made, "start")
    client = await program(house, "flags.evaluate", "flags.metrics")
    for n in range(8):
        await ask(client, "lobby", f"p{n}")
    await delivery_of(house).flush()

    async def send(n: int) -> None:
        events = [{"metric": "deposit", "value": 1.0, "subject": f"p{i % 8}"} for i in range(40)]
        await measure(client, *events)

    context = JobContext(house.database, house.settings, None)
    await asyncio.gather(*(send(n) for n in range(6)), *(fold_everything(context) for _ in "ab"))
    await fold(house)
    async with house.database.session() as db:
        rows = await db.execute(
            text("SELECT y FROM experiment_values WHERE experiment_id = :id"), {"id": made["id"]}
        )
        assert sorted(rows.scalars()) == [30.0] * 8
        total = await db.scalar(
            text("SELECT sum(y) FROM experiment_sums WHERE experiment_id = :id AND metric <> ''"),
            {"id": made["id"]},
        )
    assert total == 240.0


async def test_a_winner_is_shipped_as_a_change_of_the_flag(desk: Desk) -> None:
    made = await draft(desk)
    await act(desk, made, "start")
    path = f"/flags/experiments/{made['id']}/ship"
    refused(await desk.caller.post(path, json={"variant": "on"}), 400, "REASON_REQUIRED")
    wrong = {"variant": "green", "reason": "it is nicer"}
    refused(await desk.caller.post(path, json=wrong), 422, "EXPERIMENT_INVALID")
    row = await act(desk, made, "ship", variant="on", reason="more conversions")
    assert (row["status"], row["decision"]["variant"]) == ("completed", "on")
    assert row["decision"]["reason"] == "more conversions"
    flag = await desk.flag(made["flag"])
    assert flag["setups"]["production"]["default"] == {"kind": "variant", "variant": "on"}
    assert flag["setups"]["production"]["rules"] == []
    assert await desk.served(made["flag"], targetingKey="anybody") is True
    events = desk.ok(
        await desk.caller.get("/audit/events", params={"action": "experiment.shipped"})
    )
    done = [e for e in events["items"] if e["status"] == "SUCCESS"]
    assert [(e["resource_id"], e["reason"]) for e in done] == [(made["id"], "more conversions")]


async def test_an_audience_keeps_its_rule_and_targeted_users_stay_targeted(desk: Desk) -> None:
    flag = await desk.make("lobby")
    vip = rule("vip", attribute("vip", "in", True), serve=variant("on"))
    desk.ok(await desk.configure(flag["id"], enabled=True, default=variant("off"), rules=[vip]))
    body = wanted(flag, audience=[attribute("country", "in", "TR")], traffic=50)
    made = desk.ok(await desk.caller.post("/flags/experiments", json=body))
    await act(desk, made, "start")
    names = [f"player-{n}" for n in range(60)]
    turks = [await desk.served(flag["id"], targetingKey=n, country="TR") for n in names]
    others = [await desk.served(flag["id"], targetingKey=n, country="DE") for n in names]
    vips = [await desk.served(flag["id"], targetingKey=n, country="TR", vip=True) for n in names]
    assert 0 < sum(turks) < 30  # half of half of them
    assert not any(others)
    assert all(vips)
    await act(desk, made, "ship", variant="on", reason="for Turkey")
    assert await desk.served(flag["id"], targetingKey="x", country="TR") is True
    assert await desk.served(flag["id"], targetingKey="x", country="DE") is False


async def approve(who: Caller, row: Json) -> httpx.Response:
    return await who.post(f"/flags/change-requests/{row['waits_for']}/approve", json={})


async def test_where_others_agree_it_starts_and_ships_by_itself(desk: Desk, house: House) -> None:
    made = await draft(desk)
    await desk.demand_approvals(1)
    row = await act(desk, made, "start")
    assert (row["status"], row["waits_for"] is None) == ("draft", False)
    assert row["request_status"] == "open"
    again = await act(desk, made, "start")
    assert again["waits_for"] == row["waits_for"]  # asked once
    other = await house.sign_in("Admin")
    told = desk.ok(await approve(other, row))
    assert (told["status"], told["kind"]) == ("applied", "experiment")
    assert (told["deed"]["name"], told["deed"]["act"]) == ("New lobby", "start")
    running = (await desk.caller.get(f"/flags/experiments/{made['id']}")).json()
    assert (running["status"], running["waits_for"]) == ("running", None)
    client = await program(house, "flags.evaluate", "flags.metrics")
    await ask(client, "lobby", "early")
    await fold(house)
    assert (await results(desk, made))["users"] == 1

    row = await act(desk, made, "ship", variant="on", reason="it does better")
    assert (row["status"], row["decision"]) == ("running", None)
    for variant_, reason in (("off", "after all"), ("on", "said otherwise")):
        body = {"variant": variant_, "reason": reason}
        answer = await desk.caller.post(f"/flags/experiments/{made['id']}/ship", json=body)
        if variant_ == "on":
            assert desk.ok(answer)["waits_for"] == row["waits_for"]
        else:
            refused(answer, 409, "EXPERIMENT_WAITS")
    desk.ok(await approve(other, row))
    shipped = (await desk.caller.get(f"/flags/experiments/{made['id']}")).json()
    assert (shipped["status"], shipped["request_status"]) == ("completed", None)
    author, by = running["created_by"], other.email
    decision = shipped["decision"]
    assert (decision["variant"], decision["by"], decision["request"]) == (
        "on", author, row["waits_for"],
    )  # fmt: skip
    assert await desk.served(made["flag"], targetingKey="anybody") is True
    [newest, *_] = desk.ok(await desk.caller.get(f"/flags/{made['flag']}/versions"))
    assert (newest["action"], newest["author"]) == ("experiment_shipped", author)
    for action in ("experiment.started", "experiment.shipped"):
        rows = desk.ok(await desk.caller.get("/audit/events", params={"action": action}))["items"]
        [event] = [e for e in rows if e["status"] == "SUCCESS"]
        assert (event["resource_id"], event["actor_email"]) == (made["id"], by)
        assert event["details"]["asked_by"] == author


async def test_what_was_agreed_to_must_still_be_what_it_was(desk: Desk, house: House) -> None:
    made = await draft(desk)
    await desk.demand_approvals(1)
    other = await house.sign_in("Admin")
    path = f"/flags/experiments/{made['id']}"
    row = await act(desk, made, "start")
    desk.ok(await desk.caller.patch(path, json={"name": "Words may change"}))
    desk.ok(await desk.caller.patch(path, json={"traffic": 50}))
    [listed] = desk.ok(await desk.caller.get("/flags/change-requests"))
    assert listed["moved"] == ["experiment.traffic"]
    told = refused(await approve(other, row), 409, "EXPERIMENT_CHANGED")
    assert told["details"] == {"fields": ["traffic"]}
    assert (await desk.caller.get(path)).json()["status"] == "draft"
    refused(await desk.caller.post(f"{path}/start"), 409, "EXPERIMENT_WAITS")
    request = f"/flags/change-requests/{row['waits_for']}"
    desk.ok(await desk.caller.post(f"{request}/withdraw"))
    row = await act(desk, made, "start")
    desk.ok(await desk.configure(made["flag"], enabled=False))
    refused(await approve(other, row), 409, "EXPERIMENT_FLAG_OFF")
    assert (await desk.caller.get(path)).json()["status"] == "draft"


async def test_what_cannot_be_run_is_refused_with_every_fault(desk: Desk) -> None:
    flag = await desk.make("lobby")
    faulty = wanted(
        flag,
        variants=[{"variant": "on", "weight": 1}, {"variant": "on", "weight": 1},
                  {"variant": "blue", "weight": 1}],
        metrics=[{"key": "mine"}, {"key": "mine", "kind": "ratio", "event": "a"},
                 {"key": "sum", "kind": "mean", "denominator": "b"}],
    )  # fmt: skip
    found = refused(
        await desk.caller.post("/flags/experiments", json=faulty), 422, "EXPERIMENT_INVALID"
    )
    assert {(e["field"], e["code"]) for e in found["errors"]} == {
        ("body.variants.1.variant", "DUPLICATE"),
        ("body.variants.2.variant", "UNKNOWN_VARIANT"),
        ("body.metrics.0.kind", "KIND_MISSING"),
        ("body.metrics.1.key", "DUPLICATE"),
        ("body.metrics.1.denominator", "DENOMINATOR_MISSING"),
        ("body.metrics.2.denominator", "DENOMINATOR_SPARE"),
    }
    audience = wanted(flag, audience=[{"kind": "segment", "segment": "nobody"}])
    refused(await desk.caller.post("/flags/experiments", json=audience), 422, "EXPERIMENT_INVALID")
    unknown = wanted({"id": str(uuid4())})
    refused(await desk.caller.post("/flags/experiments", json=unknown), 404, "FLAG_NOT_FOUND")
    made = desk.ok(await desk.caller.post("/flags/experiments", json=wanted(flag)))
    start = f"/flags/experiments/{made['id']}/start"
    refused(await desk.caller.post(start), 409, "EXPERIMENT_FLAG_OFF")
    desk.ok(await desk.configure(flag["id"], enabled=True))
    desk.ok(await desk.caller.post(start))
    second = desk.ok(await desk.caller.post("/flags/experiments", json=wanted(flag, name="Two")))
    refused(
        await desk.caller.post(f"/flags/experiments/{second['id']}/start"),
        409, "EXPERIMENT_OVERLAPS",
    )  # fmt: skip


async def test_a_draft_may_change_and_a_running_one_only_in_words(desk: Desk) -> None:
    made = await draft(desk)
    path = f"/flags/experiments/{made['id']}"
    got = await desk.caller.get(path)
    etag = got.headers["ETag"]
    edited = await desk.caller.patch(path, json={"traffic": 25}, headers={"If-Match": etag})
    assert desk.ok(edited)["traffic"] == 25
    stale = await desk.caller.patch(path, json={"traffic": 50}, headers={"If-Match": etag})
    refused(stale, 412, "STALE_WRITE")
    await act(desk, made, "start")
    locked = await desk.caller.patch(path, json={"traffic": 50, "alpha": 0.1})
    assert refused(locked, 409, "EXPERIMENT_LOCKED")["details"]["fields"] == ["alpha", "traffic"]
    worded = await desk.caller.patch(path, json={"hypothesis": "More light", "owner": "Ada"})
    assert desk.ok(worded)["owner"] == "Ada"
    refused(await desk.caller.post(f"{path}/archive"), 409, "EXPERIMENT_MOVE_REFUSED")
    await act(desk, made, "complete")
    assert (await act(desk, made, "archive"))["archived"] is True
    assert desk.ok(await desk.caller.get("/flags/experiments")) == []
    gone = await desk.caller.get("/flags/experiments", params={"archived": True})
    assert len(desk.ok(gone)) == 1


async def test_a_flag_that_was_changed_by_hand_is_told(desk: Desk) -> None:
    made = await draft(desk)
    await act(desk, made, "start")
    assert (await results(desk, made))["serves"] is True
    desk.ok(await desk.configure(made["flag"], rules=[]))
    found = await results(desk, made)
    assert (found["serves"], found["verdict"]) == (False, "no_users")


async def test_another_brand_sees_none_of_it_and_a_killed_module_takes_nothing(
    desk: Desk, house: House
) -> None:
    made = await draft(desk)
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    assert (await stranger.get(f"/flags/experiments/{made['id']}")).status_code == 404
    assert (await stranger.get(f"/flags/experiments/{made['id']}/results")).status_code == 404
    assert desk.ok(await stranger.get("/flags/experiments")) == []
    body = {"name": "x", **wanted({"id": made["flag"]})}
    assert (await stranger.post("/flags/experiments", json=body)).status_code == 404
    client = await program(house, "flags.metrics")
    await house.switch("experiments", off=True)
    event = {"environment": "production", "metric": "deposit", "value": 1, "subject": "p"}
    answer = await client.post("/api/v1/flags/metrics/events", json={"events": [event]})
    assert (answer.status_code, answer.json()["module"]) == (503, "EXPERIMENTS")


async def test_the_planner_and_what_is_known_to_plan_with(desk: Desk, house: House) -> None:
    client = await program(house, "flags.metrics")
    await measure(
        client,
        {"metric": "deposit", "value": 10, "subject": "a"},
        {"metric": "deposit", "value": 20, "subject": "a"},
        {"metric": "deposit", "value": 50, "subject": "b"},
        {"metric": "load", "value": 3},
    )
    known = desk.ok(await desk.caller.get("/flags/experiments/baselines"))["events"]
    assert known == [
        {"event": "deposit", "users": 2, "rate": 40.0, "deviation": pytest.approx(14.1421356)}
    ]
    body = {"baseline": 0.2, "effect": 0.25, "daily_users": 300}
    plan = desk.ok(await desk.caller.post("/flags/experiments/plan", json=body))
    assert (plan["total"], plan["days"], len(plan["by_weeks"])) == (2062, 7, 8)
    impossible = await desk.caller.post("/flags/experiments/plan", json={**body, "effect": 9})
    refused(impossible, 422, "EXPERIMENT_PLAN_IMPOSSIBLE")
