"""A worker killed at any moment: what was acknowledged stays, and ends after a restart."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from tests.support.house import PASSWORD, House
from tests.support.running import free_port

from .desk import Desk
from .files import as_json, games

ROOT = Path(__file__).resolve().parents[4]
ROWS = 30_000


@contextmanager
def started(url: str, *command: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process as an operator starts it; stopped at the end if it still runs."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GAPLESS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "gapless.cli", *command],
        cwd=ROOT, env={
            **kept, "GAPLESS_DATABASE_URL": url,
            # The whole run signs in from one address.
            "GAPLESS_LOGIN_MAX_FAILURES_PER_ADDRESS": "100000", **settings,
        },
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


async def reaches(desk: Desk, job_id: str, status: str, phase: str | None = None) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job = await desk.job(job_id)
        if job["status"] == status and phase in (None, job["progress"]["phase"]):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{job['status']} {job['progress']}")


async def tables(house: House) -> tuple[int, int]:
    """Rows of imports and games of the brand."""
    async with house.database.session() as db:
        rows = await db.scalar(
            text(
                "SELECT count(*) FROM game_import_rows r JOIN game_imports i ON i.id = r.import_id "
                "WHERE i.tenant_id = :tenant"
            ),
            {"tenant": house.tenant_id},
        )
        found = await db.scalar(
            text("SELECT count(*) FROM games WHERE tenant_id = :tenant"),
            {"tenant": house.tenant_id},
        )
    return int(rows or 0), int(found or 0)


@asynccontextmanager
async def held_audit_chain(house: House) -> AsyncIterator[None]:
    """Keeps the brand's audit rows from being written."""
    async with house.database.session() as db:
        await db.execute(
            text("SELECT FROM audit_heads WHERE chain = :chain FOR UPDATE"),
            {"chain": house.tenant_id},
        )
        yield


async def somebody_waits_for_the_chain(house: House) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        async with house.database.session() as db:
            waiting = await db.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE wait_event_type = 'Lock' AND query LIKE '%audit_heads%'"
                )
            )
        if waiting:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody came to the audit chain")


@pytest.mark.timeout(180)
async def test_analysis_and_import_survive_kill_9(house: House, database_url: str) -> None:
    desk = Desk(house, await house.sign_in("Manager"))
    job_id = (await desk.upload(as_json(games(ROWS)))).json()["job_id"]
    with started(database_url, "worker") as first:
        await reaches(desk, job_id, "running", "reading")
        first.kill()
        first.wait()
    assert await tables(house) == (0, 0)

    with started(database_url, "worker") as second:
        await reaches(desk, job_id, "ready")
        assert (await tables(house))[0] == ROWS
        confirmed = asyncio.create_task(desk.confirm(job_id))
        await reaches(desk, job_id, "importing")
        async with held_audit_chain(house):
            # The games are written, and all that lacks is the audit row and the commit.
            await somebody_waits_for_the_chain(house)
            second.kill()
            second.wait()
    assert (await tables(house))[1] == 0
    with started(database_url, "worker"):
        await reaches(desk, job_id, "completed")
        assert (await tables(house))[1] == ROWS
        assert (await confirmed).status_code in (200, 202)
        again = await desk.confirm(job_id)
        assert again.json()["imported_count"] == ROWS


@asynccontextmanager
async def served(
    house: House, url: str
) -> AsyncIterator[tuple[httpx.AsyncClient, subprocess.Popen[bytes]]]:
    """A server process, and a client signed in to it."""
    admin = await house.add_admin("Manager")
    port = free_port()
    base = f"http://127.0.0.1:{port}/api"
    with started(url, "serve", GAPLESS_PORT=str(port)) as process:
        async with httpx.AsyncClient(base_url=base, timeout=30) as client:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
            answer = await client.post(
                "/v1/auth/login", json={"email": admin.email, "password": PASSWORD}
            )
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield client, process


@pytest.mark.timeout(180)
async def test_an_upload_is_stored_once_it_is_acknowledged_and_not_before(
    house: House, database_url: str
) -> None:
    desk = Desk(house, await house.sign_in("Manager"))
    path = "/v1/game-import/manual/upload"
    async with served(house, database_url) as (client, server):

        async def half() -> AsyncIterator[bytes]:
            yield (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n')
            yield as_json(games(500))
            await asyncio.sleep(0.3)
            server.kill()
            server.wait()
            for _ in range(50):  # until the system tells that nobody is there any more
                yield b" " * 1_000_000
            yield b"\r\n--x--\r\n"

        with pytest.raises(httpx.TransportError):
            await client.post(
                path, content=half(), headers={"Content-Type": "multipart/form-data; boundary=x"}
            )
    for table in ("game_imports", "blobs", "jobs"):
        assert await desk.count(table) == 0

    async with served(house, database_url) as (client, server):
        answer = await client.post(path, files={"file": ("a.json", as_json(games(500)))})
        server.kill()
        server.wait()
    assert answer.status_code == 200
    with started(database_url, "worker"):
        job = await desk.settled(answer.json()["job_id"])
    assert (job["status"], job["counts"]["valid"]) == ("ready", 500)
