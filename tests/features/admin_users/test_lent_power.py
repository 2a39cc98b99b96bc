"""What was lent for a time, or one great permission alone, is no way into a superior's account."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from gapless.features.admin_users.delegations.models import Delegation
from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.platform.permissions import ROLES, Permission
from tests.support.house import Caller, House

P = Permission
SCIM = "/scim/v2"
PROVIDER = {
    "name": "Mine",
    "issuer": "https://evil.example",
    "client_id": "x",
    "client_secret": "x",
    "provisions": False,
    "default_role": "Support",
}


def scim_user(email: str) -> dict[str, object]:
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": email,
        "emails": [{"value": email, "primary": True}],
        "active": True,
    }


async def lend(house: House, giver: Admin, taker: Caller) -> None:
    """Everything that the giver can hand over, for an hour."""
    async with house.database.session() as db:
        db.add(
            Delegation(
                tenant_id=house.tenant_id,
                from_admin_id=giver.id,
                to_admin_id=taker.admin_id,
                permissions=sorted(ROLES[giver.role]),
                reason="Night shift",
                starts_at=clock.now() - timedelta(minutes=1),
                ends_at=clock.now() + timedelta(hours=1),
                decision="approved",
                requested_by=giver.id,
                decided_at=clock.now(),
            )
        )
        await db.commit()


async def test_all_that_was_lent_does_not_open_the_lenders_account(house: House) -> None:
    boss = await house.add_admin("Super Admin")
    caller = await house.sign_in("Support")
    await lend(house, boss, caller)
    account = f"/admin/users/{boss.id}"
    new_address = f"{uuid4().hex[:12]}@example.com"
    attempts = [
        caller.post(f"{account}/reset-password", json={"mode": "link"}),
        caller.post(
            f"{account}/reset-password", json={"mode": "set", "password": "Otter-Kayak-Plum-7"}
        ),
        caller.patch(account, json={"email": new_address}),
        caller.patch(account, json={"password": "Otter-Kayak-Plum-7"}),
        caller.delete(f"{account}/second-factors", headers={"X-Reason": "Lost"}),
        caller.post("/admin/sso/providers", json=PROVIDER),
        caller.put(f"{SCIM}/Users/{boss.id}", json=scim_user(new_address)),
    ]
    codes = [(await attempt).json()["error_code"] for attempt in attempts]
    assert codes == ["ADMIN_OUTRANKS_YOU"] * 5 + ["DECIDES_OVER_EVERYBODY"] * 2
    # What it was lent for: shutting out whom one's giver may shut out.
    other = await house.add_admin("Admin")
    shut = await caller.post(
        f"/admin/users/{other.id}/status",
        json={"is_active": False},
        headers={"X-Reason": "stolen laptop"},
    )
    assert shut.status_code == 200, shut.text


async def test_who_borrowed_a_permission_lets_no_longer_loan_of_it_pass(house: House) -> None:
    boss = await house.sign_in("Super Admin")
    lender = await house.add_admin("Super Admin")
    caller, taker = await house.sign_in("Support"), await house.add_admin("Support")
    await lend(house, lender, caller)
    asked = await boss.post(
        "/admin/delegations",
        json={
            "from_admin_id": boss.admin_id,
            "to_admin_id": str(taker.id),
            "permissions": ["games:import"],
            "starts_at": clock.now().isoformat(),
            "ends_at": (clock.now() + timedelta(days=80)).isoformat(),
            "reason": "Season",
        },
    )
    row = next(
        r for r in (await caller.get("/admin/delegations")).json() if r["id"] == asked.json()["id"]
    )
    assert row["can_decide"] is False
    refused = await caller.post(
        f"/admin/delegations/{row['id']}/approve", json={"reason": "as agreed"}
    )
    assert refused.json()["error_code"] == "DELEGATION_ABOVE_YOURS"


@pytest.mark.parametrize("more", [[], [P.ADMINS_READ, P.ADMINS_WRITE, P.ROLES_WRITE]])
async def test_deciding_over_everybody_takes_what_everybody_could_hold(
    house: House, more: list[Permission]
) -> None:
    """A role with single sign-on or SCIM alone could name itself a provider for its superiors."""
    boss = await house.add_admin("Super Admin")
    role = await house.add_role(
        [P.SSO_READ, P.SSO_WRITE, P.SCIM_WRITE, P.API_KEYS_READ, P.API_KEYS_WRITE, *more]
    )
    caller = await house.sign_in(custom=role)
    provider = await caller.post("/admin/sso/providers", json=PROVIDER)
    assert provider.json()["error_code"] == "DECIDES_OVER_EVERYBODY"
    key = await caller.post("/api-keys", json={"name": "IdP", "scopes": ["scim.write"]})
    assert key.json()["error_code"] == "API_KEY_SCOPE_NOT_HELD"
    disable = await caller.patch(
        f"{SCIM}/Users/{boss.id}",
        json={
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "replace", "path": "active", "value": False}],
        },
    )
    assert disable.json()["error_code"] == "DECIDES_OVER_EVERYBODY"
    assert (await caller.get(f"{SCIM}/Users")).status_code == 200
