"""The embedded server after a crash: of the server, of its supervisor, of both."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from gapless.platform.embedded.binaries import find_binaries
from gapless.platform.embedded.place import Place, make_socket_directory, server_user
from gapless.platform.embedded.postmaster import Postmaster
from gapless.platform.embedded.processes_of import server_processes
from gapless.platform.embedded_postgres import EmbeddedPostgres

# What a driver says when its server goes away.
BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)

# Starts a server and commits rows for ever, telling each one only after its commit.
SUPERVISOR = """
import asyncio, pathlib, sys, asyncpg
from gapless.platform.embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(pathlib.Path(sys.argv[1]))
server.start()
print("pid", server.pid, flush=True)
async def write():
    connection = await asyncpg.connect(server.dsn)
    await connection.execute("CREATE TABLE kept (id int)")
    for number in range(1_000_000):
        await connection.execute("INSERT INTO kept VALUES ($1)", number)
        print(number, flush=True)
asyncio.run(write())
"""


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def ids(dsn: str) -> set[int]:
    async def read() -> set[int]:
        connection = await asyncpg.connect(dsn)
        try:
            return {row["id"] for row in await connection.fetch("SELECT id FROM kept")}
        finally:
            await connection.close()

    return asyncio.run(read())


def write_until_it_breaks(dsn: str, acknowledged: set[int]) -> None:
    async def write() -> None:
        connection = await asyncpg.connect(dsn)
        await connection.execute("CREATE TABLE kept (id int)")
        for number in range(1_000_000):
            await connection.execute("INSERT INTO kept VALUES ($1)", number)
            acknowledged.add(number)

    with pytest.raises(BROKEN):
        asyncio.run(write())


def test_a_killed_server_comes_back_with_every_acknowledged_row(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        acknowledged: set[int] = set()
        writer = threading.Thread(target=write_until_it_breaks, args=(server.dsn, acknowledged))
        writer.start()
        wait_for(lambda: len(acknowledged) > 50, 20)
        before = server.pid
        assert before is not None
        os.kill(before, signal.SIGKILL)
        writer.join()

        found: set[int] = set()

        def answers() -> bool:
            try:
                found.update(ids(server.dsn))
            except BROKEN:
                return False
            return True

        wait_for(answers, 20)
        assert found >= acknowledged
        assert server.pid not in (None, before)


def test_a_killed_supervisor_leaves_no_orphan_and_loses_no_row(data_dir: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(data_dir)], stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline().split()[1])
        acknowledged = {int(supervisor.stdout.readline()) for _ in range(50)}
        supervisor.kill()
        acknowledged |= {int(line) for line in supervisor.stdout if line.endswith("\n")}
    # At once, while the orphan may still be shutting down.
    with EmbeddedPostgres(data_dir) as server:
        assert server.pid != pid
        assert ids(server.dsn) >= acknowledged
    assert server_processes(Place(data_dir / "postgres")) == []


def test_an_orphan_ends_without_any_new_start(data_dir: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(data_dir)], stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout is not None
        supervisor.stdout.readline()
        place = Place(data_dir / "postgres")
        assert server_processes(place) != []
        supervisor.kill()
        wait_for(lambda: server_processes(place) == [], 10)


def test_server_and_supervisor_killed_together(data_dir: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(data_dir)], stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline().split()[1])
        acknowledged = {int(supervisor.stdout.readline()) for _ in range(50)}
        os.kill(supervisor.pid, signal.SIGSTOP)  # it must not start the server again
        os.kill(pid, signal.SIGKILL)
        supervisor.kill()
    with EmbeddedPostgres(data_dir) as server:
        assert ids(server.dsn) >= acknowledged


def test_a_pid_file_that_lies_does_not_stop_the_start(data_dir: Path) -> None:
    pid_file = data_dir / "postgres" / "data" / "postmaster.pid"
    user = server_user(pid_file.parent)
    owner = {} if user is None else {"user": user.uid, "group": user.gid}
    with (
        subprocess.Popen(["sleep", "60"], **owner) as stranger,  # type: ignore[call-overload]  # keywords chosen above
        subprocess.Popen(["true"], **owner) as zombie,  # type: ignore[call-overload]
    ):
        try:
            status = Path(f"/proc/{zombie.pid}/stat")
            wait_for(lambda: status.read_text().split()[2] == "Z", 5)
            for content in (f"{stranger.pid}\n", f"{zombie.pid}\n", "", "nonsense\n"):
                pid_file.write_text(content)
                if user is not None:
                    os.chown(pid_file, user.uid, user.gid)
                with EmbeddedPostgres(data_dir, durable=False) as server:
                    assert server.pid not in (stranger.pid, zombie.pid)
            assert stranger.poll() is None, "a process that is not ours was ended"
        finally:
            stranger.kill()


def test_an_earlier_server_without_supervisor_is_shut_down_first(data_dir: Path) -> None:
    place = Place(data_dir / "postgres")
    user = server_user(place.data)
    owner = {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}
    socket = make_socket_directory(place, user)
    command = [find_binaries().program("postgres"), "-D", str(place.data)]
    with (place.root / "untied.log").open("w") as output:
        untied = subprocess.Popen(  # type: ignore[call-overload]  # keywords chosen above
            [*command, "-c", "listen_addresses=", "-k", str(socket)],
            cwd="/",
            stderr=output,
            **owner,
        )
    try:
        wait_for(lambda: "ready" in (place.root / "untied.log").read_text(), 10)
        said: list[str] = []
        with EmbeddedPostgres(data_dir, durable=False, progress=said.append) as server:
            assert untied.wait(10) == 0
            assert server.pid != untied.pid
        assert any("lost its supervisor" in line for line in said)
    finally:
        untied.kill()
        untied.wait()


def test_a_first_start_that_was_interrupted_begins_again(empty_dir: Path) -> None:
    unfinished = empty_dir / "postgres" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(empty_dir, durable=False):
        pass
    assert not unfinished.exists()


def test_a_server_that_hangs_is_killed(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, durable=False, stop_seconds=0.3)
    server.start()
    assert server.pid is not None
    os.kill(server.pid, signal.SIGSTOP)
    began = time.monotonic()
    server.stop()
    assert 0.5 < time.monotonic() - began < 5
    with EmbeddedPostgres(data_dir, durable=False):
        pass


def test_a_server_that_keeps_dying_is_given_up(tmp_path: Path) -> None:
    cleaned: list[int] = []
    postmaster = Postmaster(
        ["/bin/sh", "-c", "echo started; sleep 0.05; exit 3"],
        {"PATH": os.defpath},
        tmp_path / "log",
        lambda: cleaned.append(1),
        backoff_seconds=0.01,
    )
    postmaster.start()
    postmaster.watch()
    wait_for(lambda: postmaster.ended, 10)
    assert (tmp_path / "log").read_text() == "started\n" * 6
    assert len(cleaned) == 5
    postmaster.stop(fast_seconds=1, immediate_seconds=1)
