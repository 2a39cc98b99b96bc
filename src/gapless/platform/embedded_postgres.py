"""The embedded PostgreSQL server: a database without anything to install or to set up.

    with EmbeddedPostgres(settings.data_dir) as server:
        database = Database(server.url)

The process that calls `start` owns the server: it ends with that process, however that ends, and
what was committed is there after the next start. Another process joins with `attach`.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from gapless.platform.embedded.binaries import Binaries, find_binaries, for_user
from gapless.platform.embedded.cluster import (
    DATABASE,
    ROLE,
    check_version,
    create_cluster,
    plain_environment,
    server_command,
)
from gapless.platform.embedded.errors import (
    AlreadyRunning,
    EmbeddedPostgresError,
    NotRunning,
    StartFailed,
    Unreachable,
    WrongMajorVersion,
)
from gapless.platform.embedded.ping import Answer, ping
from gapless.platform.embedded.place import (
    PORT,
    Place,
    ServerUser,
    find_place,
    make_place,
    make_socket_directory,
    socket_path,
)
from gapless.platform.embedded.postmaster import Postmaster
from gapless.platform.embedded.processes_of import (
    clear_leftovers,
    postmaster_pid,
    socket_directory,
)

__all__ = [
    "AlreadyRunning",
    "Attached",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "NotRunning",
    "StartFailed",
    "Unreachable",
    "WrongMajorVersion",
    "temporary_postgres",
]

log = logging.getLogger(__name__)

_SAY_EVERY_SECONDS = 2.0


class Attached:
    """Addresses of a running server."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    @property
    def dsn(self) -> str:
        """The database's address as libpq and asyncpg read it."""
        host = quote(str(self._socket), safe="/")
        return f"postgresql://{ROLE}@/{DATABASE}?host={host}&port={PORT}"

    @property
    def url(self) -> str:
        """The database's address for SQLAlchemy's asyncpg driver."""
        return self.dsn.replace("postgresql://", "postgresql+asyncpg://", 1)


class EmbeddedPostgres:
    """A PostgreSQL server of our own on `data_dir`, reachable through a unix socket only."""

    def __init__(
        self,
        data_dir: Path,
        *,
        start_seconds: float = 900.0,
        stop_seconds: float = 20.0,
        progress: Callable[[str], None] = log.info,
        durable: bool = True,
        binaries: Binaries | None = None,
    ) -> None:
        """Nothing happens before `start`.

        `start_seconds` limits the wait for a server that recovers from a crash; `stop_seconds` the
        wait for a clean shutdown. `progress` gets a sentence about every longer step. Without
        `durable` a commit survives a crash of the server, but not of the machine.
        """
        self.data_dir = data_dir
        self._start_seconds = start_seconds
        self._stop_seconds = stop_seconds
        self._say = progress
        self._durable = durable
        self._binaries = binaries
        self._lock: int | None = None
        self._postmaster: Postmaster | None = None
        self._address: Attached | None = None
        self._socket: Path | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The database's address for SQLAlchemy's asyncpg driver."""
        return self._running().url

    @property
    def dsn(self) -> str:
        """The database's address as libpq and asyncpg read it."""
        return self._running().dsn

    @property
    def pid(self) -> int | None:
        """The process id of the server, or None if it does not run."""
        return None if self._postmaster is None else self._postmaster.pid

    @classmethod
    def attach(cls, data_dir: Path) -> Attached:
        """The addresses of the server that another process runs on `data_dir`.

        Raises `NotRunning` if there is none.
        """
        place = find_place(data_dir.resolve())
        if place is not None:
            socket = socket_directory(place)
            if (
                socket is not None
                and postmaster_pid(place) is not None
                and ping(socket_path(socket), ROLE) is Answer.READY
            ):
                return Attached(socket)
        raise NotRunning(
            f"No embedded PostgreSQL is running on {data_dir}. Start it with `make run` or "
            "`gapless serve`, or set GAPLESS_DATA_DIR to the directory that is in use."
        )

    def start(self) -> None:
        """Start the server and return when it takes connections.

        A new data directory is set up first. Raises `AlreadyRunning`, `WrongMajorVersion`,
        `Unreachable` or `StartFailed`, all of them `EmbeddedPostgresError`.
        """
        if self._postmaster is not None:
            raise AlreadyRunning(f"This supervisor already runs PostgreSQL on {self.data_dir}.")
        if sys.platform != "linux":
            raise EmbeddedPostgresError(
                "The embedded PostgreSQL runs on Linux. Set GAPLESS_DATABASE_URL instead."
            )
        try:
            place, user = make_place(self.data_dir)
        except OSError as error:
            raise Unreachable(f"{self.data_dir} cannot be used: {error}") from error
        if place.root.parent != self.data_dir.resolve():
            self._say(f"The database of {self.data_dir} is kept in {place.root}.")
        self._take_lock(place)
        try:
            self._bring_up(place, user)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server: cleanly, or at once if that takes too long. Stopped twice is stopped."""
        if self._postmaster is not None:
            self._postmaster.stop(
                fast_seconds=self._stop_seconds, immediate_seconds=min(5.0, self._stop_seconds)
            )
            self._postmaster = None
        self._address = None
        if self._socket is not None:
            with contextlib.suppress(OSError):  # not empty: the server was killed
                self._socket.rmdir()
            self._socket = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _running(self) -> Attached:
        if self._address is None:
            raise NotRunning(f"The embedded PostgreSQL on {self.data_dir} has not been started.")
        return self._address

    def _take_lock(self, place: Place) -> None:
        try:
            lock = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise Unreachable(f"{place.lock} cannot be used: {error}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode(errors="replace").strip() or "unknown"
            os.close(lock)
            raise AlreadyRunning(
                f"Another process (id {holder}) already runs the database in {place.root}. "
                "Stop it first, or set GAPLESS_DATA_DIR to another directory."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        self._lock = lock

    def _bring_up(self, place: Place, user: ServerUser | None) -> None:
        binaries = for_user(self._binaries or find_binaries(), user, place.root)
        socket = self._socket = make_socket_directory(place, user)
        if (place.data / "PG_VERSION").exists():
            check_version(place, binaries)
            clear_leftovers(place, socket, self._say)
        else:
            self._say(f"Setting up PostgreSQL {binaries.version} in {place.data}.")
            create_cluster(place, binaries, user, durable=self._durable)
        self._postmaster = Postmaster(
            server_command(place, binaries, user, socket, durable=self._durable),
            plain_environment(),
            place.log,
            lambda: clear_leftovers(place, socket, self._say),
        )
        log_begins = place.log.stat().st_size if place.log.exists() else 0
        try:
            self._postmaster.start()
        except OSError as error:
            raise StartFailed(f"PostgreSQL cannot be started: {error}") from error
        self._wait_until_ready(self._postmaster, place, socket, log_begins)
        self._postmaster.watch()
        if self._postmaster.ended:
            raise StartFailed(f"PostgreSQL ended as soon as it was up; see {place.log}.")
        self._address = Attached(socket)

    def _wait_until_ready(
        self, postmaster: Postmaster, place: Place, socket: Path, log_begins: int
    ) -> None:
        began = said = time.monotonic()
        while (answer := ping(socket_path(socket), ROLE)) is not Answer.READY:
            now = time.monotonic()
            if postmaster.ended:
                raise StartFailed(
                    f"PostgreSQL ended while starting. Its log, {place.log}, says:\n"
                    + _log_since(place, log_begins)
                )
            if now - began > self._start_seconds:
                raise StartFailed(
                    f"PostgreSQL did not come up within {self._start_seconds:.0f} s. Its log, "
                    f"{place.log}, says:\n{_log_since(place, log_begins)}"
                )
            if now - said >= _SAY_EVERY_SECONDS:
                said = now
                doing = "recovers after a crash" if answer is Answer.BUSY else "is starting"
                self._say(f"PostgreSQL {doing} ({now - began:.0f} s).")
            time.sleep(0.01 if now - began < 1 else 0.1)


def _log_since(place: Place, position: int) -> str:
    try:
        with place.log.open("rb") as log_file:
            log_file.seek(position)
            lines = log_file.read().decode(errors="replace").splitlines()
    except OSError:
        return "(nothing)"
    return "\n".join(lines[-15:]) or "(nothing)"


@contextlib.contextmanager
def temporary_postgres() -> Iterator[EmbeddedPostgres]:
    """A running server on a new directory that is removed at the end: for tests and benchmarks.

    It does not wait for the disk (`durable=False`).
    """
    directory = Path(tempfile.mkdtemp(prefix="gapless-"))
    directory.chmod(0o755)  # the server's user has to get through when we are root
    try:
        with EmbeddedPostgres(directory, durable=False, progress=log.debug) as server:
            yield server
    finally:
        shutil.rmtree(directory)
