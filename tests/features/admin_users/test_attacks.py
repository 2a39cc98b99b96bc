"""Ways to more rights than one was given, each tried for real: refused, and in the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gapless.features.admin_users.delegations.models import Delegation
from gapless.platform import clock
from gapless.platform.permissions import Permission
from tests.support.house import Caller, House

P = Permission

SMUGGLED = {
    "is_platform_owner": True,
    "is_demo": True,
    "status": "active",
    "password_hash": "x",
    "version": 7,
    "role_id": "super-admin",
    "permissions_of": ["tenants:write"],
    "failed_login_attempts": 0,
}


async def denied(reader: Caller, caller: Caller) -> list[tuple[str, str]]:
    """What the log tells of the caller's refused acts: action and outcome."""
    events = await reader.get("/audit/events", params={"actor_user_id": caller.admin_id})
    return [(e["action"], e["status"]) for e in events.json()["items"] if e["status"] != "SUCCESS"]


@pytest.mark.parametrize("field", SMUGGLED)
async def test_no_body_takes_a_field_that_is_not_the_callers_to_set(
    house: House, field: str
) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    admin = await house.add_admin("Support")
    role = await house.add_role([P.GAMES_READ])
    team = (await owner.post("/admin/teams", json={"name": "Night"})).json()
    email = f"{uuid4().hex[:12]}@example.com"
    smuggled = {field: SMUGGLED[field]}
    attempts = [
        owner.post("/admin/users", json={"email": email, "password_mode": "invite", **smuggled}),
        owner.patch(f"/admin/users/{admin.id}", json={"full_name": "X", **smuggled}),
        owner.post(f"/admin/users/{admin.id}/status", json={"is_active": True, **smuggled}),
        owner.post("/admin/roles", json={"name": "Sneaky", **smuggled}),
        owner.patch(f"/admin/roles/{role.id}", json={"name": "Sneaky", **smuggled}),
        owner.post("/admin/teams", json={"name": "Sneaky", **smuggled}),
        owner.patch(f"/admin/teams/{team['id']}", json={"name": "Sneaky", **smuggled}),
        owner.post("/auth/accept-invite", json={"token": "x", "new_password": "x", **smuggled}),
        owner.post("/auth/reset-password", json={"token": "x", "new_password": "x", **smuggled}),
    ]
    for attempt in attempts:
        answer = await attempt
        assert answer.status_code == 422, answer.text
        assert any(error["field"].endswith(field) for error in answer.json()["errors"])
    row = (await owner.get(f"/admin/users/{admin.id}")).json()
    assert (row["is_platform_owner"], row["role"]) == (False, "Support")
    assert "Sneaky" not in (await owner.get("/admin/roles")).text
    assert (await denied(owner, owner)).count(("admin.user_created", "FAILED")) == 1


async def test_what_was_lent_for_a_time_cannot_be_made_to_last(house: House) -> None:
    role = await house.add_role([P.ADMINS_READ, P.ADMINS_WRITE, P.ROLES_WRITE, P.AUDIT_READ])
    caller = await house.sign_in(custom=role)
    giver = await house.add_admin("Ops")
    accomplice = await house.add_admin(custom=role)
    async with house.database.session() as db:
        db.add(
            Delegation(
                tenant_id=house.tenant_id,
                from_admin_id=giver.id,
                to_admin_id=caller.admin_id,
                permissions=[P.GAMES_READ, P.GAMES_WRITE],
                reason="Holiday",
                starts_at=clock.now() - timedelta(minutes=1),
                ends_at=clock.now() + timedelta(hours=1),
                decision="approved",
                requested_by=giver.id,
                decided_at=clock.now(),
            )
        )
        await db.commit()
    assert (await caller.get("/games")).status_code == 200  # it is theirs to use
    lasting = await house.add_role([P.GAMES_WRITE])
    attempts = [
        caller.post("/admin/roles", json={"name": "Mine for good", "permissions": ["games:write"]}),
        caller.post("/admin/teams", json={"name": "Us", "default_role_id": str(lasting.id)}),
        caller.patch(f"/admin/users/{accomplice.id}", json={"role": str(lasting.id)}),
        caller.post(
            "/admin/users",
            json={"email": "x@example.com", "role": str(lasting.id), "password_mode": "invite"},
        ),
        caller.patch(f"/admin/roles/{lasting.id}", json={"description": "Hm"}),
    ]
    for attempt in attempts:
        assert (await attempt).json()["error_code"] == "PERMISSIONS_NOT_HELD"
    bulk = await caller.post(
        "/admin/users/bulk",
        json={"action": "set_role", "role": str(lasting.id), "ids": [str(accomplice.id)]},
    )
    assert bulk.json()["results"][0]["error_code"] == "PERMISSIONS_NOT_HELD"
    assert await denied(caller, caller) == [
        ("admin.role_changed", "DENIED"),
        ("role.changed", "DENIED"),
        ("admin.user_created", "DENIED"),
        ("admin.user_updated", "DENIED"),
        ("team.created", "DENIED"),
        ("role.created", "DENIED"),
    ]


async def test_an_id_of_another_brand_names_nothing(house: House) -> None:
    there = house.other_tenant_id
    neighbour = await house.sign_in("Admin", tenant_id=there)
    admin = await house.add_admin("Support", tenant_id=there)
    role = await house.add_role([P.GAMES_READ], tenant_id=there)
    team = (await neighbour.post("/admin/teams", json={"name": "Theirs"})).json()["id"]
    invited = {"email": f"{uuid4().hex[:12]}@example.com", "password_mode": "invite"}
    await neighbour.post("/admin/users", json=invited)
    invite = (await neighbour.get("/admin/invites")).json()[0]["id"]
    reason = {"X-Reason": "because"}
    for caller in (
        await house.sign_in("Super Admin"),
        await house.owner(acting_for=house.tenant_id),
    ):
        own = (await caller.post("/admin/teams", json={"name": f"Own {uuid4().hex[:6]}"})).json()
        attempts: list[Any] = [
            caller.get(f"/admin/users/{admin.id}"),
            caller.patch(f"/admin/users/{admin.id}", json={"full_name": "Taken"}),
            caller.post(f"/admin/users/{admin.id}/status", json={"is_active": False}),
            caller.post(f"/admin/users/{admin.id}/reset-password", json={"mode": "link"}),
            caller.delete(f"/admin/users/{admin.id}", headers=reason),
            caller.get("/admin/explain", params={"admin_id": admin.id, "permission": "games:read"}),
            caller.patch(f"/admin/roles/{role.id}", json={"name": "Taken"}),
            caller.delete(f"/admin/roles/{role.id}", headers=reason),
            caller.patch(f"/admin/teams/{team}", json={"name": "Taken"}),
            caller.delete(f"/admin/teams/{team}", headers=reason),
            caller.post(f"/admin/teams/{team}/members", json={"admin_ids": [caller.admin_id]}),
            caller.post(f"/admin/teams/{own['id']}/members", json={"admin_ids": [str(admin.id)]}),
            caller.post(f"/admin/invites/{invite}/resend", json={}),
            caller.post(f"/admin/invites/{invite}/revoke", headers=reason),
        ]
        for attempt in attempts:
            answer = await attempt
            assert answer.status_code == 404, answer.text
        bulk = await caller.post(
            "/admin/users/bulk",
            json={"action": "disable", "ids": [str(admin.id)]},
            headers=reason,
        )
        assert bulk.json()["results"][0]["error_code"] == "ADMIN_NOT_FOUND"
    row = (await neighbour.get(f"/admin/users/{admin.id}")).json()
    assert (row["full_name"], row["status"]) == ("Some One", "active")
