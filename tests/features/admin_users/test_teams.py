"""Teams: what they give, to whom, and who may say so."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from gapless.platform.permissions import Permission
from tests.support.house import Caller, House


async def make(caller: Caller, **wanted: Any) -> dict[str, Any]:
    body = {"name": f"Team {uuid4().hex[:6]}", **wanted}
    answer = await caller.post("/admin/teams", json=body)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_team_gives_its_members_its_role_and_takes_it_back(house: House) -> None:
    caller = await house.sign_in("Admin")
    member = await house.sign_in("Support")
    team = await make(caller, default_role_id="analyst", member_ids=[member.admin_id])
    assert (team["default_role"], team["member_count"]) == ("Analyst", 1)
    assert team["members"][0]["email"] == member.email
    assert (await member.get("/audit/events")).status_code == 200
    path = f"/admin/teams/{team['id']}"
    listed = (await caller.get("/admin/teams")).json()
    assert [(t["id"], t["member_count"], t["is_grantable"]) for t in listed] == [
        (team["id"], 1, True)
    ]
    user = (await caller.get(f"/admin/users/{member.admin_id}")).json()
    assert user["teams"] == [team["name"]]
    removed = await caller.delete(f"{path}/members/{member.admin_id}")
    assert removed.json()["members"] == []
    assert (await member.get("/audit/events")).status_code == 403
    again = await caller.delete(f"{path}/members/{member.admin_id}")
    assert again.json()["error_code"] == "NOT_IN_TEAM"
    added = await caller.post(f"{path}/members", json={"admin_ids": [member.admin_id] * 2})
    assert added.json()["member_count"] == 1
    none = await caller.patch(path, json={"default_role_id": None})
    assert none.json()["default_role"] is None
    assert (await member.get("/audit/events")).status_code == 403
    assert (await caller.delete(path)).json()["error_code"] == "REASON_REQUIRED"
    gone = await caller.delete(path, headers={"X-Reason": "Project is over"})
    assert gone.status_code == 204
    assert (await caller.get(path)).json()["error_code"] == "TEAM_NOT_FOUND"


async def test_a_team_is_changed_with_its_version(house: House) -> None:
    caller = await house.sign_in("Admin")
    team = await make(caller)
    path = f"/admin/teams/{team['id']}"
    etag = (await caller.get(path)).headers["ETag"]
    first = await caller.patch(path, json={"name": "Night"}, headers={"If-Match": etag})
    assert first.status_code == 200
    stale = await caller.patch(path, json={"name": "Day"}, headers={"If-Match": etag})
    assert stale.json()["error_code"] == "STALE_WRITE"
    taken = await caller.post("/admin/teams", json={"name": "NIGHT"})
    assert taken.json()["error_code"] == "TEAM_EXISTS"


async def test_a_team_is_no_way_to_what_one_does_not_hold(house: House) -> None:
    role = await house.add_role([Permission.ADMINS_READ, Permission.ADMINS_WRITE])
    caller = await house.sign_in(custom=role)
    owner = await house.owner(acting_for=house.tenant_id)
    strong = await make(owner, default_role_id="manager")
    weak = await make(caller)
    attempts = [
        caller.post("/admin/teams", json={"name": "Coup", "default_role_id": "manager"}),
        caller.patch(f"/admin/teams/{weak['id']}", json={"default_role_id": "manager"}),
        caller.post(f"/admin/teams/{strong['id']}/members", json={"admin_ids": [caller.admin_id]}),
        caller.post(
            "/admin/users/bulk",
            json={"action": "add_to_team", "team_id": strong["id"], "ids": [caller.admin_id]},
        ),
        caller.delete(f"/admin/teams/{strong['id']}", headers={"X-Reason": "because"}),
    ]
    for number, attempt in enumerate(attempts):
        answer = await attempt
        body = answer.json()
        code = body["results"][0]["error_code"] if number == 3 else body["error_code"]
        assert code == "PERMISSIONS_NOT_HELD", answer.text
    assert (await caller.get("/games")).status_code == 403
    crown = await owner.post("/admin/teams", json={"name": "C", "default_role_id": "owner"})
    assert crown.status_code == 422
    crown = await owner.post("/admin/teams", json={"name": "Crown", "default_role_id": "owner"})
    assert crown.json()["error_code"] == "PERMISSION_OWNER_ONLY"


async def test_members_and_teams_of_another_brand_are_not_found(house: House) -> None:
    caller = await house.sign_in("Admin")
    stranger = await house.add_admin(tenant_id=house.other_tenant_id)
    elsewhere = await house.sign_in("Admin", tenant_id=house.other_tenant_id)
    foreign = await make(elsewhere)
    own = await make(caller)
    answer = await caller.post(
        f"/admin/teams/{own['id']}/members", json={"admin_ids": [str(stranger.id)]}
    )
    assert answer.json()["error_code"] == "ADMIN_NOT_FOUND"
    for attempt in (
        caller.get(f"/admin/teams/{foreign['id']}"),
        caller.patch(f"/admin/teams/{foreign['id']}", json={"name": "Ours"}),
        caller.post(f"/admin/teams/{foreign['id']}/members", json={"admin_ids": [caller.admin_id]}),
        caller.delete(f"/admin/teams/{foreign['id']}", headers={"X-Reason": "because"}),
    ):
        assert (await attempt).json()["error_code"] == "TEAM_NOT_FOUND"
    assert names(await caller.get("/admin/teams")) == [own["name"]]


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer.json()]
