"""Files that are never half-written, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gapless.gapscan.message import Told
from gapless.gapscan.register import words


class RegisterBusy(Told):
    """Another process holds the register's lock and did not let go of it in time."""


@contextmanager
def locked(directory: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Holds the directory's lock; `wait` is in seconds.

    The kernel releases the lock when its holder ends, however it ends. Raises `RegisterBusy`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / ".lock"
    deadline = time.monotonic() + wait
    with path.open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise RegisterBusy(words.BUSY(file=str(path))) from None
                time.sleep(0.02)
        yield


def sync_directory(directory: Path) -> None:
    """Makes the names in that directory outlive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_files(contents: Mapping[Path, str | bytes]) -> None:
    """Replaces each file as a whole: all are written and on the disk before the first is renamed.

    A reader sees each file as it was or as it is, and a failure before the renames, such as a full
    disk, leaves every file as it was. Raises `OSError`.
    """
    pending: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            pending.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes private files; a register is as readable as what it replaces.
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            Path(name).chmod(mode)
        while pending:
            temporary, path = pending[0]
            temporary.replace(path)
            pending.pop(0)
        for directory in {path.parent for path in contents}:
            sync_directory(directory)
    finally:
        for temporary, _ in pending:
            temporary.unlink(missing_ok=True)
