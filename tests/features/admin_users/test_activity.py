"""What admins did, how risky it was, and that the log can be narrowed to it."""

from __future__ import annotations

from typing import Any

import pytest

from gapless.features.admin_users.activity.rules import LEVELS, module_of, risk_of
from gapless.platform.permissions import Permission
from tests.support.house import House

P = Permission


@pytest.mark.parametrize(
    ("action", "status", "permission", "risk"),
    [
        ("auth.login", "SUCCESS", None, "low"),
        ("auth.login", "DENIED", None, "medium"),
        ("table.created", "SUCCESS", P.TABLES_WRITE, "medium"),
        ("table.created", "FAILED", P.TABLES_WRITE, "medium"),
        ("table.created", "DENIED", P.TABLES_WRITE, "high"),
        ("table.deleted", "SUCCESS", P.TABLES_WRITE, "high"),
        ("AUDIT_EXPORT", "SUCCESS", P.AUDIT_EXPORT, "medium"),
        ("admin.user_updated", "SUCCESS", P.ADMINS_WRITE, "high"),
        ("admin.disabled", "SUCCESS", None, "high"),
        ("admin.user_deleted", "SUCCESS", P.ADMINS_WRITE, "critical"),
        ("role.changed", "DENIED", P.ROLES_WRITE, "critical"),
        ("tenant.created", "SUCCESS", P.TENANTS_WRITE, "critical"),
        ("gap.verified", "SUCCESS", P.GAPS_VERIFY, "high"),
        ("job.finished", "SUCCESS", None, "medium"),
    ],
)
def test_the_risk_of_an_act(
    action: str, status: str, permission: Permission | None, risk: str
) -> None:
    assert risk_of(action, status, permission) == risk


@pytest.mark.parametrize(
    ("action", "permission", "module"),
    [
        ("game_import.uploaded", P.GAMES_IMPORT, "game_import"),
        ("admin.enabled", None, "admins"),
        ("invite.accepted", None, "admins"),
        ("something.new", None, "something"),
    ],
)
def test_the_module_of_an_act(action: str, permission: Permission | None, module: str) -> None:
    assert module_of(action, permission) == module


async def test_the_log_has_the_columns_of_the_contract_and_both_states(house: House) -> None:
    caller = await house.sign_in("Admin")
    other = await house.add_admin("Support")
    await caller.patch(f"/admin/users/{other.id}", json={"role": "Ops"})
    (row,) = (await caller.get("/admin/activity-log")).json()
    assert {
        "id", "admin_id", "admin_name", "action", "module", "ip_address", "timestamp",
        "risk_level", "before_snapshot", "after_snapshot",
    } <= row.keys()  # fmt: skip
    assert (row["admin_id"], row["admin_name"]) == (caller.admin_id, "Some One")
    assert (row["action"], row["module"], row["risk_level"]) == (
        "admin.role_changed", "admins", "high",
    )  # fmt: skip
    assert (row["before_snapshot"]["role"], row["after_snapshot"]["role"]) == ("Support", "Ops")


async def test_the_log_is_narrowed_by_admin_module_action_status_and_risk(house: House) -> None:
    first, second = await house.sign_in("Admin"), await house.sign_in("Manager")
    elsewhere = await house.sign_in("Admin", tenant_id=house.other_tenant_id)
    for caller in (first, second, elsewhere):
        await caller.post("/tables", json={"name": "T", "provider": caller.email})
    await first.post("/admin/users", json={"email": "", "password_mode": "set"})
    await second.post("/admin/users", json={})

    async def found(**query: Any) -> list[tuple[str, str]]:
        answer = await first.get("/admin/activity-log", params=query)
        assert answer.status_code == 200, answer.text
        assert int(answer.headers["X-Total-Count"]) >= len(answer.json())
        return [(row["action"], row["admin_id"]) for row in answer.json()]

    created, made = "admin.user_created", "table.created"
    one, two = first.admin_id, second.admin_id
    assert await found() == [(created, two), (created, one), (made, two), (made, one)]
    assert await found(admin_id=one) == [(created, one), (made, one)]
    assert await found(admin_id=second.email[:8]) == [(created, two), (made, two)]
    assert await found(module="tables") == [(made, two), (made, one)]
    assert await found(module="cms") == []
    assert await found(action="USER_cre") == [(created, two), (created, one)]
    assert await found(status="DENIED") == [(created, two)]
    assert await found(risk_level="critical") == [(created, two)]
    assert await found(risk_level="medium") == [(made, two), (made, one)]
    assert await found(since_hours=1, page_size=1, page=2) == [(created, one)]
    by_level = [await found(risk_level=level) for level in LEVELS]
    assert sum(map(len, by_level)) == 4
    assert (await first.get("/admin/activity-log", params={"risk_level": "x"})).status_code == 422
    assert (await house.client().get("/api/v1/admin/activity-log")).status_code == 401
    support = await house.sign_in("Support")
    assert (await support.get("/admin/activity-log")).status_code == 403


async def test_an_owner_sees_what_was_done_in_every_brand_if_asked(house: House) -> None:
    elsewhere = await house.sign_in("Admin", tenant_id=house.other_tenant_id)
    await elsewhere.post("/tables", json={"name": "T", "provider": "P"})
    owner = await house.owner()
    query = {"tenant_id": "all", "admin_id": elsewhere.admin_id}
    rows = (await owner.get("/admin/activity-log", params=query)).json()
    assert [row["tenant_id"] for row in rows] == [house.other_tenant_id]
