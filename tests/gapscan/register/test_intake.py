"""Findings of a scan become gaps, are recognised when they come again, and reopen closed gaps."""

import json
from pathlib import Path
from typing import Any

import pytest

from gapless.gapscan.register import check_store
from gapless.gapscan.register.intake import TakenIn, read_scan, take_in
from gapless.gapscan.register.model import FieldKey, Language, Priority, Status
from gapless.gapscan.register.parse import RegisterUnreadable
from gapless.gapscan.register.store import RegisterStore
from tests.gapscan.register.sample import NOW, english


def finding(fingerprint: str, method: str, path: str, **more: Any) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "kind": "missing-route",
        "method": method,
        "path": path,
        "module": path.split("/")[2],
        "severity": "P1",
        "why": "nothing serves it",
        "locations": [{"file": "ui/a.ts", "line": 3}],
        **more,
    }


LOANS = [
    finding("aaaa", "GET", "/api/loans"),
    finding("bbbb", "POST", "/api/loans/{id}", severity="P0", kind="stub"),
]
FINES = finding("cccc", "GET", "/api/fines", severity="P2")


@pytest.fixture
def store(tmp_path: Path) -> RegisterStore:
    store = RegisterStore(tmp_path / "gaps")
    store.import_registers([english()], by="me", now=NOW)
    return store


def scan(store: RegisterStore, *findings: dict[str, Any], owner: str = "Backend") -> TakenIn:
    path = store.directory.parent / "scan.json"
    path.write_text(json.dumps({"findings": findings}))
    return take_in(store, read_scan(path), path.read_bytes(), owner=owner, now=NOW)


def test_findings_become_a_gap_for_each_module(store: RegisterStore) -> None:
    done = scan(store, *LOANS, FINES)
    assert (done.added, done.known) == (("G-005", "G-006"), 0)
    snapshot = store.read()
    gap = snapshot.entry("G-005", Language.EN)
    assert (gap.priority, gap.status, gap.closeable) == (Priority.P0, Status.OPEN, True)
    assert [str(endpoint) for endpoint in gap.endpoints] == [
        "GET /api/loans",
        "POST /api/loans/{id}",
    ]
    assert "sunucuda böyle bir yol yok" in snapshot.entry("G-005", Language.TR).text(
        FieldKey.SYMPTOM
    )
    new = [f for f in check_store(store, NOW) if f.gap in done.added]
    assert {f.code for f in new} <= {
        "contract-missing",
        "impact-unexplained",
        "label-varies",
        "no-target-version",
    }


def test_known_findings_are_not_added_again(store: RegisterStore) -> None:
    scan(store, *LOANS)
    before = {path: path.read_bytes() for path in store.directory.glob("*.*")}
    done = scan(store, *LOANS)
    assert (done.added, done.joined, done.known) == ((), (), 2)
    assert {path: path.read_bytes() for path in store.directory.glob("*.*")} == before


def test_a_finding_joins_the_gap_that_names_its_endpoint(store: RegisterStore) -> None:
    done = scan(store, finding("dddd", "PATCH", "/api/cards/:card"))
    assert (done.added, done.joined) == ((), ("G-002",))
    for language, said in ((Language.EN, "Finding `dddd`"), (Language.TR, "Bulgu `dddd`")):
        assert said in store.read().entry("G-002", language).text(FieldKey.EVIDENCE)
    assert scan(store, finding("dddd", "PATCH", "/api/cards/:card")).known == 1


@pytest.mark.parametrize("closed", [Status.FIXED, Status.VERIFIED])
def test_a_closed_gap_that_is_found_again_is_reopened(store: RegisterStore, closed: Status) -> None:
    scan(store, FINES)
    store.move("G-005", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    store.move("G-005", Status.FIXED, by="me", reason="", now=NOW)
    if closed is Status.VERIFIED:
        store.record_run("G-005", passed=True, evidence=["a" * 64], reason="", now=NOW)
    done = scan(store, FINES)
    assert done.reopened == ("G-005",)
    assert store.read().entry("G-005", Language.TR).status is Status.OPEN
    last = store.read().history("G-005")[-1]
    assert (last.by, last.reason) == ("gapless scan", "the scan finds it again")
    assert list(store.evidence.glob(f"*/{last.evidence[0]}.json"))


def test_information_is_no_gap_and_an_owner_may_be_missing(store: RegisterStore) -> None:
    orphan = finding("eeee", "GET", "/api/x", kind="orphan", severity="info")
    done = scan(store, orphan, FINES, owner="")
    assert done.added == ("G-005",)
    assert not store.read().entry("G-005").closeable


def test_a_register_can_begin_with_a_scan(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path / "gaps")
    store.create(NOW)
    assert scan(store, FINES).added == ("G-001",)
    assert store.read().entry("G-001", Language.TR).owner == "Backend"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a":\n', ":2: not JSON"),
        ("[]", "no list of findings"),
        ('{"findings": [{"kind": "stub"}]}', "finding 1 lacks 'fingerprint'"),
        ('{"findings": [7]}', "finding 1 lacks"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_scan_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "scan.json"
    path.write_text(text)
    with pytest.raises(RegisterUnreadable, match=r"scan\.json") as caught:
        read_scan(path)
    assert said in str(caught.value)
