"""Invites: one link, for one person, once, for a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from gapless.features.admin_users.invites.models import Invite
from gapless.platform import clock
from gapless.platform.database import Database
from gapless.platform.permissions import Permission
from tests.support.house import Caller, House

GOOD = "Brand-New-Word-7"


async def invite(caller: Caller, **changes: Any) -> dict[str, Any]:
    body = {
        "full_name": "New Person", "email": f"{uuid4().hex[:12]}@example.com",
        "role": "Support", "password_mode": "invite", **changes,
    }  # fmt: skip
    answer = await caller.post("/admin/users", json=body)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    row, *_ = (await caller.get("/admin/invites", params={"search": body["email"]})).json()
    return {**made, "id": row["id"], "email": body["email"]}


async def accept(house: House, token: str, password: str = GOOD) -> Any:
    return await house.client().post(
        "/api/v1/auth/accept-invite", json={"token": token, "new_password": password}
    )


async def status_of(caller: Caller, invite_id: str) -> str:
    rows = {row["id"]: row for row in (await caller.get("/admin/invites")).json()}
    return str(rows[invite_id]["status"])


async def test_the_invited_choose_a_password_and_may_do_what_their_role_gives(
    house: House,
) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    look = await house.client().post("/api/v1/auth/link", json={"token": made["invite_token"]})
    assert look.json()["kind"] == "invite"
    assert (look.json()["email"], look.json()["tenant_name"]) == (made["email"], house.tenant_id)
    joined = await accept(house, made["invite_token"])
    assert joined.json() == {"email": made["email"]}
    client = house.client()
    login = await client.post("/api/v1/auth/login", json={"email": made["email"], "password": GOOD})
    client.headers["Authorization"] = f"Bearer {login.json()['access_token']}"
    assert (await client.get("/api/v1/games")).status_code == 200
    assert (await client.get("/api/v1/admin/users")).status_code == 403
    assert await status_of(caller, made["id"]) == "accepted"
    events = await caller.get("/audit/events", params={"action": "invite.accepted"})
    assert [e["status"] for e in events.json()["items"]] == ["SUCCESS"]


async def test_a_link_works_once_even_when_used_twice_at_once(house: House) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    answers = await asyncio.gather(
        accept(house, made["invite_token"], "First-Password-1"),
        accept(house, made["invite_token"], "Other-Password-2"),
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    late = await accept(house, made["invite_token"])
    assert late.json()["error_code"] == "INVITE_NOT_PENDING"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Short-1", "PASSWORD_TOO_SHORT"),
        ("no-capital-letter-1", "PASSWORD_MUST_CONTAIN_UPPERCASE"),
        ("No-digit-in-here", "PASSWORD_MUST_CONTAIN_DIGIT"),
        ("NothingSpecial123", "PASSWORD_MUST_CONTAIN_SPECIAL"),
    ],
)
async def test_a_bad_password_does_not_use_the_link_up(
    house: House, password: str, code: str
) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    assert (await accept(house, made["invite_token"], password)).json()["error_code"] == code
    # Without a link, nothing is said about the password.
    unknown = await accept(house, "gls_inv_" + "x" * 43, password)
    assert unknown.json()["error_code"] == "INVITE_TOKEN_INVALID"
    assert (await accept(house, made["invite_token"])).status_code == 200


async def test_sending_again_kills_the_old_link_and_revives_an_expired_invite(
    house: House, database: Database
) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    async with database.session() as db:
        await db.execute(
            update(Invite)
            .where(Invite.id == made["id"])
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )
        await db.commit()
    assert await status_of(caller, made["id"]) == "expired"
    expired = await caller.get("/admin/invites", params={"status": "expired"})
    assert [row["id"] for row in expired.json()] == [made["id"]]
    late = await accept(house, made["invite_token"])
    assert late.json()["error_code"] == "INVITE_TOKEN_EXPIRED"
    again = await caller.post(f"/admin/invites/{made['id']}/resend", json={"send_mail": False})
    assert again.status_code == 200, again.text
    assert (again.json()["invite"]["status"], again.json()["invite"]["times_sent"]) == (
        "pending",
        2,
    )
    old = await accept(house, made["invite_token"])
    assert old.json()["error_code"] == "INVITE_TOKEN_INVALID"
    assert (await accept(house, again.json()["invite_token"])).status_code == 200
    done = await caller.post(f"/admin/invites/{made['id']}/resend", json={})
    assert done.json()["error_code"] == "INVITE_NOT_PENDING"


async def test_a_revoked_invite_lets_nobody_in_and_frees_the_e_mail(house: House) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    revoked = await caller.post(
        f"/admin/invites/{made['id']}/revoke", headers={"X-Reason": "Wrong person"}
    )
    assert (revoked.json()["status"], revoked.json()["admin_id"]) == ("revoked", None)
    late = await accept(house, made["invite_token"])
    assert late.json()["error_code"] == "INVITE_NOT_PENDING"
    assert (await caller.get("/admin/users", params={"search": made["email"]})).json() == []
    again = await invite(caller, email=made["email"])
    assert (await accept(house, again["invite_token"])).status_code == 200
    twice = await caller.post(f"/admin/invites/{made['id']}/revoke")
    assert twice.json()["error_code"] == "INVITE_NOT_PENDING"


async def test_an_invite_token_is_good_for_nothing_else(house: House) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    token = made["invite_token"]
    client = house.client()
    for headers in (
        {"Authorization": f"Bearer {token}"},
        {"Cookie": f"gapless_session={token}"},
        {"X-API-Key": token},
    ):
        answer = await client.get("/api/v1/auth/me", headers=headers)
        assert answer.status_code == 401
    reset = await client.post(
        "/api/v1/auth/reset-password", json={"token": token, "new_password": GOOD}
    )
    assert reset.json()["error_code"] == "RESET_TOKEN_INVALID"
    for wrong in (caller.token, "", "gls_inv_", token[:-1], token.upper(), token + " "):
        answer = await accept(house, wrong)
        assert answer.status_code in (400, 422), wrong
    assert await status_of(caller, made["id"]) == "pending"


async def test_an_invited_admin_is_edited_and_their_invite_follows(house: House) -> None:
    caller = await house.sign_in("Admin")
    made = await invite(caller)
    user_id = made["user"]["id"]
    other = f"{uuid4().hex[:12]}@example.com"
    await caller.patch(f"/admin/users/{user_id}", json={"email": other, "role": "Ops"})
    rows = {row["id"]: row for row in (await caller.get("/admin/invites")).json()}
    assert (rows[made["id"]]["email"], rows[made["id"]]["role"]) == (other, "Ops")
    for attempt in (
        caller.post(f"/admin/users/{user_id}/status", json={"is_active": True}),
        caller.post(f"/admin/users/{user_id}/reset-password", json={}),
        caller.delete(f"/admin/users/{user_id}", headers={"X-Reason": "because"}),
    ):
        assert (await attempt).json()["error_code"] == "INVITE_PENDING"
    assert (await accept(house, made["invite_token"])).json() == {"email": other}


async def test_who_may_not_give_the_role_may_not_send_its_link(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    made = await invite(owner, role="Super Admin")
    role = await house.add_role([Permission.ADMINS_READ, Permission.ADMINS_WRITE])
    caller = await house.sign_in(custom=role)
    for act in ("resend", "revoke"):
        refused = await caller.post(f"/admin/invites/{made['id']}/{act}", json={})
        assert refused.json()["error_code"] == "PERMISSIONS_NOT_HELD"
    refused = await caller.post(
        "/admin/users",
        json={"email": "a@example.com", "role": "Super Admin", "password_mode": "invite"},
    )
    assert refused.json()["error_code"] == "PERMISSIONS_NOT_HELD"
    elsewhere = await house.sign_in("Admin", tenant_id=house.other_tenant_id)
    for act in ("resend", "revoke"):
        missing = await elsewhere.post(f"/admin/invites/{made['id']}/{act}", json={})
        assert missing.json()["error_code"] == "INVITE_NOT_FOUND"
    assert (await elsewhere.get("/admin/invites")).json() == []
