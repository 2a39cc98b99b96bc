"""Reading the layout: every field found, every byte kept, nothing refused but what is no text."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapless.gapscan.register.model import (
    Column,
    Endpoint,
    FieldKey,
    Language,
    Priority,
    Status,
    endpoints_in,
    parse_duration,
)
from gapless.gapscan.register.parse import (
    MAX_BYTES,
    RegisterUnreadable,
    parse_register,
    read_register,
)
from tests.gapscan.register.sample import ENGLISH, TURKISH, changed, english, turkish


@pytest.mark.parametrize("path", [ENGLISH, TURKISH], ids=["en", "tr"])
def test_reading_keeps_every_byte(path: Path) -> None:
    assert read_register(path).text.encode() == path.read_bytes()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_endings_and_byte_order_mark_are_kept(ending: str, bom: str) -> None:
    text = bom + ENGLISH.read_text(encoding="utf-8").replace("\n", ending).rstrip()
    register = parse_register(text)
    assert register.text == text
    assert [entry.id for entry in register.entries] == ["G-001", "G-002", "G-003", "G-004"]


@given(st.text(alphabet=st.sampled_from("#-*|:` \r\n\tGID0123StatusOpn→~\u2028\x0b")))
def test_any_text_is_read_and_kept(text: str) -> None:
    assert parse_register(text).text == text


def test_an_entry_has_all_its_fields() -> None:
    entry = english().entry("g-001")
    assert entry is not None
    assert (entry.number, entry.path, entry.title) == (
        "1.1",
        ("Core", "Books"),
        "Manual upload answers 404",
    )
    assert (entry.status, entry.priority, entry.owner) == (Status.OPEN, Priority.P1, "Backend")
    assert entry.first_seen == datetime(2026, 3, 1, tzinfo=UTC)
    assert entry.sla == timedelta(days=7)
    assert (entry.impact_rating, entry.impact) == ("High", "No new book can be lent.")
    assert entry.endpoints == (
        Endpoint("POST", "/api/books/upload"),
        Endpoint("GET", "/api/books/jobs/{job_id}"),
    )
    assert [field.key for field in entry.fields if field.key is None] == []
    package = entry.field(FieldKey.ESCALATION)
    assert package is not None
    assert package.items[2] == "Keywords: `books`, `upload`"
    assert entry.closeable


def test_lines_are_those_of_the_file() -> None:
    register = english()
    for entry in register.entries:
        for field in entry.fields:
            assert f"**{field.label}:**" in register.lines[field.line - 1]
        assert entry.title in register.lines[entry.line - 1]


def test_turkish_labels_and_words_are_understood() -> None:
    register = turkish()
    assert register.language is Language.TR
    entry = register.entry("G-002")
    assert entry is not None
    assert (entry.status, entry.sla) == (Status.OPEN, timedelta(days=7))
    assert entry.endpoints == (Endpoint("PATCH", "/api/cards/{id}"),)
    assert entry.impact_rating == "Yüksek"
    assert {field.key for field in entry.fields} >= {FieldKey.SYMPTOM, FieldKey.VERIFICATION}


def test_the_triage_table_is_read_with_escaped_bars() -> None:
    table = english().triage
    assert table is not None
    row = table.row("G-002")
    assert row is not None
    assert table.cell(row, Column.WORKAROUND) == "None \\| keep cards"
    assert table.cell(row, Column.STATUS) == "Open"


def test_what_stands_in_a_code_block_is_no_entry() -> None:
    block = "```markdown\n### 9.9 A → B\n- **ID:** G-099\n- **Status:** Open\n```\n\n## 2) Notes"
    register = changed("## 2) Notes", block)
    assert register.entry("G-099") is None
    assert register.entry("G-004") is not None


def test_an_entry_without_id_is_named() -> None:
    register = changed("- **ID:** G-003\n", "")
    problem = next(p for p in register.problems if p.code == "entry-without-id")
    assert "Statistics / Forecast" in register.lines[problem.line - 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| G-001 | Books |", "| G-001 |", "9 cells, the header 10"),
        ("|---:|------|", "|---:|", "9 cells, the header 10"),
        ("| Upload returns 200 |\n", "| Upload returns 200 | more |\n", "11 cells"),
        ("| G-003 | Statistics", "G-003 | Statistics", "no | at its start"),
    ],
)
def test_a_broken_table_is_named_with_its_line(old: str, new: str, said: str) -> None:
    register = changed(old, new)
    [problem] = [p for p in register.problems if p.code == "broken-table"]
    assert said in str(problem.message)
    assert "|" in register.lines[problem.line - 1]


def test_a_table_without_its_dashes_is_named() -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    dashes = next(line for line in text.splitlines(keepends=True) if line.startswith("|---"))
    [problem] = changed(dashes, "").problems
    assert (problem.code, problem.line) == ("broken-table", 16)


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(b"# fine\n\xff\xfe\n")
    with pytest.raises(RegisterUnreadable, match=r"bad\.md:2: not UTF-8"):
        read_register(path)
    path.write_bytes(b"a\nb\nc\0d\n")
    with pytest.raises(RegisterUnreadable, match=r"bad\.md:3: a NUL"):
        read_register(path)
    with pytest.raises(RegisterUnreadable, match="No such file"):
        read_register(tmp_path / "none.md")


def test_an_enormous_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(RegisterUnreadable, match="larger than 16 MiB"):
        read_register(path)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("24h", 24), ("7d", 168), ("7 days", 168), ("2w", 336), ("7 gün", 168), ("1 saat", 1)],
)
def test_durations_of_both_languages(text: str, hours: int) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "soon", "7", "7x", "-3d", "d7", "7 d d"])
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


def test_endpoints_are_told_from_the_prose_around_them() -> None:
    found = endpoints_in("`GET /a/{id}` (x), PATCH /b?x=1 body `{ c }`; POST the form, GET /a/{id}")
    assert [str(endpoint) for endpoint in found] == ["GET /a/{id}", "PATCH /b?x=1"]
    assert Endpoint("get", "/a/<id>/").key == Endpoint("GET", "/a/:name").key
