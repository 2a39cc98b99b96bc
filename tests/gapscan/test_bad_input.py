"""Inputs that are broken or not there: a clear message with its place, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gapless.cli_gaps import gaps_app

CALL = "fetch('/api/x')"
CIRCULAR = """{"openapi": "3.0.0",
 "paths": {
  "/api/x": {"$ref": "#/paths/~1api~1x"},
  "/api/y": {"get": {"responses": {"200": {"content": {"application/json":
   {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
 "components": {"schemas": {
  "A": {"allOf": [{"$ref": "#/components/schemas/B"}]},
  "B": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}}}}"""


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(gaps_app, ["scan", "--fail-on", "never", *args])
    # An exit is the only exception that the command may end with.
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.exit_code, result.output


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "a.js").write_text(CALL)
    return tmp_path


@pytest.mark.parametrize(
    ("option", "content", "told"),
    [
        ("--har", b"hello", "x:1: is no HAR: not valid JSON"),
        ("--har", b'{"a":\n 1}', "x:1: is no HAR: it has no `log.entries`"),
        ("--har", b'{"log": {"entries": [', "x:1: is no HAR"),
        ("--har", os.urandom(5000).replace(b"{", b"!").replace(b"[", b"!"), "is no HAR"),
        ("--server", b"openapi: [", "is not valid YAML"),
        ("--server", b'{"openapi": "3.0.0",\n "paths": 5}', "`paths` is not an object"),
        ("--server", b'{"openapi": "3.0.0"\n', "x.yaml:2: is not valid JSON"),
        ("--server", b"a: 1", "x.yaml:1: is no OpenAPI document"),
        ("--report", b"hello", "x:1: is no report"),
    ],
)
def test_files_that_are_something_else(here: Path, option: str, content: bytes, told: str) -> None:
    name = "x.yaml" if option == "--server" else "x"
    (here / name).write_bytes(content)
    code, output = run("--ui", "ui", option, name)
    assert code == 2
    assert told in output


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "there is nothing to scan"),
        (["--ui", "nowhere"], "nowhere: no such file or folder"),
        (["--server", "nowhere"], "nowhere: no such file or folder"),
        (["--har", "nowhere"], "nowhere: cannot be read"),
        (["--report", "ui"], "ui: cannot be read"),
        (["--har", "ui"], "ui: cannot be read"),
        (["--server", "http://["], "not an address"),
        (["--server", "http://127.0.0.1:1"], "cannot be reached"),
        (["--ui", "ui", "--baseline", "nowhere"], "no such baseline"),
    ],
)
def test_inputs_that_are_not_there(here: Path, args: list[str], told: str) -> None:
    code, output = run(*args)
    assert code == 2
    assert told in output


def test_half_a_capture_is_used_and_told(here: Path) -> None:
    whole = (
        '{"request": {"method": "GET", "url": "http://h/api/y"}, "response": '
        '{"status": 404, "content": {"mimeType": "application/json"}}}'
    )
    (here / "half.har").write_text('{"log": {"entries": [\n' + whole + ",\n" + whole[:40])
    code, output = run("--har", "half.har")
    assert code == 0
    assert "GET /api/y answers 404" in output
    assert "half.har:3: the capture breaks off here; the 1 exchanges before it were read" in output


def test_references_in_a_circle(here: Path) -> None:
    (here / "openapi.json").write_text(CIRCULAR)
    code, output = run("--ui", "ui", "--server", "openapi.json")
    assert code == 0
    assert "openapi.json:3: a reference in '/api/x' leads round in a circle" in output


def test_source_that_is_none(here: Path) -> None:
    ui = here / "ui"
    (ui / "folder").mkdir()
    (ui / "folder" / "loop").symlink_to("..", target_is_directory=True)
    (ui / "dead.js").symlink_to("nowhere")
    os.mkfifo(ui / "pipe.js")
    (ui / "bad.ts").write_text("const x = 1;\nconst y = {{{ ;\n")
    (ui / "app.min.js").write_text("var a=1")
    (ui / "packed.js").write_text("var a=function(){" + "a(b,c);" * 2000 + "};")
    (ui / "squeezed.js").write_text(
        "function a(b,c){return b(c)+c(b)+b.d(c,function(e){e(b)})+a(c,b)+b}\n" * 99
    )
    (ui / "binary.js").write_bytes(b"\0\1fetch")
    (ui / "latin.js").write_bytes(b"fetch('/api/\xff\xfe')")
    (ui / "bad.py").write_text("def f(:\n")
    (ui / "worse.py").write_text("from fastapi import FastAPI\napp = = FastAPI()\n")
    (ui / "Bad.vue").write_text("<template/>\n<script>\nfetch(\n</script>")
    code, output = run("--ui", "ui", "--server", "ui")
    assert code == 0
    for told in (
        "ui/dead.js: cannot be read",
        "ui/pipe.js: skipped: no regular file",
        "ui/bad.ts:2: does not parse here",
        "ui/app.min.js: skipped: a bundle",
        "ui/packed.js: skipped: minified",
        "ui/squeezed.js: skipped: minified",
        "ui/binary.js: skipped: not text",
        "ui/bad.py:1: does not parse",
        "ui/worse.py:2: does not parse",
        "ui/Bad.vue:3: does not parse here",
    ):
        assert told in output
    assert "(2 calls" in output or "(3 calls" in output
