"""From the join to findings: what is a gap, how urgent, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gapless.gapscan.finding import WRITES, make, may_hold, unite, urgency
from gapless.gapscan.join import Joined
from gapless.gapscan.model import (
    Call,
    Confidence,
    Finding,
    Kind,
    Location,
    Operation,
    Route,
    Severity,
    StubKind,
    Traffic,
)

# Routes that machines call; that no page calls them means nothing.
_MACHINE = frozenset(
    {
        "health",
        "healthz",
        "livez",
        "readyz",
        "ready",
        "live",
        "metrics",
        "ping",
        "version",
        "docs",
        "openapi.json",
        "redoc",
        "webhook",
        "webhooks",
        "favicon.ico",
        "robots.txt",
        "admin",
    }
)

_SIGNS = frozenset({"health", "healthz", "livez", "readyz", "ready", "live", "ping", "version"})


def find_gaps(joined: Joined, blind: Sequence[Location] = ()) -> list[Finding]:
    """All findings, most urgent first, each fingerprint once.

    ``blind`` are places where the server may declare more routes than could be found.
    """
    return unite(_all(joined, blind))


def _all(joined: Joined, blind: Sequence[Location]) -> Iterable[Finding]:
    for item, methods, unmounted in joined.missing:
        if isinstance(item, Call):
            found = _missing(item, methods, unmounted)
            yield _doubted(found, blind[0]) if blind and unmounted is None else found
    has_calls = any(operation.calls or operation.traffic for operation in joined.operations)
    for operation in joined.operations:
        yield from _stubs(operation)
        yield from _captured(operation)
        yield from _mismatches(operation)
        if has_calls:
            yield from _orphan(operation)


def _missing(call: Call, methods: tuple[str, ...], unmounted: Route | None) -> Finding:
    found = _unserved(call, methods, unmounted)
    if not call.unused or found.severity is not Severity.P1:
        return found
    reason = f"`{call.unused}` makes the call, and no part of the panel uses it yet"
    return replace(found, severity=Severity.P2, severity_why=reason)


def _doubted(finding: Finding, place: Location) -> Finding:
    if finding.severity is not Severity.P1:
        return replace(finding, confidence=Confidence.PROBABLE)
    reason = f"{place} declares routes in a way that the source does not show; it may be among them"
    return replace(
        finding, severity=Severity.P2, severity_why=reason, confidence=Confidence.PROBABLE
    )


def _unserved(call: Call, methods: tuple[str, ...], unmounted: Route | None) -> Finding:
    seen = f"{call.location} calls {call.method} {call.path} ({call.why})"
    if methods:
        return make(
            Kind.WRONG_METHOD,
            call.method,
            call.path,
            f"{call.method} {call.path} is called, but the path only has {', '.join(methods)}",
            f"{seen}; the server declares the path for {', '.join(methods)}",
            urgency(call.method, "the call is refused with 405"),
            [call.location],
            confidence=call.confidence,
            sources=["source"],
        )
    if unmounted is not None:
        why = (
            f"{seen}; `{unmounted.handler}` at {unmounted.location} would serve it, but "
            "no application includes its router"
        )
        return make(
            Kind.MISSING_ROUTE,
            call.method,
            call.path,
            f"{call.method} {call.path} is called, but its router is not included",
            why,
            urgency(call.method, "the call answers 404"),
            [call.location, unmounted.location],
            confidence=call.confidence,
            sources=["source"],
        )
    severity, reason = urgency(call.method, "the call answers 404")
    confidence = call.confidence
    if not call.base_known:
        severity, reason = (
            Severity.P2,
            "the base URL is not in the source, so the path may be incomplete",
        )
        confidence = Confidence.PROBABLE
    return make(
        Kind.MISSING_ROUTE,
        call.method,
        call.path,
        f"{call.method} {call.path} is called, but no route serves it",
        f"{seen}; no route of the server has this path",
        (severity, reason),
        [call.location],
        confidence=confidence,
        sources=["source"],
    )


def _stubs(operation: Operation) -> Iterable[Finding]:
    if not operation.called:
        return
    for route in operation.routes:
        stub = route.stub
        if stub is None or not route.mounted or _tells_state(operation, stub.kind):
            continue
        write = operation.method in WRITES
        places = [stub.location, *(call.location for call in operation.calls)]
        if write and stub.kind in (StubKind.ECHO, StubKind.NO_STORAGE):
            severity = Severity.P1, "the page reports success for a change that is never stored"
        elif stub.kind is StubKind.NOT_IMPLEMENTED:
            severity = urgency(operation.method, "the server says that it is not implemented")
        elif write:
            severity = Severity.P1, "a write that changes nothing"
        else:
            severity = Severity.P2, "the page shows made-up or no data, but nothing is lost"
        yield make(
            Kind.STUB,
            operation.method,
            operation.path,
            f"{operation.method} {operation.path} is a stub ({stub.kind})",
            stub.why,
            severity,
            places,
            confidence=stub.confidence,
            sources=["source"],
            evidence=[("handler", route.handler), ("stub", str(stub.kind))],
        )


def _tells_state(operation: Operation, kind: StubKind) -> bool:
    """Whether a route is asked if the server is there, and which one it is: it may say the same."""
    last = operation.path.rsplit("/", 1)[-1].lower()
    return operation.method == "GET" and kind is StubKind.CONSTANT and last in _SIGNS


def _captured(operation: Operation) -> Iterable[Finding]:
    for traffic in operation.traffic:
        statuses = dict(traffic.statuses)
        told = ", ".join(f"{status} x{number}" for status, number in traffic.statuses)
        evidence = [("statuses", told), ("example", traffic.example)]
        place = [traffic.location]
        method, path = operation.method, operation.path
        good = sum(number for status, number in statuses.items() if 200 <= status < 300)
        if 501 in statuses:
            yield make(
                Kind.STUB,
                method,
                path,
                f"{method} {path} answers 501 (not implemented)",
                f"captured: {told}",
                urgency(method, "the server says that it is not implemented"),
                place,
                sources=["har"],
                evidence=evidence,
            )
        if 405 in statuses:
            yield make(
                Kind.WRONG_METHOD,
                method,
                path,
                f"{method} {path} answers 405",
                f"captured: {told}",
                urgency(method, "the call is refused with 405"),
                place,
                sources=["har"],
                evidence=evidence,
            )
        declared = any(route.mounted for route in operation.routes)
        if 404 in statuses and not good and not (declared and "{" in path):
            yield make(
                Kind.MISSING_ROUTE,
                method,
                path,
                f"{method} {path} answers 404",
                f"captured: {told}",
                urgency(method, "the call answers 404"),
                place,
                sources=["har"],
                evidence=evidence,
            )
        yield from _bodies(operation, traffic, good, evidence)


def _bodies(
    operation: Operation, traffic: Traffic, good: int, evidence: list[tuple[str, str]]
) -> Iterable[Finding]:
    method, path = operation.method, operation.path
    reads = method == "GET"
    # A list that is filled in another capture is not always empty.
    filled = any(other.bodies > other.empty_bodies for other in operation.traffic)
    if reads and good >= 2 and not filled and traffic.empty_bodies == traffic.bodies == good:
        yield make(
            Kind.STUB,
            method,
            path,
            f"{method} {path} is always empty",
            f"captured: {good} answers, and every one of them was an empty list or object",
            (Severity.P2, "the page shows no data, but nothing is lost"),
            [traffic.location],
            confidence=Confidence.PROBABLE,
            sources=["har"],
            evidence=evidence,
        )
    elif reads and "{" in path and traffic.distinct_addresses >= 2 and traffic.distinct_bodies == 1:
        yield make(
            Kind.STUB,
            method,
            path,
            f"{method} {path} answers the same for every address",
            f"captured: {traffic.distinct_addresses} different addresses, one and the same body",
            (Severity.P2, "the page shows made-up data, but nothing is lost"),
            [traffic.location],
            confidence=Confidence.PROBABLE,
            sources=["har"],
            evidence=evidence,
        )


def _mismatches(operation: Operation) -> Iterable[Finding]:
    declared = [route for route in operation.routes if route.response_fields is not None]
    if not declared:
        yield from _captured_mismatches(operation)
        return
    for call in operation.calls:
        reported: list[str] = []
        for field in call.reads:
            if any(may_hold(r.response_fields, r.response_open, field) for r in declared):
                continue
            # A field below one that is already missing says nothing new.
            if any(field.startswith((known + ".", known + "[")) for known in reported):
                continue
            if not declared[0].response_fields:
                continue
            reported.append(field)
            yield make(
                Kind.MISMATCH,
                operation.method,
                operation.path,
                f"{operation.method} {operation.path}: the panel reads `{field}`, never sent",
                f"{call.location} reads `{field}` of the answer; {declared[0].location} declares "
                f"{_some(declared[0].response_fields)}",
                (Severity.P2, "a part of the page stays empty or breaks"),
                [call.location, declared[0].location],
                field=field,
                confidence=call.confidence,
                sources=["source", declared[0].source],
            )


def _captured_mismatches(operation: Operation) -> Iterable[Finding]:
    """Fields read that no captured answer holds, where no schema says what to expect."""
    shapes = [traffic for traffic in operation.traffic if traffic.fields]
    for call in operation.calls if shapes else ():
        for field in call.reads:
            if any(may_hold(t.fields, t.fields_open, field) for t in shapes):
                continue
            yield make(
                Kind.MISMATCH,
                operation.method,
                operation.path,
                f"{operation.method} {operation.path}: the panel reads `{field}`, captured nowhere",
                f"{call.location} reads `{field}`; the captured answers hold "
                f"{_some(shapes[0].fields or ())}",
                (Severity.P2, "a part of the page stays empty or breaks"),
                [call.location, shapes[0].location],
                field=field,
                confidence=Confidence.PROBABLE,
                sources=["source", "har"],
            )


def _some(fields: Iterable[str]) -> str:
    names = sorted(field for field in fields if field.count(".") <= 1)
    return ", ".join(f"`{name}`" for name in names[:8]) + (" and more" if len(names) > 8 else "")


def _orphan(operation: Operation) -> Iterable[Finding]:
    if operation.called or not operation.declared:
        return
    segments = set(operation.path.strip("/").split("/"))
    if segments & _MACHINE or operation.method in ("HEAD", "OPTIONS", "*"):
        return
    if operation.path.endswith("*}"):
        return
    route = next(route for route in operation.routes if route.mounted)
    yield make(
        Kind.ORPHAN,
        operation.method,
        operation.path,
        f"{operation.method} {operation.path} is declared, but nothing calls it",
        f"declared at {route.location}; no call of the panel meets it",
        (Severity.INFO, "a route that no page needs is no gap"),
        [route.location],
        sources=["source" if route.source != "openapi" else "openapi"],
    )
