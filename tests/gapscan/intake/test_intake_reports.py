"""Reports of other tools, as these tools write them, become our findings under our fingerprints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gapless.gapscan.intake import read_report
from gapless.gapscan.model import Finding, Location, ScanInputError, Severity
from gapless.gapscan.scan import scan

DATA = Path(__file__).parent / "data"
EVENTS = [
    "unsafe GET /api/secure",
    "stub POST /api/games",
    "wrong-method DELETE /api/games/{id}",
    "mismatch GET /api/games [].id",
    "mismatch GET /api/games [].name",
    "mismatch GET /api/games/{id} name",
    "mismatch GET /api/report status 500",
]


def told(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(f"{f.kind} {f.method} {f.path} {f.field}".strip() for f in findings)


def test_events_of_schemathesis() -> None:
    result = scan(reports=[DATA / "schemathesis.ndjson"])
    assert told(result.findings) == sorted(EVENTS)
    assert all(f.sources == ("schemathesis",) and f.locations[0].line for f in result.findings)
    assert "no gap between" in str(result.notices[0])


def test_junit_of_schemathesis() -> None:
    # JUnit tells the first violation of each case only.
    expected = sorted(line for line in EVENTS if "[].id" not in line)
    assert told(scan(reports=[DATA / "schemathesis.xml"]).findings) == expected


def test_summary_of_schemathesis() -> None:
    result = scan(reports=[DATA / "schemathesis.json"])
    assert "unsafe GET /api/secure" in told(result.findings)
    assert "mismatch POST /api/games status 5xx" in told(result.findings)


def test_redocly() -> None:
    result = scan(reports=[DATA / "drift.json"])
    assert told(result.findings) == [
        "mismatch GET /api/games [].id",
        "mismatch GET /api/games [].name",
        "mismatch GET /api/games/{id} name",
        "missing-route GET /api/nowhere",
        "unsafe GET /api/secure",
    ]
    assert result.findings[0].severity is Severity.P0


def test_tools_and_scan_agree_on_a_gap(tmp_path: Path) -> None:
    (tmp_path / "ui.ts").write_text("export const f = (id) => fetch(`/api/games/${id}`)")
    (tmp_path / "openapi.json").write_text(
        json.dumps(
            {
                "openapi": "3.0.3",
                "info": {"title": "x", "version": "1"},
                "paths": {"/api/games/{game}": {"get": {"responses": {}}}},
            }
        )
    )
    reports = [DATA / "schemathesis.ndjson", DATA / "drift.json"]
    result = scan([tmp_path / "ui.ts"], [str(tmp_path / "openapi.json")], reports=reports)
    (found,) = (f for f in result.findings if f.field == "name")
    assert set(found.sources) == {"schemathesis", "redocly"}
    assert found.path == "/api/games/{game}"
    assert len({f.fingerprint for f in result.findings}) == len(result.findings)


def test_paths_with_a_base(tmp_path: Path) -> None:
    problem = {
        "ruleId": "schema-consistency", "category": "schema", "target": "response",
        "severity": "error", "message": "missing", "method": "GET", "status": 200,
        "dataPath": "/rows/0/name", "url": "https://example.com/base/v1/games/17",
        "details": {"operationPathTemplate": "/games/{game_id}"},
    }  # fmt: skip
    path = tmp_path / "drift.json"
    path.write_text(json.dumps({"run": {}, "problems": [problem, "nonsense", {}]}))
    report = read_report(path)
    assert told(report.findings) == ["mismatch GET /base/v1/games/{game_id} rows[].name"]


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"", "is no report", 1),
        (b"{", "is no report", 1),
        (b'{\n "a": 1,\n}', "is no report", 3),
        (b"[]", "is no report", 1),
        (b'{"log": {}}', "--har", 1),
        (b'{"Initialize": {}}\n{"ScenarioFinished": {\n', "no event", 2),
        (b'{"Initialize": {}}\n{"ScenarioFinished": {"recorder": 1}}\n', "no event", 2),
        (b"<testsuites>\n<testsuite", "not valid XML", 2),
        (b"<testsuites><testsuite name='pytest'/></testsuites>", "of Schemathesis", 1),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities", 0),
        (b"[" * 100_000, "is no report", 0),
        (b"\xff\xfe\x00", "is no report", 0),
    ],
)
def test_what_is_no_report(tmp_path: Path, content: bytes, message: str, line: int) -> None:
    path = tmp_path / "report"
    path.write_bytes(content)
    with pytest.raises(ScanInputError, match=message) as error:
        read_report(path)
    assert error.value.location == Location(path.as_posix(), line)


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScanInputError, match="cannot be read"):
        read_report(tmp_path / "nowhere.json")
