"""Flags: made, listed, switched, kept."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.support.house import Caller, House

OLD_PANEL = {
    "flag_id": "new_cashier",
    "name": "New cashier",
    "description": "The cashier of 2027",
    "type": "boolean",
    "default_value": False,
    "scope": "both",
    "environment": "development",
    "group": "Payments",
    "targeting": {},
    "last_updated_by": "Admin",
}


async def make(caller: Caller, **changes: Any) -> dict[str, Any]:
    answer = await caller.post("/flags/", json={**OLD_PANEL, **changes})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_the_calls_of_the_existing_panel(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    await make(owner)
    [row] = (await owner.get("/flags/")).json()
    assert {key: row[key] for key in
            ("flag_id", "name", "status", "type", "scope", "environment", "group")} == {
        "flag_id": "new_cashier", "name": "New cashier", "status": "off", "type": "boolean",
        "scope": "both", "environment": "development", "group": "Payments",
    }  # fmt: skip
    for status in ("on", "off", "on"):
        toggled = await owner.post(f"/flags/{row['id']}/toggle")
        assert toggled.status_code == 200
        [again] = (await owner.get("/flags/")).json()
        assert again["status"] == status
    [group] = (await owner.get("/flags/groups")).json()
    assert (group["name"], group["flag_count"]) == ("Payments", 1)
    assert set(group) >= {"id", "name", "description"}
    log = (await owner.get("/flags/audit-log")).json()
    assert [(e["action"], e["target_type"], e["target_name"]) for e in log] == [
        ("activated", "flag", "New cashier"),
        ("deactivated", "flag", "New cashier"),
        ("activated", "flag", "New cashier"),
        ("created", "flag", "New cashier"),
    ]
    assert {e["admin_name"] for e in log} == {"Some One"}


async def test_a_flag_is_switched_in_one_environment_at_a_time(house: House) -> None:
    admin = await house.sign_in()
    flag = await make(admin)
    path = f"/flags/{flag['id']}/toggle"
    answer = await admin.post(path, params={"environment": "staging"}, json={"enabled": True})
    assert {e["environment"]: e["status"] for e in answer.json()["environments"]} == {
        "production": "off", "staging": "on", "development": "off",
    }  # fmt: skip
    [row] = (await admin.get("/flags", params={"environment": "staging"})).json()
    assert (row["environment"], row["status"]) == ("staging", "on")
    [row] = (await admin.get("/flags")).json()
    assert (row["environment"], row["status"]) == ("development", "off")
    repeated = await admin.post(path, params={"environment": "staging"}, json={"enabled": True})
    assert repeated.json()["version"] == answer.json()["version"] == 2


async def test_a_stale_toggle_gets_412_and_changes_nothing(house: House) -> None:
    admin = await house.sign_in()
    flag = await make(admin)
    path = f"/flags/{flag['id']}/toggle"
    assert (await admin.post(path, headers={"If-Match": '"v1"'})).status_code == 200
    stale = await admin.post(path, headers={"If-Match": '"v1"'})
    assert (stale.status_code, stale.json()["error_code"]) == (412, "STALE_WRITE")
    [row] = (await admin.get("/flags")).json()
    assert row["status"] == "on"


async def test_ten_toggles_at_once_are_ten_versions(house: House) -> None:
    admin = await house.sign_in()
    flag = await make(admin)
    path = f"/flags/{flag['id']}/toggle"
    answers = await asyncio.gather(*(admin.post(path) for _ in range(10)))
    assert sorted(a.json()["version"] for a in answers) == list(range(2, 12))
    [row] = (await admin.get("/flags")).json()
    assert (row["status"], row["version"]) == ("off", 11)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({}, ["cash", "wheel", "wheel_text"]),
        ({"search": "WHEEL"}, ["wheel", "wheel_text"]),
        ({"search": "%"}, []),
        ({"group": "games"}, ["wheel", "wheel_text"]),
        ({"type": "string"}, ["wheel_text"]),
        ({"scope": "frontend"}, ["cash"]),
        ({"owner": "Payments team"}, ["cash"]),
        ({"tag": "q4"}, ["cash"]),
        ({"archived": True}, []),
    ],
)
async def test_filters(house: House, query: dict[str, Any], keys: list[str]) -> None:
    admin = await house.sign_in()
    await make(admin, flag_id="cash", name="Cash", scope="frontend", owner="Payments team",
               tags=["q4", "q4"])  # fmt: skip
    await make(admin, flag_id="wheel", name="Wheel", group="Games")
    await make(admin, flag_id="wheel_text", name="Wheel text", type="string", group="games")
    answer = await admin.get("/flags", params=query)
    assert [row["flag_id"] for row in answer.json()] == keys
    assert answer.headers["X-Total-Count"] == str(len(keys))


async def test_a_key_is_used_once_in_a_brand(house: House) -> None:
    admin = await house.sign_in()
    await make(admin)
    taken = await admin.post("/flags", json=OLD_PANEL)
    assert (taken.status_code, taken.json()["error_code"]) == (409, "FLAG_EXISTS")
    answers = await asyncio.gather(
        *(admin.post("/flags", json={**OLD_PANEL, "flag_id": "race"}) for _ in range(4))
    )
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    await make(stranger)


@pytest.mark.parametrize(
    "bad",
    [
        {"flag_id": ""}, {"flag_id": "white space"}, {"flag_id": "x" * 201}, {"name": "  "},
        {"type": "date"}, {"environment": "qa"}, {"scope": "edge"}, {"tags": ["x"] * 21},
        {"unknown": 1},
    ],
)  # fmt: skip
async def test_what_is_no_flag_is_refused(house: House, bad: dict[str, Any]) -> None:
    admin = await house.sign_in()
    answer = await admin.post("/flags", json={**OLD_PANEL, **bad})
    assert (answer.status_code, answer.json()["error_code"]) == (422, "VALIDATION_FAILED")
    assert (await admin.get("/flags")).json() == []


async def test_another_brand_sees_none_of_it(house: House) -> None:
    flag = await make(await house.sign_in())
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    for path in ("/flags", "/flags/groups", "/flags/audit-log"):
        assert (await stranger.get(path)).json() == []
    for flag_id in (flag["id"], str(uuid4())):
        answer = await stranger.post(f"/flags/{flag_id}/toggle")
        assert (answer.status_code, answer.json()["error_code"]) == (404, "FLAG_NOT_FOUND")


async def test_a_brand_without_the_feature_and_a_killed_module(house: House) -> None:
    await house.add_tenant(house.tenant_id + "_bare")
    bare = await house.owner(acting_for=house.tenant_id + "_bare")
    refused = await bare.get("/flags")
    assert (refused.status_code, refused.json()["error_code"]) == (403, "FEATURE_DISABLED")
    assert refused.json()["details"] == {
        "feature": "can_manage_experiments", "module": "experiments"
    }  # fmt: skip
