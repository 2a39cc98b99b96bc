"""The security policy: what it says is what happens, for open sessions too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.features.auth.second_factors import set_up_app
from tests.support.house import PASSWORD, Caller, House

WHY = {"X-Reason": "Audit finding"}
LOGIN = "/api/v1/auth/login"


async def change(caller: Caller, expect: int = 200, /, **rules: Any) -> dict[str, Any]:
    answer = await caller.patch("/admin/security", json=rules, headers=WHY)
    assert answer.status_code == expect, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def floor(house: House) -> AsyncIterator[Caller]:
    """A platform owner who may set the floor; it is gone afterwards, for the other tests' sake."""
    yield await house.owner()
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM security_rules WHERE scope = '*'"))
        await db.commit()


async def test_the_object_has_what_the_existing_panel_reads(house: House) -> None:
    caller = await house.sign_in("Admin")
    answer = await caller.get("/admin/security")
    state = answer.json()
    assert state["password_min_length"] == 12
    assert state["session_timeout_minutes"] == 60
    assert state["max_login_attempts"] == 5
    assert state["require_2fa"] is False
    assert (state["allowed_ips"], state["blocked_ips"]) == ([], [])
    assert set(state["own"].values()) == {None}
    assert (state["admins"], state["admins_without_2fa"]) == (1, 1)
    assert answer.headers["ETag"] == '"v0"'


async def test_a_rule_is_set_kept_left_again_and_audited(house: House) -> None:
    caller = await house.sign_in("Admin")
    first = await change(caller, session_timeout_minutes=10, max_login_attempts=3)
    assert (first["session_timeout_minutes"], first["max_login_attempts"]) == (10, 3)
    assert first["updated_by"] == "Some One"
    again = await change(caller, session_timeout_minutes=None)
    assert (again["session_timeout_minutes"], again["own"]["max_login_attempts"]) == (60, 3)
    events = await caller.get("/audit/events", params={"action": "admin.security_policy_changed"})
    newest = events.json()["items"][0]
    assert newest["reason"] == "Audit finding"
    assert newest["before_json"]["session_timeout_minutes"] == 10
    assert newest["after_json"]["session_timeout_minutes"] is None


async def test_a_stale_change_is_refused(house: House) -> None:
    caller = await house.sign_in("Admin")
    tag = (await caller.get("/admin/security")).headers["ETag"]
    for expected in (200, 412):
        answer = await caller.patch(
            "/admin/security", json={"step_up_minutes": 5}, headers={**WHY, "If-Match": tag}
        )
        assert answer.status_code == expected, answer.text


@pytest.mark.parametrize(
    ("name", "weaker"),
    [
        ("password_min_length", 11),
        ("password_min_score", 2),
        ("session_timeout_minutes", 61),
        ("session_absolute_hours", 25),
        ("max_login_attempts", 6),
        ("step_up_minutes", 16),
    ],
)
async def test_nothing_is_set_below_the_floor(house: House, name: str, weaker: int) -> None:
    caller = await house.sign_in("Admin")
    answer = await change(caller, 422, **{name: weaker})
    assert answer["error_code"] == "SECURITY_POLICY_BELOW_FLOOR"
    assert [e["field"] for e in answer["errors"]] == [f"body.{name}"]


@pytest.mark.parametrize("wrong", ["30", 30.5, True, 0, -1, 10**9])
async def test_a_rule_is_a_number_in_its_range(house: House, wrong: object) -> None:
    caller = await house.sign_in("Admin")
    assert (await change(caller, 422, session_timeout_minutes=wrong))["error_code"] == (
        "VALIDATION_FAILED"
    )
    assert (await change(caller, 422, require_2fa="yes"))["error_code"] == "VALIDATION_FAILED"
    assert (await change(caller, 422, is_platform_owner=True))["error_code"] == (
        "VALIDATION_FAILED"
    )


async def test_the_floor_of_all_brands_binds_a_brand_that_set_less(
    house: House, floor: Caller
) -> None:
    caller = await house.sign_in("Admin")
    await change(caller, session_timeout_minutes=30)
    answer = await floor.patch(
        "/admin/security",
        params={"tenant_id": "all"},
        json={"session_timeout_minutes": 20, "require_2fa": True},
        headers=WHY,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["tenant_id"] is None
    await set_up_app(caller)  # the floor asks for it at once
    state = (await caller.get("/admin/security")).json()
    assert (state["session_timeout_minutes"], state["own"]["session_timeout_minutes"]) == (20, 30)
    assert state["require_2fa"] is True
    assert (await change(caller, 422, require_2fa=False))["details"] == {
        "floor": {"require_2fa": True}
    }


async def test_only_an_owner_who_acts_in_no_brand_sets_the_floor(house: House) -> None:
    for caller in (
        await house.sign_in("Super Admin"),
        await house.owner(acting_for=house.tenant_id),
    ):
        answer = await caller.patch(
            "/admin/security", params={"tenant_id": "all"}, json={"require_2fa": True}
        )
        assert answer.json()["error_code"] == "TENANT_OVERRIDE_FORBIDDEN"
    support = await house.sign_in("Support")
    assert (await support.get("/admin/security")).status_code == 403


@pytest.mark.parametrize(
    ("rule", "past"),
    [
        ({"session_timeout_minutes": 5}, "last_seen_at = now() - interval '6 minutes'"),
        ({"session_absolute_hours": 2}, "created_at = now() - interval '3 hours'"),
    ],
    ids=["idle", "absolute"],
)
async def test_shorter_sessions_end_the_open_ones_at_once(
    house: House, rule: dict[str, int], past: str
) -> None:
    caller = await house.sign_in("Admin")
    colleague = await house.sign_in("Support")
    async with house.database.session() as db:
        await db.execute(
            text(f"UPDATE sessions SET {past} WHERE admin_id = :id"), {"id": colleague.admin_id}
        )
        await db.commit()
    assert (await colleague.get("/games")).status_code == 200
    async with house.database.session() as db:  # its last use was just now
        await db.execute(
            text(f"UPDATE sessions SET {past} WHERE admin_id = :id"), {"id": colleague.admin_id}
        )
        await db.commit()
    await change(caller, **rule)
    listed = [row["admin_id"] for row in (await caller.get("/admin/sessions")).json()]
    assert colleague.admin_id not in listed
    assert (await colleague.get("/games")).status_code == 401


async def test_fewer_attempts_are_left_when_the_policy_says_so(house: House) -> None:
    caller = await house.sign_in("Admin")
    await change(caller, max_login_attempts=2)
    admin = await house.add_admin()
    body = {"email": admin.email, "password": "guess"}
    statuses = [(await house.client().post(LOGIN, json=body)).status_code for _ in range(4)]
    assert statuses == [401, 401, 429, 429]


async def test_a_stranger_gets_a_limit_that_some_brand_has_and_keeps_it(house: House) -> None:
    """How many attempts are left must not tell whether somebody has the e-mail."""
    caller = await house.sign_in("Admin")
    await change(caller, max_login_attempts=2)
    found = set()
    for n in range(3):
        counts = []
        for _ in range(2):
            body = {"email": f"stranger-{n}-{house.tenant_id}@example.com", "password": "guess"}
            statuses = [(await house.client().post(LOGIN, json=body)).status_code for _ in range(6)]
            counts.append(statuses.count(401))
            async with house.database.session() as db:
                await db.execute(text("DELETE FROM login_attempts"))
                await db.commit()
        assert counts[0] == counts[1]
        found.add(counts[0])
    assert found <= {2, 3, 5}


async def test_a_longer_password_is_asked_for_where_the_policy_says_so(house: House) -> None:
    caller = await house.sign_in("Admin")
    await change(caller, password_min_length=20)
    answer = await caller.post(
        "/auth/change-password",
        json={"current_password": PASSWORD, "new_password": "Otter-Kayak-Plum-7"},
    )
    assert answer.json()["error_code"] == "PASSWORD_TOO_SHORT"
    assert "20" in answer.json()["message"]


@pytest.mark.parametrize("weak", ["Password-1234", "Qwertyuiop-1", "own e-mail", "own brand"])
async def test_a_password_that_is_easy_to_guess_is_refused(house: House, weak: str) -> None:
    caller = await house.sign_in("Admin")
    own = {
        "own e-mail": f"A-1{caller.email.partition('@')[0]}",
        "own brand": f"B-1{house.tenant_id}",
    }
    answer = await caller.post(
        "/auth/change-password",
        json={"current_password": PASSWORD, "new_password": own.get(weak, weak)},
    )
    assert (answer.status_code, answer.json()["error_code"]) == (422, "PASSWORD_TOO_WEAK")
