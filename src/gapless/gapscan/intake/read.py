"""Reads the report of another tool, whichever it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gapless.gapscan.files import shown
from gapless.gapscan.intake import redocly, schemathesis
from gapless.gapscan.intake.templates import Templates
from gapless.gapscan.model import Finding, Location, Notice, ScanInputError

_MAX_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class ToolReport:
    """The gaps of a report; what is no gap is counted in a notice."""

    tool: str
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]


def read_report(path: Path, known: Iterable[str] = ()) -> ToolReport:
    """Read a report of Redocly (`drift`, JSON) or Schemathesis (NDJSON, JUnit, JSON).

    ``known`` are the path templates of the scan, by which concrete addresses are recognised.
    Raises :class:`ScanInputError` for a file that cannot be read or is none of these.
    """
    name = shown(path)
    templates = Templates(known)
    try:
        with path.open("rb") as file:
            head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
            first = head.partition(b"\n")[0]
            if head.startswith(b"<"):
                entries = schemathesis.from_junit(path.read_bytes(), name, templates)
                return _report(schemathesis.TOOL, list(entries), name)
            if schemathesis.is_event(_json(first)):
                file.seek(0)
                events = list(schemathesis.from_events(file, name, templates))
                return _report(schemathesis.TOOL, events, name)
        if path.stat().st_size > _MAX_BYTES:
            raise ScanInputError("is too large to be a report", Location(name))
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise ScanInputError(
            f"cannot be read: {error.strerror or error}", Location(name)
        ) from error
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise ScanInputError(
            f"is no report of Redocly or Schemathesis: {_first_line(error)}", Location(name, line)
        ) from error
    place = Location(name)
    if redocly.is_drift(document):
        return _report(redocly.TOOL, list(redocly.findings(document, place, templates)), name)
    if schemathesis.is_summary(document):
        found = list(schemathesis.from_summary(document, place, templates))
        return _report(schemathesis.TOOL, found, name)
    hint = (
        "; a capture is given with --har"
        if isinstance(document, dict) and "log" in document
        else ""
    )
    raise ScanInputError(f"is no report of Redocly or Schemathesis{hint}", Location(name, 1))


def _report(tool: str, entries: list[Finding | None], name: str) -> ToolReport:
    found = [entry for entry in entries if entry is not None]
    left = len(entries) - len(found)
    notices: tuple[Notice, ...] = ()
    if left:
        message = f"{left} of {len(entries)} entries are no gap between a panel and its server"
        notices = (Notice(Location(name), message),)
    return ToolReport(tool, tuple(found), notices)


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
