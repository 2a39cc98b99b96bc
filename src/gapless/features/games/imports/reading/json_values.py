"""Reads JSON values one by one from a text of any length, in constant memory.

The standard library's decoder does the decoding, so that decimals stay exact (`Decimal`) and
errors say where they are. What is added here: a buffer that grows only as far as one row may,
and the bounds on depth and length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Protocol

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.refusals import (
    BundleFieldTooLong,
    JsonParseError,
    NestingTooDeep,
    Position,
    RowTooLong,
)

CHUNK_CHARS = 1 << 18
_SPACE = re.compile(r"[ \t\r\n]*")
_STRING_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*+"|(-?Infinity|NaN)', re.DOTALL)
_CUT_TOKEN = re.compile(
    r"\s*(?:t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|N(?:aN?)?|-?I[nfity]*|-|\.|[eE][+-]?)?\s*"
)
# An error this near to the end of the buffer may come from the text being cut there.
_LONGEST_TOKEN = 16


class TextSource(Protocol):
    """Anything text can be read from, in pieces."""

    def read(self, size: int, /) -> str: ...


class _NotANumber(Exception):
    """NaN or Infinity stands where a number should."""


def _refuse_constant(_: str) -> object:
    raise _NotANumber


_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def exceeds_depth(value: object, limit: int) -> bool:
    """Whether lists and objects nest deeper than `limit` levels."""
    level = [value]
    for _ in range(limit + 1):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True


def longest_text(value: object) -> int:
    """Length of the longest text in a value, keys included."""
    longest = 0
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            longest = max(longest, len(node))
        elif isinstance(node, dict):
            todo.extend(node)
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)
    return longest


class JsonValues:
    """A cursor over JSON text."""

    def __init__(self, source: TextSource, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._lines_before = 0
        self._chars_before = 0
        self._line_start = 0
        """Offset in the file of the first character of the buffer's first line."""
        self.rows_seen = 0

    def peek(self) -> str:
        """The next character that is not white space; empty at the end of the text."""
        while True:
            self._at = _SPACE.match(self._buffer, self._at).end()  # type: ignore[union-attr]  # `*` always matches
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._grow():
                return ""

    def take(self, expected: str) -> None:
        """Step over one expected character; raise `JsonParseError` if another stands there."""
        if self.peek() != expected:
            raise self._unexpected()
        self._at += 1

    def value(self) -> Any:
        """Read one value. Raises `JsonParseError`, `NestingTooDeep`, `RowTooLong`,
        `BundleFieldTooLong`.
        """
        self.peek()
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise self._too_deep() from None
            except _NotANumber:
                raise self._constant() from None
            except json.JSONDecodeError as error:
                if self._may_be_cut(error) and self._grow_row(error):
                    continue
                raise self._syntax(error) from None
            except ValueError:
                raise self.error("number_too_long") from None
            # `12` may be the beginning of `123`, and `1e+` of `1e+5`.
            scalar = not isinstance(value, (dict, list, str))
            if scalar and len(self._buffer) - end < 3 and self._grow():
                continue
            self._check(value, end)
            self._at = end
            return value

    def elements(self) -> Iterator[Any]:
        """The elements of the array that begins here, one by one."""
        self.take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self._at < len(self._buffer) and self._buffer[self._at] == ",":
                self._at += 1
            elif self.peek() == "]":
                self._at += 1
                return
            else:
                self.take(",")

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; the caller reads or skips each value."""
        self.take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            if self.peek() != '"':
                raise self._unexpected()
            yield self.value()
            if self.peek() == "}":
                self._at += 1
                return
            self.take(",")

    def skip(self, depth: int = 0) -> None:
        """Step over one value of any length; elements of a list are bounded like rows."""
        if depth > self._limits.max_depth:
            raise self._too_deep()
        opening = self.peek()
        if opening == "[":
            # Decoding an element and dropping it is ten times faster than walking through it.
            for _ in self.elements():
                pass
        elif opening == "{":
            for _ in self.members():
                self.take(":")
                self.skip(depth + 1)
        else:
            self.value()

    def position(self, at: int | None = None) -> Position:
        """Where the cursor (or a place in the buffer) is in the file."""
        index = self._at if at is None else at
        line = self._lines_before + self._buffer.count("\n", 0, index) + 1
        newline = self._buffer.rfind("\n", 0, index)
        start = self._line_start if newline < 0 else self._chars_before + newline + 1
        offset = self._chars_before + index
        return Position(line=line, column=offset - start + 1, offset=offset, row=self.rows_seen + 1)

    def error(self, reason: str, at: int | None = None) -> JsonParseError:
        """The refusal for text that is not JSON, at the cursor or at a place in the buffer."""
        return JsonParseError(reason=reason, position=self.position(at))

    # -- inside ------------------------------------------------------------------------------

    def _grow(self) -> bool:
        if self._ended:
            return False
        more = self._source.read(CHUNK_CHARS)
        if not more:
            self._ended = True
            return False
        if self._at:
            self._lines_before += self._buffer.count("\n", 0, self._at)
            newline = self._buffer.rfind("\n", 0, self._at)
            if newline >= 0:
                self._line_start = self._chars_before + newline + 1
            self._chars_before += self._at
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return True

    def _grow_row(self, error: json.JSONDecodeError) -> bool:
        if len(self._buffer) - self._at > self._limits.max_row_chars:
            raise self._too_long(in_text=error.msg.startswith("Unterminated string"))
        return self._grow()

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return (
            error.msg.startswith("Unterminated string")
            or error.pos >= len(self._buffer) - _LONGEST_TOKEN
        )

    def _check(self, value: object, end: int) -> None:
        limits = self._limits
        length = end - self._at
        if length > limits.max_row_chars:
            raise self._too_long(in_text=False)
        if length > limits.max_field_chars and longest_text(value) > limits.max_field_chars:
            raise self._too_long(in_text=True)
        openings = self._buffer.count("{", self._at, end) + self._buffer.count("[", self._at, end)
        if openings > limits.max_depth and exceeds_depth(value, limits.max_depth):
            raise self._too_deep()

    def _too_long(self, *, in_text: bool) -> BundleFieldTooLong | RowTooLong:
        if in_text:
            return BundleFieldTooLong(limit=self._limits.max_field_chars, position=self.position())
        return RowTooLong(limit=self._limits.max_row_chars, position=self.position())

    def _too_deep(self) -> NestingTooDeep:
        return NestingTooDeep(limit=self._limits.max_depth, position=self.position())

    def _unexpected(self) -> JsonParseError:
        cut = self._ended and _CUT_TOKEN.fullmatch(self._buffer, self._at) is not None
        return self.error("truncated" if cut else "syntax")

    def _syntax(self, error: json.JSONDecodeError) -> JsonParseError:
        cut = self._ended and (
            error.msg.startswith(("Unterminated string", "Invalid \\u"))
            or _CUT_TOKEN.fullmatch(self._buffer, error.pos) is not None
        )
        return self.error("truncated" if cut else "syntax", error.pos)

    def _constant(self) -> JsonParseError:
        for match in _STRING_OR_CONSTANT.finditer(self._buffer, self._at):
            if match.group(1):
                return self.error("not_a_number", match.start())
        return self.error("not_a_number")
