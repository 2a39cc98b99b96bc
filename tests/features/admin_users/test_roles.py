"""Roles: made, copied, changed, deleted; and that nobody grants what they do not hold."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from gapless.platform.permissions import OWNER_ONLY, ROLES, Permission, built_in_permissions
from tests.support.house import Caller, House

READ, WRITE = Permission.GAMES_READ.value, Permission.GAMES_WRITE.value


async def make(caller: Caller, **wanted: Any) -> dict[str, Any]:
    body = {"name": f"Floor {uuid4().hex[:6]}", "permissions": [READ], **wanted}
    answer = await caller.post("/admin/roles", json=body)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def listed(caller: Caller) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in (await caller.get("/admin/roles")).json()}


async def test_the_list_has_built_in_and_own_roles_with_their_users(house: House) -> None:
    caller = await house.sign_in("Admin")
    await house.add_admin("Support")
    await house.add_admin("Support", tenant_id=house.other_tenant_id)
    own = await make(caller, description="The night shift")
    foreign = await house.add_role([Permission.GAMES_READ], tenant_id=house.other_tenant_id)
    rows = await listed(caller)
    assert list(rows)[: len(ROLES)] == list(ROLES)
    assert rows["Support"]["user_count"] == 1
    assert rows["Support"]["permissions"] == sorted(built_in_permissions("Support"))
    assert rows["Platform Owner"]["is_assignable"] is False
    assert rows[own["name"]]["description"] == "The night shift"
    assert foreign.name not in rows
    turkish = await caller.get("/admin/roles", headers={"Accept-Language": "tr"})
    assert turkish.json()[0]["description"] != rows["Platform Owner"]["description"]


async def test_a_copy_holds_what_the_original_does(house: House) -> None:
    caller = await house.sign_in("Admin")
    copy = await make(caller, based_on="manager", permissions=None)
    assert copy["permissions"] == sorted(built_in_permissions("Manager"))
    assert copy["based_on"] == "Manager"
    owner = await house.owner(acting_for=house.tenant_id)
    copy = await make(owner, based_on="platform-owner", permissions=None)
    assert set(copy["permissions"]) == set(Permission) - OWNER_ONLY


async def test_a_change_holds_at_once_for_everybody_who_has_the_role(house: House) -> None:
    caller = await house.sign_in("Admin")
    role = await house.add_role([Permission.GAMES_READ])
    holder = await house.sign_in(custom=role)
    assert (await holder.get("/audit/events")).status_code == 403
    changed = await caller.patch(
        f"/admin/roles/{role.id}",
        json={"name": "Auditors", "permissions": ["audit:read"]},
        headers={"If-Match": '"v1"'},
    )
    assert changed.status_code == 200, changed.text
    assert changed.headers["ETag"] == '"v2"'
    assert (await holder.get("/audit/events")).status_code == 200
    assert (await holder.get("/games")).status_code == 403
    me = (await holder.get("/auth/me")).json()
    assert me["role"] == "Auditors"
    stale = await caller.patch(
        f"/admin/roles/{role.id}", json={"name": "X2"}, headers={"If-Match": '"v1"'}
    )
    assert stale.json()["error_code"] == "STALE_WRITE"
    events = await caller.get("/audit/events", params={"resource_id": str(role.id)})
    event = events.json()["items"][-1]
    assert event["before_json"]["permissions"] == ["games:read"]
    assert event["after_json"]["permissions"] == ["audit:read"]


async def test_nobody_gives_a_role_what_they_do_not_hold(house: House) -> None:
    limited = await house.add_role(
        [Permission.ROLES_WRITE, Permission.ADMINS_READ, Permission.GAMES_READ]
    )
    caller = await house.sign_in(custom=limited)
    for body in (
        {"name": "Wide", "permissions": [WRITE]},
        {"name": "Wide", "based_on": "super-admin"},
        {"name": "Wide", "based_on": "Admin"},
    ):
        refused = await caller.post("/admin/roles", json=body)
        assert refused.json()["error_code"] == "PERMISSIONS_NOT_HELD", refused.text
        assert WRITE in refused.json()["details"]["permissions"]
    mine = await make(caller)
    for permissions in ([READ, WRITE], [p.value for p in Permission if p not in OWNER_ONLY]):
        widened = await caller.patch(
            f"/admin/roles/{mine['id']}", json={"permissions": permissions}
        )
        assert widened.json()["error_code"] == "PERMISSIONS_NOT_HELD"
    # Nor do they take away from others what they could not give.
    wide = await house.add_role([Permission.GAMES_READ, Permission.GAMES_WRITE])
    for act in (
        caller.patch(f"/admin/roles/{wide.id}", json={"permissions": [READ]}),
        caller.delete(f"/admin/roles/{wide.id}", headers={"X-Reason": "because"}),
    ):
        assert (await act).json()["error_code"] == "PERMISSIONS_NOT_HELD"
    owner = await house.owner(acting_for=house.tenant_id)
    events = await owner.get("/audit/events", params={"status": "DENIED"})
    denied = [e["action"] for e in events.json()["items"] if e["actor_user_id"] == caller.admin_id]
    assert sorted(denied) == ["role.changed"] * 3 + ["role.created"] * 3 + ["role.deleted"]


async def test_nobody_changes_what_their_own_role_gives(house: House) -> None:
    held = [Permission.ROLES_WRITE, Permission.ADMINS_READ, Permission.GAMES_READ]
    role = await house.add_role(held)
    caller = await house.sign_in(custom=role)
    refused = await caller.patch(f"/admin/roles/{role.id}", json={"permissions": [READ]})
    assert refused.json()["error_code"] == "OWN_ROLE"
    # The text is theirs to mend; it gives nothing.
    mended = await caller.patch(
        f"/admin/roles/{role.id}",
        json={"description": "Mended", "permissions": [p.value for p in held]},
    )
    assert mended.status_code == 200, mended.text


async def test_what_only_owners_hold_is_in_no_role_of_a_brand(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    for permission in OWNER_ONLY:
        answer = await owner.post(
            "/admin/roles", json={"name": "Crown", "permissions": [permission.value]}
        )
        assert answer.json()["error_code"] == "PERMISSION_OWNER_ONLY"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "super admin"}, "ROLE_EXISTS"),
        ({"name": "SuperAdmin"}, "ROLE_EXISTS"),
        ({"name": "Cs"}, "ROLE_EXISTS"),
        ({"name": "\uff33upport"}, "ROLE_EXISTS"),
        ({"name": "x"}, "VALIDATION_FAILED"),
        ({"name": "Ro\u200ble"}, "VALIDATION_FAILED"),
        ({"name": "Fine", "permissions": ["games:fly"]}, "VALIDATION_FAILED"),
        ({"name": "Fine", "based_on": "no such"}, "UNKNOWN_ROLE"),
        ({"name": "Fine", "tenant_id": "demo"}, "VALIDATION_FAILED"),
    ],
)
async def test_what_is_no_role_is_refused(house: House, body: dict[str, Any], code: str) -> None:
    caller = await house.sign_in("Admin")
    answer = await caller.post("/admin/roles", json=body)
    assert answer.json()["error_code"] == code, answer.text


async def test_two_roles_never_share_a_name_even_when_made_at_once(house: House) -> None:
    caller = await house.sign_in("Admin")
    body = {"name": "Twins", "permissions": []}
    answers = await asyncio.gather(
        *(caller.post("/admin/roles", json={**body, "name": n}) for n in ("Twins", "TWINS"))
    )
    assert sorted(a.status_code for a in answers) == [200, 409]


async def test_built_in_roles_stay_and_foreign_ones_are_not_found(house: House) -> None:
    caller = await house.sign_in("Admin")
    foreign = await house.add_role([], tenant_id=house.other_tenant_id)
    for key, code in (("support", "ROLE_BUILT_IN"), (str(foreign.id), "ROLE_NOT_FOUND")):
        changed = await caller.patch(f"/admin/roles/{key}", json={"name": "Mine now"})
        assert changed.json()["error_code"] == code
        deleted = await caller.delete(f"/admin/roles/{key}", headers={"X-Reason": "because"})
        assert deleted.json()["error_code"] == code


async def test_a_role_in_use_goes_only_if_its_admins_and_teams_get_another(house: House) -> None:
    caller = await house.sign_in("Admin")
    role = await house.add_role([Permission.GAMES_READ, Permission.AUDIT_READ])
    holder = await house.sign_in(custom=role)
    team = await caller.post("/admin/teams", json={"name": "T1", "default_role_id": str(role.id)})
    path, reason = f"/admin/roles/{role.id}", {"X-Reason": "No longer needed"}
    assert (await caller.delete(path)).json()["error_code"] == "REASON_REQUIRED"
    refused = await caller.delete(path, headers=reason)
    assert refused.json()["error_code"] == "ROLE_IN_USE"
    assert refused.json()["details"] == {"admins": 1, "teams": 1}
    for to, code in (
        ("nothing", "UNKNOWN_ROLE"),
        (str(role.id), "ROLE_IN_USE"),
        ("platform-owner", "PERMISSIONS_NOT_HELD"),
    ):
        bad = await caller.delete(path, params={"reassign_to": to}, headers=reason)
        assert bad.json()["error_code"] == code
    done = await caller.delete(path, params={"reassign_to": "support"}, headers=reason)
    assert done.json() == {"reassigned_admins": 1, "reassigned_teams": 1}
    assert (await holder.get("/audit/events")).status_code == 403
    assert (await holder.get("/auth/me")).json()["role"] == "Support"
    kept = await caller.get(f"/admin/teams/{team.json()['id']}")
    assert kept.json()["default_role_id"] == "support"
    assert role.name not in await listed(caller)


async def test_a_role_given_while_it_is_deleted_is_either_refused_or_reassigned(
    house: House,
) -> None:
    caller = await house.sign_in("Admin")
    role = await house.add_role([Permission.GAMES_READ])
    people = [await house.add_admin("Support") for _ in range(4)]
    answers = await asyncio.gather(
        *(caller.patch(f"/admin/users/{p.id}", json={"role": str(role.id)}) for p in people),
        caller.delete(
            f"/admin/roles/{role.id}",
            params={"reassign_to": "ops"},
            headers={"X-Reason": "race"},
        ),
    )
    assert all(a.status_code < 500 for a in answers), [a.text for a in answers]
    rows = (await caller.get("/admin/users")).json()
    if answers[-1].status_code == 200:
        assert role.name not in {row["role"] for row in rows}
