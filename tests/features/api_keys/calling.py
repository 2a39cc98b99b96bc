"""Calling with API keys."""

from __future__ import annotations

from typing import Any

import httpx

from gapless.platform.identity.key_gate import KeyGate
from tests.support.house import Caller, House


async def issue(caller: Caller, *scopes: str, name: str = "A key", **more: Any) -> tuple[str, str]:
    """Make a key; its secret and its id."""
    body = {"name": name, "scopes": list(scopes), **more}
    answer = await caller.post("/api-keys/", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["api_key"], answer.json()["key"]["id"]


async def call(
    house: House, secret: str, path: str = "/games", method: str = "GET", **options: Any
) -> httpx.Response:
    """Call with a key as a Bearer token."""
    client = house.client(Authorization=f"Bearer {secret}")
    return await client.request(method, f"/api/v1{path}", **options)


def gate_of(house: House) -> KeyGate:
    """The keys as the house's one process knows them."""
    gate: KeyGate = house.transport.app.state.keys  # type: ignore[attr-defined]  # a FastAPI app
    return gate
