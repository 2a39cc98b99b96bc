"""An upload held against what a server declares. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gapless.features.gap_register.findings import capture_words as words
from gapless.features.gap_register.findings.reading import (
    Capture,
    CaptureUnreadable,
    read_capture,
)
from gapless.features.gap_register.speech import said
from gapless.gapscan.finding import unite
from gapless.gapscan.findings import find_gaps
from gapless.gapscan.join import Join, Joined
from gapless.gapscan.model import Finding, Kind, Route, ScanInputError
from gapless.gapscan.server.openapi import parse_document, read_openapi

# What a scan knows from a handler's source or from the running server; no document says otherwise.
_OF_ITS_OWN = frozenset({Kind.STUB, Kind.NO_PERSISTENCE, Kind.UNSAFE})


@dataclass(frozen=True, slots=True)
class Declared:
    """What a server's document declares; `name` is its title and version."""

    name: str
    routes: tuple[Route, ...]
    notices: tuple[str, ...] = ()


def read_declared(text: str, filename: str) -> Declared:
    """The operations of an OpenAPI document. Raises `CaptureUnreadable`."""
    if "\x00" in text:
        raise CaptureUnreadable(words.NUL(file=filename))
    try:
        routes, notices = read_openapi(text, filename)
    except ScanInputError as error:
        raise CaptureUnreadable(str(error)) from error
    if not routes:
        raise CaptureUnreadable(words.NO_OPERATION(file=filename))
    return Declared(_title(text) or filename, tuple(routes), tuple(map(str, notices)))


def _title(text: str) -> str:
    info = parse_document(text, "").get("info")  # it parsed a moment ago
    if not isinstance(info, dict):
        return ""
    words = (info.get(key) for key in ("title", "version"))
    return " ".join(str(word) for word in words if word is not None).strip()[:200]


@dataclass(frozen=True, slots=True)
class Judged:
    """The gaps that a file shows, each once, and what to know of how they were found."""

    kind: Literal["har", "scan"]
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]


def judge(path: Path, name: str, host: str, declared: Declared | None) -> Judged:
    """The gaps that a file shows, alone or against what a server declares.

    `name` is what the sender calls the file, `host` (empty: any) the server under test. Raises
    `CaptureUnreadable`.
    """
    routes = list(declared.routes) if declared else []
    capture = read_capture(path, name, host, [route.path for route in routes])
    joined = Join(routes).run(list(capture.calls), list(capture.traffic))
    if capture.kind == "har":
        found = find_gaps(joined)
    elif declared is None:
        found = unite(capture.findings)
    else:
        # On which routes there are, the result gives way to the document.
        own = [finding for finding in capture.findings if finding.kind in _OF_ITS_OWN]
        found = unite([*own, *find_gaps(joined)])
    notices = [*capture.notices, *(_told(joined, declared, capture) if declared else ())]
    gaps = tuple(finding for finding in found if finding.is_gap)
    return Judged(capture.kind, gaps, tuple(notices))


def _told(joined: Joined, declared: Declared, capture: Capture) -> Iterator[str]:
    yield from declared.notices
    yield from joined.notes
    if capture.kind == "scan" and not capture.calls:
        yield said(words.NO_CALLS())
    elif not any(row.called and row.declared for row in joined.operations):
        yield said(words.NOTHING_MEETS(server=declared.name))
