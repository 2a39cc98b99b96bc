"""One's own devices."""

from __future__ import annotations

from sqlalchemy import text

from tests.support.house import House


async def test_own_devices_are_listed_and_forgotten_with_their_sessions(house: House) -> None:
    admin = await house.add_admin()
    here, there = [await house.sign_in_as(admin, by_password=True) for _ in range(2)]
    stranger = await house.sign_in()
    own = (await here.get("/auth/devices")).json()
    assert [(d["is_current"], d["status"]) for d in own] == [(True, "approved")]
    path = f"/auth/devices/{own[0]['id']}"
    assert (await stranger.delete(path)).json()["error_code"] == "OWN_DEVICE_NOT_FOUND"
    assert (await there.get("/auth/me")).status_code == 200
    assert (await here.delete(path)).status_code == 204
    for caller in (here, there):
        assert (await caller.get("/auth/me")).status_code == 401


async def test_a_blocked_device_is_not_forgotten_by_its_owner(house: House) -> None:
    """It would come back as a new one."""
    caller = await house.sign_in(by_password=True)
    device = (await caller.get("/auth/devices")).json()[0]
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE devices SET status = 'blocked' WHERE id = :id"), {"id": device["id"]}
        )
        await db.commit()
    refused = await caller.delete(f"/auth/devices/{device['id']}")
    assert refused.json()["error_code"] == "OWN_DEVICE_NOT_FOUND"
    assert (await caller.get("/auth/me")).status_code == 200
