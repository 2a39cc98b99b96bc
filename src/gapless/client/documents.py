"""The document that is evaluated: read from the server's JSON, kept on disk, compiled."""

from __future__ import annotations

import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gapless.flagengine.compiled import Compiled
from gapless.flagengine.compiler import CompileFailed, Compiler, Source
from gapless.flagengine.model import FORMAT

_KEPT = "gapless.client/1"


class DocumentUnusable(Exception):
    """What the server or the disk holds is no document that this version can evaluate."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came, and how the server names it."""

    body: bytes
    etag: str | None


def source_of(body: bytes) -> Source:
    """The document's flags and segments, each as JSON by its key; raise `DocumentUnusable`."""
    try:
        found: Any = json.loads(body)
        if found["format"] != FORMAT:
            raise DocumentUnusable(f"the form {found['format']} of documents is not known")
        flags = {one["key"]: _bytes(one) for one in found["flags"]}
        segments = {one["key"]: _bytes(one) for one in found["segments"]}
        return Source(int(found["version"]), flags, segments)
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise DocumentUnusable(f"not a document: {wrong!r}"[:200]) from None


def _bytes(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


class Documents:
    """Compiles one version after the other, only what changed, and keeps the last good one."""

    def __init__(self) -> None:
        self._compiler = Compiler(bulk=False)
        self._source = Source(-1)
        self.compiled: Compiled | None = None

    def take(self, body: bytes) -> list[str]:
        """Serve this document from now on; the keys of the flags that changed.

        Raises `DocumentUnusable`, and goes on with the one before.
        """
        source = source_of(body)
        try:
            compiled = self._compiled(source, lenient=False)
        except CompileFailed as failed:
            if self.compiled is not None:
                raise DocumentUnusable(str(failed)[:200]) from None
            # There is nothing to go on with: all but what is broken is better than nothing.
            compiled = self._compiled(source, lenient=True)
        changed = self._changed(source)
        self._source, self.compiled = source, compiled
        return changed

    def _compiled(self, source: Source, *, lenient: bool) -> Compiled:
        steps = self._compiler.steps(source, lenient=lenient)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                compiled: Compiled = done.value
                return compiled
            time.sleep(0)  # others' turn: one step takes a millisecond at most

    def _changed(self, source: Source) -> list[str]:
        if source.segments != self._source.segments:
            return sorted({*source.flags, *self._source.flags})
        keys = {*source.flags, *self._source.flags}
        return sorted(k for k in keys if source.flags.get(k) != self._source.flags.get(k))


class Disk:
    """Keeps the last good document in a file, so that a program starts while the server is away."""

    def __init__(self, path: Path, origin: str) -> None:
        """`origin` names server and environment: a file of another one is not used."""
        self.path = path
        self.origin = origin

    def load(self) -> Fetched | None:
        """What was kept; None if there is nothing of use."""
        try:
            found = json.loads(self.path.read_bytes())
            if found["kept"] != _KEPT or found["origin"] != self.origin:
                return None
            body = json.dumps(found["document"]).encode()
            source_of(body)
            return Fetched(body, str(found["etag"]) if found["etag"] else None)
        except (OSError, ValueError, TypeError, KeyError, RecursionError, DocumentUnusable):
            return None

    def save(self, fetched: Fetched) -> None:
        """Keep it: whole or not at all, readable for this user alone. A full disk is no error."""
        kept = {
            "kept": _KEPT, "origin": self.origin, "etag": fetched.etag,
            "document": json.loads(fetched.body),
        }  # fmt: skip
        temporary: str | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".gapless-")
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(kept).encode())
            os.replace(temporary, self.path)
        except OSError:
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)
