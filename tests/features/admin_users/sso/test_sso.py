"""Signing in through a real OpenID Provider, and what is refused on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import update

from gapless.platform.identity import Admin
from tests.support.house import Caller, House
from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, OpenIdProvider, open_id_provider

PEOPLE: dict[str, dict[str, Any]] = {
    f"{name}-{uuid4().hex[:6]}": {"name": name.title(), **claims}
    for name, claims in {
        "ada": {"email_verified": True, "groups": ["ops", "all"]},
        "bob": {"email_verified": True, "groups": []},
        "eve": {"email_verified": False, "groups": ["ops"]},
    }.items()
}
for subject, claims in PEOPLE.items():
    claims["email"] = f"{subject}@corp.example"
ADA, BOB, EVE = PEOPLE


@pytest.fixture(scope="module")
def op(settings: Any) -> Iterator[OpenIdProvider]:
    """A provider that knows Ada, Bob, and Eve, whose address nobody has verified."""
    with open_id_provider([settings.link("/sso/callback")], PEOPLE) as provider:
        yield provider


async def believe(caller: Caller, op: OpenIdProvider, **more: Any) -> dict[str, Any]:
    """Make the caller's brand believe the provider."""
    answer = await caller.post(
        "/admin/sso/providers",
        json={
            "name": f"Corp {uuid4().hex[:6]}",
            "issuer": op.issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            **more,
        },
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def travel(
    browser: httpx.AsyncClient, op: OpenIdProvider, provider_id: str, subject: str, act: str
) -> dict[str, str]:
    """Begin, sign in at the provider, and come back; what the redirect brought."""
    begun = await browser.get(f"/api/v1/auth/sso/{provider_id}/{act}", params={"next": "/games"})
    assert begun.status_code == 200, begun.text
    back = op.walk(begun.json()["authorization_url"], subject)
    return {k: v[0] for k, v in parse_qs(urlsplit(back).query).items()}


async def sign_in(
    house: House, op: OpenIdProvider, provider_id: str, subject: str
) -> tuple[httpx.AsyncClient, httpx.Response]:
    """Go all the way in a browser of one's own."""
    browser = house.client()
    returned = await travel(browser, op, provider_id, subject, "authorize")
    return browser, await browser.post("/api/v1/auth/sso/finish", json=returned)


async def add_person(house: House, subject: str, *, owner: bool = False) -> Admin:
    """An account with the address that the provider vouches for."""
    admin = await house.add_admin("Support", owner=owner)
    async with house.database.session() as db:
        stored = await db.get(Admin, admin.id)
        assert stored is not None
        stored.email = PEOPLE[subject]["email"]
        await db.commit()
        return stored


@pytest.fixture(autouse=True)
async def free_addresses(house: House) -> AsyncIterator[None]:
    """Addresses are unique in the whole database: each test gives back those it used."""
    yield
    async with house.database.session() as db:
        for claims in PEOPLE.values():
            await db.execute(
                update(Admin)
                .where(Admin.email == claims["email"])
                .values(email=f"{uuid4().hex}@gone.example")
            )
        await db.commit()


async def test_somebody_with_an_account_signs_in_and_is_linked(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    provider = await believe(caller, op)
    person = await add_person(house, ADA)
    browser, answer = await sign_in(house, op, provider["id"], ADA)
    assert answer.json() == {"outcome": "signed_in", "next": "/games"}
    me = (await browser.get("/api/v1/auth/me")).json()
    assert me["id"] == str(person.id)
    links = (await browser.get("/api/v1/auth/sso/links")).json()
    assert [link["provider"] for link in links["linked"]] == [provider["name"]]
    listed = (await caller.get("/admin/sso/providers")).json()
    assert listed[0]["linked_admins"] == 1
    assert "client_secret" not in listed[0]
    # The link holds when the address changes on our side.
    async with house.database.session() as db:
        await db.execute(
            update(Admin).where(Admin.id == person.id).values(email=f"{uuid4().hex}@new.example")
        )
        await db.commit()
    again, _ = await sign_in(house, op, provider["id"], ADA)
    assert (await again.get("/api/v1/auth/me")).json()["id"] == str(person.id)


async def test_new_people_get_an_account_with_the_role_of_their_groups(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    groups = {"groups_claim": "groups", "role_by_group": {"ops": "Ops", "all": "Support"}}
    provider = await believe(
        caller, op, provisions=True, default_role="Analyst", email_domains=["corp.example"],
        scopes="openid email profile groups", **groups,
    )  # fmt: skip
    browser, _ = await sign_in(house, op, provider["id"], ADA)
    me = (await browser.get("/api/v1/auth/me")).json()
    assert (me["role"], me["full_name"], me["tenant_id"]) == (
        "Ops", PEOPLE[ADA]["name"], house.tenant_id,
    )  # fmt: skip
    browser, _ = await sign_in(house, op, provider["id"], BOB)
    assert (await browser.get("/api/v1/auth/me")).json()["role"] == "Analyst"
    changed = await caller.patch(
        f"/admin/sso/providers/{provider['id']}", json={"role_by_group": {"ops": "Support"}}
    )
    assert changed.status_code == 200, changed.text
    browser, _ = await sign_in(house, op, provider["id"], ADA)
    assert (await browser.get("/api/v1/auth/me")).json()["role"] == "Support"


async def test_nobody_gets_in_whom_the_provider_may_not_vouch_for(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    provider = await believe(caller, op, email_domains=["corp.example"])
    # No account, and none is made.
    _, answer = await sign_in(house, op, provider["id"], ADA)
    assert (answer.status_code, answer.json()["error_code"]) == (401, "SSO_NO_ACCOUNT")
    # An address that nobody has verified proves nothing.
    await add_person(house, EVE)
    _, answer = await sign_in(house, op, provider["id"], EVE)
    assert answer.json()["error_code"] == "SSO_NO_ACCOUNT"
    # A platform owner is above the brand that believes the provider.
    await add_person(house, ADA, owner=True)
    _, answer = await sign_in(house, op, provider["id"], ADA)
    assert answer.json()["error_code"] == "SSO_NO_ACCOUNT"
    # Another domain is not the provider's.
    await add_person(house, BOB)
    await caller.patch(
        f"/admin/sso/providers/{provider['id']}", json={"email_domains": ["other.example"]}
    )
    _, answer = await sign_in(house, op, provider["id"], BOB)
    assert answer.json()["error_code"] == "SSO_NO_ACCOUNT"
    events = (await caller.get("/audit/events", params={"action": "auth.sso"})).json()["items"]
    assert {event["status"] for event in events} == {"DENIED"}
    assert len(events) == 4


async def test_another_brands_provider_does_not_open_this_brands_account(
    house: House, op: OpenIdProvider
) -> None:
    other = await house.sign_in("Super Admin", tenant_id=house.other_tenant_id)
    provider = await believe(other, op, provisions=True)
    await add_person(house, ADA)
    _, answer = await sign_in(house, op, provider["id"], ADA)
    assert answer.json()["error_code"] == "SSO_NO_ACCOUNT"
    own = await house.sign_in("Super Admin")
    for method in ("patch", "delete"):
        call = getattr(own, method)
        body = {"json": {}} if method == "patch" else {"headers": {"X-Reason": "not mine"}}
        assert (await call(f"/admin/sso/providers/{provider['id']}", **body)).status_code == 404


async def test_a_disabled_admin_stays_outside_and_a_disabled_provider_lets_nobody_in(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    provider = await believe(caller, op)
    person = await add_person(house, ADA)
    await sign_in(house, op, provider["id"], ADA)
    async with house.database.session() as db:
        await db.execute(update(Admin).where(Admin.id == person.id).values(status="disabled"))
        await db.commit()
    browser, answer = await sign_in(house, op, provider["id"], ADA)
    assert answer.status_code == 401
    assert (await browser.get("/api/v1/auth/me")).status_code == 401
    await caller.patch(f"/admin/sso/providers/{provider['id']}", json={"is_enabled": False})
    begun = await house.client().get(f"/api/v1/auth/sso/{provider['id']}/authorize")
    assert begun.json()["error_code"] == "SSO_PROVIDER_NOT_FOUND"


async def test_a_return_counts_once_and_only_in_the_browser_that_began(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    provider = await believe(caller, op)
    await add_person(house, ADA)
    browser = house.client()
    returned = await travel(browser, op, provider["id"], ADA, "authorize")

    async def finish(who: httpx.AsyncClient, **changes: str) -> str:
        answer = await who.post("/api/v1/auth/sso/finish", json={**returned, **changes})
        return str(answer.json().get("error_code", "ok"))

    assert await finish(house.client()) == "SSO_FLOW_INVALID"
    assert await finish(browser, state="x" * 43) == "SSO_FLOW_INVALID"
    assert await finish(browser, iss="https://evil.example") == "SSO_TOKEN_INVALID"
    assert await finish(browser, code="made-up") == "SSO_REFUSED"
    fresh = house.client()
    returned = await travel(fresh, op, provider["id"], ADA, "authorize")
    cookie = fresh.cookies["gapless_sso"]
    assert await finish(fresh) == "ok"
    thief = house.client(Cookie=f"gapless_sso={cookie}")
    assert await finish(thief) == "SSO_REFUSED"
    forged = house.client(Cookie=f"gapless_sso={cookie[:-6]}AAAAAA")
    assert await finish(forged) == "SSO_FLOW_INVALID"


async def test_a_platform_owner_links_the_account_while_signed_in(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    provider = await believe(caller, op)
    owner = await house.owner()
    returned = await travel(owner.http, op, provider["id"], EVE, "link")
    answer = await owner.post("/auth/sso/finish", json=returned)
    assert answer.json()["outcome"] == "linked", answer.text
    browser, _ = await sign_in(house, op, provider["id"], EVE)
    assert (await browser.get("/api/v1/auth/me")).json()["id"] == owner.admin_id
    # Somebody else cannot take the same account for theirs.
    returned = await travel(caller.http, op, provider["id"], EVE, "link")
    taken = await caller.post("/auth/sso/finish", json=returned)
    assert taken.json()["error_code"] == "SSO_IDENTITY_TAKEN"
    (link,) = (await owner.get("/auth/sso/links")).json()["linked"]
    assert (await caller.delete(f"/auth/sso/links/{link['id']}")).status_code == 404
    assert (await owner.delete(f"/auth/sso/links/{link['id']}")).status_code == 204
    _, answer = await sign_in(house, op, provider["id"], EVE)
    assert answer.json()["error_code"] == "SSO_NO_ACCOUNT"


async def test_a_provider_is_believed_only_if_its_discovery_names_it(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    for issuer in (
        "http://id.example.com",
        f"{op.issuer}/",
        op.issuer.replace("127.0.0.1", "localhost"),
        "http://127.0.0.1:9",
        "file:///etc/passwd",
        "not an address",
    ):
        answer = await caller.post(
            "/admin/sso/providers",
            json={"name": "x", "issuer": issuer, "client_id": "c", "client_secret": "s"},
        )
        assert answer.json()["error_code"] == "SSO_ISSUER_INVALID", issuer
    first = await believe(caller, op, name="Same")
    assert first["redirect_uri"].endswith("/sso/callback")
    again = await caller.post(
        "/admin/sso/providers",
        json={"name": "SAME", "issuer": op.issuer, "client_id": "c", "client_secret": "s"},
    )
    assert again.json()["error_code"] == "SSO_PROVIDER_EXISTS"
    stale = await caller.patch(
        f"/admin/sso/providers/{first['id']}", json={"name": "y"}, headers={"If-Match": '"v9"'}
    )
    assert stale.status_code == 412


async def test_the_sign_in_page_offers_providers_by_domain_alone(
    house: House, op: OpenIdProvider
) -> None:
    caller = await house.sign_in("Super Admin")
    domain = f"{uuid4().hex[:8]}.example"
    provider = await believe(caller, op, email_domains=[domain])
    anybody = house.client()

    async def offered(email: str) -> bool:
        answer = await anybody.get("/api/v1/auth/sso/options", params={"email": email})
        return provider["id"] in [option["id"] for option in answer.json()]

    assert await offered(f"nobody-at-all@{domain.upper()}")
    assert not await offered("someone@elsewhere.example")
    assert not await offered("")


async def test_the_next_page_is_never_another_site(house: House, op: OpenIdProvider) -> None:
    provider = await believe(await house.sign_in("Super Admin"), op)
    for page in (
        "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "games",
    ):  # fmt: skip
        answer = await house.client().get(
            f"/api/v1/auth/sso/{provider['id']}/authorize", params={"next": page}
        )
        assert answer.status_code == 422, page
