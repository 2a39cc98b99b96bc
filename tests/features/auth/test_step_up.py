"""Step-up: a dangerous act needs a fresh proof, and only a right one counts."""

from __future__ import annotations

from sqlalchemy import text

from gapless.settings import Settings
from tests.support.house import PASSWORD, Caller, House

WHY = {"X-Reason": "Trial"}


async def grow_stale(house: House, caller: Caller, minutes: int = 16) -> None:
    async with house.database.session() as db:
        await db.execute(
            text(
                "UPDATE sessions SET proved_at = now() - make_interval(mins => :m) "
                "WHERE admin_id = :id"
            ),
            {"id": caller.admin_id, "m": minutes},
        )
        await db.commit()


async def test_a_fresh_sign_in_needs_no_further_proof_and_a_stale_one_does(house: House) -> None:
    caller = await house.sign_in("Admin")
    assert (await caller.post("/admin/sessions/revoke-all", headers=WHY)).status_code == 200
    await grow_stale(house, caller)
    refused = await caller.post("/admin/sessions/revoke-all", headers=WHY)
    assert (refused.status_code, refused.json()["error_code"]) == (403, "STEP_UP_REQUIRED")
    assert refused.json()["details"] == {"methods": ["password"], "minutes": 15}
    # What is not dangerous goes on.
    assert (await caller.get("/admin/sessions")).status_code == 200
    proved = await caller.post("/auth/step-up", json={"password": PASSWORD})
    assert proved.status_code == 200
    assert (await caller.post("/admin/sessions/revoke-all", headers=WHY)).status_code == 200
    events = await caller.get("/audit/events", params={"action": "admin.all_sessions_revoked"})
    assert [e["status"] for e in events.json()["items"]] == ["SUCCESS", "DENIED", "SUCCESS"]


async def test_a_wrong_proof_counts_for_nothing_and_guessing_has_to_wait(house: House) -> None:
    caller = await house.sign_in("Admin")
    await grow_stale(house, caller)
    codes = [
        (await caller.post("/auth/step-up", json={"password": "guess"})).json()["error_code"]
        for _ in range(6)
    ]
    assert codes == ["WRONG_PASSWORD"] * 5 + ["RATE_LIMITED"]
    refused = await caller.post("/admin/sessions/revoke-all", headers=WHY)
    assert refused.json()["error_code"] == "STEP_UP_REQUIRED"


async def test_a_proof_counts_for_its_own_session_alone(house: House) -> None:
    admin = await house.add_admin("Admin")
    here, there = await house.sign_in_as(admin), await house.sign_in_as(admin)
    await grow_stale(house, here)
    await here.post("/auth/step-up", json={"password": PASSWORD})
    assert (await here.post("/admin/sessions/revoke-all", headers=WHY)).status_code == 200
    refused = await there.post("/admin/sessions/revoke-all", headers=WHY)
    assert refused.status_code in (401, 403)


async def test_a_stricter_policy_asks_sooner(house: House) -> None:
    caller = await house.sign_in("Admin")
    await caller.patch("/admin/security", json={"step_up_minutes": 1}, headers=WHY)
    await grow_stale(house, caller, minutes=2)
    refused = await caller.post("/admin/sessions/revoke-all", headers=WHY)
    assert refused.json()["details"]["minutes"] == 1


async def test_who_has_no_password_is_offered_none_and_signs_in_again(house: House) -> None:
    caller = await house.sign_in("Admin")
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE admins SET password_hash = NULL WHERE id = :id"), {"id": caller.admin_id}
        )
        await db.commit()
    assert (await caller.get("/auth/me")).json()["has_password"] is False
    await grow_stale(house, caller)
    refused = await caller.post("/admin/sessions/revoke-all", headers=WHY)
    assert refused.json()["details"]["methods"] == []
    offered = (await caller.post("/auth/step-up/options")).json()
    assert (offered["methods"], offered["passkey_options"]) == ([], None)
    for proof in ({"password": PASSWORD}, {"password": "x"}):
        answer = await caller.post("/auth/step-up", json=proof)
        assert answer.json()["error_code"] == "PROOF_NOT_ACCEPTED"
    refused = await caller.post("/admin/sessions/revoke-all", headers=WHY)
    assert refused.json()["error_code"] == "STEP_UP_REQUIRED"


async def test_the_permission_is_asked_before_the_proof(house: House) -> None:
    """Whoever may not do it is not sent for their password."""
    support = await house.sign_in("Support")
    await grow_stale(house, support)
    refused = await support.post("/admin/sessions/revoke-all", headers=WHY)
    assert refused.json()["error_code"] == "FORBIDDEN"


async def test_a_client_that_cannot_ask_for_a_proof_works_on_where_the_server_says_so(
    house: House,
) -> None:
    """The setting is for tokens alone, and a brand that wants less time gets it."""
    values = {**house.settings.model_dump(), "step_up_token_minutes": 1440}
    async with House.build(house.database, Settings(**values)) as lenient:
        admin = await lenient.add_admin("Super Admin")
        old_panel = await lenient.sign_in_as(admin)
        browser = lenient.client()
        answer = await browser.post(
            "/api/v1/auth/login",
            json={"email": admin.email, "password": PASSWORD, "session": "cookie"},
        )
        csrf = {"X-CSRF-Token": answer.json()["csrf_token"], **WHY}
        await grow_stale(lenient, old_panel, 1000)
        assert (await old_panel.post("/admin/teams", json={"name": "Late"})).status_code == 200
        refused = await browser.post("/api/v1/admin/teams", json={"name": "Later"}, headers=csrf)
        assert refused.json()["error_code"] == "STEP_UP_REQUIRED"
        await grow_stale(lenient, old_panel, 0)
        await old_panel.patch("/admin/security", json={"step_up_minutes": 5}, headers=WHY)
        await grow_stale(lenient, old_panel, 6)
        refused = await old_panel.post("/admin/teams", json={"name": "Latest"})
        assert refused.json()["details"]["minutes"] == 5
