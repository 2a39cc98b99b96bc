"""`gapless gaps` from outside: what it prints, what it writes, its exit codes."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from typer.testing import CliRunner, Result

from gapless.cli_gaps import gaps_app
from tests.gapscan.contracts.conftest import ACTORS, ENVIRONMENT
from tests.gapscan.contracts.lending import Library, running
from tests.gapscan.contracts.test_verify import CONTRACT
from tests.gapscan.register.sample import ENGLISH, TURKISH


class Gaps:
    """The command line with a register of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __call__(self, *arguments: str, exit_code: int = 0) -> str:
        """Runs a command, holds it to an exit code, and returns all that it said."""
        result: Result = CliRunner().invoke(
            gaps_app, arguments, env={"GAPLESS_GAPS_DIR": str(self.directory), **ENVIRONMENT}
        )
        assert result.exit_code == exit_code, (result.output, result.exception)
        assert "Traceback" not in result.output
        return result.output


@pytest.fixture
def gaps(tmp_path: Path) -> Gaps:
    gaps = Gaps(tmp_path / "gaps")
    gaps("import", str(ENGLISH), "--by", "me")
    return gaps


def test_import_says_what_it_did(tmp_path: Path) -> None:
    gaps = Gaps(tmp_path / "gaps")
    said = gaps("import", str(ENGLISH))
    assert "imported: G-001, G-002, G-003, G-004" in said
    assert "REGISTER.tr.md: its labels are translated" in said
    assert "nothing new" in gaps("import", str(ENGLISH))
    assert "use --replace" in gaps("import", str(TURKISH), exit_code=2)


def test_a_scan_is_imported_even_into_nothing(tmp_path: Path) -> None:
    ui, server, scan = tmp_path / "ui", tmp_path / "server", tmp_path / "scan.json"
    ui.mkdir()
    server.mkdir()
    (ui / "a.ts").write_text("export const a = () => fetch('/api/loans');\n")
    (server / "a.py").write_text(
        "from fastapi import FastAPI\napp = FastAPI()\n\n\n"
        "@app.get('/api/books')\ndef books(db) -> list[str]:\n    return db.all()\n"
    )
    gaps = Gaps(tmp_path / "gaps")
    sources = ("--ui", str(ui), "--server", str(server))
    gaps("scan", *sources, "--format", "json", "-o", str(scan), exit_code=1)
    said = gaps("import", str(scan), "--owner", "Backend")
    assert "added: G-001" in said
    assert "1 findings, 0 of them known" in said
    assert "GET /api/loans: the server has no such route" in gaps("list")
    assert "1 of them known" in gaps("import", str(scan))
    scan.write_text("{")
    assert f"{scan}:1: not JSON" in gaps("import", str(scan), exit_code=2)


def test_check_names_findings_and_fails_on_errors(gaps: Gaps) -> None:
    said = gaps("check", str(ENGLISH), str(TURKISH), "--at", "2026-03-03", exit_code=1)
    assert f"{ENGLISH}:110: error not-in-triage: G-004 is missing from the triage table" in said
    assert said.splitlines()[-1].endswith(" info")
    gaps("check", str(ENGLISH), "--fail-on", "never")
    assert "contract-missing" in gaps("check", "--at", "2026-03-03", exit_code=1)


def test_check_answers_in_json(gaps: Gaps) -> None:
    alone = shutil.copy(ENGLISH, gaps.directory.parent / "alone.en.md")
    answer = json.loads(gaps("check", str(alone), "-f", "json", "--at", "2026-03-03", exit_code=1))
    finding = next(f for f in answer["findings"] if f["code"] == "not-in-triage")
    assert (finding["gap"], finding["line"], finding["level"]) == ("G-004", 110, "error")
    assert answer["counts"]["error"] == 1


@pytest.mark.parametrize("level", ["warning", "info"])
def test_a_clean_enough_file_passes_unless_more_is_asked(
    gaps: Gaps, level: str, tmp_path: Path
) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    start, end = text.index("### 1.4"), text.index("## 2)")
    path = tmp_path / "three.md"
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    gaps("check", str(path), "--at", "2026-03-03")
    gaps("check", str(path), "--at", "2026-03-03", "--fail-on", level, exit_code=1)


def test_files_that_cannot_be_read_are_named(gaps: Gaps, tmp_path: Path) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(b"\n\xff")
    assert f"{path}:2: not UTF-8" in gaps("check", str(path), exit_code=2)
    assert "No such file" in gaps("import", str(tmp_path / "none.md"), exit_code=2)
    empty = Gaps(tmp_path / "elsewhere")
    assert "begin with `gapless gaps import FILE`" in empty("list", exit_code=2)


def test_list_filters_and_speaks_both_languages(gaps: Gaps) -> None:
    said = gaps("list", "--at", "2026-03-07T20:00:00Z")
    assert "SLA left" in said
    assert "G-001  Open    P1        Backend  4h" in said
    assert "Açık" in gaps("list", "--language", "tr")
    assert "G-002" not in gaps("list", "--module", "books")
    assert "no gap matches" in gaps("list", "--owner", "nobody")
    assert "no gap matches" in gaps("list", "--overdue", "--at", "2026-03-02")
    late = json.loads(gaps("list", "--overdue", "-f", "json", "--at", "2026-04-01"))
    assert [gap["id"] for gap in late] == ["G-001", "G-002", "G-003", "G-004"]
    assert len(json.loads(gaps("list", "--status", "Açık", "-f", "json"))) == 4
    gaps("list", "--status", "done", exit_code=2)
    gaps("list", "--at", "noon", exit_code=2)


def test_moving_is_guarded_and_told(gaps: Gaps) -> None:
    assert "nothing is skipped" in gaps("move", "G-001", "fixed", exit_code=1)
    assert "G-001: Open → In Progress" in gaps("move", "G-001", "in-progress", "--by", "me")
    assert "In Progress → Fixed" in gaps("move", "g-001", "Düzeltildi", "--by", "me")
    assert "gapless gaps verify" in gaps("move", "G-001", "verified", exit_code=1)
    assert "needs a reason" in gaps("move", "G-001", "open", exit_code=1)
    assert "Fixed → Open" in gaps("move", "G-001", "open", "--reason", "still 404")
    assert "no gap G-099" in gaps("move", "G-099", "open", exit_code=2)
    shown = gaps("show", "G-001")
    assert "In Progress → Fixed  me" in shown
    assert "still 404" in shown


def test_show_has_clock_timeline_and_package(gaps: Gaps) -> None:
    said = gaps("show", "G-004", "--at", "2026-03-20")
    assert "Due: 2026-03-08 00:00 UTC (overdue 12d)" in said
    assert "Closeable: yes" in said
    assert "$BASE_URL/api/logs/${CATEGORY}" in said
    assert "Kapatılabilir: evet" in gaps("show", "G-004", "-l", "tr")
    assert json.loads(gaps("show", "G-004", "-f", "json"))["id"] == "G-004"


def test_export_gives_the_file_back_unchanged(gaps: Gaps, tmp_path: Path) -> None:
    assert gaps("export").encode() == ENGLISH.read_bytes()
    turkish, again = tmp_path / "tr.md", Gaps(tmp_path / "again")
    gaps("export", "-l", "tr", "-o", str(turkish))
    again("import", str(turkish))
    assert again("export", "-l", "en").encode() == ENGLISH.read_bytes()
    assert len(json.loads(gaps("export", "-f", "json"))["gaps"]) == 4
    assert gaps("export", "-f", "csv", "-l", "tr").startswith("Kimlik,Modül")


def prepared(gaps: Gaps) -> None:
    (gaps.directory / "contracts").mkdir()
    (gaps.directory / "contracts" / "G-002.yaml").write_text(CONTRACT)
    (gaps.directory / "actors.yaml").write_bytes(ACTORS)


def test_edit_changes_both_languages_or_one(gaps: Gaps) -> None:
    said = gaps(
        "edit", "G-002", "--set", "owner=Cards team", "--set", "SLA=2w", "--set",
        "ui_endpoints=GET /cards", "--title", "Cards stay on", "--path", "System → Cards",
        "--set", "symptom=one\ntwo", "--set", "impact_rating=Low",
    )  # fmt: skip
    version = said.split()[-1]
    english, turkish = (
        json.loads(gaps("show", "G-002", "-f", "json", "-l", x)) for x in ("en", "tr")
    )
    assert (english["title"], english["path"]) == ("Cards stay on", ["System", "Cards"])
    assert english["symptom"] == ["one", "two"]
    assert turkish["title"] != "Cards stay on"
    for entry in (english, turkish):
        assert (entry["owner"], entry["sla"], entry["impact_rating"]) == ("Cards team", "2w", "Low")
        assert entry["ui_endpoints"] == ["GET /cards"]
    assert english["version"].startswith(version)
    assert f"Version: {version}" in gaps("show", "G-002")
    gaps("edit", "G-002", "--set", "Belirti=Kart açık kalıyor", "-l", "tr", "--if-match", version)
    assert "refused: G-002 has changed" in gaps(
        "edit", "G-002", "--set", "owner=X", "--if-match", version, exit_code=1
    )
    assert "no SLA" in gaps("edit", "G-002", "--set", "sla=soon", exit_code=2)
    assert "by a move" in gaps("edit", "G-002", "--set", "status=Fixed", exit_code=2)
    assert "no field 'Colour'" in gaps("edit", "G-002", "--set", "Colour=red", exit_code=2)
    for wrong in (("G-002",), ("G-002", "--set", "owner")):
        gaps("edit", *wrong, exit_code=2)
    assert "no gap G-099" in gaps("edit", "G-099", "--title", "x", exit_code=2)


def test_verify_follows_the_server(gaps: Gaps) -> None:
    prepared(gaps)
    library: Library
    with running() as (library, url):
        library.gaps = {"echo"}
        said = gaps("verify", "G-002", "--base-url", url, exit_code=1)
        assert "G-002: failed, stays Open" in said
        gaps("verify", "--all", "--allow-open", "--base-url", url)
        library.gaps = set()
        said = gaps("verify", "--all", "--advance", "--base-url", url)
        assert "G-002: passed, Open → Verified" in said
        assert "G-002 1/1  passed   Stop a card" in said
        gaps("verify", "--all", "--keep", "news", "--base-url", url)
        library.gaps = {"no-route"}
        said = gaps("verify", "--all", "--allow-open", "--base-url", url, exit_code=1)
        assert "Verified → Open (reopened)" in said
        again = gaps(
            "verify", "G-002", "--allow-open", "-f", "json", "--base-url", url, exit_code=1
        )
        assert json.loads(again)[0]["outcome"] == "failed"
    assert "could not be carried out" in gaps("verify", "--all", "--base-url", url, exit_code=2)


def test_verify_writes_junit(gaps: Gaps, tmp_path: Path) -> None:
    prepared(gaps)
    report = tmp_path / "report.xml"

    def suite(*options: str, exit_code: int = 0) -> Element:
        arguments = ("--base-url", url, "--junit", str(report), *options)
        gaps("verify", "--all", *arguments, exit_code=exit_code)
        [found] = ElementTree.parse(report).getroot()
        return found

    def counts(found: Element) -> list[str | None]:
        return [found.get(name) for name in ("tests", "failures", "errors", "skipped")]

    library: Library
    with running() as (library, url):
        library.gaps = {"no-route"}
        failed = suite(exit_code=1)
        assert (failed.get("name"), counts(failed)) == ("G-002", ["1", "1", "0", "0"])
        [case] = failed.iter("testcase")
        [failure] = case
        assert (case.get("name"), failure.tag) == ("Stop a card", "failure")
        assert failure.get("message") == "expected status 2xx, got status 404"
        excused = suite("--allow-open")
        assert counts(excused) == ["1", "0", "0", "1"]
        library.gaps = set()
        passed = suite("--advance")
        assert counts(passed) == ["1", "0", "0", "0"]
        facts = {p.get("name"): p.get("value") for p in passed.iter("property")}
        assert (facts["from"], facts["to"]) == ("Open", "Verified")
        assert len(facts["evidence.1"] or "") == 64
    assert counts(suite(exit_code=2)) == ["1", "0", "1", "0"]


def test_verify_tells_what_it_cannot_do(gaps: Gaps) -> None:
    assert "no gap of" in gaps("verify", "--all", exit_code=2)
    prepared(gaps)
    assert "G-001 has no contract" in gaps("verify", "G-001", exit_code=2)
    assert "is no address" in gaps("verify", "--all", "--base-url", "here", exit_code=2)
    gaps("verify", exit_code=2)
    (gaps.directory / "contracts" / "G-002.yaml").write_text("contract: 1\ngap: G-002\nstep: []\n")
    (gaps.directory / "contracts" / "G-003.yaml").write_text("contract: 1\n")
    said = gaps("verify", "--all", exit_code=2)
    assert "G-003.yaml:1:1: 'gap' is missing" in said
    assert "G-002.yaml:3:7: unknown key 'step'; did you mean 'steps'?" in said
    (gaps.directory / "contracts" / "G-002.yaml").write_text(CONTRACT)
    (gaps.directory / "actors.yaml").write_text("actors: 1\n")
    assert "actors.yaml:1:9: expected" in gaps("verify", "G-002", exit_code=2)
