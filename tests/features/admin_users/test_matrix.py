"""What the matrix and the explanations say is what the server does, for every operation."""

from __future__ import annotations

from typing import Any

import pytest

from gapless.platform.permissions import OWNER_ONLY, ROLES, Permission
from tests.laws.test_access import GUARDED, OPERATIONS, call
from tests.support.house import Caller, House


async def cells(caller: Caller) -> dict[tuple[str, str, str], bool]:
    """The whole matrix: (role id, module, column) to yes or no."""
    return {
        (row["role_id"], row["module"], kind): given
        for row in (await caller.get("/admin/permission-matrix")).json()
        for kind, given in row["permissions"].items()
    }


async def catalogue(caller: Caller) -> dict[str, dict[str, Any]]:
    """Every operation's permission as the panel reads it."""
    return {
        operation["id"]: row
        for row in (await caller.get("/admin/permissions")).json()
        for operation in row["operations"]
    }


@pytest.mark.parametrize("role", ["Support", "Ops", "custom"])
async def test_an_admin_can_do_exactly_what_the_matrix_says(house: House, role: str) -> None:
    reader = await house.sign_in("Super Admin")
    if role == "custom":
        custom = await house.add_role([Permission.GAMES_IMPORT, Permission.AUDIT_EXPORT])
        caller, key = await house.sign_in(custom=custom), str(custom.id)
    else:
        caller, key = await house.sign_in(role), role.lower()
    matrix, known = await cells(reader), await catalogue(reader)
    assert len(known) == len(GUARDED)
    for method, path, operation in GUARDED:
        cell = known[operation["operationId"]]
        answer = await call(caller, method, path)
        allowed = matrix[key, cell["module"], cell["kind"]]
        assert (answer.status_code != 403) is allowed, f"{role}: {method} {path} {answer.text}"


async def test_the_matrix_has_every_role_in_every_module(house: House) -> None:
    caller = await house.sign_in("Admin")
    own = await house.add_role([*OWNER_ONLY, Permission.GAMES_READ])
    foreign = await house.add_role([Permission.GAMES_READ], tenant_id=house.other_tenant_id)
    rows = (await caller.get("/admin/permission-matrix")).json()
    assert len({row["id"] for row in rows}) == len(rows)
    modules = {permission.module for permission in Permission}
    roles = {row["role_name"] for row in rows}
    assert {row["module"] for row in rows} == modules
    assert len(rows) == len(modules) * len(roles)
    assert {*ROLES, own.name} == roles
    assert foreign.name not in roles
    assert {row["role_name"] for row in rows if row["is_editable"]} == {own.name}
    every = await cells(caller)
    for permission in Permission:
        # A stored permission that only owners may hold gives nothing.
        given = every[str(own.id), permission.module, permission.kind]
        assert given is (permission is Permission.GAMES_READ)
        assert every["platform-owner", permission.module, permission.kind] is True


async def test_the_explanation_of_every_operation_is_what_the_server_answers(
    house: House,
) -> None:
    """For admins who differ in role, limit and brand feature, while a module is switched off."""
    owner = await house.owner()
    await house.add_tenant(f"{house.tenant_id}_bare")
    await house.switch("games", off=True)
    custom = await house.add_role(list(Permission)[::2])
    callers = [
        await house.sign_in("Super Admin", allowed_modules=["settings"]),
        await house.sign_in(custom=custom),
        await house.sign_in("Admin", tenant_id=f"{house.tenant_id}_bare"),
    ]
    for caller in callers:
        for method, path, operation in OPERATIONS:
            if operation["operationId"] in ("logout", "login"):
                continue
            told = await owner.get(
                "/admin/explain",
                params={"admin_id": caller.admin_id, "operation": operation["operationId"]},
            )
            assert told.status_code == 200, told.text
            answer = await call(caller, method, path)
            closed = answer.status_code == 403 or (
                answer.status_code == 503 and "module" in answer.json()
            )
            assert told.json()["allowed"] is not closed, (
                f"{caller.role}: {method} {path}: {told.text} but {answer.text}"
            )


async def test_why_and_why_not_are_told_step_by_step(house: House) -> None:
    reader = await house.sign_in("Super Admin")
    admin = await house.add_admin("Support", allowed_modules=["games"])

    async def explain(**query: str) -> dict[str, Any]:
        answer = await reader.get("/admin/explain", params={"admin_id": str(admin.id), **query})
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    yes = await explain(permission="games:read")
    assert yes["allowed"] is True
    assert [(s["check"], s["effect"], s["name"]) for s in yes["steps"]] == [
        ("account", "neutral", "active"),
        ("platform_owner", "neutral", None),
        ("role", "allows", "Support"),
    ]
    assert {o["id"] for o in yes["operations"]} >= {"list_games"}
    assert all(o["allowed"] for o in yes["operations"])
    no = await explain(permission="games:write")
    assert no["allowed"] is False
    assert no["steps"][-1]["effect"] == "neutral"
    assert {o["blocked_by"] for o in no["operations"]} == {"no_grant"}
    owners = await explain(permission="tenants:write")
    assert owners["steps"][-1]["check"] == "owner_only"
    limited = await house.add_admin("Admin", allowed_modules=["games"])
    admin = limited
    out = await explain(permission="audit:read")
    assert (out["steps"][-1]["check"], out["steps"][-1]["name"]) == ("allowed_modules", "settings")
    await house.switch("games", off=True)
    off = await explain(operation="list_games")
    assert off["permission"] == "games:read"
    denied = [s["check"] for s in off["steps"] if s["effect"] == "denies"]
    assert denied == ["kill_switch"]
    admin = await house.add_admin("Admin", status="disabled")
    shut = await explain(permission="games:read")
    assert (shut["allowed"], shut["steps"][0]["effect"]) == (False, "denies")


async def test_what_cannot_be_explained_is_refused(house: House) -> None:
    reader = await house.sign_in("Admin")
    stranger = await house.add_admin(tenant_id=house.other_tenant_id)
    for query, code in (
        ({"admin_id": str(stranger.id), "permission": "games:read"}, "ADMIN_NOT_FOUND"),
        ({"admin_id": reader.admin_id}, "NOTHING_TO_EXPLAIN"),
        ({"admin_id": reader.admin_id, "operation": "no_such"}, "NOTHING_TO_EXPLAIN"),
        ({"admin_id": reader.admin_id, "permission": "games:fly"}, "VALIDATION_FAILED"),
        ({"admin_id": "x", "permission": "games:read"}, "VALIDATION_FAILED"),
    ):
        answer = await reader.get("/admin/explain", params=query)
        assert answer.json()["error_code"] == code, answer.text
