"""Allowed and blocked networks: they act on the next request, and nobody shuts himself out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from gapless.settings import Settings
from tests.support.house import PASSWORD, Caller, House

OFFICE, HOME, ELSEWHERE = "203.0.113.7", "198.51.100.7", "192.0.2.7"
LOGIN = "/api/v1/auth/login"


@pytest.fixture
async def proxied(house: House) -> AsyncIterator[House]:
    """The house behind a proxy that is trusted, so that callers come from where a test says."""
    values = {**house.settings.model_dump(), "trusted_proxies": ("127.0.0.1/32",)}
    async with House.build(house.database, Settings(**values)) as built:
        yield built
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM network_rules WHERE tenant_id IS NULL"))
        await db.commit()


async def person(house: House, role: str = "Admin", *, at: str = OFFICE, **options: Any) -> Caller:
    caller = await house.sign_in(role, **options)
    caller.http.headers["X-Forwarded-For"] = at
    return caller


async def restrict(caller: Caller, expect: int = 200, /, **wanted: Any) -> dict[str, Any]:
    body = {"restriction_type": "blocked", "reason": "Trial", "is_active": True, **wanted}
    answer = await caller.post("/admin/ip-restrictions", json=body)
    assert answer.status_code == expect, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_existing_panels_call_works_and_who_added_it_is_the_session(
    proxied: House,
) -> None:
    caller = await person(proxied)
    row = await restrict(caller, ip_address=" 192.0.2.0/24 ", added_by="current_admin")
    assert (row["ip_address"], row["restriction_type"]) == ("192.0.2.0/24", "blocked")
    assert row["added_by"] == "Some One"
    assert row["added_at"]
    listed = (await caller.get("/admin/ip-restrictions")).json()
    assert [r["id"] for r in listed] == [row["id"]]
    state = (await caller.get("/admin/security")).json()
    assert state["blocked_ips"] == ["192.0.2.0/24"]
    await restrict(caller, ip_address="198.51.100.9", reason="")  # its field may be left empty
    twice = await restrict(caller, 409, ip_address="192.0.2.0/24")
    assert twice["error_code"] == "IP_RESTRICTION_EXISTS"


async def test_a_block_acts_on_the_next_request_and_on_sign_ins(proxied: House) -> None:
    caller = await person(proxied)
    colleague = await person(proxied, "Support", at=ELSEWHERE)
    assert (await colleague.get("/games")).status_code == 200
    row = await restrict(caller, ip_address=ELSEWHERE)
    refused = await colleague.get("/games")
    assert (refused.status_code, refused.json()["error_code"]) == (403, "ADDRESS_NOT_ALLOWED")
    # As for a wrong password: whoever guesses must not learn that it was right.
    answer = await proxied.client(**{"X-Forwarded-For": ELSEWHERE}).post(
        LOGIN, json={"email": colleague.email, "password": PASSWORD}
    )
    assert answer.json()["error_code"] == "INVALID_CREDENTIALS"
    history = await caller.get("/admin/login-history", params={"failure_reason": "ip_blocked"})
    assert [r["ip_address"] for r in history.json()] == [ELSEWHERE]
    # From elsewhere the same session works, and here again once the rule is off.
    assert (await colleague.get("/games", headers={"X-Forwarded-For": HOME})).status_code == 200
    off = await caller.patch(f"/admin/ip-restrictions/{row['id']}", json={"is_active": False})
    assert off.json()["is_active"] is False
    assert (await colleague.get("/games")).status_code == 200


async def test_where_networks_are_allowed_one_must_come_from_one_of_them(proxied: House) -> None:
    caller = await person(proxied)
    colleague = await person(proxied, "Support", at=HOME)
    await restrict(caller, ip_address="203.0.113.0/24", restriction_type="allowed")
    assert (await colleague.get("/games")).status_code == 403
    assert (await caller.get("/games")).status_code == 200
    # An allowance of one's own adds to the brand's.
    await restrict(caller, ip_address=HOME, restriction_type="allowed", admin_id=colleague.admin_id)
    assert (await colleague.get("/games")).status_code == 200
    # And a block wins over every allowance.
    await restrict(caller, ip_address="198.51.100.0/24")
    assert (await colleague.get("/games")).status_code == 403


async def test_a_rule_may_hold_for_a_role_alone(proxied: House) -> None:
    caller = await person(proxied)
    support = await person(proxied, "Support", at=HOME)
    manager = await person(proxied, "Manager", at=HOME)
    await restrict(caller, ip_address=HOME, role="Support")
    assert (await support.get("/games")).status_code == 403
    assert (await manager.get("/games")).status_code == 200


async def test_nobody_shuts_himself_out_unless_he_says_so(proxied: House) -> None:
    caller = await person(proxied)
    for wanted in (
        {"ip_address": "203.0.113.0/24"},
        {"ip_address": "198.51.100.0/24", "restriction_type": "allowed"},
    ):
        refused = await restrict(caller, 409, **wanted)
        assert refused["error_code"] == "WOULD_LOCK_YOU_OUT"
        assert refused["details"]["ip_address"] == OFFICE
    assert (await caller.get("/admin/ip-restrictions")).json() == []
    own = await restrict(caller, ip_address="203.0.113.0/24", restriction_type="allowed")
    other = await restrict(caller, ip_address="198.51.100.0/24", restriction_type="allowed")
    # Taking the allowance away that lets the caller in is as bad as a block.
    answer = await caller.delete(f"/admin/ip-restrictions/{own['id']}")
    assert answer.json()["error_code"] == "WOULD_LOCK_YOU_OUT"
    answer = await caller.patch(
        f"/admin/ip-restrictions/{own['id']}", json={"ip_address": "192.0.2.0/24"}
    )
    assert answer.json()["error_code"] == "WOULD_LOCK_YOU_OUT"
    assert (await caller.delete(f"/admin/ip-restrictions/{other['id']}")).status_code == 204
    assert (await caller.delete(f"/admin/ip-restrictions/{own['id']}")).status_code == 204
    await restrict(caller, ip_address=OFFICE, confirm_lockout=True)
    assert (await caller.get("/games")).status_code == 403


async def test_a_forged_address_neither_helps_nor_harms(house: House) -> None:
    """Nobody in between is trusted here, so that the header is just text."""
    caller = await house.sign_in("Admin")
    colleague = await house.sign_in("Support")
    await restrict(caller, ip_address=OFFICE)
    answer = await colleague.get("/games", headers={"X-Forwarded-For": OFFICE})
    assert answer.status_code == 200
    await restrict(caller, ip_address="127.0.0.0/8", confirm_lockout=True)
    answer = await colleague.get("/games", headers={"X-Forwarded-For": HOME})
    assert answer.json()["error_code"] == "ADDRESS_NOT_ALLOWED"


@pytest.mark.parametrize("written", [OFFICE, f"::ffff:{OFFICE}"])
async def test_an_address_is_the_same_however_it_is_written(proxied: House, written: str) -> None:
    caller = await person(proxied)
    colleague = await person(proxied, "Support", at=written)
    await restrict(caller, ip_address=OFFICE, role="Support")
    assert (await colleague.get("/games")).status_code == 403


async def test_an_owner_restricts_every_brand_and_binds_owners_too(proxied: House) -> None:
    owner = await person(proxied, "Platform Owner", owner=True)
    other = await person(proxied, "Platform Owner", owner=True, at=ELSEWHERE)
    admin = await person(proxied, at=ELSEWHERE)
    body = {"ip_address": ELSEWHERE, "restriction_type": "blocked", "reason": "Attack"}
    made = await owner.post("/admin/ip-restrictions", params={"tenant_id": "all"}, json=body)
    assert made.json()["tenant_id"] is None
    for caller in (other, admin):
        assert (await caller.get("/games")).status_code == 403
    # A brand's admin sees it and cannot lift it.
    admin.http.headers["X-Forwarded-For"] = HOME
    seen = (await admin.get("/admin/ip-restrictions")).json()
    assert [r["id"] for r in seen] == [made.json()["id"]]
    refused = await admin.delete(f"/admin/ip-restrictions/{made.json()['id']}")
    assert refused.json()["error_code"] == "IP_RESTRICTION_OF_PLATFORM"


async def test_an_admin_does_not_shut_out_who_may_do_more(proxied: House) -> None:
    caller = await person(proxied)
    owner = await person(proxied, "Platform Owner", owner=True, at=HOME)
    await restrict(caller, ip_address=HOME)
    assert (await owner.get("/games")).status_code == 200
    refused = await restrict(caller, 403, ip_address=HOME, admin_id=owner.admin_id)
    assert refused["error_code"] == "ADMIN_OUTRANKS_YOU"
    stranger = await person(proxied, tenant_id=proxied.other_tenant_id)
    missing = await restrict(caller, 404, ip_address=HOME, admin_id=stranger.admin_id)
    assert missing["error_code"] == "ADMIN_NOT_FOUND"


async def test_another_brands_rule_is_404(proxied: House) -> None:
    caller = await person(proxied)
    stranger = await person(proxied, tenant_id=proxied.other_tenant_id)
    row = await restrict(stranger, ip_address=ELSEWHERE)
    for answer in (
        await caller.delete(f"/admin/ip-restrictions/{row['id']}"),
        await caller.patch(f"/admin/ip-restrictions/{row['id']}", json={"is_active": False}),
    ):
        assert (answer.status_code, answer.json()["error_code"]) == (
            404,
            "IP_RESTRICTION_NOT_FOUND",
        )
    assert (await caller.get("/admin/ip-restrictions")).json() == []


@pytest.mark.parametrize(
    "wrong", ["", "300.1.1.1", "10.0.0.0/33", "localhost", "::ffff:10.0.0.1", "1.2.3.4; DROP"]
)
async def test_what_is_no_network_is_refused(house: House, wrong: str) -> None:
    caller = await house.sign_in("Admin")
    answer = await restrict(caller, 422, ip_address=wrong)
    assert answer["error_code"] == "VALIDATION_FAILED"
