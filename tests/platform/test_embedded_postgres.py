"""The embedded server: set up, addresses, who may run it, where it lives."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

import gapless
from gapless.platform.database import Database
from gapless.platform.embedded.binaries import binaries_in, find_binaries
from gapless.platform.embedded.place import find_place
from gapless.platform.embedded_postgres import (
    AlreadyRunning,
    EmbeddedPostgres,
    NotRunning,
    StartFailed,
    Unreachable,
    WrongMajorVersion,
    temporary_postgres,
)

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes users")


def fetch(dsn: str, sql: str) -> list[Any]:
    async def read() -> list[Any]:
        connection = await asyncpg.connect(dsn)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    return asyncio.run(read())


def ping_through_sqlalchemy(url: str) -> None:
    async def ping() -> None:
        database = Database(url)
        await database.ping()
        await database.close()

    asyncio.run(ping())


def test_a_new_directory_becomes_a_durable_utf8_database_without_a_network_port(
    empty_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "/nowhere", "PGDATA": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    said: list[str] = []
    with EmbeddedPostgres(empty_dir, progress=said.append) as server:
        names = ("fsync", "synchronous_commit", "listen_addresses", "server_encoding", "TimeZone")
        settings = ", ".join(f"current_setting('{name}')" for name in names)
        assert fetch(server.dsn, f"SELECT {settings}") == [("on", "on", "", "UTF8", "UTC")]
        assert fetch(
            server.dsn,
            "SELECT array_agg(w ORDER BY w), bool_and(upper('şç') = 'ŞÇ'), bool_and('ş' ILIKE 'Ş') "
            "FROM unnest(ARRAY['z', 'ş', 'Z', 'a']) AS w",
        ) == [(["Z", "a", "z", "ş"], True, True)]
        fetch(server.dsn, "CREATE TABLE kept AS SELECT 1 AS id")
        ping_through_sqlalchemy(server.url)
    assert any("Setting up" in line for line in said)
    assert server.pid is None

    said.clear()
    with EmbeddedPostgres(empty_dir, progress=said.append) as server:
        assert fetch(server.dsn, "SELECT id FROM kept") == [(1,)]
    assert said == []


def test_the_second_supervisor_is_refused_and_may_join(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        with pytest.raises(AlreadyRunning, match=str(os.getpid())):
            EmbeddedPostgres(data_dir).start()
        assert EmbeddedPostgres.attach(data_dir).url == server.url
        with pytest.raises(AlreadyRunning):
            server.start()
    with pytest.raises(NotRunning):
        EmbeddedPostgres.attach(data_dir)
    with pytest.raises(NotRunning):
        _ = server.url


def test_nothing_to_join_where_nothing_ever_ran(empty_dir: Path) -> None:
    with pytest.raises(NotRunning, match=str(empty_dir)):
        EmbeddedPostgres.attach(empty_dir)
    assert not empty_dir.exists()


def test_a_path_too_long_for_a_socket_or_hard_to_quote(data_dir: Path) -> None:
    for deep in (data_dir / ("d" * 100) / "e", data_dir / "ad, soyad: 100% ş"):
        with EmbeddedPostgres(deep, durable=False) as server:
            assert fetch(server.dsn, "SELECT 1") == [(1,)]
            ping_through_sqlalchemy(EmbeddedPostgres.attach(deep).url)
            assert (deep / "postgres" / "data" / "PG_VERSION").exists()
            elsewhere = Path(parse_qs(urlsplit(server.dsn).query)["host"][0])
            assert elsewhere.exists()
            assert not elsewhere.is_relative_to(deep)
        assert not elsewhere.exists()


def test_a_server_outlives_the_thread_that_started_it(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, durable=False)
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join()
    try:
        pid = server.pid
        time.sleep(0.2)
        assert fetch(server.dsn, "SELECT 1") == [(1,)]
        assert server.pid == pid
    finally:
        server.stop()


def test_data_of_another_major_version_is_left_alone(data_dir: Path) -> None:
    version = data_dir / "postgres" / "data" / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(WrongMajorVersion, match=r"written by PostgreSQL 14.*pg_dump"):
        EmbeddedPostgres(data_dir).start()
    version.write_text(f"{find_binaries().major}\n")
    with EmbeddedPostgres(data_dir):
        pass


def test_a_server_that_does_not_come_up_says_why(data_dir: Path) -> None:
    with (data_dir / "postgres" / "data" / "postgresql.conf").open("a") as config:
        config.write("shared_buffers = 'much'\n")
    with pytest.raises(StartFailed, match='invalid value for parameter "shared_buffers"'):
        EmbeddedPostgres(data_dir).start()
    # The lock is free again: the second attempt fails for the same reason.
    with pytest.raises(StartFailed):
        EmbeddedPostgres(data_dir).start()


def test_the_wait_for_a_server_has_a_limit(data_dir: Path) -> None:
    with pytest.raises(StartFailed, match="within 0 s"):
        EmbeddedPostgres(data_dir, durable=False, start_seconds=0).start()
    with EmbeddedPostgres(data_dir, durable=False):
        pass


def test_a_temporary_server_leaves_nothing() -> None:
    with temporary_postgres() as server:
        directory = server.data_dir
        assert fetch(server.dsn, "SELECT current_setting('fsync')") == [("off",)]
    assert not directory.exists()


async def test_stop_ends_open_transactions_in_short_time(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, durable=False)
    server.start()
    connection = await asyncpg.connect(server.dsn)
    await connection.execute("BEGIN; CREATE TABLE lost (id int)")
    began = time.monotonic()
    server.stop()
    server.stop()
    assert time.monotonic() - began < 5
    connection.terminate()


@root_only
def test_root_runs_the_server_as_someone_else(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir, durable=False) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
        private = data_dir / "postgres" / "data"
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert stat.S_IMODE((data_dir / "postgres" / "socket").stat().st_mode) == 0o700


@root_only
def test_a_closed_home_stays_closed_and_the_data_goes_elsewhere(empty_dir: Path) -> None:
    empty_dir.mkdir(mode=0o700)
    inner = empty_dir / "checkout" / ".gapless"
    package = find_binaries().directory.parent.parent
    closed = empty_dir / "site-packages"
    for source in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(source, closed / source.name)
    programs = binaries_in(closed / "embedded_postgres" / "pginstall" / "bin")
    said: list[str] = []
    place = None
    try:
        with EmbeddedPostgres(inner, progress=said.append, binaries=programs) as server:
            place = find_place(inner)
            assert place is not None
            assert not place.root.is_relative_to(empty_dir)
            assert any(str(place.root) in line for line in said)
            assert EmbeddedPostgres.attach(inner).url == server.url
            fetch(server.dsn, "CREATE TABLE kept AS SELECT 1 AS id")
        assert stat.S_IMODE(empty_dir.stat().st_mode) == 0o700
        with EmbeddedPostgres(inner, binaries=programs) as server:
            assert fetch(server.dsn, "SELECT id FROM kept") == [(1,)]
    finally:
        if place is not None:
            shutil.rmtree(place.root)
    with pytest.raises(Unreachable, match="Bring it back"):
        EmbeddedPostgres(inner).start()


@root_only
def test_an_ordinary_user_runs_it_as_itself(empty_dir: Path) -> None:
    """The same code in a process of an unprivileged user."""
    empty_dir.mkdir()
    os.chown(empty_dir, 65534, 65534)
    code = (
        "import pathlib, sys\n"
        "from gapless.platform.embedded_postgres import EmbeddedPostgres\n"
        "with EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False) as server:\n"
        "    print(pathlib.Path(f'/proc/{server.pid}').stat().st_uid)\n"
    )
    # This interpreter and its packages may lie in root's home; the code needs the standard library.
    modules = (Path(gapless.__file__).parent.parent, find_binaries().directory.parents[2])
    done = subprocess.run(
        [_interpreter_for_anyone(), "-B", "-c", code, str(empty_dir)],
        env={"PYTHONPATH": os.pathsep.join(map(str, modules)), "PATH": os.defpath},
        capture_output=True,
        text=True,
        user=65534,
        group=65534,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    assert done.stdout == "65534\n", done.stderr


def _interpreter_for_anyone() -> str:
    check = (
        "import sys, pathlib; assert sys.version_info >= (3, 11); pathlib.Path(sys.argv[1]).stat()"
    )
    for interpreter in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            subprocess.run(
                [interpreter, "-c", check, str(find_binaries().directory / "postgres")],
                user=65534,
                group=65534,
                extra_groups=[],
                capture_output=True,
                check=True,
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return interpreter
    pytest.skip("an ordinary user can reach neither an interpreter nor the programs")


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="cannot be used"):
        EmbeddedPostgres(tmp_path / "file" / "data").start()
