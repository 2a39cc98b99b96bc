"""Authenticator apps and recovery codes: setting up, signing in, and each attack on them."""

from __future__ import annotations

import asyncio
from typing import Any

import pyotp
import pytest
from sqlalchemy import text

from gapless.features.auth.factors import ceremonies, totp
from tests.features.auth.second_factors import (
    LOGIN,
    VERIFY,
    App,
    first_step,
    second_step,
    set_up_app,
)
from tests.support.house import PASSWORD, Caller, House


async def test_an_app_is_set_up_with_a_picture_and_asked_for_from_then_on(house: House) -> None:
    admin = await house.add_admin()
    caller, elsewhere = await house.sign_in_as(admin), await house.sign_in_as(admin)
    begun = (await caller.post("/auth/factors/totp")).json()
    assert begun["qr_code"].startswith("data:image/svg+xml")
    assert begun["provisioning_uri"].startswith("otpauth://totp/Gapless:")
    # It counts once its first code was right.
    assert (await house.sign_in_as(admin, by_password=True)).token
    app = App(begun["secret"])
    done = await caller.post("/auth/factors/totp/confirm", json={"code": app.code(-1)})
    assert len(done.json()["recovery_codes"]) == 10
    # Those were opened with a password alone.
    assert done.json()["other_sessions_ended"] == 2
    assert (await elsewhere.get("/auth/me")).status_code == 401
    state = (await caller.get("/auth/factors")).json()
    assert state["totp_since"]
    assert state["recovery_codes_left"] == 10
    asked = await first_step(house, admin)
    assert asked["methods"] == ["totp", "recovery_code"]
    answer = await second_step(house, asked, code=app.code())
    assert answer.status_code == 200, answer.text
    assert answer.json()["admin"]["email"] == admin.email


async def test_what_is_stored_is_no_secret(house: House) -> None:
    caller = await house.sign_in()
    app, codes = await set_up_app(caller)
    async with house.database.session() as db:
        rows = await db.execute(
            text(
                "SELECT encode(sealed_secret, 'escape') FROM totp_factors UNION ALL "
                "SELECT encode(code_hash, 'escape') FROM recovery_codes"
            )
        )
        stored = "\n".join(value for (value,) in rows)
    assert app.totp.secret not in stored
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]
    events = (await caller.get("/audit/events")).text
    assert app.totp.secret not in events
    assert not [code for code in codes if code in events]


async def test_a_code_is_good_once(house: House) -> None:
    admin = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(admin))
    code = app.code()
    assert (await second_step(house, await first_step(house, admin), code=code)).status_code == 200
    for used in (code, app.code(-1)):
        replay = await second_step(house, await first_step(house, admin), code=used)
        assert (replay.status_code, replay.json()["error_code"]) == (401, "MFA_INVALID")
    assert (
        await second_step(house, await first_step(house, admin), code=app.code(1))
    ).status_code == 200


async def test_one_code_sent_many_times_at_once_opens_one_session(house: House) -> None:
    admin = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(admin))
    asked = [await first_step(house, admin) for _ in range(4)]
    code = app.code()
    answers = await asyncio.gather(*(second_step(house, a, code=code) for a in asked))
    assert sorted(a.status_code for a in answers) == [200, 401, 401, 401]


async def test_guessing_codes_has_to_wait_whatever_challenge_it_uses(house: House) -> None:
    boss = await house.sign_in("Admin")
    admin = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(admin))
    codes = []
    for n in range(7):
        answer = await second_step(house, await first_step(house, admin), code=f"{n:06}")
        codes.append(answer.json()["error_code"])
        async with house.database.session() as db:  # the password's own limit is not the matter
            await db.execute(
                text("DELETE FROM login_attempts WHERE email_hash = sha256(:e)"),
                {"e": admin.email.encode()},
            )
            await db.commit()
    assert codes == ["MFA_INVALID"] * 5 + ["RATE_LIMITED"] * 2
    right = await second_step(house, await first_step(house, admin), code=app.code())
    assert right.json()["error_code"] == "RATE_LIMITED"
    rows = await boss.get("/admin/login-history", params={"admin_id": str(admin.id)})
    causes = [r["failure_reason"] for r in rows.json() if r["result"] == "failed"]
    assert causes == ["brute_force"] + ["2fa_failed"] * 5


async def test_a_recovery_code_is_good_once_however_it_is_written(house: House) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    _, codes = await set_up_app(caller)
    written = codes[0].lower().replace("-", " ")
    first = await second_step(house, await first_step(house, admin), recovery_code=written)
    assert first.status_code == 200
    again = await second_step(house, await first_step(house, admin), recovery_code=codes[0])
    assert again.json()["error_code"] == "MFA_INVALID"
    assert (await caller.get("/auth/factors")).json()["recovery_codes_left"] == 9
    renewed = (await caller.post("/auth/factors/recovery-codes")).json()["recovery_codes"]
    old = await second_step(house, await first_step(house, admin), recovery_code=codes[1])
    assert old.json()["error_code"] == "MFA_INVALID"
    new = await second_step(house, await first_step(house, admin), recovery_code=renewed[1])
    assert new.status_code == 200


async def test_anothers_factors_are_worth_nothing(house: House) -> None:
    victim, thief = await house.add_admin(), await house.add_admin()
    await set_up_app(await house.sign_in_as(victim))
    app, codes = await set_up_app(await house.sign_in_as(thief))
    for factor in ({"code": app.code()}, {"recovery_code": codes[0]}):
        answer = await second_step(house, await first_step(house, victim), **factor)
        assert answer.json()["error_code"] == "MFA_INVALID"


async def test_the_challenge_is_good_for_the_second_step_alone(house: House) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    app, _ = await set_up_app(caller)
    asked = await first_step(house, admin)
    token = asked["challenge_token"]
    # Not as a session,
    client = house.client(Authorization=f"Bearer {token}")
    assert (await client.get("/api/v1/auth/me")).status_code == 401
    # nor in another ceremony,
    passkey = await house.client().post(
        "/api/v1/auth/passkey/verify", json={"challenge_token": token, "passkey": {}}
    )
    assert passkey.json()["error_code"] == "MFA_CHALLENGE_INVALID"
    # nor twice.
    assert (await second_step(house, asked, code=app.code())).status_code == 200
    again = await second_step(house, asked, code=app.code(1))
    assert again.json()["error_code"] == "MFA_CHALLENGE_INVALID"


@pytest.mark.parametrize("token", ["", "x", "gls_sess_x", "A" * 200, "é"])
async def test_a_challenge_that_there_never_was_is_refused(house: House, token: str) -> None:
    answer = await house.client().post(VERIFY, json={"challenge_token": token, "code": "123456"})
    assert answer.status_code == 422


async def test_nobody_fills_the_audit_log_with_invented_challenges(house: House) -> None:
    settings = house.settings.model_copy(update={"login_max_failures_per_address": 3})
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM login_attempts"))
        await db.commit()
    async with House.build(house.database, settings) as strict:
        codes = [
            (
                await strict.client().post(VERIFY, json={"challenge_token": "x", "code": "123456"})
            ).json()["error_code"]
            for _ in range(6)
        ]
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM login_attempts"))
        await db.commit()
    assert codes == ["MFA_CHALLENGE_INVALID"] * 3 + ["RATE_LIMITED"] * 3


async def test_a_challenge_ends_by_itself_and_with_the_password(
    house: House, monkeypatch: Any
) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    app, _ = await set_up_app(caller)
    asked = await first_step(house, admin)
    changed = await caller.post(
        "/auth/change-password",
        json={"current_password": PASSWORD, "new_password": "Otter-Kayak-Plum-7"},
    )
    assert changed.status_code == 200, changed.text
    stale = await second_step(house, asked, code=app.code())
    assert stale.json()["error_code"] == "MFA_CHALLENGE_INVALID"
    other = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(other))
    monkeypatch.setattr(ceremonies, "LIFETIME", -ceremonies.LIFETIME)
    late = await second_step(house, await first_step(house, other), code=app.code())
    assert late.json()["error_code"] == "MFA_CHALLENGE_INVALID"


async def test_who_may_not_come_in_is_not_asked_for_a_second_factor(house: House) -> None:
    """Else the question would tell that the password was right."""
    admin = await house.add_admin()
    await set_up_app(await house.sign_in_as(admin))
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE admins SET status = 'disabled' WHERE id = :id"), {"id": admin.id}
        )
        await db.commit()
    answer = await house.client().post(LOGIN, json={"email": admin.email, "password": PASSWORD})
    assert answer.json()["error_code"] == "INVALID_CREDENTIALS"


async def test_a_session_by_cookie_stays_one_by_cookie(house: House) -> None:
    admin = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(admin))
    browser = house.client()
    asked = await first_step(house, admin, session="cookie", client=browser)
    answer = await second_step(house, asked, client=browser, code=app.code())
    assert answer.json()["access_token"] is None
    assert (await browser.get("/api/v1/auth/me")).json()["email"] == admin.email


async def test_factors_are_changed_with_a_fresh_proof_alone(house: House) -> None:
    caller = await house.sign_in()
    app, _ = await set_up_app(caller)
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE sessions SET proved_at = now() - interval '1 hour' WHERE admin_id = :id"),
            {"id": caller.admin_id},
        )
        await db.commit()
    for method, path in (
        ("DELETE", "/auth/factors/totp"),
        ("POST", "/auth/factors/recovery-codes"),
        ("POST", "/auth/factors/totp"),
        ("POST", "/auth/factors/passkeys/options"),
    ):
        answer = await caller.http.request(method, f"/api/v1{path}")
        assert answer.json()["error_code"] == "STEP_UP_REQUIRED", path
        assert answer.json()["details"]["methods"] == ["totp", "recovery_code"]
    # Who has a second factor proves themself with it: the password alone is not enough.
    password = await caller.post("/auth/step-up", json={"password": PASSWORD})
    assert password.json()["error_code"] == "PROOF_NOT_ACCEPTED"
    wrong = await caller.post("/auth/step-up", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["error_code"]) == (422, "PROOF_INVALID")
    assert (await caller.post("/auth/step-up", json={"code": app.code()})).status_code == 200
    assert (await caller.delete("/auth/factors/totp")).status_code == 204
    state = (await caller.get("/auth/factors")).json()
    assert (state["totp_since"], state["recovery_codes_left"]) == (None, 0)


async def require_second_factor(boss: Caller) -> None:
    answer = await boss.patch(
        "/admin/security", json={"require_2fa": True}, headers={"X-Reason": "Policy"}
    )
    assert answer.status_code == 200, answer.text


async def test_where_one_is_required_nothing_else_works_before_it_is_set_up(
    house: House,
) -> None:
    boss = await house.sign_in("Admin")
    before = await house.sign_in("Support")
    await require_second_factor(boss)
    after = await house.sign_in("Support", by_password=True)
    elsewhere = await house.sign_in("Support", tenant_id=house.other_tenant_id)
    assert (await elsewhere.get("/games")).status_code == 200
    for caller in (before, after, boss):  # open sessions too, and whoever asked for it
        assert (await caller.get("/auth/me")).json()["limited_to"] == "second_factor"
        for method, path in (("GET", "/games"), ("GET", "/auth/sessions"), ("POST", "/tables")):
            refused = await caller.http.request(method, f"/api/v1{path}", json={})
            assert (refused.status_code, refused.json()["error_code"]) == (
                403,
                "MFA_ENROLMENT_REQUIRED",
            ), path
        await set_up_app(caller)
        assert (await caller.get("/auth/me")).json()["limited_to"] is None
        assert (await caller.get("/games")).status_code == 200
        # And it cannot be taken away again.
        kept = await caller.delete("/auth/factors/totp")
        assert (kept.status_code, kept.json()["error_code"]) == (409, "LAST_SECOND_FACTOR")


@pytest.mark.parametrize("method", ["sso", "passkey"])
async def test_who_proved_more_than_a_password_is_not_asked_for_it(
    house: House, method: str
) -> None:
    boss, caller = await house.sign_in("Admin"), await house.sign_in("Support")
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE sessions SET method = :m WHERE admin_id = :id"),
            {"m": method, "id": caller.admin_id},
        )
        await db.commit()
    await require_second_factor(boss)
    assert (await caller.get("/games")).status_code == 200


async def test_a_policy_that_asks_no_more_frees_the_sessions_that_waited(house: House) -> None:
    boss, caller = await house.sign_in("Admin"), await house.sign_in("Support")
    await require_second_factor(boss)
    assert (await caller.get("/games")).status_code == 403
    await set_up_app(boss)
    eased = await boss.patch(
        "/admin/security", json={"require_2fa": None}, headers={"X-Reason": "Trial is over"}
    )
    assert eased.status_code == 200, eased.text
    assert (await caller.get("/games")).status_code == 200


async def test_an_admin_resets_the_factors_of_who_lost_them(house: House) -> None:
    boss = await house.sign_in("Admin")
    admin = await house.add_admin("Support")
    caller = await house.sign_in_as(admin)
    await set_up_app(caller)
    listed = (await boss.get("/admin/security")).json()
    assert (listed["admins"], listed["admins_without_2fa"]) == (2, 1)
    answer = await boss.delete(
        f"/admin/users/{admin.id}/second-factors", headers={"X-Reason": "Lost phone"}
    )
    assert answer.json() == {"ended": 1}
    assert (await caller.get("/auth/me")).status_code == 401
    assert (await house.sign_in_as(admin, by_password=True)).token
    events = await boss.get("/audit/events", params={"action": "admin.second_factors_reset"})
    assert events.json()["items"][0]["before_json"] == {
        "totp_factors": 1,
        "passkeys": 0,
        "recovery_codes": 10,
    }


async def test_nobody_resets_their_own_or_a_superiors_or_a_strangers(house: House) -> None:
    boss = await house.sign_in("Admin")
    owner = await house.owner()
    stranger = await house.sign_in("Support", tenant_id=house.other_tenant_id)
    for admin_id, code in (
        (boss.admin_id, "OWN_ACCOUNT"),
        (owner.admin_id, "ADMIN_OUTRANKS_YOU"),
        (stranger.admin_id, "ADMIN_NOT_FOUND"),
    ):
        answer = await boss.delete(
            f"/admin/users/{admin_id}/second-factors", headers={"X-Reason": "Trial"}
        )
        assert answer.json()["error_code"] == code


async def test_a_first_code_that_is_wrong_sets_nothing_up(house: House) -> None:
    caller = await house.sign_in()
    none = await caller.post("/auth/factors/totp/confirm", json={"code": "123456"})
    assert none.json()["error_code"] == "TOTP_NOT_BEGUN"
    begun = (await caller.post("/auth/factors/totp")).json()
    wrong = await caller.post("/auth/factors/totp/confirm", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["error_code"]) == (422, "PROOF_INVALID")
    # Beginning again is another secret; the old one's code is wrong.
    again = (await caller.post("/auth/factors/totp")).json()
    assert again["secret"] != begun["secret"]
    code = App(begun["secret"]).code()
    old = await caller.post("/auth/factors/totp/confirm", json={"code": code})
    assert old.json()["error_code"] == "PROOF_INVALID"
    assert (await caller.post("/auth/factors/recovery-codes")).json()["error_code"] == (
        "NO_SECOND_FACTOR"
    )


async def test_a_key_that_is_gone_is_told_and_recovery_codes_still_work(
    house: House, tmp_path: Any
) -> None:
    admin = await house.add_admin()
    app, _ = await set_up_app(await house.sign_in_as(admin))
    settings = house.settings.model_copy(update={"data_dir": tmp_path})
    async with House.build(house.database, settings) as elsewhere:
        asked = await first_step(elsewhere, admin)
        answer = await second_step(elsewhere, asked, code=app.code())
    assert (answer.status_code, answer.json()["error_code"]) == (503, "MFA_UNREADABLE")


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1; the last six of its eight digits."""
    from datetime import UTC, datetime

    secret = pyotp.random_base32()
    rfc = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = datetime.fromtimestamp(seconds, UTC)
        assert totp.counter_of(rfc, code, at) == seconds // 30
        assert totp.counter_of(rfc, f"{code[:3]} {code[3:]}", at) == seconds // 30
        assert totp.counter_of(secret, code, at) is None or secret == rfc
    late = datetime.fromtimestamp(59 + 60, UTC)
    assert totp.counter_of(rfc, "287082", late) is None
    assert totp.counter_of(rfc, "½87082", late) is None
