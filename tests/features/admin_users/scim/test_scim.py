"""SCIM 2.0, judged by scim2-tester, and what it does to the brand's admins and teams."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from gapless.platform.identity import Admin
from gapless.settings import Settings
from tests.support.house import Caller, House
from tests.support.servers import api_process

BASE = "/api/v1/scim/v2"
CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


async def make_key(caller: Caller, scope: str = "scim.write") -> str:
    answer = await caller.post("/api-keys", json={"name": uuid4().hex, "scopes": [scope]})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["api_key"])


@pytest.fixture
async def boss(house: House) -> Caller:
    """Somebody who may hand the brand's admins to an identity provider."""
    return await house.sign_in("Super Admin")


@pytest.fixture
async def idp(house: House, boss: Caller) -> httpx.AsyncClient:
    """The identity provider, with its key."""
    client = house.client(Authorization=f"Bearer {await make_key(boss)}")
    client.headers["Content-Type"] = "application/scim+json"
    return client


def user(email: str | None = None, **more: Any) -> dict[str, Any]:
    address = email or f"{uuid4().hex[:10]}@corp.example"
    return {
        "schemas": [CORE_USER], "userName": address, "displayName": "Ada Lovelace",
        "emails": [{"value": address, "primary": True}], "active": True, **more,
    }  # fmt: skip


async def create(idp: httpx.AsyncClient, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await idp.post(f"{BASE}/{kind}", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def patch(idp: httpx.AsyncClient, path: str, *operations: dict[str, Any]) -> httpx.Response:
    return await idp.patch(
        f"{BASE}/{path}", json={"schemas": [PATCH_OP], "Operations": list(operations)}
    )


async def test_the_judge_finds_nothing(
    house: House, boss: Caller, settings: Settings, tmp_path: Path
) -> None:
    key = await make_key(boss)
    assert settings.database_url
    with api_process(settings.database_url, tmp_path / "api.log") as address:

        def judge() -> list[str]:
            with Client(
                base_url=f"{address}{BASE}", headers={"Authorization": f"Bearer {key}"}, timeout=60
            ) as http:
                results = check_server(SyncSCIMClient(http))
            assert len([r for r in results if r.status is Status.SUCCESS]) > 20
            return [
                f"{r.title}: {r.reason}"
                for r in results
                if r.status not in (Status.SUCCESS, Status.SKIPPED)
            ]

        import asyncio

        found = await asyncio.to_thread(judge)
        assert found == [], "\n".join(found)


async def test_a_user_is_an_admin_who_is_disabled_at_once(
    house: House, boss: Caller, idp: httpx.AsyncClient
) -> None:
    made = await create(idp, "Users", user())
    async with house.database.session() as db:
        admin = await db.get(Admin, made["id"])
        assert admin is not None
        assert (admin.tenant_id, admin.role, admin.status) == (house.tenant_id, "Support", "active")
    person = await house.sign_in("Support")
    assert (await person.get("/auth/me")).status_code == 200
    off = await patch(
        idp, f"Users/{person.admin_id}", {"op": "replace", "path": "active", "value": False}
    )
    assert off.status_code in (200, 204), off.text
    assert (await idp.get(f"{BASE}/Users/{person.admin_id}")).json()["active"] is False
    assert (await person.get("/auth/me")).status_code == 401
    events = (await boss.get("/audit/events", params={"action": "scim.user_changed"})).json()
    assert events["items"][0]["after_json"]["status"] == "disabled"


async def test_groups_are_teams_whose_default_role_the_members_hold(
    house: House, boss: Caller, idp: httpx.AsyncClient
) -> None:
    person = await house.sign_in("Support")
    name = f"Crew {uuid4().hex[:6]}"
    group = await create(
        idp, "Groups",
        {"schemas": [CORE_GROUP], "displayName": name, "members": [{"value": person.admin_id}]},
    )  # fmt: skip
    assert [m["value"] for m in group["members"]] == [person.admin_id]
    told = (await idp.get(f"{BASE}/Users/{person.admin_id}")).json()
    assert [g["display"] for g in told["groups"]] == [name]
    away = await patch(
        idp, f"Groups/{group['id']}",
        {"op": "remove", "path": f'members[value eq "{person.admin_id}"]'},
    )  # fmt: skip
    assert away.status_code in (200, 204), away.text
    assert "members" not in (await idp.get(f"{BASE}/Groups/{group['id']}")).json()
    stranger = await house.add_admin(tenant_id=house.other_tenant_id)
    wrong = await patch(
        idp, f"Groups/{group['id']}",
        {"op": "add", "path": "members", "value": [{"value": str(stranger.id)}]},
    )  # fmt: skip
    assert (wrong.status_code, wrong.json()["scimType"]) == (400, "invalidValue")


async def test_a_deleted_user_is_gone_for_scim_and_comes_back_by_the_same_address(
    house: House, idp: httpx.AsyncClient
) -> None:
    body = user()
    made = await create(idp, "Users", body)
    assert (await idp.delete(f"{BASE}/Users/{made['id']}")).status_code == 204
    assert (await idp.get(f"{BASE}/Users/{made['id']}")).status_code == 404
    async with house.database.session() as db:
        admin = await db.get(Admin, made["id"])
        assert admin is not None
        assert admin.status == "disabled"
    again = await create(idp, "Users", body)
    assert (again["id"], again["active"]) == (made["id"], True)


async def test_who_is_above_or_beside_the_brand_is_never_seen(
    house: House, idp: httpx.AsyncClient
) -> None:
    owner = await house.add_admin("Platform Owner", owner=True)
    other = await house.add_admin(tenant_id=house.other_tenant_id)
    for admin in (owner, other):
        assert (await idp.get(f"{BASE}/Users/{admin.id}")).status_code == 404
        off = await patch(
            idp, f"Users/{admin.id}", {"op": "replace", "path": "active", "value": False}
        )
        assert off.status_code == 404
        taken = await idp.post(f"{BASE}/Users", json=user(admin.email))
        assert (taken.status_code, taken.json()["scimType"]) == (409, "uniqueness")
    listed = (await idp.get(f"{BASE}/Users")).json()
    assert not {str(owner.id), str(other.id)} & {r["id"] for r in listed["Resources"]}


async def test_a_body_gives_no_role_and_no_ownership(house: House, idp: httpx.AsyncClient) -> None:
    body = user(is_platform_owner=True, role="Super Admin", roles=[{"value": "Super Admin"}])
    answer = await idp.post(f"{BASE}/Users", json=body)
    if answer.status_code == 201:
        async with house.database.session() as db:
            admin = await db.get(Admin, answer.json()["id"])
            assert admin is not None
            assert (admin.role, admin.is_platform_owner) == ("Support", False)
    else:
        assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    "wanted",
    [
        "userName eq \"x' OR '1'='1\"",
        'userName eq "x\\"; DROP TABLE admins; --"',
        'displayName co "%"',
        'id sw "%_"',
    ],
)
async def test_a_filter_is_no_way_into_the_database(idp: httpx.AsyncClient, wanted: str) -> None:
    answer = await idp.get(f"{BASE}/Users", params={"filter": wanted})
    assert answer.status_code == 200, answer.text
    assert answer.json()["totalResults"] == 0


@pytest.mark.parametrize(
    "wanted", ["userName eq", "nonsense", "(" * 500, 'password sw "a"', "x" * 10_000]
)
async def test_a_broken_filter_is_refused_in_words(idp: httpx.AsyncClient, wanted: str) -> None:
    answer = await idp.get(f"{BASE}/Users", params={"filter": wanted})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"].startswith("application/scim+json")
    told = answer.json()
    assert set(told) <= {"schemas", "scimType", "detail", "status"}
    assert (told["scimType"], told["status"]) == ("invalidFilter", "400")


async def test_an_address_that_looks_like_anothers_is_refused(idp: httpx.AsyncClient) -> None:
    """A Cyrillic letter in a user's address, made or changed; full-width letters are plain ones."""
    for address in ("b\u043ess@corp.example", "b\u00f6ss@corp.example"):
        made = await idp.post(f"{BASE}/Users", json=user(address))
        assert (made.status_code, made.json()["scimType"]) == (400, "invalidValue")
    mark = uuid4().hex[:8]
    plain = await create(idp, "Users", user(f"boss{mark}@corp.example"))
    taken = await idp.post(f"{BASE}/Users", json=user(f"\uff42oss{mark}@corp.example"))
    assert (taken.status_code, taken.json()["scimType"]) == (409, "uniqueness")
    other = {"op": "replace", "path": "emails", "value": [{"value": "b\u043ess@corp.example"}]}
    assert (await patch(idp, f"Users/{plain['id']}", other)).status_code == 400


async def test_an_existing_admin_is_found_by_the_user_name(
    house: House, idp: httpx.AsyncClient
) -> None:
    admin = await house.add_admin()
    answer = await idp.get(
        f"{BASE}/Users", params={"filter": f'userName eq "{admin.email.upper()}"'}
    )
    assert [r["id"] for r in answer.json()["Resources"]] == [str(admin.id)]


async def test_only_a_key_with_the_scope_gets_in(house: House, boss: Caller) -> None:
    weak = house.client(Authorization=f"Bearer {await make_key(boss, 'games.read')}")
    assert (await weak.get(f"{BASE}/Users")).status_code == 403
    assert (await house.client().get(f"{BASE}/Users")).status_code == 401


async def test_a_stale_replacement_is_refused(idp: httpx.AsyncClient) -> None:
    body = user()
    made = await create(idp, "Users", body)
    stale = {"If-Match": made["meta"]["version"]}
    first = await idp.put(
        f"{BASE}/Users/{made['id']}", json={**body, "displayName": "A"}, headers=stale
    )
    assert first.status_code == 200, first.text
    again = await idp.put(f"{BASE}/Users/{made['id']}", json=body, headers=stale)
    assert again.status_code == 412
