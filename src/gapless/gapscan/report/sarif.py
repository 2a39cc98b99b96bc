"""A scan as SARIF 2.1.0, with fingerprints, so that code hosts follow a gap from run to run."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from gapless import __version__
from gapless.gapscan.model import Finding, Kind, Scan, Severity

_RULES = {
    Kind.UNSAFE: "A route answers without credentials",
    Kind.MISSING_ROUTE: "The panel calls a path that no route serves",
    Kind.WRONG_METHOD: "The panel calls a path with a method that it does not have",
    Kind.STUB: "A handler does nothing real",
    Kind.NO_PERSISTENCE: "What is written cannot be read back",
    Kind.MISMATCH: "The panel reads a field that is never sent",
    Kind.ORPHAN: "A route is declared, but nothing calls it",
}
_LEVELS = {
    Severity.P0: "error",
    Severity.P1: "error",
    Severity.P2: "warning",
    Severity.INFO: "note",
}
_SCORES = {Severity.P0: "9.0", Severity.P1: "7.0", Severity.P2: "4.0", Severity.INFO: "0.0"}


def as_sarif(scan: Scan, new: frozenset[str]) -> str:
    """One run with one result a finding; ``baselineState`` tells new from known ones."""
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "gapless",
                        "version": __version__,
                        "rules": [
                            {"id": kind.value, "shortDescription": {"text": text}}
                            for kind, text in _RULES.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"level": "warning", "message": {"text": str(notice)}}
                            for notice in scan.notices
                        ],
                    }
                ],
                "results": [_result(finding, new) for finding in scan.findings],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _result(finding: Finding, new: frozenset[str]) -> dict[str, Any]:
    places = [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": quote(place.file, safe="/:@")},
                "region": {"startLine": max(place.line, 1)},
            }
        }
        for place in finding.locations
    ]
    result: dict[str, Any] = {
        "ruleId": finding.kind.value,
        "ruleIndex": list(_RULES).index(finding.kind),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.title}. Why: {finding.why}."},
        "locations": places[:1],
        "partialFingerprints": {"gapless/v1": finding.fingerprint},
        "baselineState": "new" if finding.fingerprint in new else "unchanged",
        "properties": {
            "severity": finding.severity.value,
            "security-severity": _SCORES[finding.severity],
            "module": finding.module,
            "confidence": finding.confidence.value,
        },
    }
    if len(places) > 1:
        result["relatedLocations"] = [{"id": n, **place} for n, place in enumerate(places[1:], 1)]
    return result
