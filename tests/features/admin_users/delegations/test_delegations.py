"""Permissions handed over: approved by a third person, for a time, never more than the giver's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from gapless.features.admin_users.delegations.jobs import write_down_ended
from gapless.features.admin_users.delegations.models import Delegation
from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.platform.worker import JobContext
from tests.support.house import Caller, House


async def ask(
    asker: Caller, giver: Caller, taker: Caller, *permissions: str, **changes: Any
) -> Any:
    """Ask for a delegation of an hour."""
    now = clock.now()
    body = {
        "from_admin_id": giver.admin_id,
        "to_admin_id": taker.admin_id,
        "permissions": list(permissions),
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(hours=1)).isoformat(),
        "reason": "on leave",
    }
    return await asker.post("/admin/delegations", json={**body, **changes})


async def decide(who: Caller, row: dict[str, Any], act: str) -> Any:
    return await who.post(f"/admin/delegations/{row['id']}/{act}", json={"reason": "as agreed"})


async def may_import(who: Caller) -> bool:
    return (await who.get("/game-import/jobs")).status_code == 200


async def test_handed_over_permissions_are_held_once_a_third_person_approved(
    house: House,
) -> None:
    giver, taker, third = [await house.sign_in(r) for r in ("Admin", "Support", "Super Admin")]
    asked = await ask(giver, giver, taker, "games:import")
    assert asked.status_code == 201, asked.text
    row = asked.json()
    assert (row["state"], row["can_decide"], row["can_revoke"]) == ("pending", False, True)
    assert not await may_import(taker)
    refused = await decide(giver, row, "approve")
    assert (refused.status_code, refused.json()["error_code"]) == (403, "DELEGATION_NEEDS_ANOTHER")
    assert (await third.get("/admin/delegations")).json()[0]["can_decide"] is True
    approved = await decide(third, row, "approve")
    assert approved.json()["state"] == "active", approved.text
    assert await may_import(taker)
    again = await decide(third, row, "approve")
    assert again.json()["error_code"] == "DELEGATION_DECIDED"
    ended = await decide(giver, row, "revoke")
    assert ended.json()["state"] == "revoked"
    assert not await may_import(taker)
    actions = [
        event["action"]
        for event in (await third.get("/audit/events", params={"resource_id": row["id"]})).json()[
            "items"
        ]
    ]
    assert sorted(actions) == sorted(
        ["delegation.requested", "delegation.approved", "delegation.approved",
         "delegation.approved", "delegation.revoked"]
    )  # fmt: skip


async def test_it_ends_by_the_clock_and_the_audit_log_tells(house: House) -> None:
    giver, taker, third = [await house.sign_in(r) for r in ("Admin", "Support", "Super Admin")]
    row = (await ask(giver, giver, taker, "games:import")).json()
    await decide(third, row, "approve")
    assert await may_import(taker)
    async with house.database.session() as db:
        past = clock.now() - timedelta(seconds=1)
        await db.execute(
            update(Delegation)
            .where(Delegation.id == row["id"])
            .values(starts_at=past - timedelta(hours=1), ends_at=past)
        )
        await db.commit()
    assert not await may_import(taker)
    for _ in range(2):
        await write_down_ended(JobContext(house.database, house.settings, None))
    events = (await third.get("/audit/events", params={"action": "delegation.ended"})).json()
    assert [e["resource_id"] for e in events["items"]] == [row["id"]]
    assert (await third.get("/admin/delegations")).json()[0]["state"] == "ended"


@pytest.mark.parametrize("change", [{"role": "Support"}, {"status": "disabled"}])
async def test_nobody_holds_more_of_a_giver_than_the_giver_has_now(
    house: House, change: dict[str, str]
) -> None:
    giver, taker, third = [await house.sign_in(r) for r in ("Admin", "Support", "Super Admin")]
    row = (await ask(giver, giver, taker, "games:import")).json()
    await decide(third, row, "approve")
    assert await may_import(taker)
    async with house.database.session() as db:
        await db.execute(update(Admin).where(Admin.id == giver.admin_id).values(**change))
        await db.commit()
    assert not await may_import(taker)


async def test_what_was_handed_over_cannot_be_handed_on(house: House) -> None:
    giver, taker, third = [await house.sign_in(r) for r in ("Admin", "Support", "Super Admin")]
    row = (await ask(giver, giver, taker, "games:import", "delegations:write")).json()
    assert (await decide(third, row, "approve")).status_code == 200
    other = await house.sign_in("Analyst")
    on = await ask(taker, taker, other, "games:import")
    assert on.json()["error_code"] == "DELEGATION_BEYOND_ROLE"


async def test_an_approver_lets_pass_only_what_they_hold(house: House) -> None:
    giver, taker = await house.sign_in("Super Admin"), await house.sign_in("Support")
    weak = await house.sign_in("Admin")
    asked = await ask(giver, giver, taker, "sso:restricted")
    row = asked.json()
    refused = await decide(weak, row, "approve")
    assert refused.json()["error_code"] == "DELEGATION_ABOVE_YOURS"
    assert (await decide(weak, row, "reject")).json()["state"] == "rejected"


async def test_what_cannot_be_asked_for_is_told(house: House) -> None:
    giver, taker = await house.sign_in("Admin"), await house.sign_in("Support")
    stranger = await house.sign_in("Admin", tenant_id=house.other_tenant_id)
    now = clock.now()

    async def code(asked: Any) -> str:
        return str((await asked).json()["error_code"])

    later = {"ends_at": (now + timedelta(days=91)).isoformat()}
    assert await code(ask(giver, giver, taker, "games:import", **later)) == (
        "DELEGATION_PERIOD_INVALID"
    )
    past = {"starts_at": (now - timedelta(hours=1)).isoformat()}
    assert await code(ask(giver, giver, taker, "games:import", **past)) == (
        "DELEGATION_PERIOD_INVALID"
    )
    assert await code(ask(giver, giver, giver, "games:import")) == "ADMIN_NOT_FOUND"
    assert await code(ask(giver, stranger, taker, "games:import")) == "ADMIN_NOT_FOUND"
    assert await code(ask(giver, giver, stranger, "games:import")) == "ADMIN_NOT_FOUND"
    assert await code(ask(giver, giver, taker, "tenants:write")) == "DELEGATION_BEYOND_ROLE"
    assert await code(ask(giver, giver, taker, "games:read")) == "DELEGATION_WITHOUT_EFFECT"
    assert await code(ask(giver, giver, taker, "no:such")) == "VALIDATION_FAILED"
    naive = {"ends_at": "2099-01-01T00:00:00"}
    assert await code(ask(giver, giver, taker, "games:import", **naive)) == "VALIDATION_FAILED"
    row = (await ask(giver, giver, taker, "games:import")).json()
    assert (await decide(stranger, row, "approve")).status_code == 404


async def test_the_form_is_told_what_each_could_hand_over(house: House) -> None:
    caller, support = await house.sign_in("Admin"), await house.sign_in("Support")
    found = (await caller.get("/admin/delegations/delegable")).json()
    by_id = {row["person"]["id"]: row for row in found}
    assert set(by_id) == {caller.admin_id, support.admin_id}
    assert by_id[support.admin_id]["delegable"] == ["dashboard:read", "games:read"]
