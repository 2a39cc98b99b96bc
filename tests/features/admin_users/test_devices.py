"""Devices: a new one waits where the brand wants that, and a blocked one is out at once."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import func, select

from gapless.platform.identity import Admin
from gapless.platform.security.models import Device
from tests.support.house import PASSWORD, Caller, House

WHY = {"X-Reason": "Lost laptop"}
LOGIN = "/api/v1/auth/login"


async def browser_of(house: House, admin: Admin) -> tuple[httpx.AsyncClient, httpx.Response]:
    """A browser that signs in, or tries to."""
    browser = house.client()
    return browser, await again(browser, admin)


async def again(browser: httpx.AsyncClient, admin: Admin) -> httpx.Response:
    return await browser.post(
        LOGIN, json={"email": admin.email, "password": PASSWORD, "session": "cookie"}
    )


async def devices_of(caller: Caller, admin: Admin) -> list[dict[str, Any]]:
    answer = await caller.get("/admin/device-restrictions", params={"admin_id": str(admin.id)})
    found: list[dict[str, Any]] = answer.json()
    return found


async def want_approval(caller: Caller) -> None:
    answer = await caller.patch(
        "/admin/security",
        json={"require_device_approval": True, "confirm_lockout": True},
        headers=WHY,
    )
    assert answer.status_code == 200, answer.text


async def test_a_new_device_waits_until_another_admin_approves_it(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin("Support")
    known, first = await browser_of(house, admin)
    assert first.status_code == 200
    await want_approval(caller)
    # Those that were there before are known.
    assert (await again(known, admin)).status_code == 200
    browser, answer = await browser_of(house, admin)
    assert (answer.status_code, answer.json()["error_code"]) == (403, "DEVICE_PENDING")
    # It keeps its secret and waits; asking again makes no second device.
    assert (await again(browser, admin)).json()["error_code"] == "DEVICE_PENDING"
    waiting = await devices_of(caller, admin)
    assert [d["status"] for d in waiting] == ["pending", "approved"]
    approved = await caller.put(
        f"/admin/device-restrictions/{waiting[0]['id']}/approve",
        json={"approved_by": "current_admin"},
    )
    assert (approved.json()["status"], approved.json()["decided_by"]) == ("approved", "Some One")
    assert (await again(browser, admin)).status_code == 200
    history = await caller.get("/admin/login-history", params={"failure_reason": "device_pending"})
    assert len(history.json()) == 2


async def test_a_client_without_cookies_is_never_known_where_approval_is_needed(
    house: House,
) -> None:
    """What a program says of itself can be copied, so that it approves nothing."""
    caller = await house.sign_in("Admin")
    admin = await house.add_admin("Support")
    body = {"email": admin.email, "password": PASSWORD}
    assert (await house.client().post(LOGIN, json=body)).status_code == 200
    await want_approval(caller)
    for _ in range(7):
        answer = await house.client().post(LOGIN, json=body)
        assert answer.json()["error_code"] == "DEVICE_PENDING"
    # Whoever asks again and again does not fill the list.
    assert [d["status"] for d in await devices_of(caller, admin)].count("pending") == 5
    keeper = house.client()
    await keeper.post(LOGIN, json=body)
    newest = (await devices_of(caller, admin))[0]
    await caller.put(f"/admin/device-restrictions/{newest['id']}/approve")
    assert (await keeper.post(LOGIN, json=body)).status_code == 200


async def test_nobody_approves_their_own_device(house: House) -> None:
    boss = await house.sign_in("Admin")
    admin = await house.add_admin("Admin")
    own = await house.sign_in_as(admin)
    await want_approval(boss)
    await browser_of(house, admin)
    waiting = (await devices_of(own, admin))[0]
    refused = await own.put(f"/admin/device-restrictions/{waiting['id']}/approve")
    assert (refused.status_code, refused.json()["error_code"]) == (409, "OWN_DEVICE")


async def test_a_blocked_device_is_out_at_once_and_stays_out(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin("Support")
    browser, _ = await browser_of(house, admin)
    assert (await browser.get("/api/v1/games")).status_code == 200
    device = (await devices_of(caller, admin))[0]
    bare = await caller.put(f"/admin/device-restrictions/{device['id']}/block")
    assert bare.json()["error_code"] == "REASON_REQUIRED"
    blocked = await caller.put(f"/admin/device-restrictions/{device['id']}/block", headers=WHY)
    assert (blocked.json()["status"], blocked.json()["decision_reason"]) == (
        "blocked",
        "Lost laptop",
    )
    assert (await browser.get("/api/v1/games")).status_code == 401
    assert (await again(browser, admin)).json()["error_code"] == "DEVICE_BLOCKED"
    wrong = await browser.post(
        LOGIN, json={"email": admin.email, "password": "guess", "session": "cookie"}
    )
    assert wrong.json()["error_code"] == "INVALID_CREDENTIALS"


async def test_a_forgotten_device_is_a_new_one(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin("Support")
    browser, _ = await browser_of(house, admin)
    device = (await devices_of(caller, admin))[0]
    gone = await caller.delete(f"/admin/device-restrictions/{device['id']}", headers=WHY)
    assert gone.status_code == 204
    assert (await browser.get("/api/v1/games")).status_code == 401
    assert (await again(browser, admin)).status_code == 200
    async with house.database.session() as db:
        count = await db.scalar(
            select(func.count()).select_from(Device).where(Device.admin_id == admin.id)
        )
    assert count == 1
    assert (await devices_of(caller, admin))[0]["id"] != device["id"]


async def test_one_does_not_block_the_device_one_works_on(house: House) -> None:
    caller = await house.sign_in("Admin", by_password=True)
    rows = (await caller.get("/admin/device-restrictions")).json()
    current = next(row for row in rows if row["is_current"])
    for answer in (
        await caller.put(f"/admin/device-restrictions/{current['id']}/block", headers=WHY),
        await caller.delete(f"/admin/device-restrictions/{current['id']}", headers=WHY),
    ):
        assert answer.json()["error_code"] == "OWN_DEVICE"


async def test_asking_for_approval_from_a_client_that_could_not_be_approved_is_refused(
    house: House,
) -> None:
    caller = await house.sign_in("Admin")
    answer = await caller.patch(
        "/admin/security", json={"require_device_approval": True}, headers=WHY
    )
    assert (answer.status_code, answer.json()["error_code"]) == (409, "WOULD_LOCK_YOU_OUT")


async def test_another_brands_device_is_404_and_a_superiors_out_of_rank(house: House) -> None:
    caller = await house.sign_in("Admin")
    stranger = await house.sign_in("Support", tenant_id=house.other_tenant_id, by_password=True)
    owner = await house.sign_in("Platform Owner", owner=True, by_password=True)
    async with house.database.session() as db:
        ids = {
            str(row.admin_id): row.id
            for row in await db.scalars(
                select(Device).where(Device.admin_id.in_([stranger.admin_id, owner.admin_id]))
            )
        }
    for admin_id, code in (
        (stranger.admin_id, "DEVICE_NOT_FOUND"),
        (owner.admin_id, "ADMIN_OUTRANKS_YOU"),
    ):
        answer = await caller.put(f"/admin/device-restrictions/{ids[admin_id]}/block", headers=WHY)
        assert answer.json()["error_code"] == code
