"""Making admins: by password, by invite, for another brand, and what is refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from gapless.platform.permissions import Permission
from tests.support.house import House

GOOD = "Brand-New-Word-7"


def fresh() -> str:
    return f"{uuid4().hex[:12]}@example.com"


def wanted(**changes: Any) -> dict[str, Any]:
    return {
        "full_name": "Ada Deniz", "email": fresh(), "role": "Support", "password_mode": "set",
        "password": GOOD, **changes,
    }  # fmt: skip


async def test_an_admin_with_a_password_signs_in_at_once(house: House) -> None:
    caller = await house.sign_in("Admin")
    body = wanted(
        role="cs", tenant_role="support", tenant_id="", allowed_modules=["games", "reports"]
    )
    answer = await caller.post("/admin/users", json=body)
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert made["invite_token"] is None
    user = made["user"]
    assert (user["role"], user["role_id"], user["status"]) == ("Support", "support", "active")
    assert (user["tenant_role"], user["allowed_modules"]) == ("support", ["games", "reports"])
    assert user["tenant_id"] == house.tenant_id
    login = await house.client().post(
        "/api/v1/auth/login", json={"email": body["email"].upper(), "password": GOOD}
    )
    assert login.status_code == 200
    events = await caller.get("/audit/events", params={"resource_id": user["id"]})
    event = events.json()["items"][0]
    assert (event["action"], event["after_json"]["role"]) == ("admin.user_created", "Support")
    assert GOOD not in events.text


async def test_an_invited_admin_is_listed_as_invited_and_cannot_sign_in(house: House) -> None:
    caller = await house.sign_in("Admin")
    body = wanted(password_mode="invite", password=None, full_name="")
    body["email"] = f"jane.doe-{uuid4().hex[:6]}@example.com"
    made = (await caller.post("/admin/users", json=body)).json()
    assert made["invite_token"].startswith("gls_inv_")
    assert made["invite_url"].endswith(f"/accept-invite?token={made['invite_token']}")
    assert made["mailed"] is False  # no mail server in this run
    assert made["user"]["full_name"].startswith("Jane Doe")
    rows = (await caller.get("/admin/users", params={"status": "invited"})).json()
    assert [row["email"] for row in rows] == [body["email"]]
    invites = (await caller.get("/admin/invites")).json()
    assert [(i["email"], i["status"], i["role"]) for i in invites] == [
        (body["email"], "pending", "Support")
    ]
    assert invites[0]["invited_by"] == "Some One"
    for password in ("", GOOD, made["invite_token"]):
        login = await house.client().post(
            "/api/v1/auth/login", json={"email": body["email"], "password": password or "x"}
        )
        assert login.json()["error_code"] == "INVALID_CREDENTIALS"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"email": None}, 400, "EMAIL_REQUIRED"),
        ({"email": "  "}, 400, "EMAIL_REQUIRED"),
        ({"email": "no address"}, 422, "EMAIL_INVALID"),
        ({"password": None}, 400, "PASSWORD_REQUIRED"),
        ({"password": "", "password_mode": "manual"}, 400, "PASSWORD_REQUIRED"),
        ({"password": "short"}, 422, "PASSWORD_TOO_SHORT"),
        ({"role": "Emperor"}, 422, "UNKNOWN_ROLE"),
        ({"role": str(uuid4())}, 422, "UNKNOWN_ROLE"),
        ({"tenant_role": "king"}, 422, "VALIDATION_FAILED"),
        ({"allowed_modules": ["vault"]}, 422, "VALIDATION_FAILED"),
        ({"password_mode": "guess"}, 422, "VALIDATION_FAILED"),
        ({"full_name": "Ad\u202ea"}, 422, "VALIDATION_FAILED"),
        ({"full_name": "x" * 121}, 422, "VALIDATION_FAILED"),
        ({"is_platform_owner": True}, 422, "VALIDATION_FAILED"),
        ({"status": "active"}, 422, "VALIDATION_FAILED"),
        ({"role": "Platform Owner"}, 403, "PERMISSIONS_NOT_HELD"),
        ({"role": "owner"}, 403, "PERMISSIONS_NOT_HELD"),
        ({"tenant_id": "default_casino"}, 403, "TENANT_OVERRIDE_FORBIDDEN"),
    ],
)
async def test_what_is_refused_makes_nobody(
    house: House, changes: dict[str, Any], status: int, code: str
) -> None:
    caller = await house.sign_in("Admin")
    body = wanted(**changes)
    answer = await caller.post("/admin/users", json=body)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code), answer.text
    assert len((await caller.get("/admin/users")).json()) == 1
    events = await caller.get("/audit/events", params={"action": "admin.user_created"})
    refused = "DENIED" if status == 403 else "FAILED"
    assert [e["status"] for e in events.json()["items"]] == [refused]


async def test_an_e_mail_is_one_admins_in_whatever_brand_and_spelling(house: House) -> None:
    caller = await house.sign_in("Admin")
    stranger = await house.add_admin(tenant_id=house.other_tenant_id)
    name, _, domain = stranger.email.partition("@")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in name)
    for taken in (stranger.email, stranger.email.upper(), f"{wide}@{domain}"):
        answer = await caller.post("/admin/users", json=wanted(email=taken))
        assert (answer.status_code, answer.json()["error_code"]) == (400, "USER_EXISTS")
        assert "exists" in answer.json()["message"]
        assert house.other_tenant_id not in answer.text
    cyrillic = await caller.post("/admin/users", json=wanted(email=f"\u043ewner@{domain}"))
    assert cyrillic.json()["error_code"] == "EMAIL_INVALID"
    other_domain = await caller.post(
        "/admin/users", json=wanted(email=f"{uuid4().hex[:8]}@ex\u0430mple.com")
    )
    assert "@xn--" in other_domain.json()["user"]["email"]


async def test_an_admin_of_a_domain_in_other_letters_signs_in_by_either_spelling(
    house: House,
) -> None:
    caller = await house.sign_in("Admin")
    name = uuid4().hex[:8]
    made = await caller.post("/admin/users", json=wanted(email=f"{name}@b\u00fccher.example"))
    assert made.json()["user"]["email"] == f"{name}@xn--bcher-kva.example"
    for spelled in (f"{name}@b\u00fccher.example", f"{name}@xn--bcher-kva.example"):
        login = await house.client().post(
            "/api/v1/auth/login", json={"email": spelled, "password": GOOD}
        )
        assert login.status_code == 200, spelled


async def test_an_owner_makes_admins_of_any_brand_unless_they_act_in_one(house: House) -> None:
    owner = await house.owner()
    answer = await owner.post("/admin/users", json=wanted(tenant_id=house.other_tenant_id))
    assert answer.json()["user"]["tenant_id"] == house.other_tenant_id
    unknown = await owner.post("/admin/users", json=wanted(tenant_id="nowhere"))
    assert unknown.json()["error_code"] == "UNKNOWN_TENANT"
    acting = await house.owner(acting_for=house.tenant_id)
    refused = await acting.post("/admin/users", json=wanted(tenant_id=house.other_tenant_id))
    assert refused.json()["error_code"] == "TENANT_OVERRIDE_FORBIDDEN"
    own = await acting.post("/admin/users", json=wanted(tenant_id=house.tenant_id))
    assert own.json()["user"]["tenant_id"] == house.tenant_id


async def test_a_custom_role_of_another_brand_is_none_of_ours(house: House) -> None:
    caller = await house.sign_in("Admin")
    foreign = await house.add_role([Permission.GAMES_READ], tenant_id=house.other_tenant_id)
    own = await house.add_role([Permission.GAMES_READ])
    for named in (str(foreign.id), foreign.name):
        answer = await caller.post("/admin/users", json=wanted(role=named))
        assert answer.json()["error_code"] == "UNKNOWN_ROLE"
    for named in (str(own.id), own.name.upper()):
        answer = await caller.post("/admin/users", json=wanted(role=named))
        user = answer.json()["user"]
        assert (user["role"], user["role_id"]) == (own.name, str(own.id))


async def test_owners_make_the_first_admin_of_a_brand(house: House) -> None:
    owner = await house.owner()
    body = {"email": fresh(), "tenant_id": house.tenant_id, "password": GOOD, "full_name": "First"}
    answer = await owner.post("/admin/create-tenant-admin", json=body)
    assert answer.status_code == 200, answer.text
    admin = answer.json()["admin"]
    assert (admin["role"], admin["tenant_role"]) == ("Admin", "tenant_admin")
    assert admin["tenant_id"] == house.tenant_id
    assert answer.json()["message"]
    admin = await house.sign_in("Super Admin")
    assert (await admin.post("/admin/create-tenant-admin", json=body)).status_code == 403
