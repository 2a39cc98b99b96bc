"""Bulk OFREP over HTTP: real server processes, key and kill check, 100 flags.

The peer is a plain FastAPI endpoint that does the same (`_plain_ofrep.py`), served by the same
uvicorn with httptools and uvloop. A rate is requests a second of the server's own processor time,
so that whoever asks, and whatever else runs on the machine, changes it little. Then waiting: one
flag, asked for without a pause while an environment of 1,000 flags is published again and again;
from request to answer, over the network, beside the same without publishing. On a busy machine both
are mostly of waiting for a processor, so the last line is of processor time alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as EventType
from pathlib import Path
from urllib.parse import urlsplit

from bench.flags import FLAGS, source
from gapless.features.feature_flags.delivery.loading import DatabaseLoader
from gapless.features.feature_flags.delivery.store import FlagStore
from gapless.platform import migrate
from gapless.platform.database import Database
from gapless.platform.embedded_postgres import temporary_postgres
from gapless.settings import Settings
from tests.support.house import House
from tests.support.running import ROOT, free_port
from tests.support.servers import api_process
from tests.support.stored_flags import program, publish

PATH = "/ofrep/v1/evaluate/flags"
WANTED = 6.0
LIMIT_MS = 10.0
SECONDS = 2.0
ROUNDS = 3
CALLERS = 16
PUBLISHED = 20
_TICKS = os.sysconf("SC_CLK_TCK")


def stored(count: int, version: int = 1) -> list[dict[str, object]]:
    """The flags of `bench.flags`, as they are stored."""
    return [json.loads(text) for text in source(count, version).flags.values()]


SEGMENT = json.loads(source(1).segments["home"])


def request(url: str, key: str, body: object, **headers: str) -> bytes:
    """A request's bytes, ready to be sent."""
    data = json.dumps(body).encode()
    told = {
        "Host": urlsplit(url).netloc, "Authorization": f"Bearer {key}",
        "Content-Type": "application/json", "Content-Length": str(len(data)), **headers,
    }  # fmt: skip
    lines = [f"POST {PATH} HTTP/1.1", *(f"{k}: {v}" for k, v in told.items()), "", ""]
    return "\r\n".join(lines).encode() + data


def seconds_of(process_id: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def listener_of(url: str) -> int:
    """The process that listens at an address."""
    port = urlsplit(url).port or 0
    inode = ""
    for line in Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]:
        parts = line.split()
        if parts[1].endswith(f":{port:04X}") and parts[3] == "0A":
            inode = parts[9]
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(link.readlink()) == f"socket:[{inode}]":
                return int(link.parts[2])
    raise RuntimeError(f"nobody listens at {url}")


def rate(url: str, sent: bytes, status: int) -> float:
    """Requests a second of the server's processor time."""
    server = listener_of(url)
    where = urlsplit(url)
    connections = [
        socket.create_connection((where.hostname, where.port or 80), timeout=60)
        for _ in range(CALLERS)
    ]
    done = 0
    try:
        for one in connections:
            _exchange(one, sent, status)
        began, used = time.perf_counter(), seconds_of(server)
        while time.perf_counter() - began < SECONDS:
            for one in connections:
                one.sendall(sent)
            for one in connections:
                _receive(one, status)
            done += len(connections)
        return done / (seconds_of(server) - used)
    finally:
        for one in connections:
            one.close()


def _exchange(connection: socket.socket, sent: bytes, status: int) -> None:
    connection.sendall(sent)
    _receive(connection, status)


def _receive(connection: socket.socket, status: int) -> None:
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d" % status), head[:200]
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)


@contextlib.contextmanager
def plain(key: str) -> Iterator[str]:
    """The peer, served."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench._plain_ofrep:app", "--port", str(port),
               "--no-access-log", "--http", "httptools", "--loop", "uvloop"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "BENCH_KEY": key},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def ask(url: str, key: str, stop: EventType, answers: Connection) -> None:
    """Ask for one flag without a pause, in a process of its own; how long each answer took."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = json.dumps({"context": {"targetingKey": "player-7", "country": "TR"}})
    took: list[float] = []
    answers.send(took)  # it is there
    while not stop.is_set():
        began = time.perf_counter()
        connection.request("POST", f"{PATH}/flag-3", body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took.append((time.perf_counter() - began) * 1000)
    answers.send(sorted(took))


async def _waits(database: Database, tenant_id: str, url: str, key: str) -> None:
    await publish(database, tenant_id, *stored(1_000), segments=[SEGMENT])
    await asyncio.sleep(5)
    changes = [stored(1_000, version=n + 2)[n : n + 5] for n in range(PUBLISHED)]
    processes = multiprocessing.get_context("spawn")
    for name, publishing in (("nothing changes", False), (f"published {PUBLISHED} times", True)):
        stop, (mine, theirs) = processes.Event(), processes.Pipe()
        asking = processes.Process(target=ask, args=(url, key, stop, theirs))
        asking.start()
        await asyncio.to_thread(mine.recv)
        await asyncio.sleep(1)
        for changed in changes:
            if publishing:
                await publish(database, tenant_id, *changed)
            await asyncio.sleep(0.25)
        stop.set()
        took = await asyncio.to_thread(mine.recv)
        asking.join()
        p99, longest = took[int(len(took) * 0.99)], took[-1]
        late = sum(one > LIMIT_MS for one in took)
        print(
            f"one flag of 1,000, {name:20} p99 {p99:6.2f} ms   longest {longest:6.2f} ms"
            f"   {late} of {len(took)} answers took over {LIMIT_MS:g} ms"
        )


async def _held(database: Database, tenant_id: str) -> float:
    """Milliseconds of processor time that taking over a change of 1,000 flags keeps the event loop
    from others, at most: reading, compiling and the garbage collector's share of it."""
    store = FlagStore(DatabaseLoader(database))
    await store.get(tenant_id, "production")
    longest, last = 0.0, 0.0

    async def others() -> None:
        nonlocal longest, last
        while True:
            last = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - last)

    for number in range(PUBLISHED):
        changed = stored(1_000, version=number + 100)[number : number + 5]
        await publish(database, tenant_id, *changed)
        task = asyncio.create_task(others())
        await asyncio.sleep(0)
        await store.listen(None)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return longest * 1000


async def _measure(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    async with House.build(database, Settings(database_url=url)) as house:
        key = (await program(house)).headers["authorization"].removeprefix("Bearer ")
        tenant_id = house.tenant_id
    await publish(database, tenant_id, *stored(FLAGS), segments=[SEGMENT])
    body = {"context": {"targetingKey": "player-7", "country": "TR", "vip": 3}}
    with (
        tempfile.TemporaryDirectory() as directory,
        api_process(url, Path(directory) / "api.log", GAPLESS_LOG_LEVEL="warning") as address,
    ):
        sent = request(address, key, body)
        known = request(address, key, body, **{"If-None-Match": _etag(address, sent)})
        ours, theirs, same = 0.0, 0.0, 0.0
        with plain(key) as peer:
            asked = request(peer, key, body)
            for _ in range(ROUNDS):  # one after the other, so that the machine is alike for all
                ours = max(ours, await asyncio.to_thread(rate, address, sent, 200))
                theirs = max(theirs, await asyncio.to_thread(rate, peer, asked, 200))
                same = max(same, await asyncio.to_thread(rate, address, known, 304))
        print(f"all {FLAGS} flags, ours          {ours:9,.0f} a core-second")
        print(f"all {FLAGS} flags, plain FastAPI {theirs:9,.0f} a core-second")
        print(f"ours to plain FastAPI         {ours / theirs:9.1f} x   (wanted: {WANTED:g})")
        print(f"who has the answer (304)      {same:9,.0f} a core-second")
        await _waits(database, tenant_id, address, key)
    held = await _held(database, tenant_id)
    print(
        f"a publish holds up others     {held:9.2f} ms   (limit: {LIMIT_MS:g}, of processor time)"
    )
    await database.close()


def _etag(url: str, sent: bytes) -> str:
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port or 80), timeout=60) as one:
        one.sendall(sent)
        head = one.recv(65536).partition(b"\r\n\r\n")[0].decode("latin-1")
    return next(line[6:].strip() for line in head.split("\r\n") if line.lower().startswith("etag:"))


def main() -> None:
    """Print rates, ratio and waits."""
    with temporary_postgres() as server:
        asyncio.run(_measure(server.url))
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
