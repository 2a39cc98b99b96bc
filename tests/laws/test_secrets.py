"""A secret that an answer shows once is stored nowhere: no idempotency key may replay it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gapless.contract import openapi_document
from tests.laws.test_access import OPERATIONS

DOCUMENT = openapi_document()
SHOWN_ONCE = frozenset(
    {
        "access_token",
        "api_key",
        "challenge_token",
        "csrf_token",
        "invite_token",
        "new_password",
        "password",
        "provisioning_uri",
        "recovery_codes",
        "reset_token",
        "secret",
        "token",
    }
)


def properties(schema: Any, seen: set[str]) -> Iterator[str]:
    """Every property name that a schema can hold, however deep."""
    if isinstance(schema, list):
        for part in schema:
            yield from properties(part, seen)
    if not isinstance(schema, dict):
        return
    if reference := schema.get("$ref"):
        if reference not in seen:
            seen.add(reference)
            yield from properties(
                DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]], seen
            )
        return
    yield from schema.get("properties", {})
    for part in schema.values():
        yield from properties(part, seen)


def shows_a_secret(operation: dict[str, Any]) -> bool:
    """Whether a successful answer of the operation may hold something shown once."""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for content in answer.get("content", {}).values():
                if SHOWN_ONCE.intersection(properties(content.get("schema"), set())):
                    return True
    return False


SECRET = [(m, p, o) for m, p, o in OPERATIONS if m != "GET" and shows_a_secret(o)]


def test_the_law_sees_the_answer_of_signing_in() -> None:
    assert ("POST", "/api/v1/auth/login") in [(m, p) for m, p, _ in SECRET]


@pytest.mark.parametrize(
    ("method", "path", "operation"), SECRET, ids=lambda c: c if isinstance(c, str) else ""
)
def test_an_answer_with_a_secret_is_never_kept_for_replay(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    heeded = {p["name"] for p in operation.get("parameters", [])}
    assert "Idempotency-Key" not in heeded, (
        f"{method} {path} answers a secret: declare idempotent_replay=False"
    )
