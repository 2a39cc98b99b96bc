"""Reports of ``redocly drift --format json``: recorded traffic against an OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gapless.gapscan.intake.seen import Seen
from gapless.gapscan.intake.templates import Templates, field_of
from gapless.gapscan.model import Finding, Location
from gapless.gapscan.paths import METHODS

TOOL = "redocly"


def is_drift(document: Any) -> bool:
    """Whether a JSON document is such a report."""
    return (
        isinstance(document, dict)
        and isinstance(document.get("problems"), list)
        and isinstance(document.get("run"), dict)
    )


def findings(
    document: dict[str, Any], place: Location, templates: Templates
) -> Iterator[Finding | None]:
    """One entry a problem; ``None`` for one that is no gap between a panel and its server."""
    for problem in document["problems"]:
        yield _finding(problem, place, templates) if isinstance(problem, dict) else None


def _finding(problem: dict[str, Any], place: Location, templates: Templates) -> Finding | None:
    details = problem.get("details")
    details = details if isinstance(details, dict) else {}
    status = problem.get("status")
    address = str(problem.get("url") or problem.get("path") or "")
    message = str(problem.get("message", "")).rstrip(".")
    if not address or str(problem.get("method", "GET")).upper() not in METHODS:
        return None
    seen = Seen(
        TOOL,
        str(problem.get("method", "GET")).upper(),
        templates.of(address, str(details.get("operationPathTemplate") or "")),
        status if isinstance(status, int) else 0,
        f"{message} ({problem.get('occurrences', 1)} times)",
        place,
    )
    match str(problem.get("ruleId", "")):
        case "undocumented-endpoint":
            # One that answers is missing in the description only.
            return seen.by_status()
        case "security-baseline":
            if not 200 <= seen.status < 300:
                return None
            return seen.unsafe("answers without credentials")
        case "schema-consistency":
            return _schema(problem, details, seen)
    return seen.by_status()


def _schema(problem: dict[str, Any], details: dict[str, Any], seen: Seen) -> Finding | None:
    if problem.get("target") != "response" or problem.get("severity") == "info":
        return None
    if problem.get("category") == "schema" and isinstance(problem.get("dataPath"), str):
        field = field_of(problem["dataPath"])
        expected = details.get("expected") or problem.get("message")
        return seen.mismatch(field, f"`{field}` is not as declared: {expected}")
    return seen.by_status()
