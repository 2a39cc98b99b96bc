"""A scan as JSON, and back."""

from __future__ import annotations

import json
from typing import Any

from gapless import __version__
from gapless.gapscan.model import Call, Finding, Location, Route, Scan

VERSION = 1


def _place(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line}


def finding_as_dict(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return {
        "fingerprint": finding.fingerprint,
        "kind": finding.kind.value,
        "method": finding.method,
        "path": finding.path,
        "field": finding.field,
        "module": finding.module,
        "severity": finding.severity.value,
        "severity_why": finding.severity_why,
        "confidence": finding.confidence.value,
        "title": finding.title,
        "why": finding.why,
        "locations": [_place(location) for location in finding.locations],
        "sources": list(finding.sources),
        "evidence": dict(finding.evidence),
    }


def call_as_dict(call: Call) -> dict[str, Any]:
    """A call as plain data."""
    return {
        "method": call.method,
        "path": call.path,
        **_place(call.location),
        "client": call.client,
        "why": call.why,
        "confidence": call.confidence.value,
        "base_known": call.base_known,
        "body_keys": list(call.body_keys),
        "reads": list(call.reads),
        "via": [_place(location) for location in call.via],
        "app": call.app,
        "unused": call.unused,
    }


def route_as_dict(route: Route) -> dict[str, Any]:
    """A route as plain data."""
    stub = route.stub
    return {
        "method": route.method,
        "path": route.path,
        **_place(route.location),
        "source": route.source,
        "handler": route.handler,
        "mounted": route.mounted,
        "stub": {"kind": stub.kind.value, "why": stub.why, **_place(stub.location)}
        if stub
        else None,
    }


def as_dict(scan: Scan, new: frozenset[str]) -> dict[str, Any]:
    """The whole scan as plain data."""
    return {
        "version": VERSION,
        "tool": {"name": "gapless", "version": __version__},
        "statistics": scan.statistics,
        "findings": [
            {**finding_as_dict(finding), "new": finding.fingerprint in new}
            for finding in scan.findings
        ],
        "calls": [call_as_dict(call) for call in scan.calls],
        "routes": [route_as_dict(route) for route in scan.routes],
        "unresolved": [
            {**_place(item.location), "expression": item.expression, "why": item.why}
            for item in scan.unresolved
        ],
        "external": [
            {"method": item.method, "url": item.url, **_place(item.location)}
            for item in scan.external
        ],
        "notices": [
            {**_place(notice.location), "message": notice.message} for notice in scan.notices
        ],
        "notes": list(scan.notes),
    }


def as_json(scan: Scan, new: frozenset[str]) -> str:
    """Indented JSON with a trailing newline."""
    return json.dumps(as_dict(scan, new), indent=2, ensure_ascii=False) + "\n"
