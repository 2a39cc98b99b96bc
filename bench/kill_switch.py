"""From the commit of a kill switch to the first 503 of another process, and what the check costs.

A real API process is asked over one connection without a pause; this process commits the switch as
the service does. The time runs from before the COMMIT to the arrival of the first 503, so that it
holds the commit, the notification, and whatever the request before it still took. The limit is the
one the project sets itself: 10 ms at the 99th percentile.
"""

from __future__ import annotations

import asyncio
import http.client
import queue
import tempfile
import threading
import time
import timeit
from pathlib import Path
from urllib.parse import urlsplit

from gapless.platform import clock, migrate
from gapless.platform.database import Database
from gapless.platform.embedded_postgres import temporary_postgres
from gapless.platform.switches import Module, Standing, SwitchTable
from gapless.platform.switches.store import KillSwitch, announce_switch, standing
from gapless.settings import Settings
from tests.support.house import House
from tests.support.servers import api_process

LIMIT_MS = 10.0
ROUNDS = 300
MODULE = Module.GAMES


class Prober(threading.Thread):
    """Asks without a pause, and tells each change of the answer's status with its moment."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(daemon=True)
        self.changes: queue.Queue[tuple[int, float]] = queue.Queue()
        self.took: list[float] = []
        self._stop_asking = threading.Event()
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}"}

    def run(self) -> None:
        """Ask until told to stop."""
        last = 0
        while not self._stop_asking.is_set():
            began = time.perf_counter()
            self._connection.request("GET", "/api/v1/games/no-such-game", headers=self._headers)
            answer = self._connection.getresponse()
            answer.read()
            arrived = time.perf_counter()
            if answer.status != 503:
                self.took.append((arrived - began) * 1000)
            if answer.status != last:
                last = answer.status
                self.changes.put((last, arrived))

    def stop(self) -> None:
        """Stop asking."""
        self._stop_asking.set()
        self.join(30)


async def _switch(database: Database, tenant_id: str | None, *, off: bool) -> float:
    """Commit one change; the moment before the COMMIT."""
    async with database.session() as db:
        if off:
            db.add(KillSwitch(module=MODULE.value, tenant_id=tenant_id, reason="bench"))
            await db.flush()
        else:
            for switch in await standing(db):
                switch.ended_at, switch.ending = clock.now(), "lifted"
            await db.flush()
        await announce_switch(db, MODULE.value, tenant_id, off=off, until=None)
        moment = time.perf_counter()
        await db.commit()
    return moment


async def _times(database: Database, prober: Prober, tenant_id: str | None) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        committed = await _switch(database, tenant_id, off=True)
        status, arrived = await asyncio.to_thread(prober.changes.get, timeout=30)
        assert status == 503, status
        times.append((arrived - committed) * 1000)
        await _switch(database, tenant_id, off=False)
        status, _ = await asyncio.to_thread(prober.changes.get, timeout=30)
        assert status == 404, status
        await asyncio.sleep(0.005)
    return times


async def _measure(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    async with House.build(database, Settings(database_url=url)) as house:
        admin = await house.sign_in()
    with (
        tempfile.TemporaryDirectory() as directory,
        api_process(url, Path(directory) / "api.log", GAPLESS_LOG_LEVEL="warning") as address,
    ):
        for name, tenant_id in (("for all brands", None), ("for one brand", admin.tenant_id)):
            prober = Prober(address, admin.token)
            prober.start()
            status, _ = prober.changes.get(timeout=30)
            assert status == 404, status
            times = await _times(database, prober, tenant_id)
            prober.stop()
            _, plain99 = _percentiles(prober.took)
            p50, p99 = _percentiles(times)
            print(
                f"kill -> 503 {name:15} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms   "
                f"{p99 / LIMIT_MS:5.2f} of the limit   (any request here: p99 {plain99:.2f} ms)"
            )
    await database.close()


def _percentiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]


def _check_costs() -> None:
    quiet, busy = SwitchTable(), SwitchTable()
    quiet.replace([])
    busy.replace(Standing(module.value, "elsewhere", None) for module in Module)
    for name, table in (("nothing is off", quiet), ("nine are off elsewhere", busy)):
        repeat, count = 5, 200_000
        best = min(
            timeit.repeat(lambda t=table: t.check(MODULE, "here"), number=count, repeat=repeat)
        )
        print(f"check, {name:23} {best / count * 1e9:6.0f} ns a request")


def main() -> None:
    """Print the times and their ratio to the limit."""
    _check_costs()
    with temporary_postgres() as server:
        asyncio.run(_measure(server.url))
