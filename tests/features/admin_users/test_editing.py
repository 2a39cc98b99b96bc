"""Editing admins: what changes, who may, and one act on many."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from gapless.platform.database import Database
from gapless.platform.identity import Admin
from gapless.platform.permissions import Permission
from tests.support.house import PASSWORD, House

GOOD = "Brand-New-Word-7"


async def test_what_is_named_changes_and_the_rest_stays(house: House) -> None:
    caller = await house.sign_in("Admin")
    other = await house.sign_in("Support")
    path = f"/admin/users/{other.admin_id}"
    etag = (await caller.get(path)).headers["ETag"]
    email = f"{uuid4().hex[:10]}@example.com"
    body = {
        "full_name": "  Zeynep   Işık ", "email": email, "role": "Ops", "tenant_role": "operations",
        "allowed_modules": ["games"],
    }  # fmt: skip
    answer = await caller.patch(path, json=body, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    user = answer.json()["user"]
    assert (user["full_name"], user["email"], user["role"]) == ("Zeynep Işık", email, "Ops")
    assert (user["tenant_role"], user["allowed_modules"]) == ("operations", ["games"])
    # At once, in the session that is open.
    assert (await other.get("/games")).status_code == 200
    assert (await other.get("/audit/events")).status_code == 403
    stale = await caller.patch(path, json={"full_name": "X"}, headers={"If-Match": etag})
    assert stale.json()["error_code"] == "STALE_WRITE"
    only = await caller.patch(path, json={"allowed_modules": []})
    assert (only.json()["user"]["role"], only.json()["user"]["allowed_modules"]) == ("Ops", [])
    assert (await other.get("/audit/events")).status_code == 200
    cleared = await caller.patch(path, json={"tenant_role": None})
    assert cleared.json()["user"]["tenant_role"] is None


async def test_a_new_password_ends_the_sessions(house: House) -> None:
    caller = await house.sign_in("Admin")
    other = await house.sign_in("Support")
    answer = await caller.patch(f"/admin/users/{other.admin_id}", json={"password": GOOD})
    assert answer.status_code == 200
    assert (await other.get("/games")).status_code == 401
    client = house.client()
    for password, status in ((PASSWORD, 401), (GOOD, 200)):
        login = await client.post(
            "/api/v1/auth/login", json={"email": other.email, "password": password}
        )
        assert login.status_code == status


async def test_of_oneself_only_the_name_can_be_changed(house: House) -> None:
    caller = await house.sign_in("Admin")
    path = f"/admin/users/{caller.admin_id}"
    named = await caller.patch(path, json={"full_name": "My Self", "role": "Admin"})
    assert named.json()["user"]["full_name"] == "My Self"
    for body in (
        {"role": "Support"},
        {"role": "Super Admin"},
        {"allowed_modules": ["games"]},
        {"tenant_role": "finance"},
        {"email": "me@example.com"},
        {"password": GOOD},
    ):
        refused = await caller.patch(path, json=body)
        assert refused.json()["error_code"] in ("OWN_ACCOUNT", "PERMISSIONS_NOT_HELD"), body
    for attempt in (
        caller.delete(path, headers={"X-Reason": "because"}),
        caller.post(f"{path}/status", json={"is_active": False}),
    ):
        assert (await attempt).json()["error_code"] == "OWN_ACCOUNT"
    assert (await caller.get(path)).json()["role"] == "Admin"


async def test_nobody_lifts_another_above_themselves(house: House) -> None:
    role = await house.add_role(
        [Permission.ADMINS_READ, Permission.ADMINS_WRITE, Permission.GAMES_READ]
    )
    caller = await house.sign_in(custom=role)
    low = await house.add_admin(custom=role, allowed_modules=["games"])
    high = await house.add_admin("Manager")
    widest = await house.add_role([Permission.GAMES_READ, Permission.GAMES_WRITE])
    for body in ({"role": "Manager"}, {"role": str(widest.id)}, {"role": "Platform Owner"}):
        refused = await caller.patch(f"/admin/users/{low.id}", json=body)
        assert refused.json()["error_code"] == "PERMISSIONS_NOT_HELD", refused.text
    for body in ({"full_name": "Low"}, {"password": GOOD}, {"email": "x@example.com"}):
        refused = await caller.patch(f"/admin/users/{high.id}", json=body)
        assert refused.json()["error_code"] == "ADMIN_OUTRANKS_YOU"
    # What they hold themselves they may give, by taking a limit away.
    freed = await caller.patch(f"/admin/users/{low.id}", json={"allowed_modules": []})
    assert freed.status_code == 200
    limited = await house.add_admin("Manager", allowed_modules=["fraud"])
    # It holds nothing now; without its limit it would hold more than the caller.
    refused = await caller.patch(f"/admin/users/{limited.id}", json={"allowed_modules": []})
    assert refused.json()["error_code"] in ("PERMISSIONS_NOT_HELD", "ADMIN_OUTRANKS_YOU")


async def test_only_owners_make_owners_and_the_last_one_stays(
    house: House, database: Database
) -> None:
    async with database.session() as db:
        await db.execute(update(Admin).where(Admin.is_platform_owner).values(status="disabled"))
        await db.commit()
    owner = await house.owner()
    other = await house.sign_in("Admin")
    path = f"/admin/users/{other.admin_id}"
    made = await owner.patch(path, json={"role": "Platform Owner"})
    assert made.json()["user"]["is_platform_owner"] is True
    assert (await other.get("/tenants")).status_code == 200
    demoted = await owner.patch(path, json={"role": "Admin"})
    assert demoted.json()["user"]["is_platform_owner"] is False
    assert (await other.get("/tenants")).status_code == 403
    # A second owner cannot take the last other one away: each act leaves one who can sign in.
    second = await house.owner()
    async with database.session() as db:
        await db.execute(update(Admin).where(Admin.id == second.admin_id).values(status="disabled"))
        await db.commit()
    third = await house.owner()
    async with database.session() as db:
        await db.execute(update(Admin).where(Admin.id == third.admin_id).values(is_demo=True))
        await db.commit()
    # `third` is a demo owner, who does not count outside demo mode; their session has ended too.
    assert (await third.get("/games")).status_code == 401
    mine = f"/admin/users/{owner.admin_id}"
    refused = await owner.patch(mine, json={"role": "Admin"})
    assert refused.json()["error_code"] in ("LAST_OWNER", "OWN_ACCOUNT")


async def test_two_owners_who_demote_or_delete_each_other_leave_one(
    house: House, database: Database
) -> None:
    for act in ("demote", "delete", "bulk"):
        async with database.session() as db:
            await db.execute(update(Admin).where(Admin.is_platform_owner).values(status="disabled"))
            await db.commit()
        pair = [await house.owner(), await house.owner()]

        def go(me: Any, you: Any, act: str = act) -> Any:
            path = f"/admin/users/{you.admin_id}"
            if act == "demote":
                return me.patch(path, json={"role": "Admin"})
            if act == "delete":
                return me.delete(path, headers={"X-Reason": "because"})
            return me.post(
                "/admin/users/bulk",
                json={"action": "disable", "ids": [you.admin_id]},
                headers={"X-Reason": "because"},
            )

        await asyncio.gather(go(pair[0], pair[1]), go(pair[1], pair[0]))
        alive = [c for c in pair if (await c.get("/tenants")).status_code == 200]
        assert len(alive) == 1, act


async def test_a_deleted_admin_is_gone_and_what_they_did_stays(house: House) -> None:
    caller = await house.sign_in("Admin")
    other = await house.sign_in("Manager")
    await other.post("/tables", json={"name": "T", "provider": "P"})
    path = f"/admin/users/{other.admin_id}"
    assert (await caller.delete(path)).json()["error_code"] == "REASON_REQUIRED"
    assert (await caller.delete(path, headers={"X-Reason": "Left"})).status_code == 204
    assert (await other.get("/games")).status_code == 401
    assert (await caller.get(path)).json()["error_code"] == "ADMIN_NOT_FOUND"
    rows = (await caller.get("/admin/activity-log", params={"admin_id": other.admin_id})).json()
    assert [(r["action"], r["admin_name"]) for r in rows] == [("table.created", other.email)]


async def test_one_act_on_many_is_judged_and_recorded_one_by_one(house: House) -> None:
    caller = await house.sign_in("Admin")
    people = [await house.sign_in("Support") for _ in range(2)]
    owner = await house.add_admin("Platform Owner", owner=True)
    stranger = await house.add_admin(tenant_id=house.other_tenant_id)
    ids = [p.admin_id for p in people] + [str(owner.id), str(stranger.id), caller.admin_id]
    body = {"action": "disable", "ids": ids}
    assert (await caller.post("/admin/users/bulk", json=body)).json()[
        "error_code"
    ] == "REASON_REQUIRED"
    answer = await caller.post(
        "/admin/users/bulk", json=body, headers={"X-Reason": "Season is over"}
    )
    result = answer.json()
    assert result["changed"] == 2
    assert [(r["id"], r["ok"], r["error_code"]) for r in result["results"]] == [
        (ids[0], True, None),
        (ids[1], True, None),
        (ids[2], False, "ADMIN_OUTRANKS_YOU"),
        (ids[3], False, "ADMIN_NOT_FOUND"),
        (ids[4], False, "OWN_ACCOUNT"),
    ]
    assert result["results"][2]["message"]
    for person in people:
        assert (await person.get("/games")).status_code == 401
    items = (await caller.get("/audit/events")).json()["items"]
    told = sorted(
        (e["action"], e["status"], e["reason"])
        for e in items
        if e["action"] not in ("admin.bulk_changed", "auth.ended_session_used")
    )
    reason = "Season is over"
    assert told == sorted(
        [("admin.disabled", "SUCCESS", reason)] * 2
        + [("admin.disabled", "DENIED", reason)]
        + [("admin.disabled", "FAILED", reason)] * 2
    )
    assert {e["resource_id"] for e in items} >= {*ids[:3]}
    assert all(c["ok"] for c in (await caller.get("/audit/verify")).json())


async def test_many_get_a_role_or_a_team_at_once(house: House) -> None:
    caller = await house.sign_in("Admin")
    people = [await house.add_admin("Support") for _ in range(3)]
    ids = [str(p.id) for p in people]
    answer = await caller.post(
        "/admin/users/bulk", json={"action": "set_role", "role": "ops", "ids": ids}
    )
    assert answer.json()["changed"] == 3
    team = (await caller.post("/admin/teams", json={"name": "Night"})).json()
    for action in ("add_to_team", "remove_from_team"):
        answer = await caller.post(
            "/admin/users/bulk", json={"action": action, "team_id": team["id"], "ids": ids}
        )
        assert answer.json()["changed"] == 3
    rows = (await caller.get("/admin/users", params={"role": "ops"})).json()
    assert {row["id"] for row in rows} == set(ids)
    for body in (
        {"action": "promote", "ids": ids},
        {"action": "set_role", "ids": ids},
        {"action": "enable", "ids": []},
        {"action": "enable", "ids": ids, "role": "ops"},
        {"action": "enable", "ids": [str(uuid4()) for _ in range(201)]},
    ):
        assert (await caller.post("/admin/users/bulk", json=body)).status_code == 422


async def test_bulk_requests_in_any_order_do_not_block_each_other(house: House) -> None:
    caller = await house.sign_in("Admin")
    ids = [str((await house.add_admin("Support")).id) for _ in range(6)]
    answers = await asyncio.gather(
        *(
            caller.post(
                "/admin/users/bulk",
                json={"action": "set_role", "role": role, "ids": order},
            )
            for role, order in (
                ("ops", ids),
                ("support", ids[::-1]),
                ("analyst", ids[2:] + ids[:2]),
            )
        )
    )
    assert [a.json()["changed"] for a in answers] == [6, 6, 6]


async def test_the_export_is_the_filtered_list(house: House) -> None:
    caller = await house.sign_in("Admin")
    other = await house.add_admin("Support", allowed_modules=["games", "reports"])
    await house.add_admin("Ops")
    answer = await caller.get("/admin/users/export", params={"role": "support"})
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["email"], row["allowed_modules"]) == (other.email, "games reports")
    assert "password" not in answer.text
    events = await caller.get("/audit/events", params={"action": "admin.exported"})
    assert events.json()["items"][0]["status"] == "SUCCESS"
    reader = await house.add_role([Permission.ADMINS_READ])
    refused = await (await house.sign_in(custom=reader)).get("/admin/users/export")
    assert refused.status_code == 403
