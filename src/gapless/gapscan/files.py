"""Which files of a tree are source worth reading: no dependencies, no build output, no bundles."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from gapless.gapscan.model import Location, Notice

SKIPPED_FOLDERS = frozenset(
    {
        "node_modules", "bower_components", "dist", "build", "out", "coverage", "vendor", "venv",
        "env", "site-packages", "__pycache__", "target", "htmlcov", "storybook-static",
        "migrations", "alembic", "__mocks__", "__tests__", "__snapshots__", "fixtures",
        "cypress", "e2e", "playwright",
    }
)  # fmt: skip
_TEST_FILE = re.compile(
    r"(\.(test|spec|stories|story|cy|e2e|mock|d)\.[cm]?[jt]sx?|(^|[\\/])(test_[^\\/]*|conftest|[^\\/]*_test)\.py)$"
)
_BUNDLE_NAME = re.compile(r"([.-]min|\.bundle|\.chunk|-[0-9a-f]{8,})\.[cm]?js$")
_WORD = re.compile(rb"[A-Za-z_$][\w$]*")
MAX_BYTES = 2_000_000


class SourceTree:
    """The files of one folder, each once, however the links in it run.

    ``root`` may be a single file. Places that cannot be read are added to ``notices``.
    """

    def __init__(self, root: Path, notices: list[Notice]) -> None:
        # Absolute, so that a file reached by walking and by an import is one file.
        self.root = Path(os.path.abspath(root))
        self.notices = notices

    def walk(self, suffixes: frozenset[str], *, tests: bool = False) -> Iterator[Path]:
        """Files with one of ``suffixes``, in a stable order; test files only when asked."""
        if self.root.is_file():
            yield self.root
            return
        seen: set[tuple[int, int]] = set()
        stack = [self.root]
        while stack:
            folder = stack.pop()
            try:
                state = folder.stat()
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                self._note(folder, f"cannot be read: {error.strerror or error}")
                continue
            # A folder is known by its inode, so that a circle of links is walked once.
            if (key := (state.st_dev, state.st_ino)) in seen:
                continue
            seen.add(key)
            folders: list[Path] = []
            for entry in entries:
                try:
                    is_folder = entry.is_dir()
                except OSError as error:
                    self._note(Path(entry.path), f"cannot be read: {error.strerror or error}")
                    continue
                if is_folder:
                    if not self._skips(entry.name, tests=tests):
                        folders.append(Path(entry.path))
                elif os.path.splitext(entry.name)[1] in suffixes and (
                    tests or not _TEST_FILE.search(entry.name)
                ):
                    yield Path(entry.path)
            stack.extend(reversed(folders))

    @staticmethod
    def _skips(name: str, *, tests: bool) -> bool:
        if name.startswith("."):
            return True
        return name in SKIPPED_FOLDERS or (not tests and name in ("tests", "test"))

    def read(self, path: Path) -> bytes | None:
        """The content, or ``None`` (with a notice) for what is unreadable, huge or a bundle."""
        return read_source(path, self.show(path), self.notices.append)

    @staticmethod
    def peek(path: Path) -> bytes:
        """The content for a first look; nothing for what cannot be read or is no regular file."""
        try:
            return path.read_bytes() if stat.S_ISREG(path.stat().st_mode) else b""
        except OSError:
            return b""

    def show(self, path: Path) -> str:
        """The path as a reader of the report knows it: from where the scan was started."""
        return shown(path)

    def _note(self, path: Path, message: str) -> None:
        self.notices.append(Notice(Location(self.show(path)), message))


def shown(path: Path) -> str:
    """A path relative to the current folder where it lies below it, with forward slashes."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_source(path: Path, name: str, note: Callable[[Notice], None]) -> bytes | None:
    """Read one source file; see :meth:`SourceTree.read`."""
    try:
        state = path.stat()
        size = state.st_size
        if not stat.S_ISREG(state.st_mode):  # a pipe would be waited for
            note(Notice(Location(name), "skipped: no regular file"))
            return None
        if _BUNDLE_NAME.search(path.name) or size > MAX_BYTES:
            note(Notice(Location(name), "skipped: a bundle or generated file, not source"))
            return None
        content = path.read_bytes()
    except OSError as error:
        note(Notice(Location(name), f"cannot be read: {error.strerror or error}"))
        return None
    if is_minified(content):
        note(Notice(Location(name), "skipped: minified"))
        return None
    if b"\0" in content[:4096]:
        note(Notice(Location(name), "skipped: not text"))
        return None
    return content


def is_minified(content: bytes) -> bool:
    """Whether the text has the shape that only a machine gives it: very long lines throughout."""
    if len(content) < 5000:
        return False
    lines = content.count(b"\n") + 1
    if len(content) / lines > 400:
        return True
    names = _WORD.findall(content[:20_000])
    return len(content) / lines > 60 and sum(len(n) < 3 for n in names) > 0.6 * len(names)
