"""Two real servers on one database: what one switches off, the other refuses."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.features.api_keys.calling import issue
from tests.support.house import House
from tests.support.running import ROOT, free_port

LIMIT_SECONDS = 240.0


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="module")
def servers(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two API servers, each `gapless serve` in a process of its own."""
    directory = tmp_path_factory.mktemp("servers")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GAPLESS_")}
    with ExitStack() as stack:
        started = []
        for number in range(2):
            port, log = free_port(), directory / f"{number}.log"
            process = subprocess.Popen(
                [sys.executable, "-m", "gapless.cli", "serve"],
                cwd=ROOT,
                env={**kept, "GAPLESS_DATABASE_URL": database_url, "GAPLESS_PORT": str(port)},
                stderr=stack.enter_context(log.open("wb")),
            )
            stack.callback(process.wait, 40)
            stack.callback(process.terminate)
            started.append((f"http://127.0.0.1:{port}", process, log))
        for url, process, log in started:
            wait_until_ready(url, process, log)
        yield [url for url, _, _ in started]


async def answer_of(url: str, token: str, *, active: bool | None = None, key: str = "") -> Any:
    """Call a server with a key, or switch a key there with an admin's token."""
    headers = {"Authorization": f"Bearer {token}", "User-Agent": f"at {url}"}
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", headers=headers, timeout=30) as client:
        if active is None:
            return await client.get("/games")
        return await client.patch(f"/api-keys/{key}", json={"active": active})


async def calls_until(url: str, secret: str, status: int) -> int:
    """Call until the answer is this one; how many others came before."""
    deadline, others = time.monotonic() + LIMIT_SECONDS, 0
    while (await answer_of(url, secret)).status_code != status:
        assert time.monotonic() < deadline, f"{url} never answered {status}"
        others += 1
    return others


async def test_a_key_works_and_stops_in_every_process(house: House, servers: list[str]) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read")
    # Neither server has seen the key; both let it in at the first call.
    assert [(await answer_of(url, secret)).status_code for url in servers] == [200, 200]
    for active, status in ((False, 401), (True, 200), (False, 401)):
        # Switched at one server, felt at both.
        switched = await answer_of(servers[0], admin.token, active=active, key=key_id)
        assert switched.status_code == 200
        assert await calls_until(servers[0], secret, status) == 0
        await calls_until(servers[1], secret, status)


async def test_use_and_limits_are_counted_over_all_processes(
    house: House, servers: list[str]
) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read", rate_limit_per_minute=200)
    for url in servers:
        for _ in range(6):
            assert (await answer_of(url, secret)).status_code == 200
    deadline = time.monotonic() + LIMIT_SECONDS
    while (key := (await admin.get(f"/api-keys/{key_id}")).json())["calls_30_days"] < 12:
        assert time.monotonic() < deadline, key
        await asyncio.sleep(0.2)
    assert key["calls_30_days"] == 12
    assert key["last_use"]["user_agent"] == f"at {servers[1]}"
    # By now both know what the other let in, as long as it lies in the same or the last minute.
    left = [(await answer_of(url, secret)).headers["RateLimit"] for url in servers]
    assert all(int(text.split("r=")[1].partition(";")[0]) < 200 - 6 for text in left)
