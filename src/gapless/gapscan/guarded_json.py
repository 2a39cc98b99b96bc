"""A file read as JSON by a streaming parser, kept within what the parser can bear.

ijson takes time quadratic in the depth of nesting, and its C backend ends the process on an
integer with more digits than Python turns into a number. Both are refused here, while the bytes
pass by, in memory of one chunk.
"""

from __future__ import annotations

import re
from typing import Protocol

MAX_DEPTH = 200
MAX_DIGITS = 1000

# A string up to its end or to that of the piece: one that failed to match would be tried again
# from every quote inside it.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+("|\\?\Z)', re.DOTALL)
_CUT = b"\0"
"""Stands for a string; what comes behind it is its closing quote, if the piece has it."""
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_MARK = re.compile(rb"[\[\]{}]|[0-9]+")
_STEP = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


class JsonTooWild(ValueError):
    """The JSON nests too deep or holds an absurd number; the message says which."""


class ByteSource(Protocol):
    """Anything bytes can be read from, in pieces."""

    def read(self, size: int = -1, /) -> bytes: ...


class GuardedJson:
    """A file whose `read` raises `JsonTooWild` before the parser sees what it cannot bear."""

    def __init__(
        self, source: ByteSource, *, max_depth: int = MAX_DEPTH, max_digits: int = MAX_DIGITS
    ) -> None:
        self._source = source
        self._max_depth = max_depth
        self._max_digits = max_digits
        self._depth = 0
        self._digits = 0
        self._in_string = False
        self._escaped = False

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, once they were looked at."""
        data = self._source.read(size)
        self._look(data)
        return data

    def _look(self, data: bytes) -> None:
        position = 0
        if self._in_string:
            position = self._leave_string(data, 0)
            if self._in_string:
                return
        rest = _STRING.sub(_CUT + rb"\1", data[position:])
        # The last string goes on in the next piece, perhaps with what its last backslash escapes.
        self._escaped = rest.endswith(_CUT + b"\\")
        self._in_string = self._escaped or rest.endswith(_CUT)
        self._count(rest)

    def _leave_string(self, data: bytes, position: int) -> int:
        """Where the string that goes on ends; the string may not end in this piece."""
        if self._escaped and position < len(data):
            position, self._escaped = position + 1, False
        match = _INSIDE.match(data, position)
        end = match.end() if match else position
        if end < len(data) and data[end : end + 1] == b'"':
            self._in_string = False
            return end + 1
        self._escaped = end < len(data)  # a backslash whose letter is in the next piece
        return len(data)

    def _count(self, rest: bytes) -> None:
        for match in _MARK.finditer(rest):
            mark = match[0]
            step = _STEP.get(mark)
            if step is None:
                run = len(mark) + (self._digits if match.start() == 0 else 0)
                if run > self._max_digits:
                    raise JsonTooWild(f"a number of more than {self._max_digits} digits")
                continue
            self._depth += step
            if self._depth > self._max_depth:
                raise JsonTooWild(f"nested deeper than {self._max_depth} levels")
        tail = re.search(rb"[0-9]+\Z", rest)
        whole = tail is not None and tail.start() == 0
        self._digits = (len(tail[0]) + (self._digits if whole else 0)) if tail else 0
