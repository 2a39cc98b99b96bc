"""The sessions of a brand's admins: who sees them, and that ending one ends it."""

from __future__ import annotations

import pytest

from gapless.platform.permissions import Permission
from tests.support.house import PASSWORD, Caller, House

REASON = {"X-Reason": "Lost%20laptop"}
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)


async def rows_of(caller: Caller, **query: object) -> dict[str, dict[str, object]]:
    answer = await caller.get("/admin/sessions", params=query)
    assert answer.status_code == 200, answer.text
    return {row["admin_id"]: row for row in answer.json()}


async def test_the_list_has_what_the_existing_panel_reads(house: House) -> None:
    caller = await house.sign_in("Admin")
    colleague = await house.add_admin("Support")
    await house.client(**{"User-Agent": CHROME}).post(
        "/api/v1/auth/login", json={"email": colleague.email, "password": PASSWORD}
    )
    stranger = await house.sign_in("Support", tenant_id=house.other_tenant_id)
    rows = await rows_of(caller)
    assert stranger.admin_id not in rows
    row = rows[str(colleague.id)]
    assert row["admin_name"] == "Some One"
    assert row["ip_address"] == "127.0.0.1"
    assert row["device_info"] == "Chrome 140 · Windows"
    assert row["login_time"]
    assert row["last_active"]
    assert row["location"] is None  # no database of places: nothing is made up
    assert (row["is_suspicious"], row["is_current"]) == (False, False)
    assert rows[caller.admin_id]["is_current"] is True
    text = (await caller.get("/admin/sessions")).text
    assert not [word for word in ("token_hash", "csrf", "gls_sess_") if word in text]


async def test_ending_a_session_needs_a_reason_and_ends_it_at_once(house: House) -> None:
    caller = await house.sign_in("Admin")
    colleague = await house.sign_in("Support")
    row = (await rows_of(caller))[colleague.admin_id]
    bare = await caller.delete(f"/admin/sessions/{row['id']}")
    assert bare.json()["error_code"] == "REASON_REQUIRED"
    assert (await colleague.get("/auth/me")).status_code == 200
    ended = await caller.delete(f"/admin/sessions/{row['id']}", headers=REASON)
    assert ended.status_code == 204
    assert (await colleague.get("/auth/me")).status_code == 401
    assert colleague.admin_id not in await rows_of(caller)
    again = await caller.delete(f"/admin/sessions/{row['id']}", headers=REASON)
    assert (again.status_code, again.json()["error_code"]) == (404, "ADMIN_SESSION_NOT_FOUND")
    events = await caller.get("/audit/events", params={"action": "admin.session_revoked"})
    told = [e for e in events.json()["items"] if e["status"] == "SUCCESS"]
    assert [(e["reason"], e["details"]["admin"]) for e in told] == [
        ("Lost laptop", colleague.email)
    ]


async def test_all_sessions_of_one_admin_end_and_ones_own_stays(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin("Support")
    first, second = await house.sign_in_as(admin), await house.sign_in_as(admin)
    answer = await caller.post(
        "/admin/sessions/revoke", json={"admin_id": str(admin.id)}, headers=REASON
    )
    assert answer.json() == {"ended": 2}
    assert [(await c.get("/auth/me")).status_code for c in (first, second)] == [401, 401]
    own = await caller.post(
        "/admin/sessions/revoke", json={"admin_id": caller.admin_id}, headers=REASON
    )
    assert own.json() == {"ended": 0}
    assert (await caller.get("/auth/me")).status_code == 200


async def test_all_sessions_of_the_brand_end_but_ones_own_and_those_of_who_may_do_more(
    house: House,
) -> None:
    caller = await house.sign_in("Admin")
    owner = await house.sign_in("Platform Owner", owner=True)
    colleagues = [await house.sign_in(role) for role in ("Support", "Manager")]
    stranger = await house.sign_in("Support", tenant_id=house.other_tenant_id)
    answer = await caller.post("/admin/sessions/revoke-all", headers=REASON)
    assert answer.json() == {"ended": 2}
    assert [(await c.get("/auth/me")).status_code for c in colleagues] == [401, 401]
    for spared in (caller, owner, stranger):
        assert (await spared.get("/auth/me")).status_code == 200


async def test_another_brands_session_is_404_and_an_owners_is_out_of_rank(house: House) -> None:
    caller = await house.sign_in("Admin")
    owner = await house.owner()
    stranger = await house.sign_in("Support", tenant_id=house.other_tenant_id)
    everything = await rows_of(owner, tenant_id="all", search=stranger.email)
    foreign = everything[stranger.admin_id]["id"]
    answer = await caller.delete(f"/admin/sessions/{foreign}", headers=REASON)
    assert (answer.status_code, answer.json()["error_code"]) == (404, "ADMIN_SESSION_NOT_FOUND")
    superior = (await rows_of(caller))[owner.admin_id]["id"]
    refused = await caller.delete(f"/admin/sessions/{superior}", headers=REASON)
    assert refused.json()["error_code"] == "ADMIN_OUTRANKS_YOU"
    for admin_id, code in (
        (stranger.admin_id, "ADMIN_NOT_FOUND"),
        (owner.admin_id, "ADMIN_OUTRANKS_YOU"),
    ):
        refused = await caller.post(
            "/admin/sessions/revoke", json={"admin_id": admin_id}, headers=REASON
        )
        assert refused.json()["error_code"] == code
    assert (await stranger.get("/auth/me")).status_code == 200


@pytest.mark.parametrize("held", [[], [Permission.SESSIONS_READ]])
async def test_only_who_may_end_sessions_ends_them(house: House, held: list[Permission]) -> None:
    caller = await house.sign_in(custom=await house.add_role(held))
    listed = await caller.get("/admin/sessions")
    assert listed.status_code == (200 if held else 403)
    answer = await caller.post("/admin/sessions/revoke-all", headers=REASON)
    assert (answer.status_code, answer.json()["error_code"]) == (403, "FORBIDDEN")
