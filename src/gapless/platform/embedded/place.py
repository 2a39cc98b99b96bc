"""Where the embedded server's files live, and as whom it runs."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gapless.platform.embedded.errors import Unreachable
from gapless.platform.tied_child import tied_command

PORT = 5432  # only names the socket file; nothing listens on a network
_SOCKET_NAME = f"/.s.PGSQL.{PORT}"
_LONGEST_SOCKET_PATH = 107  # bytes; the kernel's sockaddr_un holds 108 with the final NUL
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")  # needs no quoting in a URL or a list of directories
_SYSTEM_STATE = Path("/var/lib")


@dataclass(frozen=True)
class ServerUser:
    """The unprivileged user that the server runs as when the supervisor is root."""

    uid: int
    gid: int
    name: str


@dataclass(frozen=True)
class Place:
    """The directory of one embedded server, and the files in it."""

    root: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory; only the server's user may enter it."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.root / "server.log"

    @property
    def lock(self) -> Path:
        """Held by the one supervisor of this server."""
        return self.root / "supervisor.lock"

    @property
    def pid_file(self) -> Path:
        """PostgreSQL's own note about the running server."""
        return self.data / "postmaster.pid"

    @property
    def cluster_name(self) -> str:
        """A name that the title of every process of this server carries."""
        return f"gapless-{digest(self.root)}"


def digest(path: Path) -> str:
    """Twelve characters that stand for a path."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def server_user(data: Path | None = None) -> ServerUser | None:
    """As whom to run the server: None for the present user, someone unprivileged for root.

    That is the owner of an existing data directory, else the user `gapless` if the system has one,
    else `nobody`. Raises `Unreachable` if there is none of them.
    """
    if os.geteuid() != 0:
        return None
    if data is not None and data.exists() and data.stat().st_uid != 0:
        status = data.stat()
        return ServerUser(status.st_uid, status.st_gid, f"user {status.st_uid}")
    for name in ("gapless", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return ServerUser(entry.pw_uid, entry.pw_gid, name)
    raise Unreachable(
        "PostgreSQL does not run as root, and this system has neither a user `gapless` nor "
        "`nobody`. Create the user gapless, or start as an ordinary user."
    )


def run_as(user: ServerUser, command: Sequence[str]) -> int:
    """Run a short command as `user`, in silence; its exit code."""
    return subprocess.run(  # noqa: S603 - commands of this package
        tied_command(command, uid=user.uid, gid=user.gid),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
        timeout=60,
    ).returncode


def _reachable(directory: Path, user: ServerUser) -> bool:
    return run_as(user, ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)]) == 0


def _pointer(data_dir: Path) -> Path:
    return data_dir / "postgres.location"


def find_place(data_dir: Path) -> Place | None:
    """The place already chosen for `data_dir`, if any.

    Raises `Unreachable` if it was outside of `data_dir` and is gone.
    """
    pointer = _pointer(data_dir)
    if pointer.exists():
        place = Place(Path(pointer.read_text(encoding="utf-8").strip()))
        if not place.root.is_dir():
            raise Unreachable(
                f"The database of {data_dir} was kept in {place.root}, which is gone. "
                f"Bring it back, or delete {pointer} to begin with an empty database."
            )
        return place
    place = Place(data_dir / "postgres")
    return place if place.root.is_dir() else None


def make_place(data_dir: Path) -> tuple[Place, ServerUser | None]:
    """The place for `data_dir`, made if need be, and the user of the server there.

    It is inside `data_dir`, unless the supervisor is root and the server's user cannot get there:
    then it is a directory under /var/lib (for a temporary `data_dir`: under the directory for
    temporary files), whose path is noted in `data_dir`. The rights of directories that exist are
    never changed. Raises `Unreachable` if there is no such place.
    """
    data_dir = data_dir.resolve()
    place = find_place(data_dir)
    if place is None:
        data_dir.mkdir(parents=True, exist_ok=True)
        place = _new_place(data_dir)
    user = server_user(place.data)
    if user is not None and not _reachable(place.root, user):
        raise Unreachable(
            f"PostgreSQL runs as {user.name} and cannot get to {place.root}. Open the directories "
            "above it (chmod o+x), or set GAPLESS_DATA_DIR to a directory that it can reach."
        )
    return place, user


def _new_place(data_dir: Path) -> Place:
    inside = Place(data_dir / "postgres")
    _make_directory(inside.root)
    user = server_user()
    if user is None or _reachable(inside.root, user):
        return inside
    inside.root.rmdir()
    temporary = Path(tempfile.gettempdir()).resolve()
    parent = temporary if data_dir.is_relative_to(temporary) else _SYSTEM_STATE
    outside = Place(parent / f"gapless-{digest(data_dir)}")
    try:
        _make_directory(outside.root)
    except OSError as error:
        raise Unreachable(
            f"PostgreSQL runs as {user.name} and cannot get to {data_dir}, and {outside.root} "
            f"cannot be made ({error}). Set GAPLESS_DATA_DIR to a directory that it can reach."
        ) from error
    _pointer(data_dir).write_text(f"{outside.root}\n", encoding="utf-8")
    return outside


def _make_directory(path: Path) -> None:
    path.mkdir(exist_ok=True)
    if path.stat().st_uid != os.geteuid():
        raise Unreachable(f"{path} belongs to another user; it is left alone.")
    # Whatever the umask: the server's user must get through. What is private is inside.
    path.chmod(0o755)


def make_socket_directory(place: Place, user: ServerUser | None) -> Path:
    """A directory for the socket that only the server's user can enter, with a short path.

    It is in the place itself, or in the directory for temporary files if that path were too long
    for a socket. Raises `Unreachable` if somebody else holds that name.
    """
    candidates = [
        place.root / "socket",
        Path(tempfile.gettempdir()) / f"{place.cluster_name}-socket",
        Path("/tmp") / f"{place.cluster_name}-socket",  # noqa: S108 - made 0700, owner checked below
    ]
    directory = next(path for path in candidates if _fits(path))
    owner = os.geteuid() if user is None else user.uid
    if not os.path.lexists(directory):
        directory.mkdir(mode=0o700)
        if user is not None:
            os.chown(directory, user.uid, user.gid)
    status = directory.lstat()
    if not directory.is_dir() or directory.is_symlink() or status.st_uid != owner:
        raise Unreachable(f"{directory} belongs to somebody else. Remove it, then start again.")
    directory.chmod(0o700)
    return directory


def _fits(directory: Path) -> bool:
    path = f"{directory}{_SOCKET_NAME}"
    return len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH and bool(_PLAIN_PATH.fullmatch(path))


def socket_path(directory: Path) -> str:
    """The socket file in a socket directory."""
    return f"{directory}{_SOCKET_NAME}"
