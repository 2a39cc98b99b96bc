"""Reading an uploaded HAR or scan result into findings. Nothing of the file is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import ijson

from gapless.gapscan.finding import unite
from gapless.gapscan.fingerprint import fingerprint
from gapless.gapscan.guarded_json import GuardedJson, JsonTooWild
from gapless.gapscan.model import (
    Confidence,
    Finding,
    Kind,
    Location,
    ScanInputError,
    Severity,
)
from gapless.gapscan.paths import module_of
from gapless.gapscan.scan import scan

_TEXT = 2000
_PLACES = 20
# A scan result with more gaps than this is no list that people can work through.
MAX_FINDINGS = 20_000
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "*", "ANY"})


class CaptureUnreadable(Exception):
    """The file is neither a HAR nor a scan result; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held: gaps only, each once."""

    kind: Literal["har", "scan"]
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]


def read_capture(path: Path, name: str, host: str) -> Read:
    """The gaps that the file shows; `host` (empty: any) is the server under test.

    `name` is what the sender calls the file. Raises `CaptureUnreadable`.
    """
    if _is_scan_result(path, name):
        found = tuple(unite(_scan_findings(path, name)))
        return Read("scan", tuple(f for f in found if f.is_gap), ())
    try:
        result = scan(har=[path], base_url=f"http://{host}" if host else "")
    except ScanInputError as error:
        raise CaptureUnreadable(_renamed(str(error), path, name)) from error
    findings = tuple(f for f in result.findings if f.is_gap)
    notices = tuple(_renamed(str(notice), path, name) for notice in result.notices)
    return Read("har", findings, notices)


def _renamed(text: str, path: Path, name: str) -> str:
    return text.replace(str(path), name).replace(path.name, name)


def _is_scan_result(path: Path, name: str) -> bool:
    """Whether the document's first keys are those of a scan result rather than a HAR's."""
    try:
        with path.open("rb") as file:
            for prefix, event, value in ijson.parse(GuardedJson(file)):
                if event == "map_key" and prefix == "":
                    if value == "log":
                        return False
                    if value == "findings":
                        return True
    except JsonTooWild as error:
        raise CaptureUnreadable(f"{name}: {error}") from error
    except (ijson.JSONError, UnicodeDecodeError):
        return False
    return False


def _scan_findings(path: Path, name: str) -> Iterator[Finding]:
    try:
        with path.open("rb") as file:
            for number, item in enumerate(
                ijson.items(GuardedJson(file), "findings.item", use_float=True), start=1
            ):
                if number > MAX_FINDINGS:
                    raise CaptureUnreadable(f"{name}: more than {MAX_FINDINGS} findings")
                yield _finding(item, f"{name}: finding {number}")
    except JsonTooWild as error:
        raise CaptureUnreadable(f"{name}: {error}") from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise CaptureUnreadable(f"{name}: not valid JSON after its beginning") from error


def _finding(item: Any, where: str) -> Finding:
    if not isinstance(item, dict):
        raise CaptureUnreadable(f"{where} is no object")
    try:
        kind, severity = Kind(_text(item, "kind")), Severity(_text(item, "severity"))
        confidence = Confidence(_text(item, "confidence") or "certain")
    except ValueError as error:
        raise CaptureUnreadable(f"{where}: {error}") from error
    method, address = _text(item, "method").upper(), _text(item, "path")
    if method not in METHODS or not address.startswith("/"):
        raise CaptureUnreadable(f"{where} names no operation")
    field = _text(item, "field")
    places = item.get("locations")
    evidence = item.get("evidence")
    return Finding(
        kind=kind,
        method=method,
        path=address,
        field=field,
        title=_text(item, "title") or f"{kind.value}: {method} {address}",
        why=_text(item, "why"),
        severity=severity,
        severity_why=_text(item, "severity_why"),
        # Computed here: what a file claims its findings are called proves nothing.
        fingerprint=fingerprint(kind, method, address, field),
        module=module_of(address),
        locations=tuple(_places(places if isinstance(places, list) else [])),
        confidence=confidence,
        evidence=tuple(
            (str(key)[:100], str(value)[:500])
            for key, value in (evidence.items() if isinstance(evidence, dict) else ())
        )[:20],
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value.replace("\x00", "")[:_TEXT] if isinstance(value, str) else ""


def _places(items: list[Any]) -> Iterator[Location]:
    for item in items[:_PLACES]:
        if isinstance(item, dict) and isinstance(item.get("file"), str):
            line = item.get("line")
            yield Location(item["file"][:400], line if isinstance(line, int) else 0)
