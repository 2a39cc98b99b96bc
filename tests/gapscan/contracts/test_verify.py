"""A run moves its gap: a pass verifies what was fixed, a failure reopens what was verified."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gapless.gapscan.contracts.actors import Actors, parse_actors
from gapless.gapscan.contracts.reader import FileInvalid
from gapless.gapscan.contracts.result import Outcome
from gapless.gapscan.contracts.verify import ContractMissing, GapVerdict, verify_gap
from gapless.gapscan.register.audit import check_store
from gapless.gapscan.register.lifecycle import Keep
from gapless.gapscan.register.model import FieldKey, Language, Status
from gapless.gapscan.register.store import RegisterStore
from gapless.gapscan.register.vault import place
from tests.gapscan.contracts.conftest import ACTORS
from tests.gapscan.contracts.lending import Library
from tests.gapscan.register.sample import english

NOW = datetime(2026, 3, 3, tzinfo=UTC)
CONTRACT = """\
contract: 1
gap: G-002
title: A card can be stopped
as: desk
steps:
  - name: Stop a card
    request: {method: PATCH, path: /cards/c-1, json: {active: false}}
    persists:
      request: GET /cards
      expect: {body: {"$[?@.id=='c-1'].active": false}}
"""


@pytest.fixture
def store(tmp_path: Path) -> RegisterStore:
    store = RegisterStore(tmp_path / "gaps")
    store.import_registers([english()], by="me", now=NOW)
    store.contracts.mkdir()
    (store.contracts / "G-002.yaml").write_text(CONTRACT)
    return store


def verify(
    store: RegisterStore, base_url: str, actors: Actors, *, advance: bool = False
) -> GapVerdict:
    return verify_gap(store, "G-002", base_url, actors, advance=advance)


def statuses(store: RegisterStore) -> set[Status | None]:
    snapshot = store.read()
    return {snapshot.entry("G-002", language).status for language in Language}


def test_a_gap_goes_from_open_to_verified_and_back_when_it_breaks(
    store: RegisterStore, library: Library, base_url: str, actors: Actors
) -> None:
    library.gaps = {"echo"}
    assert not verify(store, base_url, actors).reopened
    assert statuses(store) == {Status.OPEN}
    library.gaps = set()
    store.move("G-002", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    store.move("G-002", Status.FIXED, by="me", reason="", now=NOW)
    verdict = verify(store, base_url, actors)
    assert (verdict.before, verdict.after) == (Status.FIXED, Status.VERIFIED)
    assert statuses(store) == {Status.VERIFIED}
    library.gaps = {"no-route"}
    verdict = verify(store, base_url, actors)
    assert (verdict.reopened, verdict.once_fixed) == (True, True)
    assert statuses(store) == {Status.OPEN}
    found = {f.code for f in check_store(store, NOW)}
    assert not found & {"history-broken", "evidence-damaged", "status-not-logged"}


def test_a_run_leaves_evidence_that_a_stranger_can_check(
    store: RegisterStore, base_url: str, actors: Actors
) -> None:
    verdict = verify(store, base_url, actors, advance=True)
    assert [step.after.value for step in verdict.transitions] == [
        "In Progress",
        "Fixed",
        "Verified",
    ]
    record, contract = verdict.evidence
    data = json.loads(place(store.evidence, record, ".json").read_text())
    assert data["contract"]["sha256"] == contract
    assert place(store.evidence, contract, ".yaml").read_text() == CONTRACT
    assert store.read().history("G-002")[-1].evidence == verdict.evidence


def test_a_failure_fills_in_the_escalation_package(
    store: RegisterStore, library: Library, base_url: str, actors: Actors
) -> None:
    library.gaps = {"session-only"}
    verdict = verify(store, base_url, actors)
    for language, said in (
        (Language.EN, "expected in a new"),
        (Language.TR, "beklenen yeni bir oturumda"),
    ):
        package = store.read().entry("G-002", language).text(FieldKey.ESCALATION)
        assert "Keywords: `cards`, `PATCH`" in package
        assert said in package
        assert f"evidence/{verdict.evidence[0][:2]}/{verdict.evidence[0]}.json" in package
        assert '-X PATCH -H "Authorization: Bearer $TOKEN"' in package
        assert "`req-" in package


def test_what_could_not_be_run_changes_nothing(store: RegisterStore, base_url: str) -> None:
    before = {path: path.read_bytes() for path in store.directory.rglob("*") if path.is_file()}
    verdict = verify(store, base_url, parse_actors(ACTORS, "a.yaml", {}))
    assert (verdict.run.outcome, verdict.transitions) == (Outcome.ERROR, ())
    after = {path: path.read_bytes() for path in store.directory.rglob("*") if path.is_file()}
    assert before == after


def test_only_what_moves_a_gap_need_be_kept(
    store: RegisterStore, library: Library, base_url: str, actors: Actors
) -> None:
    library.gaps = {"echo"}

    def disk() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in store.directory.rglob("*") if path.is_file()}

    before = disk()
    failed = verify_gap(store, "G-002", base_url, actors, keep_runs=Keep.MOVES)
    assert (failed.run.outcome, failed.evidence) == (Outcome.FAILED, ())
    assert disk() == before
    library.gaps = set()
    store.move("G-002", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    store.move("G-002", Status.FIXED, by="me", reason="", now=NOW)
    verdict = verify_gap(store, "G-002", base_url, actors, keep_runs=Keep.MOVES)
    assert (verdict.after, len(verdict.evidence)) == (Status.VERIFIED, 2)


def test_confirmations_need_not_fill_the_disk(
    store: RegisterStore, base_url: str, actors: Actors
) -> None:
    verify(store, base_url, actors, advance=True)
    before = sorted(store.directory.rglob("*"))
    verdict = verify_gap(store, "G-002", base_url, actors, keep_runs=Keep.NEWS)
    assert (verdict.run.outcome, verdict.evidence) == (Outcome.PASSED, ())
    assert sorted(store.directory.rglob("*")) == before


def test_a_gap_without_its_own_contract_is_refused(
    store: RegisterStore, base_url: str, actors: Actors
) -> None:
    with pytest.raises(ContractMissing, match="G-001 has no contract"):
        verify_gap(store, "G-001", base_url, actors)
    (store.contracts / "G-001.yaml").write_text(CONTRACT)
    with pytest.raises(FileInvalid, match="a contract of 'G-002'"):
        verify_gap(store, "G-001", base_url, actors)


def test_a_pass_of_a_gap_that_cannot_be_closed_says_why(
    store: RegisterStore, base_url: str, actors: Actors
) -> None:
    for language in Language:
        path = store.path(language)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Backend", "TBD"), encoding="utf-8")
    verdict = verify(store, base_url, actors, advance=True)
    assert "lacks an owner" in str(verdict.refused)
    assert statuses(store) == {Status.OPEN}
