"""Reading an uploaded HAR or scan result. Nothing of the file is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import ijson

from gapless.features.gap_register.findings import capture_words as words
from gapless.gapscan.fingerprint import fingerprint
from gapless.gapscan.guarded_json import GuardedJson, JsonTooWild
from gapless.gapscan.har import read_har
from gapless.gapscan.message import Told
from gapless.gapscan.model import (
    Call,
    Confidence,
    Finding,
    Kind,
    Location,
    Notice,
    ScanInputError,
    Severity,
    Traffic,
)
from gapless.gapscan.paths import module_of, normalise, split_url

_TEXT = 2000
_PLACES = 20
_READS = 500
# A scan result with more gaps than this is no list that people can work through.
MAX_FINDINGS = 20_000
MAX_CALLS = 100_000
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "*", "ANY"})


class CaptureUnreadable(Told):
    """The file is neither a HAR nor a scan result; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What a file held, before anybody judged it: traffic of a HAR, or what a scan wrote."""

    kind: Literal["har", "scan"]
    traffic: tuple[Traffic, ...] = ()
    findings: tuple[Finding, ...] = ()
    calls: tuple[Call, ...] = ()
    notices: tuple[str, ...] = ()


def read_capture(path: Path, name: str, host: str, known: Sequence[str] = ()) -> Capture:
    """What the file holds; `host` (empty: any) is the server under test.

    `name` is what the sender calls the file; `known` are path templates by which the paths of a HAR
    are recognised. Raises `CaptureUnreadable`.
    """
    if _is_scan_result(path, name):
        findings = tuple(_scan_findings(path, name))
        return Capture("scan", findings=findings, calls=tuple(_scan_calls(path, name)))
    notices: list[Notice] = []
    hosts = frozenset({split_url(f"http://{host}")[0]} if host else ())
    try:
        traffic = read_har(path, hosts, known, notices)
    except ScanInputError as error:
        raise CaptureUnreadable(_renamed(str(error), path, name)) from error
    told = tuple(_renamed(str(notice), path, name) for notice in notices)
    named = (replace(one, location=Location(name, one.location.line)) for one in traffic)
    return Capture("har", traffic=tuple(named), notices=told)


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
                    raise CaptureUnreadable(words.TOO_MANY(file=name, limit=MAX_FINDINGS))
                yield _finding(item, name, number)
    except JsonTooWild as error:
        raise CaptureUnreadable(f"{name}: {error}") from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise CaptureUnreadable(words.BROKEN(file=name)) from error


def _scan_calls(path: Path, name: str) -> Iterator[Call]:
    """The calls that the scan resolved. One that is none is left out: findings are what counts."""
    try:
        with path.open("rb") as file:
            items = ijson.items(GuardedJson(file), "calls.item", use_float=True)
            for item in islice(items, MAX_CALLS):
                call = _call(item) if isinstance(item, dict) else None
                if call is not None:
                    yield call
    except (ijson.JSONError, UnicodeDecodeError, JsonTooWild) as error:
        raise CaptureUnreadable(words.BROKEN(file=name)) from error


def _call(item: dict[str, Any]) -> Call | None:
    method, address = _text(item, "method").upper(), _text(item, "path")
    if method not in METHODS or not address.startswith("/"):
        return None
    known = {one.value for one in Confidence}
    confidence = _text(item, "confidence")
    return Call(
        method=method,
        path=normalise(address),
        location=next(_places([item]), Location("?")),
        client=_text(item, "client"),
        why=_text(item, "why"),
        base_known=item.get("base_known") is not False,
        confidence=Confidence(confidence) if confidence in known else Confidence.PROBABLE,
        body_keys=_texts(item.get("body_keys")),
        reads=_texts(item.get("reads")),
        app=_text(item, "app"),
    )


def _texts(items: Any) -> tuple[str, ...]:
    if not isinstance(items, list):
        return ()
    return tuple(item[:_TEXT] for item in items[:_READS] if isinstance(item, str))


def _finding(item: Any, name: str, number: int) -> Finding:
    if not isinstance(item, dict):
        raise CaptureUnreadable(words.NO_OBJECT(file=name, number=number))
    try:
        kind, severity = Kind(_text(item, "kind")), Severity(_text(item, "severity"))
        confidence = Confidence(_text(item, "confidence") or "certain")
    except ValueError as error:
        message = words.FINDING_SAYS(file=name, number=number, why=str(error))
        raise CaptureUnreadable(message) from error
    method, address = _text(item, "method").upper(), _text(item, "path")
    if method not in METHODS or not address.startswith("/"):
        raise CaptureUnreadable(words.NO_METHOD(file=name, number=number))
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
