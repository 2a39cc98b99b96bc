"""Reading the values of attributes: numbers, versions, moments, patterns. Nothing here raises
on what a context may hold; what cannot be read is None."""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime
from typing import Any

import re2

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_VERSION = re.compile(
    r"v?(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?"
)
_LONGEST_NUMBER = 40
_LONGEST_VERSION = 120
_LONGEST_SUBJECT = 4_096
_HIGHEST_RELEASE = (1,)

Version = tuple[int, int, int, tuple[Any, ...]]


def number(value: object) -> float | int | None:
    """A finite number, or text that is one (SDKs often send text)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, str) and len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value):
        found = float(value)
        return found if found - found == 0 else None
    return None


@functools.lru_cache(maxsize=4096)
def _version(text: str) -> Version | None:
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    major, minor, patch, pre = found.groups()
    release = int(major), int(minor or 0), int(patch or 0)
    if pre is None:
        return (*release, _HIGHEST_RELEASE)
    # SemVer 2.0, rule 11: numbers before words, numbers by value, words by their characters.
    parts = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pre.split("."))
    return (*release, (0, parts))


def version(value: object) -> Version | None:
    """A semantic version as something that compares like one. Missing parts are zero."""
    if isinstance(value, str) and len(value) <= _LONGEST_VERSION and value.isascii():
        return _version(value)
    return None


@functools.lru_cache(maxsize=4096)
def _moment(text: str) -> float | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000
    except (ValueError, OverflowError):
        return None


def moment(value: object) -> float | int | None:
    """A moment in milliseconds since 1970: ISO 8601 text (UTC if it names no zone) or a number."""
    if isinstance(value, str):
        return _moment(value) if len(value) <= _LONGEST_NUMBER else None
    return number(value)


class Pattern:
    """A regular expression that runs in time linear to its subject, whatever it says."""

    __slots__ = ("_search", "source")

    def __init__(self, source: str, *, ignore_case: bool = False) -> None:
        """Raise `ValueError` if RE2 does not take it."""
        options = re2.Options()
        options.log_errors = False
        options.never_capture = True
        options.case_sensitive = not ignore_case
        options.max_mem = 1 << 20
        self.source = source
        try:
            self._search = re2.compile(_subject(source), options=options).search
        except re2.error as error:
            told = error.args[0] if error.args else "?"
            raise ValueError(told.decode() if isinstance(told, bytes) else str(told)) from None

    def found_in(self, text: str) -> bool:
        """Whether the pattern is found in the first 4,096 characters of the text."""
        return self._search(_subject(text[:_LONGEST_SUBJECT])) is not None


def _subject(text: str) -> bytes:
    return text.encode("utf-8", "replace")
