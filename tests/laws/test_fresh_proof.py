"""Dangerous acts ask for a fresh proof of who does them: the list of them, and each tried."""

from __future__ import annotations

from sqlalchemy import text

from gapless.platform.permissions import GUARDED_BY_PROOF
from gapless.platform.policy import ASKS_UNLESS_IT_STOPS, Access
from tests.laws.test_access import OPERATIONS, call
from tests.support.house import House

GIVE_A_WAY_IN = {
    "POST /api/v1/admin/create-tenant-admin",
    "POST /api/v1/admin/users",
    "POST /api/v1/admin/users/{admin_id}/reset-password",
    "POST /api/v1/admin/invites/{invite_id}/resend",
    "PUT /api/v1/admin/device-restrictions/{device_id}/approve",
    "POST /api/v1/admin/sso/providers",
    "PATCH /api/v1/admin/sso/providers/{provider_id}",
    "DELETE /api/v1/admin/sso/providers/{provider_id}",
    "POST /api/v1/api-keys",
    "POST /api/v1/api-keys/{key_id}/rotate",
}
GIVE_OR_TAKE = {  # they ask in their use case, but not to switch off: each has a test of its own
    "POST /api/v1/admin/users/{admin_id}/status",
    "PATCH /api/v1/api-keys/{key_id}",
}
GIVE_MORE_RIGHTS = {
    "PATCH /api/v1/admin/users/{admin_id}",
    "PATCH /api/v1/admin/roles/{role_id}",
    "DELETE /api/v1/admin/roles/{role_id}",  # its admins get another one
    "POST /api/v1/admin/teams",
    "PATCH /api/v1/admin/teams/{team_id}",
    "POST /api/v1/admin/teams/{team_id}/members",
    "POST /api/v1/admin/delegations/{delegation_id}/approve",
}
WEAKEN_WHAT_GUARDS = {
    "PATCH /api/v1/admin/security",
    "POST /api/v1/admin/ip-restrictions",
    "PATCH /api/v1/admin/ip-restrictions/{restriction_id}",
    "DELETE /api/v1/admin/ip-restrictions/{restriction_id}",
    "DELETE /api/v1/admin/users/{admin_id}/second-factors",
    "PUT /api/v1/flags/environments/{environment}",  # who has to approve what goes live
}
CHANGE_HOW_ONE_SIGNS_IN = {
    "GET /api/v1/auth/sso/{provider_id}/link",
    "POST /api/v1/auth/factors/totp",
    "POST /api/v1/auth/factors/totp/confirm",
    "DELETE /api/v1/auth/factors/totp",
    "POST /api/v1/auth/factors/recovery-codes",
    "POST /api/v1/auth/factors/passkeys/options",
    "POST /api/v1/auth/factors/passkeys",
    "DELETE /api/v1/auth/factors/passkeys/{passkey_id}",
}
HIT_MANY_AT_ONCE = {
    "DELETE /api/v1/admin/users/{admin_id}",  # one, but for good
    "POST /api/v1/admin/users/bulk",
    "POST /api/v1/admin/sessions/revoke-all",
    "POST /api/v1/kill-switch/global",
    "POST /api/v1/flags/kill-switch",
}
DANGEROUS = (
    GIVE_A_WAY_IN
    | GIVE_MORE_RIGHTS
    | WEAKEN_WHAT_GUARDS
    | CHANGE_HOW_ONE_SIGNS_IN
    | HIT_MANY_AT_ONCE
)


def test_the_list_is_what_the_routes_say() -> None:
    asked = {f"{m} {path}" for m, path, o in OPERATIONS if o["x-policy"].get("step_up")}
    assert asked == DANGEROUS
    by_themselves = {
        f"{m} {path}"
        for m, path, o in OPERATIONS
        if o["x-policy"].get("without_proof") == ASKS_UNLESS_IT_STOPS
        and "STEP_UP_REQUIRED" in o["responses"]["403"]["description"]
    }
    assert by_themselves == GIVE_OR_TAKE


def test_a_write_that_decides_who_gets_in_asks_or_says_why_not() -> None:
    guarded = {*GUARDED_BY_PROOF, Access.SIGNED_IN}
    decided = 0
    for method, path, operation in OPERATIONS:
        policy = operation["x-policy"]
        asks, why = policy.get("step_up", False), policy.get("without_proof")
        assert not (asks and why), f"{method} {path} says both"
        if method != "GET" and policy["access"] in guarded:
            assert asks or why, f"{method} {path} says neither"
            decided += 1
    assert decided >= len(DANGEROUS)


async def test_no_dangerous_act_is_done_on_a_stale_proof(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE sessions SET proved_at = now() - interval '1 day' WHERE admin_id = :id"),
            {"id": owner.admin_id},
        )
        await db.commit()
    for method, path, operation in OPERATIONS:
        if not operation["x-policy"].get("step_up"):
            continue
        answer = await call(owner, method, path)
        told = f"{method} {path}: {answer.text[:300]}"
        assert (answer.status_code, answer.json()["error_code"]) == (403, "STEP_UP_REQUIRED"), told
        assert answer.json()["details"]["methods"] == ["password"], told
