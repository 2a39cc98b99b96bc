"""Changing a register touches the lines that the change is about, and no other."""

import difflib

import pytest

from gapless.gapscan.register import edit
from gapless.gapscan.register.check import check_register
from gapless.gapscan.register.mirror import translate
from gapless.gapscan.register.model import Column, FieldKey, Language, Register, Status
from gapless.gapscan.register.parse import parse_register
from tests.gapscan.register.sample import NOW, english, turkish


def difference(before: Register, after: Register) -> list[str]:
    lines = difflib.unified_diff(before.lines, after.lines, n=0)
    return [line.rstrip() for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_a_status_changes_the_entry_and_its_row_alone() -> None:
    before = english()
    after = edit.set_status(before, "G-002", Status.IN_PROGRESS)
    removed_row, added_row, *field = difference(before, after)
    assert removed_row.startswith("-| G-002 | System → Cards |")
    assert added_row == removed_row.replace("-|", "+|", 1).replace("| Open |", "| In Progress |")
    assert field == ["-- **Status:** Open", "+- **Status:** In Progress"]


def test_a_status_is_written_in_the_files_language() -> None:
    after = edit.set_status(turkish(), "G-001", Status.FIXED)
    assert "- **Durum:** Düzeltildi\n" in after.text
    assert "| Düzeltildi | Elle girin |" in after.text
    entry = after.entry("G-001")
    assert entry is not None
    assert entry.status is Status.FIXED


def test_a_gap_without_a_row_changes_its_entry_alone() -> None:
    before = english()
    after = edit.set_status(before, "G-004", Status.IN_PROGRESS)
    assert difference(before, after) == ["-- **Status:** Open", "+- **Status:** In Progress"]


def test_setting_what_is_there_already_changes_nothing() -> None:
    before = english()
    assert edit.set_field(before, "G-001", FieldKey.OWNER, "Backend").text == before.text
    items = ["Keywords: `statistics`"]
    assert edit.set_field(before, "G-003", FieldKey.ESCALATION, items).text == before.text


def test_items_are_replaced_under_their_label() -> None:
    before = english()
    after = edit.set_field(before, "G-002", FieldKey.ESCALATION, ["Keywords: `cards`", "curl: `x`"])
    assert difference(before, after) == [
        "-  - Keywords: `cards`, `PATCH`",
        "+  - Keywords: `cards`",
        "+  - curl: `x`",
    ]


def test_an_item_of_several_lines_stays_one_item() -> None:
    before = parse_register(english().text.replace("`cards`, `PATCH`\n", "`cards`,\n    `PATCH`\n"))
    entry = before.entry("G-002")
    assert entry is not None
    package = entry.field(FieldKey.ESCALATION)
    assert package is not None
    assert package.items == ("Keywords: `cards`,\n`PATCH`",)
    after = edit.set_field(before, "G-002", FieldKey.ESCALATION, [*package.items, "more"])
    assert difference(before, after) == ["+  - more"]


def test_a_field_that_is_missing_goes_where_the_layout_has_it() -> None:
    before = english()
    after = edit.set_field(before, "G-004", FieldKey.UI_ENDPOINTS, ["`GET /api/logs/{category}`"])
    added = ["+- **UI endpoints:**", "+  - `GET /api/logs/{category}`"]
    assert difference(before, after) == added
    entry = after.entry("G-004")
    assert entry is not None
    keys = [field.key for field in entry.fields]
    assert keys.index(FieldKey.UI_ENDPOINTS) < keys.index(FieldKey.WORKAROUND)


def test_windows_line_endings_stay() -> None:
    text_ending = "\r\n"
    before = parse_register(english().text.replace("\n", text_ending))
    after = edit.set_status(before, "G-001", Status.IN_PROGRESS)
    after = edit.set_field(after, "G-004", FieldKey.UI_ENDPOINTS, ["`GET /x`"])
    assert after.text.count("\n") == after.text.count(text_ending)


def test_a_last_line_without_ending_is_edited_whole() -> None:
    before = parse_register(turkish().text.rstrip("\n"))
    after = edit.set_field(before, "G-002", FieldKey.VERIFICATION, "Bitti")
    assert after.text.endswith("- **Doğrulama (düzeltildiğinde):** Bitti")
    after = edit.set_field(before, "G-002", FieldKey.EVIDENCE, "a.json")
    assert after.text.endswith("\n- **Kanıt:** a.json\n")


def test_a_new_entry_is_a_sound_one_with_its_row() -> None:
    before = english()
    draft = edit.EntryDraft(
        id=edit.next_id(before),
        path=("Core", "Loans"),
        title="Extending | a loan stores nothing",
        impact_rating="High",
        fields={
            FieldKey.FIRST_SEEN: "2026-03-01",
            FieldKey.PRIORITY: "P0",
            FieldKey.OWNER: "Backend",
            FieldKey.SLA: "24h",
            FieldKey.TARGET_VERSION: "2.1",
            FieldKey.SYMPTOM: "The date goes back after a reload.",
            FieldKey.UI_ENDPOINTS: ["`POST /api/loans/{id}/extend`"],
            FieldKey.VERIFICATION: "The new date is read back.",
        },
    )
    after = edit.add_entry(before, draft)
    assert not any(line.startswith("-") for line in difference(before, after))
    entry = after.entry("G-005")
    assert entry is not None
    assert (entry.number, entry.path, entry.status) == ("1.5", ("Core", "Loans"), Status.OPEN)
    assert (entry.impact_rating, entry.closeable) == ("High", True)
    assert after.triage is not None
    row = after.triage.row("G-005")
    assert row is not None
    assert after.triage.cell(row, Column.SLA) == "24h"
    about = {f.code for f in check_register(after, NOW) if f.gap == "G-005"}
    assert about == {"impact-unexplained", "overdue"}
    with pytest.raises(edit.EditRefused, match="already has"):
        edit.add_entry(after, draft)


@pytest.mark.parametrize("language", list(Language))
def test_an_empty_register_takes_its_first_entry(language: Language) -> None:
    empty = parse_register(edit.empty_register(language, "2026-03-01"))
    assert empty.language is language
    after = edit.add_entry(empty, edit.EntryDraft("G-001", ("A",), "b", {}))
    assert [entry.id for entry in after.entries] == ["G-001"]
    assert after.triage is not None
    assert after.triage.row("G-001") is not None
    assert after.problems == ()


def test_senseless_changes_are_refused() -> None:
    with pytest.raises(edit.EditRefused, match="no entry G-099"):
        edit.set_field(english(), "G-099", FieldKey.OWNER, "x")
    with pytest.raises(edit.EditRefused, match="one line"):
        edit.set_field(english(), "G-001", FieldKey.OWNER, "x\n- **Status:** Verified")
    with pytest.raises(edit.EditRefused, match="no gap id"):
        edit.add_entry(english(), edit.EntryDraft("7", (), "b", {}))


def test_translating_there_and_back_changes_nothing() -> None:
    for before in (english(), turkish()):
        there = translate(before, before.language.other)
        assert there.language is before.language.other
        assert [e.status for e in there.entries] == [e.status for e in before.entries]
        assert there.text != before.text
        assert translate(there, before.language).text == before.text


def test_a_translation_speaks_the_other_language() -> None:
    text = translate(english(), Language.TR).text
    for piece in (
        "# Backend Boşluk Kütüğü (TR)",
        "Açık → Devam Ediyor → Düzeltildi → Doğrulandı",
        "| Kimlik | Alan |",
        "| TBD | Açık | Type them in / wait |",
        "- **UI uç noktaları (örnekler):**",
        "- **Etki:** Yüksek",
        "- **Doğrulama (düzeltildiğinde):** Upload returns 200",
    ):
        assert piece in text
