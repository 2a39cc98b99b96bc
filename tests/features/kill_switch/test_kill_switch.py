"""The kill switch in one process: what it stops, what it says, who may lift it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from gapless.features.kill_switch.jobs import write_down_expired
from gapless.platform import clock
from gapless.platform.switches import Module
from gapless.platform.worker import JobContext
from tests.support.house import Caller, House
from tests.support.running import ROOT

LEGACY_KEYS = ("crm", "affiliates", "experiments", "kill_switch")


@pytest.fixture
async def keeper(house: House) -> AsyncIterator[Caller]:
    """An owner who may throw switches; lifts what stands for all at the end."""
    keeper = await house.keeper()
    yield keeper
    for row in await standing(keeper):
        if row["tenant_id"] is None:
            await keeper.post(f"/kill-switch/{row['id']}/lift", json={})


async def throw(
    keeper: Caller, module: str, tenant_id: str | None, status: int = 200, **more: Any
) -> Any:
    address = "/kill-switch/tenant" if tenant_id else "/kill-switch/global"
    scope = {"tenant_id": tenant_id} if tenant_id else {}
    wanted = {"module_key": module, "disabled": True, "reason": "a test needs it", **more}
    answer = await keeper.post(address, json=scope | wanted)
    assert answer.status_code == status, answer.text
    return answer.json()


async def standing(keeper: Caller) -> list[dict[str, Any]]:
    status = (await keeper.get("/kill-switch/status")).json()
    return [row for module in status["modules"] for row in module["switches"]]


async def history(keeper: Caller, tenant_id: str) -> list[dict[str, Any]]:
    page = await keeper.get("/kill-switch/history", params={"tenant_id": tenant_id})
    rows: list[dict[str, Any]] = page.json()["items"]
    return rows


@pytest.mark.parametrize("key", LEGACY_KEYS)
async def test_the_existing_panels_call_works_with_its_four_keys(house: House, key: str) -> None:
    keeper = await house.keeper()
    body = {"tenant_id": house.tenant_id, "module_key": key, "disabled": True}
    assert (await keeper.post("/kill-switch/tenant", json=body)).status_code == 200
    status = (await keeper.get("/kill-switch/status")).json()
    assert status["kill_switch_all"] is False
    assert status["tenant_kill_switches"][house.tenant_id] == {key: True}
    admin = await house.sign_in()
    told = (await admin.get("/tenants/capabilities")).json()["features"]
    assert told["kill_switches"] == {key: True}
    assert (await keeper.post("/kill-switch/tenant", json=body | {"disabled": False})).json()[
        "disabled"
    ] is False
    told = (await admin.get("/tenants/capabilities")).json()["features"]
    assert told["kill_switches"] == {}
    # On again when it is on: nothing to do, and no error.
    again = await keeper.post("/kill-switch/tenant", json=body | {"disabled": False})
    assert (again.status_code, again.json()["switch"]) == (200, None)


async def test_a_brands_switch_stops_that_brand_alone(house: House, keeper: Caller) -> None:
    admin = await house.sign_in()
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    await throw(keeper, "games", house.tenant_id)
    stopped = await admin.get("/games")
    assert stopped.status_code == 503
    assert stopped.headers["Retry-After"] == "60"
    assert (stopped.json()["error"], stopped.json()["module"]) == ("MODULE_DISABLED", "GAMES")
    assert stopped.json()["error_code"] == "MODULE_DISABLED"
    assert (await stranger.get("/games")).status_code == 200
    assert (await admin.get("/game-import/jobs")).status_code != 503  # another module
    acting = await house.owner(acting_for=house.tenant_id)
    assert (await acting.get("/games")).status_code == 503


async def test_a_switch_for_all_answers_before_anything_else_is_looked_at(
    house: House, keeper: Caller
) -> None:
    await throw(keeper, "games", None)
    nobody = house.client()
    for method, path in (
        ("GET", "/api/v1/games"),
        ("POST", "/api/v1/games/not-an-id/toggle"),
        ("GET", "/api/v1/games/no/such/route"),
        ("POST", "/api/v1/tables/"),
    ):
        answer = await nobody.request(method, path, content=b"{not json")
        assert answer.status_code == 503, path
        assert answer.json()["module"] == "GAMES"
        assert answer.json()["request_id"] == answer.headers["X-Request-ID"]
        assert "Retry-After" in answer.headers
    assert (await nobody.get("/api/v1/audit/events")).status_code == 401
    [row] = [r for r in await standing(keeper) if r["tenant_id"] is None]
    assert (await keeper.post(f"/kill-switch/{row['id']}/lift", json={})).json()["state"] == (
        "lifted"
    )
    assert (await nobody.get("/api/v1/games")).status_code == 401


async def test_what_stands_says_who_when_why_and_until(house: House, keeper: Caller) -> None:
    until = clock.now() + timedelta(hours=2)
    await throw(keeper, "games", house.tenant_id, reason="wrong prizes", until=clock.iso(until))
    [row] = [r for r in await standing(keeper) if r["tenant_id"] == house.tenant_id]
    assert (row["module"], row["reason"], row["state"]) == ("games", "wrong prizes", "standing")
    assert (row["thrown_by"], row["tenant_name"]) == (keeper.email, house.tenant_id)
    assert datetime.fromisoformat(row["until"]) == until
    admin = await house.sign_in()
    assert 7100 > int((await admin.get("/games")).headers["Retry-After"]) >= 3600
    events = (await admin.get("/audit/events", params={"resource_type": "kill_switch"})).json()
    [event] = events["items"]
    assert (event["action"], event["resource_id"]) == ("kill_switch.tenant.updated", "games")
    assert (event["reason"], event["after_json"]["disabled"]) == ("wrong prizes", True)


async def test_a_reason_is_needed_where_it_can_be_given(house: House, keeper: Caller) -> None:
    for more in ({"reason": None}, {"reason": " x "}):
        refused = await throw(keeper, "games", house.tenant_id, 400, **more)
        assert refused["error_code"] == "REASON_REQUIRED"
        assert (await throw(keeper, "games", None, 400, **more))["error_code"] == "REASON_REQUIRED"
    body = {"tenant_id": house.tenant_id, "module_key": "games", "disabled": True}
    answer = await keeper.post("/kill-switch/tenant", json=body, headers={"X-Reason": "by header"})
    assert answer.json()["switch"]["reason"] == "by header"
    await keeper.post("/kill-switch/tenant", json=body)
    assert [row["reason"] for row in await history(keeper, house.tenant_id)] == [
        "(none given)", "by header",
    ]  # fmt: skip


async def test_what_does_not_exist_is_an_error(house: House, keeper: Caller) -> None:
    unknown = await throw(keeper, "games", "no_such_brand", 404)
    assert unknown["error_code"] == "TENANT_NOT_FOUND"
    module = await throw(keeper, "no_such_module", house.tenant_id, 422)
    assert module["errors"][0]["field"] == "body.module_key"
    assert (await throw(keeper, "no_such_module", None, 422))["error_code"] == "VALIDATION_FAILED"
    past = clock.iso(clock.now() - timedelta(seconds=1))
    ended = await throw(keeper, "games", house.tenant_id, 422, until=past)
    assert ended["error_code"] == "END_IN_THE_PAST"
    naive = await throw(keeper, "games", house.tenant_id, 422, until="2030-01-01T00:00:00")
    assert naive["errors"][0]["field"] == "body.until"
    lifting = {"tenant_id": "no_such_brand", "module_key": "games", "disabled": False}
    assert (await keeper.post("/kill-switch/tenant", json=lifting)).status_code == 404
    nothing = await keeper.post(f"/kill-switch/{uuid4()}/lift", json={})
    assert (nothing.status_code, nothing.json()["error_code"]) == (404, "SWITCH_NOT_FOUND")
    radius = {"module": "games", "tenant_id": "no_such_brand"}
    assert (await keeper.get("/kill-switch/blast-radius", params=radius)).status_code == 404
    assert [r for r in await standing(keeper) if r["tenant_id"] == house.tenant_id] == []


async def test_a_switch_falls_by_the_clock_and_is_written_down(
    house: House, keeper: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await house.sign_in()
    until = clock.now() + timedelta(minutes=10)
    thrown = await throw(keeper, "games", house.tenant_id, until=clock.iso(until))
    assert (await admin.get("/games")).status_code == 503
    later = until + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await admin.get("/games")).status_code == 200
    assert [r for r in await standing(keeper) if r["tenant_id"] == house.tenant_id] == []
    [row] = await history(keeper, house.tenant_id)
    assert (row["state"], datetime.fromisoformat(row["ended_at"])) == ("expired", until)
    late = await keeper.post(f"/kill-switch/{thrown['switch']['id']}/lift", json={})
    assert (late.status_code, late.json()["error_code"]) == (409, "SWITCH_HAS_ENDED")
    await write_down_expired(JobContext(house.database, house.settings, None))
    [row] = await history(keeper, house.tenant_id)
    assert (row["state"], datetime.fromisoformat(row["ended_at"])) == ("expired", until)
    events = (await admin.get("/audit/events", params={"action": "kill_switch.expired"})).json()
    assert len(events["items"]) == 1
    # And it can be thrown anew.
    await throw(keeper, "games", house.tenant_id)
    assert (await admin.get("/games")).status_code == 503


async def test_throwing_again_replaces_without_a_gap(house: House, keeper: Caller) -> None:
    await throw(keeper, "games", house.tenant_id, reason="first")
    soon = clock.iso(clock.now() + timedelta(hours=1))
    await throw(keeper, "games", house.tenant_id, reason="second", until=soon)
    rows = await history(keeper, house.tenant_id)
    assert [(r["reason"], r["state"]) for r in rows] == [
        ("second", "standing"), ("first", "replaced"),
    ]  # fmt: skip
    assert rows[1]["ended_at"] == rows[0]["thrown_at"]
    lifted = await keeper.post(f"/kill-switch/{rows[1]['id']}/lift", json={})
    assert lifted.status_code == 409  # the one that stands is another


async def test_the_hand_that_lifts_is_never_locked_out(house: House, keeper: Caller) -> None:
    home = keeper.tenant_id
    thrown = await throw(keeper, "kill_switch", home)
    # The kill switch is off for the brand the owner acts in: nothing more can be thrown ...
    refused = await throw(keeper, "games", house.tenant_id, 503)
    assert refused["module"] == "KILL_SWITCH"
    params = {"module": "games"}
    assert (await keeper.get("/kill-switch/blast-radius", params=params)).status_code == 503
    # ... but all is seen, and lifted, in both ways.
    assert thrown["switch"]["id"] in [row["id"] for row in await standing(keeper)]
    body = {"tenant_id": home, "module_key": "kill_switch", "disabled": False}
    assert (await keeper.post("/kill-switch/tenant", json=body)).status_code == 200
    again = await throw(keeper, "kill_switch", None)
    await keeper.http.post("/api/v1/auth/login", json={"email": keeper.email, "password": "x"})
    assert (await throw(keeper, "games", None, 503))["module"] == "KILL_SWITCH"
    lifted = await keeper.post(f"/kill-switch/{again['switch']['id']}/lift", json={})
    assert lifted.status_code == 200
    # A brand without the feature cannot throw; whoever acts in it can still lift.
    await house.add_tenant(f"{house.tenant_id}_poor")
    poor = await house.sign_in("Platform Owner", tenant_id=f"{house.tenant_id}_poor", owner=True)
    refused = await throw(poor, "games", house.tenant_id, 403)
    assert refused["error_code"] == "FEATURE_DISABLED"
    stands = await throw(keeper, "games", house.tenant_id)
    lifted = await poor.post(
        f"/kill-switch/{stands['switch']['id']}/lift", json={"reason": "all is well"}
    )
    assert (lifted.json()["lifted_by"], lifted.json()["lift_reason"]) == (poor.email, "all is well")


async def test_everything_off_leaves_sign_in_and_the_kill_switch(house: House) -> None:
    settings = house.settings.model_copy(update={"kill_switch_all": True})
    async with House.build(house.database, settings) as dark:
        owner = await dark.owner()
        assert (await owner.get("/games")).status_code == 503
        status = (await owner.get("/kill-switch/status")).json()
        assert status["kill_switch_all"] is True
        assert (await owner.get("/tenants/capabilities")).status_code == 200


async def test_what_a_switch_would_hit_is_told_before(house: House, keeper: Caller) -> None:
    admin = await house.sign_in()
    for _ in range(3):
        await admin.get("/games")
    await house.traffic.flush()
    async with house.database.session() as db:
        await db.execute(
            text(
                "INSERT INTO jobs (id, tenant_id, kind, state, payload) VALUES "
                "(gen_random_uuid(), :tenant, 'game_import.apply', 'running', '{}')"
            ),
            {"tenant": house.tenant_id},
        )
        await db.commit()
    one = (
        await keeper.get(
            "/kill-switch/blast-radius", params={"module": "games", "tenant_id": house.tenant_id}
        )
    ).json()
    assert (one["requests_5_minutes"], one["requests_hour"]) == (3, 3)
    assert [brand["id"] for brand in one["brands"]] == [house.tenant_id]
    assert one["brands"][0]["already_off"] is False
    paths = {(o["method"], o["path"]) for o in one["operations"]}
    assert ("POST", "/api/v1/games/{game_id}/toggle") in paths
    assert not any(path.startswith("/api/v1/game-import") for _, path in paths)
    await throw(keeper, "game_import", house.tenant_id)
    everyone = (
        await keeper.get("/kill-switch/blast-radius", params={"module": "game_import"})
    ).json()
    jobs = {job["kind"]: job for job in everyone["jobs"]}
    assert jobs["game_import.apply"]["running"] >= 1
    off = {brand["id"] for brand in everyone["brands"] if brand["already_off"]}
    assert house.tenant_id in off
    assert house.other_tenant_id not in off


async def test_the_history_is_paged_and_filtered(house: House, keeper: Caller) -> None:
    for module in ("games", "crm", "games"):
        await throw(keeper, module, house.tenant_id)
    page = await keeper.get(
        "/kill-switch/history",
        params={"tenant_id": house.tenant_id, "module": "games", "page_size": 1},
    )
    assert (page.json()["meta"]["total"], page.headers["X-Total-Count"]) == (2, "2")
    assert page.json()["items"][0]["state"] == "standing"


async def test_only_platform_owners_see_and_throw(house: House) -> None:
    admin = await house.sign_in("Super Admin")
    assert (await admin.get("/kill-switch/status")).status_code == 403
    body = {"tenant_id": house.tenant_id, "module_key": "games", "disabled": True}
    assert (await admin.post("/kill-switch/tenant", json=body)).status_code == 403


async def test_every_module_is_declared_by_something_or_known_to_be_elsewhere(
    house: House, keeper: Caller
) -> None:
    modules = (await keeper.get("/kill-switch/status")).json()["modules"]
    assert [module["key"] for module in modules] == [module.value for module in Module]
    empty = {m["key"] for m in modules if not m["operations"] and not m["jobs"]}
    assert empty <= {"crm", "affiliates", "feature_flags", "experiments", "api_keys"}


async def test_readiness_tells_how_old_the_state_is(house: House) -> None:
    answer = (await house.client().get("/api/readyz")).json()
    assert answer["kill_switches"]["state"] == "live"
    assert answer["kill_switches"]["age_seconds"] < 60


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_module_has_its_words_in_the_panel(language: str) -> None:
    path = ROOT / "web" / "src" / "locales" / language / "killSwitch.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    for group in ("modules", "moduleTexts"):
        assert sorted(words[group]) == sorted(module.value for module in Module)
