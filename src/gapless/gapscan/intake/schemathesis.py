"""Reports of Schemathesis: events (NDJSON), JUnit, and the summary in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.etree import ElementTree

from gapless.gapscan.intake.seen import Seen
from gapless.gapscan.intake.templates import Templates, field_of_schema
from gapless.gapscan.model import Finding, Location, ScanInputError
from gapless.gapscan.paths import METHODS

TOOL = "schemathesis"
_CODES = {
    "ST101": "ServerError",
    "ST103": "UndefinedStatusCode",
    "ST105": "UndefinedContentType",
    "ST108": "JsonSchemaError",
    "ST109": "MalformedJson",
    "ST301": "UseAfterFree",
    "ST302": "EnsureResourceAvailability",
    "ST401": "IgnoredAuth",
    "ST402": "ObjectLevelAuthorizationViolation",
}
_GROUP = re.compile(r"^\d+\. Test Case ID", re.M)
_CHECK = re.compile(r"^- (ST\d+) (.+)$", re.M)
_STATUS = re.compile(r"^\[(\d{3})\] ", re.M)
_CURL = re.compile(r"^\s+curl -X (\w+) .*?(https?://\S+?)'?\s*$", re.M)
_REQUIRED = re.compile(r"^\s*[\"'](.+?)[\"'] is a required property", re.M)
_SCHEMA = re.compile(r"^\s*Schema at (/\S*):", re.M)
_MAX_LINE = 64_000_000
_MAX_XML = 256_000_000


def is_summary(document: Any) -> bool:
    """Whether a JSON document is the summary of a run."""
    return isinstance(document, dict) and "schemathesis_version" in document


def is_event(document: Any) -> bool:
    """Whether a JSON document is one line of the events of a run."""
    known = ("Initialize", "ScenarioFinished", "EngineStarted", "LoadingStarted")
    return isinstance(document, dict) and len(document) == 1 and next(iter(document)) in known


# -- events ----------------------------------------------------------------------------------


def from_events(file: IO[bytes], name: str, templates: Templates) -> Iterator[Finding | None]:
    """One entry a failed check. Raises :class:`ScanInputError` for a line that is no JSON."""
    number = 0
    while line := file.readline(_MAX_LINE):
        number += 1
        if b'"ScenarioFinished"' not in line[:60]:
            continue
        try:
            event = json.loads(line)["ScenarioFinished"]["recorder"]
            # A scenario that was skipped has a label and nothing else.
            cases, interactions = event.get("checks") or {}, event.get("interactions") or {}
            label = str(event["label"])
            failed = [(case, check) for case, checks in cases.items() for check in checks if check]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ScanInputError("is no event of Schemathesis", Location(name, number)) from error
        for case, check in failed:
            failure = (check.get("failure_info") or {}).get("failure")
            if isinstance(failure, dict):
                exchange = interactions.get(case)
                yield _event(label, exchange, failure, Location(name, number), templates)


def _event(
    label: str, exchange: Any, failure: dict[str, Any], place: Location, templates: Templates
) -> Finding | None:
    request = exchange.get("request") or {} if isinstance(exchange, dict) else {}
    response = exchange.get("response") or {} if isinstance(exchange, dict) else {}
    status = response.get("status_code")
    return _finding(
        label, str(request.get("method", "")), str(request.get("uri", "")),
        status if isinstance(status, int) else 0, str(failure.get("type", "")),
        str(failure.get("title", "")), str(failure.get("message", "")), place, templates,
    )  # fmt: skip


# -- JUnit -----------------------------------------------------------------------------------


def from_junit(content: bytes, name: str, templates: Templates) -> Iterator[Finding | None]:
    """One entry a failed check.

    Raises :class:`ScanInputError` for what is no JUnit of Schemathesis.
    """
    if len(content) > _MAX_XML or re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.I):
        raise ScanInputError("is no JUnit report: too large, or it has entities", Location(name))
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - documents with entities are refused above
    except ElementTree.ParseError as error:
        raise ScanInputError(
            f"is not valid XML: {error.msg}", Location(name, error.position[0])
        ) from error
    suites = [suite.get("name") for suite in root.iter("testsuite")]
    if "schemathesis" not in suites:
        raise ScanInputError("is no JUnit report of Schemathesis", Location(name, 1))
    place = Location(name)
    for case in root.iter("testcase"):
        label = case.get("name", "")
        for element in case.iter("failure"):
            for text in _GROUP.split(element.text or "")[1:]:
                yield from _group(label, text, place, templates)


def _group(
    label: str, text: str, place: Location, templates: Templates
) -> Iterator[Finding | None]:
    status, curl = _STATUS.search(text), _CURL.search(text)
    checks = list(_CHECK.finditer(text))
    for check, following in zip(checks, [*checks[1:], None], strict=True):
        message = text[check.end() : following.start() if following else len(text)]
        yield _finding(
            label, curl[1] if curl else "", curl[2] if curl else "",
            int(status[1]) if status else 0, _CODES.get(check[1], check[1]), check[2], message,
            place, templates,
        )  # fmt: skip


# -- the summary -----------------------------------------------------------------------------


def from_summary(
    document: dict[str, Any], place: Location, templates: Templates
) -> Iterator[Finding | None]:
    """One entry an operation and kind of failure; the summary knows no statuses."""
    failures = document.get("failures")
    for failure in failures if isinstance(failures, list) else ():
        if not isinstance(failure, dict):
            continue
        for label in failure.get("operations") or ():
            yield _finding(
                str(label), "", "", 0, str(failure.get("type", "")),
                str(failure.get("title", "")), "", place, templates,
            )  # fmt: skip


# -- what a failure means ----------------------------------------------------------------------


def _finding(
    label: str, method: str, address: str, status: int, kind: str, title: str, message: str,
    place: Location, templates: Templates,
) -> Finding | None:  # fmt: skip
    named, _, template = label.partition(" ")
    named = named.upper()
    # Checks that send another method than the operation's ask what no panel does.
    if not template.startswith("/") or (method and method.upper() != named) or named not in METHODS:
        return None
    first = next(iter(_lines(message)), "")
    said = f"{title}: {first}" if first and first != title else title
    seen = Seen(TOOL, named, templates.of(address or template, template), status, said, place)
    match kind:
        case "ServerError" if status == 501:
            return seen.by_status()
        case "ServerError":
            return seen.unexpected_status() if status else seen.mismatch(
                "status 5xx", "it fails with a server error"
            )  # fmt: skip
        case "UndefinedStatusCode":
            return seen.unexpected_status() if status else None
        case "JsonSchemaError":
            pointer, required = _SCHEMA.search(message), _REQUIRED.search(message)
            field = field_of_schema(pointer[1] if pointer else "", required[1] if required else "")
            return seen.mismatch(field, f"`{field or 'the answer'}` is not as declared")
        case "UndefinedContentType" | "MalformedJson":
            return seen.mismatch("content-type", "the kind of the answer is not as declared")
        case "IgnoredAuth":
            return seen.unsafe("answers without credentials")
        case "ObjectLevelAuthorizationViolation":
            return seen.unsafe("answers with what is another's")
        case "EnsureResourceAvailability":
            return seen.lost("reports a new thing that cannot be read afterwards")
        case "UseAfterFree":
            return seen.lost("reports a deletion, and the thing can still be read")
    return None


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
