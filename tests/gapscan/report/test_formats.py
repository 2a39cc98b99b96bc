"""Reports: each format says what was found, and is what it claims to be."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from gapless.gapscan.findings import find_gaps
from gapless.gapscan.join import Join
from gapless.gapscan.model import Call, Location, Notice, Route, Scan, Unresolved
from gapless.gapscan.report import FORMATS, render


@pytest.fixture
def scan() -> Scan:
    calls = [
        Call("GET", "/api/games/{id}", Location("ui/a b.ts", 3), "fetch", "call of <fetch> | x"),
        Call("POST", "/api/keys", Location("ui/k.ts", 9), "axios", "=cmd"),
        Call("GET", "/api/fine", Location("ui/k.ts", 10), "axios", "call"),
    ]
    routes = [
        Route("GET", "/api/fine", Location("s.py", 1), "flask"),
        Route("PUT", "/api/lonely", Location("s.py", 2), "flask"),
    ]
    joined = Join(routes).run(calls, [])
    return Scan(
        tuple(find_gaps(joined)),
        joined.operations,
        tuple(calls),
        tuple(routes),
        (Unresolved(Location("ui/u.ts", 4), "fetch(`x`)", "no idea"),),
        notices=(Notice(Location("bad.ts", 7), "does not parse"),),
        statistics={"calls": 3, "routes": 2, "seconds": 0.1},
    )


@pytest.fixture
def new(scan: Scan) -> frozenset[str]:
    return frozenset(f.fingerprint for f in scan.findings if f.method == "GET")


def test_every_format_names_every_gap(scan: Scan) -> None:
    for form in FORMATS:
        text = render(scan, form)
        assert text.endswith("\n")
        for finding in scan.findings:
            if finding.is_gap:
                assert finding.fingerprint in text, form
                assert finding.method in text


def test_json_holds_everything(scan: Scan, new: frozenset[str]) -> None:
    document = json.loads(render(scan, "json", new))
    assert [f["new"] for f in document["findings"]] == [f.fingerprint in new for f in scan.findings]
    assert document["unresolved"][0]["expression"] == "fetch(`x`)"
    assert document["notices"][0]["line"] == 7
    assert len(document["calls"]) == 3
    assert all(f["why"] and f["severity_why"] for f in document["findings"])


def test_sarif_has_what_code_hosts_need(scan: Scan, new: frozenset[str]) -> None:
    (run,) = json.loads(render(scan, "sarif", new))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(scan.findings)
    for result, finding in zip(run["results"], scan.findings, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding.kind
        assert result["partialFingerprints"] == {"gapless/v1": finding.fingerprint}
        place = result["locations"][0]["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
        assert result["baselineState"] == ("new" if finding.fingerprint in new else "unchanged")
    assert {result["level"] for result in run["results"]} == {"error", "note"}


def test_junit_fails_for_what_is_new(scan: Scan, new: frozenset[str]) -> None:
    root = ET.fromstring(render(scan, "junit", new))
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert set(cases) == {"GET /api/games/{id}", "POST /api/keys", "GET /api/fine"}
    assert cases["GET /api/games/{id}"].find("failure") is not None
    assert cases["POST /api/keys"].find("skipped") is not None
    assert len(cases["GET /api/fine"]) == 0
    assert sum(int(suite.get("failures", "")) for suite in root) == 1


def test_csv_is_safe_in_a_spreadsheet(scan: Scan) -> None:
    rows = list(csv.DictReader(io.StringIO(render(scan, "csv"))))
    assert len(rows) == len(scan.findings)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_markdown_cells_stay_cells(scan: Scan) -> None:
    text = render(scan, "markdown")
    (line,) = [line for line in text.splitlines() if "/api/games" in line]
    assert line.replace("\\|", "").count("|") == 6
    assert "`fetch('x')`" in text
    assert "PUT /api/lonely" in text


def test_a_clean_scan(scan: Scan) -> None:
    clean = Scan(statistics={"calls": 1, "routes": 1, "seconds": 0})
    for form in FORMATS:
        assert render(clean, form)
    assert "no gaps" in render(clean, "table")
