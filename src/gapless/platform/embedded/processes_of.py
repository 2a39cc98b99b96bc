"""Which processes belong to a data directory, told from /proc.

A pid file alone proves nothing: its process may be a zombie that nobody collects, or the number may
belong to another program by now.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from gapless.platform.embedded.place import Place, socket_path

_PROC = Path("/proc")
_POLL_SECONDS = 0.02
_SAY_EVERY_SECONDS = 2.0


def server_processes(place: Place) -> list[int]:
    """Ids of the live processes of this server: the postmaster and its children. No zombies."""
    found = []
    for entry in _PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:  # ended in the meantime
            continue
        if _is_postmaster(command, place) or _is_child(command, place):
            found.append(int(entry.name))
    return found


def postmaster_pid(place: Place) -> int | None:
    """The running postmaster of this server, if its pid file names one that is really it."""
    try:
        pid = int(place.pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        command = (_PROC / str(pid) / "cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if _is_postmaster(command, place) else None


def socket_directory(place: Place) -> Path | None:
    """The socket directory that the running server noted in its pid file."""
    try:
        lines = place.pid_file.read_text(encoding="utf-8").split("\n")
    except OSError:
        return None
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def _is_postmaster(command: bytes, place: Place) -> bool:
    arguments = command.split(b"\0")
    return os.path.basename(arguments[0]) == b"postgres" and os.fsencode(place.data) in arguments


def _is_child(command: bytes, place: Place) -> bool:
    return command.startswith(f"postgres: {place.cluster_name}: ".encode())


def clear_leftovers(
    place: Place, socket: Path, say: Callable[[str], None], *, patience: float = 30.0
) -> None:
    """Let an earlier server of this directory end, and remove what it left behind.

    Only for the holder of the lock: whatever still runs has lost its supervisor. It is asked to
    shut down, told to after `patience` seconds, and killed five seconds later. PostgreSQL's own
    guard, the shared memory of the data directory, stays untouched.
    """
    began = said = time.monotonic()
    steps = [
        (0.0, signal.SIGINT, "is asked to shut down"),
        (patience, signal.SIGQUIT, "is told to quit"),
        (patience + 5.0, signal.SIGKILL, "is killed"),
    ]
    while pids := server_processes(place):
        now = time.monotonic()
        if steps and now - began >= steps[0][0]:
            _, number, what = steps.pop(0)
            say(f"An earlier PostgreSQL on {place.data} has lost its supervisor; it {what}.")
            # Without a postmaster, SIGINT would only cancel a query.
            main = postmaster_pid(place)
            if number is not signal.SIGKILL and main is not None:
                pids = [main]
            elif number is signal.SIGINT:
                number = signal.SIGTERM
            for pid in pids:
                _send(pid, number)
        elif now - said >= _SAY_EVERY_SECONDS:
            said = now
            say(f"Waiting for an earlier PostgreSQL to end ({now - began:.0f} s).")
        time.sleep(_POLL_SECONDS)
    for stale in (place.pid_file, Path(socket_path(socket)), Path(f"{socket_path(socket)}.lock")):
        stale.unlink(missing_ok=True)


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
