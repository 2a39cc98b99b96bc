"""Streams tell of changes, to whom they may, until the module or the key is switched off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gapless.features.feature_flags.delivery import streams
from gapless.features.feature_flags.delivery.service import MODULE
from gapless.platform.switches.table import Standing
from tests.features.feature_flags.delivery.test_ofrep import ALL, PLAYER, delivery_of
from tests.support.flags import ON, flag
from tests.support.house import House
from tests.support.stored_flags import program, publish


@asynccontextmanager
async def listening(house: House, path: str) -> AsyncIterator[asyncio.Queue[Any]]:
    """What an open stream sends: its status, its events, and None when it has ended."""
    sent: asyncio.Queue[Any] = asyncio.Queue()
    hung_up = asyncio.Event()
    parts = urlsplit(path)

    async def receive() -> dict[str, Any]:
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            sent.put_nowait(message["status"])
        for line in message.get("body", b"").decode().splitlines():
            if line.startswith("data: "):
                sent.put_nowait(json.loads(line[6:]))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [],
        "client": ("127.0.0.1", 5),
        "server": ("gapless.example", 80),
    }

    async def run() -> None:
        await house.transport.app(scope, receive, send)  # type: ignore[arg-type]  # ASGI by hand: httpx waits for the end
        sent.put_nowait(None)

    task = asyncio.create_task(run())
    try:
        yield sent
    finally:
        hung_up.set()
        async with asyncio.timeout(30):
            await asyncio.gather(task, return_exceptions=True)


async def following(sent: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(30):
        return await sent.get()


async def address(house: House) -> str:
    """Where an evaluation says that changes are told."""
    answer = await (await program(house)).post(ALL, json=PLAYER)
    found: str = answer.json()["eventStreams"][0]["endpoint"]["requestUri"]
    return found


async def test_a_change_is_told_to_browsers_and_local_providers(house: House) -> None:
    await publish(house.database, house.tenant_id, flag())
    document = await (await program(house, "flags.read")).get("/api/v1/flags/document")
    async with (
        listening(house, await address(house)) as browser,
        listening(house, document.links["monitor"]["url"]) as local,
    ):
        for sent in (browser, local):
            assert await following(sent) == 200
            assert (await following(sent))["type"] == "refetchEvaluation"
        await publish(house.database, house.tenant_id, flag(default=ON))
        told = [await following(sent) for sent in (browser, local)]
        assert told[0] == told[1]
        assert told[0]["etag"] == f'"{(await served(house)).tag}"'
        await publish(house.database, house.tenant_id, flag(), environment="staging")
        await publish(house.database, house.other_tenant_id, flag())
        assert browser.empty()
        assert local.empty()


async def served(house: House) -> Any:
    return await delivery_of(house).store.get(house.tenant_id, "production")


async def test_a_killed_module_ends_the_stream(house: House) -> None:
    await publish(house.database, house.tenant_id, flag())
    where = await address(house)
    switches = delivery_of(house).switches
    async with listening(house, where) as sent:
        assert await following(sent) == 200
        await following(sent)
        switches.replace([Standing(MODULE.value, house.tenant_id, None)])
        assert await following(sent) is None
    async with listening(house, where) as sent:
        assert await following(sent) == 503
    switches.replace([])


async def test_a_key_that_is_switched_off_ends_its_stream(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PING_SECONDS", 0.1)
    await publish(house.database, house.tenant_id, flag())
    admin = await house.sign_in("Super Admin")
    body = {"name": "Ends", "scopes": ["flags.evaluate"]}
    made = (await admin.post("/api-keys/", json=body)).json()
    client = house.client(Authorization=f"Bearer {made['api_key']}")
    entry = (await client.post(ALL, json=PLAYER)).json()["eventStreams"][0]
    where = entry["endpoint"]["requestUri"]
    async with listening(house, where) as sent:
        assert await following(sent) == 200
        await following(sent)
        key_id = made["key"]["id"]
        gone = await admin.delete(f"/api-keys/{key_id}", headers={"X-Reason": "test it"})
        assert gone.status_code < 300, gone.text
        assert await following(sent) is None
    async with listening(house, where) as sent:
        assert await following(sent) == 401


async def test_addresses_that_were_not_given(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    good = await address(house)
    token = parse_qs(urlsplit(good).query)["token"][0]
    key, environment, day, signature = token.split(".")
    wrong = [
        "",
        "x",
        "a.b.c.d",
        f"{key}.staging.{day}.{signature}",
        f"{key}.{environment}.{int(day) + 1}.{signature}",
        f"{key}.{environment}.{day}.{signature[:-1]}0é",
        f"{'0' * 32}.{environment}.{day}.{signature}",
    ]
    for one in wrong:
        async with listening(house, f"{streams.PATH}?token={one}") as sent:
            assert await following(sent) == 401, one
    now = streams.today()
    for later, status in ((1, 200), (2, 401)):
        monkeypatch.setattr(streams, "today", lambda days=later: now + days)
        async with listening(house, good) as sent:
            assert await following(sent) == status
