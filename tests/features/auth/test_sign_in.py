"""Signing in and out."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.support.house import PASSWORD, House


async def test_a_sign_in_answers_the_shape_the_existing_panel_reads(house: House) -> None:
    admin = await house.add_admin("Admin")
    answer = await house.client().post(
        "/api/v1/auth/login", json={"email": admin.email.upper(), "password": PASSWORD}
    )
    assert answer.status_code == 200
    body = answer.json()
    assert body["access_token"]
    assert body["token_type"] == "bearer"
    assert body["admin"]["email"] == admin.email
    assert body["admin"]["is_active"] is True
    assert "set-cookie" not in answer.headers
    hidden = ("password_hash", "key_hash", "secret", "invite_token")
    assert not [name for name in hidden if name in answer.text]


async def test_me_and_sign_out_ends_the_session_at_once(house: House) -> None:
    caller = await house.sign_in()
    me = await caller.get("/auth/me")
    assert me.status_code == 200
    assert me.json()["email"] == caller.email
    assert (await caller.post("/auth/logout")).status_code == 204
    after = await caller.get("/auth/me")
    assert after.status_code == 401
    assert after.json()["error_code"] == "UNAUTHORIZED"


async def test_disabling_an_admin_ends_access_at_once(house: House) -> None:
    caller = await house.sign_in()
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE admins SET status = 'disabled' WHERE id = :id"), {"id": caller.admin_id}
        )
        await db.commit()
    assert (await caller.get("/auth/me")).status_code == 401


async def test_every_refusal_is_alike_and_401(house: House) -> None:
    known = await house.add_admin()
    disabled = await house.add_admin(status="disabled")
    invited = await house.add_admin(status="invited")
    answers = []
    for email, password in (
        (known.email, "wrong"),
        ("nobody@example.com", PASSWORD),
        (disabled.email, PASSWORD),
        (invited.email, PASSWORD),
    ):
        answer = await house.client().post(
            "/api/v1/auth/login", json={"email": email, "password": password}
        )
        assert answer.status_code == 401
        body = answer.json()
        answers.append((body["error_code"], body["message"], body["details"]))
    assert set(map(str, answers)) == {str(answers[0])}
    assert answers[0][0] == "INVALID_CREDENTIALS"


async def test_an_email_that_is_none_is_422(house: House) -> None:
    answer = await house.client().post(
        "/api/v1/auth/login", json={"email": "not an e-mail", "password": "x"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.email"


async def test_guessing_has_to_wait_even_with_the_right_password(house: House) -> None:
    admin = await house.add_admin()
    for _ in range(house.settings.login_max_failures):
        await house.client().post(
            "/api/v1/auth/login", json={"email": admin.email, "password": "guess"}
        )
    answer = await house.client().post(
        "/api/v1/auth/login", json={"email": admin.email, "password": PASSWORD}
    )
    assert answer.status_code == 429
    assert answer.json()["error_code"] == "RATE_LIMITED"
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_cookie_session_needs_the_csrf_token_for_writes_alone(house: House) -> None:
    admin = await house.add_admin()
    client = house.client()
    answer = await client.post(
        "/api/v1/auth/login",
        json={"email": admin.email, "password": PASSWORD, "session": "cookie"},
    )
    assert answer.json()["access_token"] is None
    cookie = answer.headers.get_list("set-cookie")
    assert any(
        "gapless_session" in c and "HttpOnly" in c and "SameSite=strict" in c for c in cookie
    )
    assert (await client.get("/api/v1/auth/me")).status_code == 200
    refused = await client.post("/api/v1/auth/logout")
    assert refused.status_code == 403
    assert refused.json()["error_code"] == "CSRF_FAILED"
    wrong = await client.post("/api/v1/auth/logout", headers={"X-CSRF-Token": "guess"})
    assert wrong.status_code == 403
    right = await client.post(
        "/api/v1/auth/logout", headers={"X-CSRF-Token": answer.json()["csrf_token"]}
    )
    assert right.status_code == 204
    assert (await client.get("/api/v1/auth/me")).status_code == 401


async def test_a_new_password_ends_the_other_sessions(house: House) -> None:
    admin = await house.add_admin()
    clients = []
    for _ in range(2):
        client = house.client()
        answer = await client.post(
            "/api/v1/auth/login", json={"email": admin.email, "password": PASSWORD}
        )
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        clients.append(client)
    here, there = clients
    for new, code in (
        ("Short-1", "PASSWORD_TOO_SHORT"),
        ("all-lower-case-1", "PASSWORD_MUST_CONTAIN_UPPERCASE"),
        ("No-Digit-At-All", "PASSWORD_MUST_CONTAIN_DIGIT"),
        ("NoSpecialChar99", "PASSWORD_MUST_CONTAIN_SPECIAL"),
        (PASSWORD, "PASSWORD_UNCHANGED"),
    ):
        answer = await here.post(
            "/api/v1/auth/change-password",
            json={"current_password": PASSWORD, "new_password": new},
        )
        assert (answer.status_code, answer.json()["error_code"]) == (422, code)
    changed = await here.post(
        "/api/v1/auth/change-password",
        json={"current_password": PASSWORD, "new_password": "A-Better-Horse-7"},
    )
    assert changed.json() == {"other_sessions_ended": 1}
    assert (await here.get("/api/v1/auth/me")).status_code == 200
    assert (await there.get("/api/v1/auth/me")).status_code == 401


async def test_own_sessions_are_listed_and_ended(house: House) -> None:
    caller = await house.sign_in()
    stranger = await house.sign_in()
    own = (await caller.get("/auth/sessions")).json()
    assert [s["is_current"] for s in own] == [True]
    foreign = await stranger.delete(f"/auth/sessions/{own[0]['id']}")
    assert (foreign.status_code, foreign.json()["error_code"]) == (404, "SESSION_NOT_FOUND")
    assert (await caller.delete(f"/auth/sessions/{own[0]['id']}")).status_code == 204
    assert (await caller.get("/auth/me")).status_code == 401


@pytest.mark.parametrize(
    "past",
    ["last_seen_at = now() - interval '61 minutes'", "expires_at = now() - interval '1 second'"],
    ids=["idle", "absolute"],
)
async def test_a_session_ends_by_itself(house: House, past: str) -> None:
    caller = await house.sign_in()
    assert (await caller.get("/auth/me")).status_code == 200
    async with house.database.session() as db:
        await db.execute(
            text(f"UPDATE sessions SET {past} WHERE admin_id = :id"), {"id": caller.admin_id}
        )
        await db.commit()
    assert (await caller.get("/auth/me")).status_code == 401
