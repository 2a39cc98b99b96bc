"""What was used, planted or sent by another site is worth nothing; the audit log tells of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from gapless.platform.identity import passwords
from tests.features.auth.second_factors import (
    LOGIN,
    App,
    add_passkey,
    first_step,
    second_step,
    set_up_app,
)
from tests.support.house import PASSWORD, Caller, House


async def seen(boss: Caller, **query: str) -> list[tuple[str, str | None]]:
    """Status and code of the brand's audit rows, the newest first."""
    rows = (await boss.get("/audit/events", params=query)).json()["items"]
    return [(row["status"], row["error_code"]) for row in rows]


async def refused_step_up(caller: Caller, code: str) -> None:
    answer = await caller.post("/auth/step-up", json={"code": code})
    assert (answer.status_code, answer.json()["error_code"]) == (422, "PROOF_INVALID")


async def test_a_code_is_good_once_whatever_it_is_shown_for(house: House) -> None:
    boss, admin = await house.sign_in("Admin"), await house.add_admin()
    caller = await house.sign_in_as(admin)
    app, _ = await set_up_app(caller)
    # Overheard when it was set up, or at a sign-in: worth nothing in a session,
    code = app.code()
    assert (await second_step(house, await first_step(house, admin), code=code)).status_code == 200
    await refused_step_up(caller, app.code(-1))
    await refused_step_up(caller, code)
    # and overheard in a session: worth nothing at a sign-in.
    later = app.code(1)
    assert (await caller.post("/auth/step-up", json={"code": later})).status_code == 200
    for used in (later, code):
        replay = await second_step(house, await first_step(house, admin), code=used)
        assert (replay.status_code, replay.json()["error_code"]) == (401, "MFA_INVALID")
    assert await seen(boss, action="auth.stepped_up") == [
        ("SUCCESS", None),
        ("FAILED", "PROOF_INVALID"),
        ("FAILED", "PROOF_INVALID"),
    ]
    assert await seen(boss, action="auth.mfa") == [
        ("DENIED", "MFA_INVALID"),
        ("DENIED", "MFA_INVALID"),
        ("SUCCESS", None),
    ]


async def test_a_code_of_a_clock_that_runs_wild_is_none(house: House) -> None:
    admin = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(admin))
    for steps in (-20, -3, 3, 20):
        answer = await second_step(house, await first_step(house, admin), code=app.code(steps))
        assert answer.json()["error_code"] == "MFA_INVALID", steps


async def test_a_code_is_good_once_across_a_sign_in_and_a_session_at_the_same_time(
    house: House,
) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    app, _ = await set_up_app(caller)
    asked, code = await first_step(house, admin), app.code()
    answers = await asyncio.gather(
        second_step(house, asked, code=code),
        caller.post("/auth/step-up", json={"code": code}),
        caller.post("/auth/step-up", json={"code": code}),
    )
    assert sorted(a.is_success for a in answers) == [False, False, True]


async def test_a_secret_from_before_a_reset_is_worth_nothing(house: House) -> None:
    boss, admin = await house.sign_in("Admin"), await house.add_admin("Support")
    old, codes = await set_up_app(await house.sign_in_as(admin))
    reset = await boss.delete(
        f"/admin/users/{admin.id}/second-factors", headers={"X-Reason": "Lost phone"}
    )
    assert reset.status_code == 200
    new, _ = await set_up_app(await house.sign_in_as(admin))
    for factor in ({"code": old.code()}, {"recovery_code": codes[0]}):
        answer = await second_step(house, await first_step(house, admin), **factor)
        assert answer.json()["error_code"] == "MFA_INVALID"
    right = await second_step(house, await first_step(house, admin), code=new.code())
    assert right.status_code == 200


async def test_one_recovery_code_sent_many_times_at_once_opens_one_session(house: House) -> None:
    admin = await house.add_admin()
    _, codes = await set_up_app(await house.sign_in_as(admin))
    asked = [await first_step(house, admin) for _ in range(4)]
    answers = await asyncio.gather(
        *(second_step(house, one, recovery_code=codes[3]) for one in asked)
    )
    assert sorted(a.status_code for a in answers) == [200, 401, 401, 401]


async def sign_in_by(house: House, way: str, client: Any) -> Any:
    """Sign in by cookie, in one of the ways there are."""
    admin = await house.add_admin()
    body = {"email": admin.email, "password": PASSWORD, "session": "cookie"}
    if way == "password":
        return await client.post(LOGIN, json=body)
    caller = await house.sign_in_as(admin)
    if way == "second factor":
        app: App = (await set_up_app(caller))[0]
        asked = await first_step(house, admin, session="cookie", client=client)
        return await second_step(house, asked, client=client, code=app.code())
    key = await add_passkey(caller)
    offer = (await client.post("/api/v1/auth/passkey/options")).json()
    return await client.post(
        "/api/v1/auth/passkey/verify",
        json={
            "challenge_token": offer["challenge_token"],
            "passkey": key.sign(offer["passkey_options"]),
            "session": "cookie",
        },
    )


@pytest.mark.parametrize("way", ["password", "second factor", "passkey"])
async def test_a_planted_session_never_becomes_the_victims(house: House, way: str) -> None:
    """Session fixation: a thief plants a cookie of theirs, and waits for the victim to sign in."""
    thief = await house.sign_in("Support")
    victim = house.client()
    for name, value in (("gapless_session", thief.token), ("gapless_csrf", "planted")):
        victim.cookies.set(name, value, domain="gapless.example")
    answer = await sign_in_by(house, way, victim)
    assert answer.status_code == 200, answer.text
    held = {c.value for c in victim.cookies.jar if c.name == "gapless_session"}
    assert answer.json()["csrf_token"] != "planted"
    assert any(value not in (None, thief.token) for value in held)
    # What was planted is no session of the victim, and is none of the thief's any more.
    told = await house.client(Authorization=f"Bearer {thief.token}").get("/api/v1/auth/me")
    assert told.status_code == 401


async def test_a_session_that_was_ended_is_refused_everywhere_and_told_once(house: House) -> None:
    boss, caller = await house.sign_in("Admin"), await house.sign_in("Support")
    [session] = (await caller.get("/auth/sessions")).json()
    assert (await caller.post("/auth/logout")).status_code == 204
    by_cookie = house.client(Cookie=f"gapless_session={caller.token}")
    for method, path in (("GET", "/auth/me"), ("POST", "/auth/logout"), ("POST", "/auth/step-up")):
        for client in (caller.http, by_cookie):
            answer = await client.request(method, f"/api/v1{path}", json={"password": PASSWORD})
            assert (answer.status_code, answer.json()["error_code"]) == (401, "UNAUTHORIZED")
    for made_up in ("gls_sess_never-was", "x", "é"):
        token = made_up.encode("utf-8")
        await house.client().get("/api/v1/auth/me", headers={b"Authorization": b"Bearer " + token})
    events = await boss.get("/audit/events", params={"action": "auth.ended_session_used"})
    [event] = events.json()["items"]
    assert (event["status"], event["resource_id"]) == ("DENIED", session["id"])
    assert event["details"] == {"ended_because": "signed out"}
    assert event["ip_address"] == "127.0.0.1"


async def test_another_site_cannot_write_with_the_cookie(house: House) -> None:
    boss, admin = await house.sign_in("Admin"), await house.add_admin("Admin")
    client = house.client()
    body = {"email": admin.email, "password": PASSWORD, "session": "cookie"}
    token = (await client.post(LOGIN, json=body)).json()["csrf_token"]
    stranger = await house.sign_in("Admin")
    table = '{"name": "T", "provider": "P"}'
    for headers in (
        {"Content-Type": "text/plain"},  # what a form of another site can send
        {"Content-Type": "application/json"},
        {"Content-Type": "application/json", "X-CSRF-Token": ""},
        {"Content-Type": "application/json", "X-CSRF-Token": stranger.token},
        {"Content-Type": "application/json", "X-CSRF-Token": token[:-1]},
        {"Content-Type": "application/json", "Cookie": f"gapless_csrf={token}"},
    ):
        answer = await client.post("/api/v1/tables", content=table, headers=headers)
        assert answer.status_code in (401, 403), headers
    assert ("DENIED", "CSRF_FAILED") in await seen(boss, action="table.created")
    assert ("SUCCESS", None) not in await seen(boss, action="table.created")
    right = {"Content-Type": "application/json", "X-CSRF-Token": token}
    assert (await client.post("/api/v1/tables", content=table, headers=right)).is_success


async def test_a_password_is_checked_for_nobody_too(house: House, monkeypatch: Any) -> None:
    """The check is what takes time: it is made whether or not there is an account."""
    checked: list[str] = []
    real = passwords._hasher

    class Counting:
        def verify(self, password: str, stored: str) -> bool:
            checked.append("verify")
            return real.verify(password, stored)

        def verify_and_update(self, password: str, stored: str) -> Any:
            checked.append("verify")
            return real.verify_and_update(password, stored)

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    active, disabled = await house.add_admin(), await house.add_admin(status="disabled")
    invited = await house.add_admin(status="invited")
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE admins SET password_hash = NULL WHERE id = :id"), {"id": invited.id}
        )
        await db.commit()
    emails = (active.email, disabled.email, invited.email, "nobody@example.com")
    for email in emails:
        checked.clear()
        answer = await house.client().post(LOGIN, json={"email": email, "password": "wrong"})
        assert answer.json()["error_code"] == "INVALID_CREDENTIALS"
        assert checked == ["verify"], email
