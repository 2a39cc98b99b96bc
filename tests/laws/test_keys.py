"""What API keys may, generated from `x-policy`: every operation, with every scope and with none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gapless.platform.identity.scopes import BY_SCOPE, CATALOGUE
from gapless.platform.permissions import PERSONS_ONLY, Permission
from gapless.platform.policy import Access, Scope
from tests.laws.test_access import OPERATIONS, concrete
from tests.support.house import House

LOCALES = Path(__file__).resolve().parents[2] / "web" / "src" / "locales"


def expected_refusal(policy: dict[str, Any], held: set[Permission]) -> str | None:
    """The code with which a key with these permissions must be refused; None if it gets in."""
    if policy["scope"] == Scope.SELF:
        return "API_KEY_NOT_ACCEPTED"
    if policy["access"] == Access.SIGNED_IN:
        return None
    if Permission(policy["access"]) not in held:
        return "API_KEY_SCOPE_MISSING"
    return "API_KEY_NOT_ACCEPTED" if policy.get("step_up") else None


@pytest.mark.parametrize("scopes", [list(CATALOGUE), []], ids=["every scope", "no scope"])
async def test_a_key_reaches_what_its_scopes_open_and_nothing_else(
    house: House, scopes: list[str]
) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    made = await owner.post("/api-keys", json={"name": "Law", "scopes": scopes})
    client = house.client(Authorization=f"Bearer {made.json()['api_key']}")
    held = {BY_SCOPE[scope] for scope in scopes if scope in BY_SCOPE}
    for method, path, operation in OPERATIONS:
        policy = operation["x-policy"]
        if policy["access"] == Access.PUBLIC:
            continue
        body = None if method in ("GET", "DELETE") else {}
        answer = await client.request(method, concrete(path), json=body)
        where = f"{method} {path}: {answer.text[:300]}"
        refused = answer.json().get("error_code") if answer.status_code >= 400 else None
        wanted = expected_refusal(policy, held)
        if wanted is not None:
            assert refused == wanted, where
        else:
            assert answer.status_code < 500, where
            assert answer.status_code != 401, where
            assert refused not in ("API_KEY_NOT_ACCEPTED", "API_KEY_SCOPE_MISSING"), where


def test_no_scope_opens_what_is_for_persons() -> None:
    assert not PERSONS_ONLY & set(BY_SCOPE.values())
    assert set(Permission) == PERSONS_ONLY | set(BY_SCOPE.values())


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_scope_and_its_module_have_words(language: str) -> None:
    words = json.loads((LOCALES / language / "apiKeys.json").read_text(encoding="utf-8"))
    for scope in CATALOGUE:
        module, _, act = scope.partition(".")
        assert words["modules"].get(module), f"apiKeys.json lacks modules.{module}"
        assert words["scopes"].get(module, {}).get(act), f"apiKeys.json lacks scopes.{scope}"
