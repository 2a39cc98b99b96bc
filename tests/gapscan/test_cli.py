"""The commands: exit codes, baselines, messages instead of tracebacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from gapless.cli_gaps_scan import register_scan_commands

APP = typer.Typer()
register_scan_commands(APP)

SERVER = (
    "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/a')\ndef a(db): return db.all()\n"
)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(arg) for arg in args])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "ui").mkdir()
    (tmp_path / "server").mkdir()
    (tmp_path / "ui" / "app.js").write_text("fetch('/a'); fetch('/gone')")
    (tmp_path / "server" / "main.py").write_text(SERVER)
    return tmp_path


def arguments(project: Path, *more: str | Path) -> tuple[str | Path, ...]:
    return ("scan", "--ui", project / "ui", "--server", project / "server", *more)


def test_a_gap_fails_and_is_explained(project: Path) -> None:
    result = run(*arguments(project))
    assert result.exit_code == 1
    assert "GET /gone is called, but no route serves it" in result.stdout
    assert "why:" in result.stdout


@pytest.mark.parametrize(
    ("fail_on", "code"), [("never", 0), ("new", 1), ("any", 1), ("P0", 0), ("P1", 1), ("P2", 1)]
)
def test_fail_on(project: Path, fail_on: str, code: int) -> None:
    assert run(*arguments(project, "--fail-on", fail_on)).exit_code == code


def test_a_clean_project(project: Path) -> None:
    (project / "ui" / "app.js").write_text("fetch('/a')")
    result = run(*arguments(project, "--fail-on", "any"))
    assert (result.exit_code, "no gaps" in result.stdout) == (0, True)


def test_a_baseline_stops_the_bleeding(project: Path) -> None:
    baseline = project / "gaps.json"
    assert run(*arguments(project, "--baseline", baseline, "--write-baseline")).exit_code == 0
    assert run(*arguments(project, "--baseline", baseline)).exit_code == 0
    assert run(*arguments(project, "--baseline", baseline, "--fail-on", "any")).exit_code == 1
    # The gap moves to another line and its parameter gets another name: it is still known.
    (project / "ui" / "app.js").write_text("\n\nfetch('/a');\nfetch('/gone/');")
    assert run(*arguments(project, "--baseline", baseline)).exit_code == 0
    (project / "ui" / "app.js").write_text("fetch('/other')")
    result = run(*arguments(project, "--baseline", baseline))
    assert result.exit_code == 1
    assert "gone since the baseline: GET /gone" in result.stderr


def test_output_goes_to_a_file(project: Path) -> None:
    target = project / "deep" / "report.json"
    result = run(*arguments(project, "--format", "json", "--output", target, "--fail-on", "never"))
    assert result.exit_code == 0
    assert json.loads(target.read_text())["findings"]
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "nothing to scan"),
        (("--ui", "/nowhere"), "no such file"),
        (("--server", "/nowhere"), "no such file"),
        (("--har", "/nowhere.har"), "cannot be read"),
        (("--server", "http://127.0.0.1:1"), "cannot be reached"),
        (("--ui", ".", "--write-baseline"), "needs --baseline"),
        (("--ui", ".", "--baseline", "/nowhere.json"), "no such baseline"),
    ],
)
def test_bad_input_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("scan", *args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "gaps.json:1: is no baseline"),
        ("[]", "is no baseline"),
        ('{"version": 9, "gaps": []}', "is no baseline of this version"),
        ('{"version": 1, "gaps": [1]}', "has no fingerprint"),
    ],
)
def test_a_broken_baseline(project: Path, text: str, words: str) -> None:
    (project / "gaps.json").write_text(text)
    result = run(*arguments(project, "--baseline", project / "gaps.json"))
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_server_without_routes_is_told(project: Path) -> None:
    (project / "server" / "main.py").write_text("x = 1\n")
    result = run(*arguments(project, "--fail-on", "never"))
    assert "no route was found" in result.stdout


def test_a_broken_document_beside_source_is_told(project: Path) -> None:
    (project / "server" / "openapi.json").write_text('{"openapi": "3.1.0",\n')
    result = run(*arguments(project, "--fail-on", "never"))
    assert "openapi.json:2: is not valid JSON" in result.stdout


def test_several_apps_in_one_repository(project: Path) -> None:
    (project / "admin").mkdir()
    (project / "admin" / "x.ts").write_text("fetch('/admin-gone')")
    result = run(*arguments(project, "--ui", project / "admin", "--format", "json"))
    paths = {f["path"] for f in json.loads(result.stdout)["findings"]}
    assert paths == {"/gone", "/admin-gone"}
