"""The table of what is off in one process, and the guard of answers that have begun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from starlette.responses import StreamingResponse
from starlette.types import Message, Scope

from gapless.app import create_app, running
from gapless.platform import clock
from gapless.platform.problems import ModuleDisabled
from gapless.platform.routing import Access, Router, policy
from gapless.platform.switches import Module, Standing, SwitchTable
from gapless.platform.switches.gate import modules_by_segment
from tests.support.house import House


def test_a_process_that_has_not_read_the_state_has_everything_off() -> None:
    table = SwitchTable()
    assert not table.loaded
    with pytest.raises(ModuleDisabled):
        table.check(Module.GAMES, "a")
    table.check(None, "a")  # what belongs to no module is never off
    table.replace([])
    table.check(Module.GAMES, "a")


def test_brands_and_modules_are_told_apart() -> None:
    table = SwitchTable()
    table.replace([Standing("games", "a", None), Standing("crm", None, None)])
    off = {
        (module, tenant): table.seconds_off(module, tenant) is not None
        for module in (Module.GAMES, Module.CRM, Module.AFFILIATES)
        for tenant in ("a", "b", None)
    }
    assert {key for key, is_off in off.items() if is_off} == {
        (Module.GAMES, "a"), (Module.CRM, "a"), (Module.CRM, "b"), (Module.CRM, None),
    }  # fmt: skip
    table.change("games", "a", off=False, until=None)
    table.change("crm", "b", off=True, until=None)
    assert table.seconds_off(Module.GAMES, "a") is None
    table.change("crm", None, off=False, until=None)
    assert table.seconds_off(Module.CRM, "a") is None
    assert table.seconds_off(Module.CRM, "b") == 60


def test_an_end_falls_by_the_clock_and_says_when_to_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    table = SwitchTable()
    table.replace([Standing("games", "a", now + timedelta(seconds=90))])
    assert table.seconds_off(Module.GAMES, "a") == 90
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=89.9))
    assert table.seconds_off(Module.GAMES, "a") == 1
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=90))
    assert table.seconds_off(Module.GAMES, "a") is None


def test_the_setting_turns_everything_off_whatever_stands() -> None:
    table = SwitchTable(everything_off=True)
    table.replace([])
    assert table.seconds_off(Module.GAMES, None) == 60


async def test_who_waits_for_a_switch_is_woken_by_it() -> None:
    table = SwitchTable()
    table.replace([])
    waiting = asyncio.create_task(table.until_off(Module.GAMES, "a"))
    await asyncio.sleep(0)
    table.change("games", "b", off=True, until=None)
    await asyncio.sleep(0)
    assert not waiting.done()
    table.change("games", "a", off=True, until=None)
    async with asyncio.timeout(30):
        await waiting


router = Router(prefix="/trial-stream", module=Module.CRM)


@router.get("")
@policy(Access.SIGNED_IN)
async def endless() -> StreamingResponse:
    """An answer without an end."""

    async def chunks() -> AsyncIterator[bytes]:
        while True:
            yield b"row\n"
            await asyncio.sleep(0.01)

    return StreamingResponse(chunks(), media_type="text/csv")


def test_the_router_gives_its_module_to_its_routes() -> None:
    assert modules_by_segment([router]) == {"trial-stream": Module.CRM}


async def test_an_answer_that_has_begun_is_broken_off(house: House) -> None:
    app = create_app(house.settings, house.database)
    app.include_router(router, prefix="/api/v1")
    app.router.routes.insert(0, app.router.routes.pop())
    caller = await house.sign_in()
    sent: list[bytes] = []
    asked: list[bool] = []

    async def receive() -> Message:
        if asked:
            await asyncio.Event().wait()
        asked.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            sent.append(message["body"])
            if len(sent) == 3:
                await house.switch("crm", off=True)

    scope: Scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/api/v1/trial-stream", "raw_path": b"/api/v1/trial-stream", "query_string": b"",
        "headers": [(b"authorization", f"Bearer {caller.token}".encode())],
        "client": ("127.0.0.1", 1), "server": ("gapless.example", 80),
    }  # fmt: skip
    async with running(app):
        with pytest.raises(RuntimeError, match="already started") as broken:
            async with asyncio.timeout(60):
                await app(scope, receive, send)
    assert isinstance(broken.value.__cause__, ModuleDisabled)
    assert len(sent) >= 3
    assert sent[-1] != b""  # the last chunk of an answer that ended well would be empty
