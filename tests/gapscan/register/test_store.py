"""The register on the disk: moves and runs are guarded, logged, whole, and one at a time."""

import csv
import fcntl
import io
import json
import multiprocessing
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from gapless.gapscan.message import plain
from gapless.gapscan.register import files
from gapless.gapscan.register.audit import check_files, check_store
from gapless.gapscan.register.edit import EditRefused, EntryDraft
from gapless.gapscan.register.escalation import RunFacts, curl_command, fill_package, keywords
from gapless.gapscan.register.export import as_csv, as_json, as_markdown
from gapless.gapscan.register.lifecycle import Cause, Keep, TransitionRefused
from gapless.gapscan.register.model import Endpoint, FieldKey, Language, Status
from gapless.gapscan.register.parse import RegisterUnreadable
from gapless.gapscan.register.snapshot import RegisterMissing
from gapless.gapscan.register.store import LogDamaged, RegisterStore
from tests.gapscan.register.sample import ENGLISH, NOW, TURKISH, changed, english, turkish

PROOF = ["a" * 64]


@pytest.fixture
def store(tmp_path: Path) -> RegisterStore:
    store = RegisterStore(tmp_path / "gaps")
    store.import_registers([english()], by="me", now=NOW)
    return store


def status(store: RegisterStore, gap_id: str = "G-001") -> set[Status | None]:
    snapshot = store.read()
    return {snapshot.entry(gap_id, language).status for language in Language}


def fixed(store: RegisterStore) -> None:
    store.move("G-001", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    store.move("G-001", Status.FIXED, by="me", reason="", now=NOW)


def run(
    store: RegisterStore, passed: bool, *, advance: bool = False, keep: Keep = Keep.ALL
) -> list[Status]:
    steps = store.record_run(
        "G-001",
        passed=passed,
        evidence=PROOF,
        reason="run",
        now=NOW,
        advance=advance,
        keep=keep,
    )
    return [step.after for step in steps]


def codes(store: RegisterStore) -> set[str]:
    return {finding.code for finding in check_store(store, NOW)}


def test_an_import_keeps_the_file_and_makes_its_mirror(store: RegisterStore) -> None:
    assert store.path(Language.EN).read_bytes() == ENGLISH.read_bytes()
    snapshot = store.read()
    assert snapshot.registers[Language.TR].language is Language.TR
    assert [step.cause for step in snapshot.log.transitions] == [Cause.IMPORT] * 4
    assert as_markdown(snapshot, Language.EN) == ENGLISH.read_text(encoding="utf-8")


def test_importing_again_changes_nothing(store: RegisterStore) -> None:
    before = {path: path.read_bytes() for path in store.directory.glob("*.*")}
    result = store.import_registers([english()], by="me", now=NOW)
    assert (result.added, result.replaced) == ((), ())
    assert {path: path.read_bytes() for path in store.directory.glob("*.*")} == before


def test_an_import_never_overwrites_unasked_nor_rewrites_history(store: RegisterStore) -> None:
    edited = changed("Type them in / wait", "Wait")
    with pytest.raises(EditRefused, match="--replace"):
        store.import_registers([edited], by="me", now=NOW)
    store.import_registers([edited], by="me", now=NOW, replace=True)
    claimed = changed("- **Status:** Open", "- **Status:** Verified")
    with pytest.raises(EditRefused, match=r"changed\.en\.md:36: G-001 is Verified, the log says"):
        store.import_registers([claimed], by="me", now=NOW, replace=True)
    with pytest.raises(EditRefused, match="lacks G-003, which the log knows"):
        store.import_registers([turkish()], by="me", now=NOW, replace=True)


def test_an_import_of_something_else_is_refused(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path / "gaps")
    with pytest.raises(EditRefused, match="no gap register"):
        store.import_registers([changed(english().text, "# Hello\n")], by="me", now=NOW)
    with pytest.raises(RegisterMissing, match="gapless gaps import"):
        store.read()


def test_a_gap_goes_its_way_in_both_languages(store: RegisterStore) -> None:
    store.move("g-001", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    assert status(store) == {Status.IN_PROGRESS}
    store.move("G-001", Status.FIXED, by="me", reason="", now=NOW)
    with pytest.raises(TransitionRefused, match="gaps verify"):
        store.move("G-001", Status.VERIFIED, by="me", reason="I tried it", now=NOW)
    assert run(store, passed=True) == [Status.VERIFIED]
    assert status(store) == {Status.VERIFIED}
    assert run(store, passed=False) == [Status.OPEN]
    assert status(store) == {Status.OPEN}
    history = store.read().history("G-001")
    assert [step.after for step in history] == [
        Status.OPEN,
        Status.IN_PROGRESS,
        Status.FIXED,
        Status.VERIFIED,
        Status.OPEN,
    ]


def test_a_refused_move_writes_nothing(store: RegisterStore) -> None:
    before = {path: path.read_bytes() for path in store.directory.glob("*.*")}
    for after in (Status.FIXED, Status.VERIFIED, Status.OPEN):
        with pytest.raises(TransitionRefused):
            store.move("G-001", after, by="me", reason="", now=NOW)
    with pytest.raises(TransitionRefused, match="name"):
        store.move("G-001", Status.IN_PROGRESS, by=" ", reason="", now=NOW)
    with pytest.raises(RegisterMissing, match="no gap G-099"):
        store.move("G-099", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    assert {path: path.read_bytes() for path in store.directory.glob("*.*")} == before


def test_a_pass_does_not_skip_steps_unless_asked_to_walk_them(store: RegisterStore) -> None:
    assert run(store, passed=True) == [Status.OPEN]
    assert status(store) == {Status.OPEN}
    walked = [Status.IN_PROGRESS, Status.FIXED, Status.VERIFIED]
    assert run(store, passed=True, advance=True) == walked
    assert "history-broken" not in codes(store)


def test_a_fixed_gap_that_fails_is_open_again(store: RegisterStore) -> None:
    fixed(store)
    assert run(store, passed=False) == [Status.OPEN]


def test_a_confirmation_need_not_be_kept(store: RegisterStore) -> None:
    fixed(store)
    run(store, passed=True)
    log = store.log_path.read_bytes()
    assert run(store, passed=True, keep=Keep.NEWS) == []
    assert store.log_path.read_bytes() == log
    assert run(store, passed=True) == [Status.VERIFIED]


def test_a_run_without_evidence_moves_nothing(store: RegisterStore) -> None:
    fixed(store)
    with pytest.raises(TransitionRefused, match="without evidence"):
        store.record_run("G-001", passed=True, evidence=[], reason="", now=NOW)


def test_a_gap_that_is_not_closeable_cannot_be_closed(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path)
    register = changed("- **Owner:** Backend", "- **Owner:** TBD")
    store.import_registers([register], by="me", now=NOW)
    store.move("G-001", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    with pytest.raises(TransitionRefused, match="lacks an owner"):
        store.move("G-001", Status.FIXED, by="me", reason="", now=NOW)


def test_a_stop_between_log_and_markdown_is_made_good(store: RegisterStore) -> None:
    texts = {language: store.path(language).read_bytes() for language in Language}
    run(store, passed=True, advance=True)
    store.path(Language.TR).write_bytes(texts[Language.TR])  # as if never renamed
    assert "status-not-logged" in codes(store)
    run(store, passed=True)
    assert status(store) == {Status.VERIFIED}


def test_an_edit_by_hand_is_not_taken_for_the_truth(store: RegisterStore) -> None:
    store.move("G-001", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    path = store.path(Language.EN)
    text = path.read_text(encoding="utf-8").replace("In Progress", "Verified")
    path.write_text(text, encoding="utf-8")
    assert {"status-not-logged", "verified-without-evidence"} <= codes(store)
    with pytest.raises(LogDamaged, match="G-001 is Verified, its log says In Progress"):
        store.move("G-001", Status.FIXED, by="me", reason="", now=NOW)


def test_a_damaged_log_stops_changes_and_is_named(store: RegisterStore) -> None:
    with store.log_path.open("a") as file:
        file.write('{"gap": "G-0\n')
    with pytest.raises(LogDamaged, match=r"transitions\.jsonl:5: not a transition"):
        store.move("G-001", Status.IN_PROGRESS, by="me", reason="", now=NOW)
    assert "log-damaged" in codes(store)


def test_evidence_that_was_edited_is_named(store: RegisterStore) -> None:
    run(store, passed=False)
    assert "evidence-damaged" in codes(store)
    place = store.evidence / PROOF[0][:2]
    place.mkdir(parents=True)
    (place / f"{PROOF[0]}.json").write_text("{}")
    [finding] = [f for f in check_store(store, NOW) if f.code == "evidence-damaged"]
    assert "it was edited" in str(finding.message)


def test_a_failed_write_leaves_the_old_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "dir"
    first.write_text("old")
    second.mkdir()  # a file cannot take a directory's name
    with pytest.raises(OSError, match="dir"):
        files.write_files({second: "new", first: "new"})
    assert first.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "dir"]


def _move(directory: str, gap_id: str) -> None:
    RegisterStore(Path(directory)).move(gap_id, Status.IN_PROGRESS, by=gap_id, reason="", now=NOW)


def test_concurrent_writers_lose_nothing(store: RegisterStore) -> None:
    context = multiprocessing.get_context("spawn")
    ids = [f"G-00{n}" for n in range(1, 5)]
    workers = [context.Process(target=_move, args=(str(store.directory), name)) for name in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert all(status(store, name) == {Status.IN_PROGRESS} for name in ids)
    assert len(store.read().log.transitions) == 8


def test_a_held_lock_is_waited_for_and_then_named(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(files.RegisterBusy), files.locked(tmp_path, wait=0.1):
            pass


def test_a_gap_can_be_added_in_both_languages(store: RegisterStore) -> None:
    drafts = {
        Language.EN: EntryDraft("G-005", ("Core",), "New", {FieldKey.OWNER: "Us"}),
        Language.TR: EntryDraft("G-005", ("Çekirdek",), "Yeni", {FieldKey.OWNER: "Us"}),
    }
    store.add(drafts, by="scan", now=NOW)
    snapshot = store.read()
    assert snapshot.entry("G-005", Language.TR).title == "Yeni"
    assert snapshot.history("G-005")[0].after is Status.OPEN
    with pytest.raises(EditRefused, match="already has"):
        store.add(drafts, by="scan", now=NOW)


def test_the_package_is_filled_in_and_keeps_what_people_wrote() -> None:
    entry = english().entry("G-001")
    assert entry is not None
    facts = RunFacts(
        NOW, "Upload", plain("status 200"), plain("status 404"), ("evidence/ab/abc.json",), ("r-1",)
    )
    items = fill_package(entry, Language.EN, facts, base_url="http://localhost:8000")
    written = entry.field(FieldKey.ESCALATION)
    assert written is not None
    assert items[:3] == written.items
    assert "Last run (2026-03-03 12:00 UTC): Upload; expected status 200, got status 404" in items
    assert "Evidence: [abc.json](evidence/ab/abc.json)" in items
    assert any(
        "curl -i -X POST" in i and "http://localhost:8000/api/books/upload" in i for i in items
    )
    assert any('"http://localhost:8000/api/books/jobs/${JOB_ID}"' in item for item in items)


def test_a_later_run_replaces_the_earlier_runs_lines(store: RegisterStore) -> None:
    for text in ("one", "two"):
        entry = store.read().entry("G-001", Language.TR)
        items = fill_package(entry, Language.TR, RunFacts(NOW, text, plain("200"), plain("404")))
        store.record_run(
            "G-001", passed=False, evidence=PROOF, reason="", now=NOW, packages={Language.TR: items}
        )
    written = store.read().entry("G-001", Language.TR).text(FieldKey.ESCALATION)
    assert "Son çalıştırma" in written
    assert "two; beklenen 200, gerçekleşen 404" in written
    assert "one; " not in written


def test_keywords_and_commands_come_from_the_paths() -> None:
    endpoint = Endpoint("PATCH", "/api/v1/cards/<id>/hold")
    assert keywords([endpoint]) == ("cards", "hold")
    assert '"$BASE_URL/api/v1/cards/${ID}/hold"' in curl_command(endpoint)


def test_json_holds_what_is_computed(store: RegisterStore) -> None:
    fixed(store)
    data = json.loads(as_json(store.read(), Language.EN, NOW + timedelta(days=30)))
    gap = data["gaps"][0]
    assert (gap["status"], gap["closeable"], gap["impact_rating"]) == ("Fixed", True, "High")
    assert gap["sla_clock"]["breached"] is True
    assert gap["sla_clock"]["due"] == "2026-03-08T00:00:00Z"
    assert [step["to"] for step in gap["timeline"]] == ["Open", "In Progress", "Fixed"]
    assert gap["ui_endpoints"][0] == "`POST /api/books/upload`"


@pytest.mark.parametrize(
    ("language", "header", "word"),
    [(Language.EN, "Status", "Open"), (Language.TR, "Durum", "Açık")],
)
def test_csv_is_in_either_language(
    store: RegisterStore, language: Language, header: str, word: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(store.read(), language, NOW))))
    assert [row[header] for row in rows] == [word] * 4


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path)
    register = changed("Uploading a list", "=HYPERLINK(1) list")
    store.import_registers([register], by="me", now=NOW)
    rows = list(csv.DictReader(io.StringIO(as_csv(store.read(), Language.EN, NOW))))
    assert rows[0]["Symptom"].startswith("'=HYPERLINK")


def test_files_are_checked_with_their_mirrors(tmp_path: Path) -> None:
    found = {finding.code for finding in check_files([ENGLISH, TURKISH], NOW)}
    assert {"not-in-triage", "mirror-missing-entry"} <= found
    paths = []
    for name in ("a.en.md", "b.en.md"):
        shutil.copy(ENGLISH, tmp_path / name)
        paths.append(tmp_path / name)
    [alone] = [f for f in check_files(paths[:1], NOW) if "mirror" in f.code]
    assert (alone.code, alone.line) == ("no-mirror", 1)
    shutil.copy(TURKISH, tmp_path / "b.tr.md")
    mirrored = check_files([*paths, tmp_path / "b.tr.md"], NOW)
    assert all("a.en.md" not in str(f.message) for f in mirrored if f.code.startswith("mirror"))
    assert any("b.en.md" in str(f.message) for f in mirrored if f.code == "mirror-missing-entry")
    # What is looked at before a commit is what was changed: its mirror is found beside it.
    beside = {f.code for f in check_files([tmp_path / "b.en.md"], NOW)}
    assert "mirror-missing-entry" in beside
    assert "no-mirror" not in beside
    with pytest.raises(RegisterUnreadable):
        check_files([tmp_path / "none.md"], NOW)
