"""The kill switch between real processes, on a database that goes away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx

from tests.support.house import Caller, House
from tests.support.servers import api_process, line_to

Check = Callable[[httpx.Response], bool]


async def wait_until(
    ask: Callable[[], Awaitable[httpx.Response]], check: Check, seconds: float = 60
) -> httpx.Response:
    """Ask until the answer is as wanted."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = await ask()
        if check(answer):
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError(f"still {answer.status_code}: {answer.text}")


def killed(answer: httpx.Response) -> bool:
    return answer.status_code == 503 and answer.json()["error_code"] == "MODULE_DISABLED"


def state_is(state: str) -> Check:
    return lambda answer: bool(answer.json()["kill_switches"]["state"] == state)


async def throw_for_all(keeper: Caller, module: str, **more: Any) -> str:
    wanted = {"module_key": module, "disabled": True, "reason": "a test", **more}
    answer = await keeper.post("/kill-switch/global", json=wanted)
    assert answer.status_code == 200, answer.text
    switch_id: str = answer.json()["switch"]["id"]
    return switch_id


async def lift(keeper: Caller, switch_id: str) -> None:
    assert (await keeper.post(f"/kill-switch/{switch_id}/lift", json={})).status_code == 200


async def test_two_processes_learn_of_it_and_a_new_one_begins_with_it(
    house: House, database_url: str, tmp_path: Path
) -> None:
    admin = await house.sign_in()
    headers = {"Authorization": f"Bearer {admin.token}"}
    with (
        api_process(database_url, tmp_path / "one.log") as one,
        api_process(database_url, tmp_path / "two.log") as two,
    ):
        async with (
            httpx.AsyncClient(base_url=one, headers=headers) as first,
            httpx.AsyncClient(base_url=two, headers=headers) as second,
        ):
            for client in (first, second):
                assert (await client.get("/api/v1/games")).status_code == 200
            await house.switch("games", off=True)
            for client in (first, second):
                await wait_until(lambda c=client: c.get("/api/v1/games"), killed)
            # A process that begins now knows it with its first answer.
            with api_process(database_url, tmp_path / "three.log") as three:
                assert killed(await first.get(f"{three}/api/v1/games"))
            await house.switch("games", off=False)
            for client in (first, second):
                await wait_until(lambda c=client: c.get("/api/v1/games"), lambda a: a.is_success)


async def test_a_process_that_loses_the_database_keeps_the_last_state(
    house: House, database_url: str, tmp_path: Path
) -> None:
    keeper = await house.keeper()
    async with line_to(database_url) as line:
        stands = await throw_for_all(keeper, "games")
        try:
            # In a thread, because the line lives in this loop.
            starting = api_process(line.url, tmp_path / "far.log")
            far = await asyncio.to_thread(starting.__enter__)
            try:
                async with httpx.AsyncClient(base_url=far, timeout=30) as client:
                    assert killed(await client.get("/api/v1/games"))
                    await line.cut()
                    ready = await wait_until(lambda: client.get("/api/readyz"), state_is("stale"))
                    assert ready.status_code == 503
                    assert ready.json()["kill_switches"]["age_seconds"] >= 5
                    # Another process lifts it. Who cannot know keeps it.
                    await lift(keeper, stands)
                    assert killed(await client.get("/api/v1/games"))
                    other = await client.get("/api/v1/audit/events")
                    assert other.status_code in (401, 503)
                    await line.mend()
                    await wait_until(
                        lambda: client.get("/api/v1/games"), lambda a: a.status_code == 401
                    )
                    await wait_until(lambda: client.get("/api/readyz"), state_is("live"))
            finally:
                await asyncio.to_thread(starting.__exit__, None, None, None)
        finally:
            await keeper.post(f"/kill-switch/{stands}/lift", json={})
