"""Brands."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from tests.support.house import House


def unique(name: str) -> str:
    return f"{name} {uuid4().hex[:6]}"


async def test_an_owner_makes_a_brand_and_finds_it(house: House) -> None:
    owner = await house.owner()
    name = unique("Mavi Köşk")
    made = await owner.post("/tenants/", json={"name": f"  {name} ", "type": "renter"})
    assert made.status_code == 200
    body = made.json()
    assert body["name"] == name
    assert body["id"].startswith("mavi_kosk_")
    assert body["features"]["can_use_game_robot"] is True
    assert body["features"]["can_edit_configs"] is False
    found, page = [], 1
    while True:
        listed = await owner.get("/tenants/", params={"page": page, "page_size": 200})
        found += [t["id"] for t in listed.json()["items"]]
        assert int(listed.headers["X-Total-Count"]) == listed.json()["meta"]["total"]
        if 'rel="next"' not in listed.headers["Link"]:
            break
        page += 1
    assert body["id"] in found
    assert len(found) == len(set(found)) == listed.json()["meta"]["total"]
    again = await owner.post("/tenants/", json={"name": name.upper()})
    assert (again.status_code, again.json()["error_code"]) == (400, "TENANT_EXISTS")
    assert isinstance(again.json()["detail"], str)


async def test_features_are_merged_never_replaced(house: House) -> None:
    owner = await house.owner()
    await house.add_tenant(house.tenant_id + "_bare")
    path = f"/tenants/{house.tenant_id}_bare"
    await owner.patch(path, json={"features": {"can_use_crm": True, "menu_flags": {"a": False}}})
    answer = await owner.patch(path, json={"features": {"menu_flags": {"b": True}}})
    assert answer.json()["features"] == {
        "can_use_crm": True,
        "menu_flags": {"a": False, "b": True},
        "kill_switches": {},
    }
    flags = await owner.get(f"{path}/menu-flags")
    assert flags.json() == {"menu_flags": {"a": False, "b": True}}


async def test_kill_switches_are_shown_with_a_brand_and_not_changed_with_it(house: House) -> None:
    owner = await house.owner()
    path = f"/tenants/{house.tenant_id}"
    loaded = (await owner.get(path)).json()["features"]
    await house.switch("crm", off=True)
    # A form that was loaded before must not lift the switch, nor throw one, by being saved.
    for stale in ({"crm": False}, {"crm": True, "games": True}, {"no_module": True}):
        answer = await owner.patch(path, json={"features": {"kill_switches": stale}})
        assert (answer.status_code, answer.json()["error_code"]) == (422, "KILL_SWITCHES_ELSEWHERE")
    # What the existing panel does: it sends everything back that it has loaded.
    features = (await owner.get(path)).json()["features"]
    assert features["kill_switches"] == {"crm": True}
    whole = await owner.patch(path, json={"features": {**features, "can_use_crm": True}})
    assert whole.status_code == 200, whole.text
    assert whole.json()["features"]["kill_switches"] == {"crm": True}
    assert (await owner.patch(path, json={"features": loaded})).status_code == 200
    admin = await house.sign_in()
    told = (await admin.get("/tenants/capabilities")).json()["features"]["kill_switches"]
    assert told == {"crm": True}
    made = await owner.post(
        "/tenants", json={"name": unique("Killed"), "features": {"kill_switches": {"crm": True}}}
    )
    assert made.status_code == 422


async def test_two_edits_at_once_are_both_kept(house: House) -> None:
    owner = await house.owner()
    path = f"/tenants/{house.tenant_id}/menu-flags"
    await asyncio.gather(
        *(owner.patch(path, json={"menu_flags": {f"key{n}": False}}) for n in range(8))
    )
    flags = (await owner.get(path)).json()["menu_flags"]
    assert flags == {f"key{n}": False for n in range(8)}


async def test_a_stale_edit_gets_412(house: House) -> None:
    owner = await house.owner()
    path = f"/tenants/{house.tenant_id}"
    etag = (await owner.get(path)).headers["ETag"]
    first = await owner.patch(
        path, json={"features": {"can_use_crm": False}}, headers={"If-Match": etag}
    )
    assert first.status_code == 200
    stale = await owner.patch(
        path, json={"features": {"can_use_crm": True}}, headers={"If-Match": etag}
    )
    assert (stale.status_code, stale.json()["error_code"]) == (412, "STALE_WRITE")
    assert (await owner.get(path)).json()["features"]["can_use_crm"] is False


async def test_what_is_no_feature_is_refused(house: House) -> None:
    owner = await house.owner()
    path = f"/tenants/{house.tenant_id}"
    for features in ({"can_use_crm": "yes"}, {"menu_flags": {"a": 1}}, {"bad key!": True}):
        answer = await owner.patch(path, json={"features": features})
        assert answer.status_code == 422, features
    unknown = await owner.patch(path, json={"features": {}, "is_platform_owner": True})
    assert unknown.status_code == 422


async def test_capabilities_are_those_of_the_brand_acted_in(house: House) -> None:
    await house.add_tenant(house.tenant_id + "_x", can_use_crm=True)
    owner = await house.owner(acting_for=house.tenant_id + "_x")
    body = (await owner.get("/tenants/capabilities")).json()
    assert body["is_owner"] is True
    assert body["tenant_id"] == house.tenant_id + "_x"
    assert body["features"]["can_use_crm"] is True
    assert body["features"]["menu_flags"] == {}
    support = await house.sign_in("Support")
    body = (await support.get("/tenants/capabilities")).json()
    assert body["is_owner"] is False
    assert body["permissions"] == ["dashboard:read", "games:read"]


async def test_the_brand_header_is_for_owners_and_for_known_brands(house: House) -> None:
    admin = await house.sign_in("Admin")
    own = await admin.get("/games", headers={"X-Tenant-ID": house.tenant_id})
    assert (own.status_code, own.json()["error_code"]) == (403, "TENANT_HEADER_FORBIDDEN")
    owner = await house.owner(acting_for="nowhere")
    unknown = await owner.get("/games")
    assert (unknown.status_code, unknown.json()["error_code"]) == (400, "INVALID_TENANT_HEADER")


async def test_a_refused_attempt_is_audited_as_denied(house: House) -> None:
    admin = await house.sign_in("Admin")
    refused = await admin.post("/tenants/", json={"name": unique("Sneaky")})
    assert refused.status_code == 403
    events = await admin.get("/audit/events", params={"action": "tenant.created"})
    assert [(e["status"], e["error_code"]) for e in events.json()["items"]] == [
        ("DENIED", "FORBIDDEN")
    ]
