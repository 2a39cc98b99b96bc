"""The admins of a brand: who sees them, and who may shut whom out."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text, update

from gapless.platform.database import Database
from gapless.platform.identity import Admin, grants
from gapless.platform.identity.grants import decided
from gapless.platform.identity.models import Role, Team, TeamMember
from gapless.platform.permissions import OWNER_ONLY, ROLES, Permission
from gapless.settings import Settings
from tests.features.auth.second_factors import set_up_app
from tests.support.house import House


async def test_the_list_is_the_brands_own_and_tells_no_secret(house: House) -> None:
    caller = await house.sign_in("Admin")
    colleague = await house.add_admin("Support")
    stranger = await house.add_admin("Support", tenant_id=house.other_tenant_id)
    answer = await caller.get("/admin/users")
    rows = {row["id"]: row for row in answer.json()}
    assert str(stranger.id) not in rows
    row = rows[str(colleague.id)]
    assert (row["email"], row["role"], row["role_id"]) == (colleague.email, "Support", "support")
    assert row["is_active"] is True
    assert rows[caller.admin_id]["is_self"] is True
    assert int(answer.headers["X-Total-Count"]) == len(rows)
    assert not {"password_hash", "token_hash", "secret"} & row.keys()


async def test_the_list_can_be_searched_filtered_sorted_and_paged(house: House) -> None:
    caller = await house.sign_in("Admin")
    role = await house.add_role([Permission.GAMES_READ])
    custom = await house.add_admin(custom=role)
    support = await house.add_admin("Support", status="disabled")

    async def ids(**query: object) -> list[str]:
        answer = await caller.get("/admin/users", params=query)
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()]

    assert await ids(search=custom.email.upper()) == [str(custom.id)]
    assert await ids(role=str(role.id)) == [str(custom.id)]
    assert await ids(role="support") == [str(support.id)]
    assert await ids(role="no-such-role") == []
    assert await ids(status="disabled") == [str(support.id)]
    ordered = await ids(sort="-email")
    assert [await ids(sort="-email", page_size=1, page=n + 1) for n in range(3)] == [
        [found] for found in ordered
    ]


async def test_an_owner_may_look_at_another_brand_and_at_all_and_nobody_else(house: House) -> None:
    here = await house.add_admin()
    there = await house.add_admin(tenant_id=house.other_tenant_id)
    owner = await house.owner()
    one = await owner.get("/admin/users", params={"tenant_id": house.other_tenant_id})
    assert [row["id"] for row in one.json()] == [str(there.id)]
    found = []
    for admin in (here, there):
        query = {"tenant_id": "all", "search": admin.email}
        found += [r["id"] for r in (await owner.get("/admin/users", params=query)).json()]
    assert found == [str(here.id), str(there.id)]
    unknown = await owner.get("/admin/users", params={"tenant_id": "nowhere"})
    assert unknown.json()["error_code"] == "INVALID_TENANT_HEADER"
    for caller in (
        await house.sign_in("Super Admin"),
        await house.owner(acting_for=house.tenant_id),
    ):
        for brand in ("all", house.other_tenant_id):
            refused = await caller.get("/admin/users", params={"tenant_id": brand})
            assert refused.status_code == 403
            assert refused.json()["error_code"] == "TENANT_OVERRIDE_FORBIDDEN"


async def test_disabling_ends_every_session_at_once_and_is_audited(house: House) -> None:
    caller = await house.sign_in("Admin")
    colleague = await house.sign_in("Support")
    assert (await colleague.get("/games")).status_code == 200
    answer = await caller.post(
        f"/admin/users/{colleague.admin_id}/status",
        json={"is_active": False},
        headers={"X-Reason": "Left the company"},
    )
    assert answer.json()["user"]["status"] == "disabled"
    assert (await colleague.get("/games")).status_code == 401
    events = await caller.get("/audit/events", params={"resource_id": colleague.admin_id})
    event = events.json()["items"][0]
    assert event["action"] == "admin.disabled"
    assert (event["before_json"], event["after_json"]) == (
        {"status": "active"},
        {"status": "disabled"},
    )
    assert event["reason"] == "Left the company"
    assert event["details"] == {"sessions_ended": 1}
    back = await caller.post(f"/admin/users/{colleague.admin_id}/status", json={"is_active": True})
    assert back.json()["user"]["status"] == "active"
    # The ended sessions stay ended.
    assert (await colleague.get("/games")).status_code == 401


async def test_shutting_out_waits_for_no_proof_and_letting_in_again_does(house: House) -> None:
    caller, colleague = await house.sign_in("Admin"), await house.add_admin("Support")
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE sessions SET proved_at = now() - interval '1 day' WHERE admin_id = :id"),
            {"id": caller.admin_id},
        )
        await db.commit()
    path = f"/admin/users/{colleague.id}/status"
    assert (await caller.post(path, json={"is_active": False})).status_code == 200
    refused = await caller.post(path, json={"is_active": True})
    assert (refused.status_code, refused.json()["error_code"]) == (403, "STEP_UP_REQUIRED")
    assert (await caller.get(f"/admin/users/{colleague.id}")).json()["status"] == "disabled"


async def test_the_list_is_narrowed_to_who_has_a_second_factor_or_none(house: House) -> None:
    caller, colleague = await house.sign_in("Admin"), await house.add_admin("Support")
    await set_up_app(caller)
    for wanted, found in (("true", caller.admin_id), ("false", str(colleague.id))):
        rows = (await caller.get("/admin/users", params={"second_factor": wanted})).json()
        assert [(row["id"], row["is_2fa_enabled"]) for row in rows] == [(found, wanted == "true")]


async def test_who_holds_more_or_is_elsewhere_or_oneself_cannot_be_disabled(house: House) -> None:
    caller = await house.sign_in("Admin")
    superior = await house.add_admin("Super Admin")
    stranger = await house.add_admin("Support", tenant_id=house.other_tenant_id)
    for admin_id, code in (
        (superior.id, None),
        (stranger.id, "ADMIN_NOT_FOUND"),
        (caller.admin_id, "OWN_ACCOUNT"),
    ):
        answer = await caller.post(f"/admin/users/{admin_id}/status", json={"is_active": False})
        held = ROLES["Super Admin"] - ROLES["Admin"]
        expected = code or ("ADMIN_OUTRANKS_YOU" if held else None)
        if expected:
            assert answer.json()["error_code"] == expected, answer.text
    owner = await house.add_admin("Platform Owner", owner=True)
    refused = await caller.post(f"/admin/users/{owner.id}/status", json={"is_active": False})
    assert refused.json()["error_code"] == "ADMIN_OUTRANKS_YOU"
    assert "tenants:write" in refused.json()["details"]["permissions"]


async def test_two_last_owners_who_disable_each_other_leave_one(
    house: House, database: Database
) -> None:
    async with database.session() as db:
        # No other owner of this run's database may count.
        await db.execute(update(Admin).where(Admin.is_platform_owner).values(status="disabled"))
        await db.commit()
    first, second = await house.owner(), await house.owner()
    answers = await asyncio.gather(
        first.post(f"/admin/users/{second.admin_id}/status", json={"is_active": False}),
        second.post(f"/admin/users/{first.admin_id}/status", json={"is_active": False}),
    )
    codes = sorted(answer.status_code for answer in answers)
    # The one who comes second is told so, or has been signed out by the first.
    assert codes[0] == 200
    assert codes[1] in (401, 409), [a.text for a in answers]
    remaining = [c for c in (first, second) if (await c.get("/games")).status_code == 200]
    assert len(remaining) == 1


async def test_a_teams_default_role_is_held_by_its_members(
    house: House, database: Database
) -> None:
    member = await house.sign_in("Support")
    assert (await member.get("/audit/events")).status_code == 403
    role = await house.add_role([Permission.AUDIT_READ])
    async with database.session() as db:
        team = Team(
            tenant_id=house.tenant_id, name="Night", default_role=role.name,
            default_role_id=role.id,
        )  # fmt: skip
        db.add(team)
        await db.flush()
        db.add(TeamMember(team_id=team.id, admin_id=member.admin_id))
        await db.commit()
    assert (await member.get("/audit/events")).status_code == 200
    async with database.session() as db:
        await db.execute(update(Role).where(Role.id == role.id).values(permissions=[]))
        await db.commit()
    assert (await member.get("/audit/events")).status_code == 403


@pytest.mark.parametrize("allowed_modules", [None, [], ["games"], ["games", "settings"]])
async def test_the_explanation_agrees_with_what_is_held(
    house: House, database: Database, settings: Settings, allowed_modules: list[str] | None
) -> None:
    custom = await house.add_role([*OWNER_ONLY, Permission.GAMES_READ, Permission.AUDIT_READ])
    for admin in (
        await house.add_admin(custom=custom, allowed_modules=allowed_modules),
        await house.add_admin("Admin", allowed_modules=allowed_modules),
        await house.add_admin("no such role"),
        await house.add_admin("Platform Owner", owner=True, allowed_modules=allowed_modules),
    ):
        async with database.session() as db:
            held = await grants.load(db, admin)
        for permission in Permission:
            assert decided(held.explain(permission)) is (permission in held.permissions)
