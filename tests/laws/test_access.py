"""Access tests, generated from `x-policy`: every operation, every role, another brand."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from gapless.contract import openapi_document
from gapless.platform.permissions import (
    OWNER_ONLY,
    ROLES,
    Permission,
    built_in_permissions,
    group_of,
)
from gapless.platform.policy import Access
from tests.support.house import Caller, House

METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the API under /api/v1, and those of protocols with their own addresses."""
    return [
        (method.upper(), path, operation)
        for path, item in openapi_document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS and path.startswith(("/api/v1/", "/ofrep/v1/"))
    ]


OPERATIONS = operations()
GUARDED = [(m, p, o) for m, p, o in OPERATIONS if o["x-policy"]["access"] not in set(Access)]


def name(case: object) -> str:
    return str(case) if isinstance(case, str) else ""


def concrete(path: str) -> str:
    """The path with ids that name nothing."""
    return re.sub(r"\{[^}]+\}", str(uuid4()), path)


async def call(caller: Caller, method: str, path: str) -> Any:
    json = None if method in ("GET", "DELETE") else {}
    return await caller.http.request(method, concrete(path), json=json)


def test_every_operation_declares_its_policy() -> None:
    assert len(OPERATIONS) >= 20
    for method, path, operation in OPERATIONS:
        declared = operation.get("x-policy")
        assert declared, f"{method} {path}"
        known = {*Permission, *Access}
        assert declared["access"] in known, f"{method} {path}"
        if method != "GET":
            assert declared.get("audit"), f"{method} {path} writes without an audit action"


def test_every_permission_is_required_by_some_operation() -> None:
    required = {operation["x-policy"]["access"] for _, _, operation in GUARDED}
    assert required == set(Permission)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=name)
async def test_nobody_gets_in_without_signing_in(
    house: House, method: str, path: str, operation: dict[str, Any]
) -> None:
    if operation["x-policy"]["access"] == Access.PUBLIC:
        return
    client = house.client()
    for headers in (
        {},
        {"Authorization": "Bearer gls_sess_guess"},
        {"Cookie": "gapless_session=x"},
    ):
        answer = await client.request(method, concrete(path), headers=headers)
        assert answer.status_code == 401, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


async def check_every_operation(caller: Caller, held: frozenset[Permission]) -> None:
    """Call everything: what is held is not refused, what is not is 403 and names the permission."""
    for method, path, operation in GUARDED:
        answer = await call(caller, method, path)
        access = operation["x-policy"]["access"]
        told = f"{caller.role}: {method} {path} {answer.text}"
        if Permission(access) in held:
            assert answer.status_code != 403, told
        else:
            assert answer.status_code == 403, told
            assert answer.json()["details"] == {"permission": access}, told


@pytest.mark.parametrize("role", [r for r in ROLES if r != "Platform Owner"])
async def test_a_built_in_role_opens_what_it_holds_and_nothing_else(
    house: House, role: str
) -> None:
    await check_every_operation(await house.sign_in(role), built_in_permissions(role))


@pytest.mark.parametrize("half", [0, 1])
async def test_a_custom_role_opens_what_it_holds_and_nothing_else(house: House, half: int) -> None:
    # Between them the two halves give and withhold every permission; owners' ones are never given.
    given = list(Permission)[half::2]
    role = await house.add_role(given)
    await check_every_operation(await house.sign_in(custom=role), frozenset(given) - OWNER_ONLY)


async def test_a_limit_to_modules_takes_away_what_lies_outside(house: House) -> None:
    caller = await house.sign_in("Super Admin", allowed_modules=["games"])
    held = {p for p in built_in_permissions("Super Admin") if group_of(p) in (None, "games")}
    assert Permission.GAMES_WRITE in held
    assert Permission.ADMINS_READ not in held
    await check_every_operation(caller, frozenset(held))


def test_every_permission_is_one_cell_of_the_matrix() -> None:
    cells = [(permission.module, permission.kind) for permission in Permission]
    assert len(set(cells)) == len(cells), "two permissions share a cell: see permissions._CELLS"


async def test_only_platform_owners_may_name_a_brand(house: House) -> None:
    caller = await house.sign_in("Super Admin")
    caller.http.headers["X-Tenant-ID"] = house.tenant_id
    for method, path, operation in OPERATIONS:
        if operation["x-policy"]["access"] == Access.PUBLIC:
            continue
        answer = await call(caller, method, path)
        assert answer.json()["error_code"] == "TENANT_HEADER_FORBIDDEN", f"{method} {path}"


async def test_an_id_that_names_nothing_is_404_or_422_never_500(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    for method, path, _ in OPERATIONS:
        if "{" not in path:
            continue
        for wrong in ("no-such-thing", "%F0%9F%8E%B0", "0", "..%2f..%2fetc"):
            target = re.sub(r"\{[^}]+\}", wrong, path)
            body = None if method in ("GET", "DELETE") else {}
            answer = await owner.http.request(method, target, json=body)
            # SCIM answers 400 where ours answers 422 (RFC 7644 section 3.12).
            refusals = (400, 404, 405) if "/scim/" in path else (404, 405, 422)
            told = f"{method} {target}: {answer.text}"
            # An act that wants a reason may ask for it before it looks for what it is done to.
            if answer.json().get("error_code") != "REASON_REQUIRED":
                assert answer.status_code in refusals, told
