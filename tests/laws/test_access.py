"""Access tests, generated from `x-policy`: every operation, every role, another brand."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from gapless.contract import openapi_document
from gapless.platform.permissions import ROLES, Permission, permissions_of
from gapless.platform.policy import Access
from tests.support.house import Caller, House

METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the API under /api/v1."""
    return [
        (method.upper(), path, operation)
        for path, item in openapi_document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS and path.startswith("/api/v1/")
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


@pytest.mark.parametrize("role", [r for r in ROLES if r != "Platform Owner"])
async def test_a_role_without_the_permission_gets_403_and_nothing_else(
    house: House, role: str
) -> None:
    caller = await house.sign_in(role)
    held = permissions_of(role, is_platform_owner=False)
    for method, path, operation in GUARDED:
        answer = await call(caller, method, path)
        access = operation["x-policy"]["access"]
        if Permission(access) in held:
            assert answer.status_code != 403, f"{role}: {method} {path} {answer.text}"
        else:
            assert answer.status_code == 403, f"{role}: {method} {path} {answer.text}"
            assert answer.json()["details"] == {"permission": access}


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
            assert answer.status_code in (404, 405, 422), f"{method} {target}: {answer.text}"
