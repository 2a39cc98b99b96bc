"""Making findings: their fingerprints and modules, each once, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable

from gapless.gapscan.fingerprint import fingerprint
from gapless.gapscan.model import Confidence, Finding, Kind, Location, Severity
from gapless.gapscan.paths import module_of

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def unite(findings: Iterable[Finding]) -> list[Finding]:
    """Each fingerprint once, with the places and reasons of all its findings; most urgent first."""
    found: dict[str, Finding] = {}
    for finding in findings:
        known = found.get(finding.fingerprint)
        found[finding.fingerprint] = _united(known, finding) if known else finding
    order = list(Kind)
    return sorted(
        found.values(),
        key=lambda f: (f.severity.rank, order.index(f.kind), f.module, f.path, f.method, f.field),
    )


def make(
    kind: Kind,
    method: str,
    path: str,
    title: str,
    why: str,
    severity: tuple[Severity, str],
    locations: Iterable[Location],
    *,
    field: str = "",
    confidence: Confidence = Confidence.CERTAIN,
    sources: Iterable[str] = (),
    evidence: Iterable[tuple[str, str]] = (),
) -> Finding:
    """A finding with its fingerprint and module."""
    return Finding(
        kind,
        method,
        path,
        field,
        title,
        why,
        *severity,
        fingerprint(kind, method, path, field),
        module_of(path),
        tuple(dict.fromkeys(locations)),
        confidence,
        tuple(dict.fromkeys(sources)),
        tuple(evidence),
    )


def _united(first: Finding, second: Finding) -> Finding:
    """One gap seen twice: the more urgent account with the places of both."""
    best, other = sorted((first, second), key=lambda f: f.severity.rank)
    return make(
        best.kind,
        best.method,
        best.path,
        best.title,
        best.why if other.why == best.why or other.why in best.why else f"{best.why}; {other.why}",
        (best.severity, best.severity_why),
        (*best.locations, *other.locations),
        field=best.field,
        confidence=min(best.confidence, other.confidence),
        sources=(*best.sources, *other.sources),
        evidence=(*best.evidence, *(item for item in other.evidence if item not in best.evidence)),
    )


def urgency(method: str, action: str) -> tuple[Severity, str]:
    """The proposed severity of a call that fails, with the reason."""
    if method in WRITES:
        return Severity.P1, f"{action}, and what a user does is lost"
    return Severity.P1, f"{action}, and the page that asks has nothing to show"


def may_hold(fields: frozenset[str] | None, opened: frozenset[str], field: str) -> bool:
    """Whether a field may be in an answer of this shape; yes when the shape is not known."""
    if fields is None or field in fields:
        return True
    prefix = field
    while prefix:
        if prefix.endswith("[]"):
            prefix = prefix[:-2]
        else:
            dot, bracket = prefix.rfind("."), prefix.rfind("[]")
            prefix = (
                prefix[:dot] if dot > bracket else prefix[: bracket + 2] if bracket >= 0 else ""
            )
        if prefix in opened:
            return True
    return False
