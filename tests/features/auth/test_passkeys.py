"""Passkeys: as second factor, alone, in a step-up; and each attack on them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.features.auth.second_factors import (
    add_passkey,
    first_step,
    second_step,
    set_up_app,
)
from tests.support.authenticator import Authenticator
from tests.support.house import Caller, House

ALONE = "/api/v1/auth/passkey"


async def alone(house: House, authenticator: Authenticator, **how: Any) -> Any:
    """Sign in with a passkey alone."""
    begun = (await house.client().post(f"{ALONE}/options")).json()
    return await house.client().post(
        f"{ALONE}/verify",
        json={
            "challenge_token": begun["challenge_token"],
            "passkey": authenticator.sign(begun["passkey_options"], **how),
        },
    )


async def test_a_passkey_is_a_second_factor(house: House) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    authenticator = await add_passkey(caller)
    asked = await first_step(house, admin)
    assert asked["methods"] == ["passkey", "recovery_code"]
    answer = await second_step(house, asked, passkey=authenticator.sign(asked["passkey_options"]))
    assert answer.status_code == 200, answer.text
    own = (await caller.get("/auth/factors")).json()["passkeys"]
    assert [(p["name"], bool(p["last_used_at"])) for p in own] == [("Laptop", True)]


async def test_a_passkey_alone_signs_in_and_is_told_as_such(house: House) -> None:
    boss = await house.sign_in("Admin")
    admin = await house.add_admin()
    authenticator = await add_passkey(await house.sign_in_as(admin, by_password=True))
    answer = await alone(house, authenticator)
    assert answer.status_code == 200, answer.text
    assert answer.json()["admin"]["email"] == admin.email
    rows = (await boss.get("/admin/login-history", params={"admin_id": str(admin.id)})).json()
    assert [r["method"] for r in rows] == ["passkey", "password"]


async def test_without_a_password_the_person_must_have_been_verified(house: House) -> None:
    caller = await house.sign_in()
    authenticator = await add_passkey(caller)
    authenticator.verifies_person = False
    answer = await alone(house, authenticator)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "PASSKEY_REFUSED")


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://gapless.example.evil"},
        {"origin": "http://evil.example"},
        {"rp_id": "evil.example"},
    ],
    ids=["look-alike", "phishing", "other party"],
)
async def test_a_passkey_of_another_address_is_refused(house: House, wrong: dict[str, str]) -> None:
    caller = await house.sign_in()
    authenticator = await add_passkey(caller)
    for name, value in wrong.items():
        setattr(authenticator, name, value)
    assert (await alone(house, authenticator)).json()["error_code"] == "PASSKEY_REFUSED"
    begun = (await caller.post("/auth/factors/passkeys/options")).json()
    made = await caller.post(
        "/auth/factors/passkeys",
        json={
            "challenge_token": begun["challenge_token"],
            "passkey": Authenticator(**wrong).register(begun["passkey_options"]),
            "name": "Phished",
        },
    )
    assert made.json()["error_code"] == "PASSKEY_REFUSED"


async def test_anothers_passkey_is_refused(house: House) -> None:
    victim, thief = await house.add_admin(), await house.add_admin()
    own = await add_passkey(await house.sign_in_as(victim))
    stolen = await add_passkey(await house.sign_in_as(thief))
    asked = await first_step(house, victim)
    for answer in (
        stolen.sign(asked["passkey_options"]),
        stolen.sign(asked["passkey_options"], handle=own.user_handle),
    ):
        refused = await second_step(house, asked, passkey=answer)
        assert refused.json()["error_code"] == "PASSKEY_REFUSED"
    # Nor does it open the victim's account by saying whose it is.
    pretended = await alone(house, stolen, handle=own.user_handle)
    assert pretended.json()["error_code"] == "PASSKEY_REFUSED"
    unknown = await alone(house, Authenticator())
    assert unknown.json()["error_code"] == "PASSKEY_REFUSED"


async def test_an_answer_is_good_once_and_for_its_challenge_alone(house: House) -> None:
    caller = await house.sign_in()
    authenticator = await add_passkey(caller)
    client = house.client()
    first, second = [(await client.post(f"{ALONE}/options")).json() for _ in range(2)]
    answer = authenticator.sign(first["passkey_options"])
    crossed = await client.post(
        f"{ALONE}/verify", json={"challenge_token": second["challenge_token"], "passkey": answer}
    )
    assert crossed.json()["error_code"] == "PASSKEY_REFUSED"
    body = {"challenge_token": first["challenge_token"], "passkey": answer}
    assert (await client.post(f"{ALONE}/verify", json=body)).status_code == 200
    replay = await client.post(f"{ALONE}/verify", json=body)
    assert replay.status_code in (401, 422)
    assert replay.json()["error_code"] in ("PASSKEY_REFUSED", "MFA_CHALLENGE_INVALID")


async def test_a_copy_of_a_passkey_is_noticed_by_its_counter(house: House) -> None:
    caller = await house.sign_in()
    authenticator = await add_passkey(caller)
    for _ in range(3):
        assert (await alone(house, authenticator)).status_code == 200
    authenticator.counter = 1
    assert (await alone(house, authenticator)).json()["error_code"] == "PASSKEY_REFUSED"


async def test_a_passkey_is_made_in_the_session_that_asked_for_it(house: House) -> None:
    caller, thief = await house.sign_in(), await house.sign_in()
    begun = (await caller.post("/auth/factors/passkeys/options")).json()
    body = {
        "challenge_token": begun["challenge_token"],
        "passkey": Authenticator().register(begun["passkey_options"]),
        "name": "Mine",
    }
    stolen = await thief.post("/auth/factors/passkeys", json=body)
    assert stolen.json()["error_code"] == "MFA_CHALLENGE_INVALID"
    assert (await caller.post("/auth/factors/passkeys", json=body)).status_code == 200
    twice = await caller.post("/auth/factors/passkeys", json=body)
    assert twice.json()["error_code"] == "MFA_CHALLENGE_INVALID"


async def step_up(caller: Caller, authenticator: Authenticator, token: str | None = None) -> Any:
    offered = (await caller.post("/auth/step-up/options")).json()
    return await caller.post(
        "/auth/step-up",
        json={
            "challenge_token": token or offered["challenge_token"],
            "passkey": authenticator.sign(offered["passkey_options"]),
        },
    )


async def test_a_passkey_is_a_fresh_proof_in_its_own_session(house: House) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    authenticator = await add_passkey(caller)
    assert (await step_up(caller, authenticator)).status_code == 200
    asked = await first_step(house, admin)
    answer = await second_step(house, asked, passkey=authenticator.sign(asked["passkey_options"]))
    there = Caller(
        admin.email, str(admin.id), admin.tenant_id, admin.role,
        house.client(Authorization=f"Bearer {answer.json()['access_token']}"), "",
    )  # fmt: skip
    foreign = (await there.post("/auth/step-up/options")).json()["challenge_token"]
    crossed = await step_up(caller, authenticator, foreign)
    assert crossed.json()["error_code"] == "MFA_CHALLENGE_INVALID"


async def test_passkeys_are_named_and_removed_by_their_owner_alone(house: House) -> None:
    caller, stranger = await house.sign_in(), await house.sign_in()
    await add_passkey(caller)
    passkey = (await caller.get("/auth/factors")).json()["passkeys"][0]
    path = f"/auth/factors/passkeys/{passkey['id']}"
    for answer in (
        await stranger.patch(path, json={"name": "Stolen"}),
        await stranger.delete(path),
    ):
        assert (answer.status_code, answer.json()["error_code"]) == (404, "PASSKEY_NOT_FOUND")
    renamed = await caller.patch(path, json={"name": "Work laptop"})
    assert renamed.json()["name"] == "Work laptop"
    assert (await caller.delete(path)).status_code == 204
    assert (await caller.get("/auth/factors")).json()["passkeys"] == []


async def test_a_second_factor_more_ends_no_session_and_makes_no_new_codes(house: House) -> None:
    admin = await house.add_admin()
    caller = await house.sign_in_as(admin)
    _, codes = await set_up_app(caller)
    begun = (await caller.post("/auth/factors/passkeys/options")).json()
    made = await caller.post(
        "/auth/factors/passkeys",
        json={
            "challenge_token": begun["challenge_token"],
            "passkey": Authenticator().register(begun["passkey_options"]),
            "name": "Phone",
        },
    )
    assert made.json() == {"recovery_codes": [], "other_sessions_ended": 0}
    asked = await first_step(house, admin)
    assert (await second_step(house, asked, recovery_code=codes[0])).status_code == 200


@pytest.mark.parametrize(
    "garbage",
    [{}, {"id": "x"}, {"id": "x", "rawId": "x", "type": "public-key", "response": {}},
     {"id": 1, "rawId": None, "response": []}],
)  # fmt: skip
async def test_garbage_is_no_passkey(house: House, garbage: dict[str, Any]) -> None:
    begun = (await house.client().post(f"{ALONE}/options")).json()
    answer = await house.client().post(
        f"{ALONE}/verify",
        json={"challenge_token": begun["challenge_token"], "passkey": garbage},
    )
    assert (answer.status_code, answer.json()["error_code"]) == (422, "PASSKEY_REFUSED")
