"""Every field of an entry can be changed, in both languages, and nothing else changes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapless.gapscan.register.amend import PROSE, SHARED, Amendment, TextChange, amended
from gapless.gapscan.register.check import check_register
from gapless.gapscan.register.edit import EditRefused, Words
from gapless.gapscan.register.model import FieldKey, Language, Register
from gapless.gapscan.register.parse import parse_register
from gapless.gapscan.register.snapshot import signatures
from gapless.gapscan.register.store import EntryChanged, RegisterStore
from tests.gapscan.register.sample import NOW, english, turkish
from tests.gapscan.register.test_edit import difference

EN, TR = Language.EN, Language.TR
VALUES = {
    FieldKey.PRIORITY: "P0",
    FieldKey.OWNER: "Cards team",
    FieldKey.SLA: "2w",
    FieldKey.TARGET_VERSION: "9.9",
    FieldKey.FIRST_SEEN: "2026-02-02",
    FieldKey.ENVIRONMENT: "staging",
    FieldKey.RESOLUTION_OWNER: "Platform",
    FieldKey.UI_ENDPOINTS: ["GET /one", "POST /two"],
}


def changed(change: Amendment, *registers: Register) -> dict[Language, Register]:
    found = {one.language: one for one in registers or (english(), turkish())}
    return amended(found, "G-002", change)


def test_every_field_of_the_layout_is_somebodys() -> None:
    assert {*SHARED, *PROSE, FieldKey.ID, FieldKey.STATUS, FieldKey.IMPACT} == set(FieldKey)


@pytest.mark.parametrize("key", SHARED)
def test_a_shared_field_is_written_to_both_languages(key: FieldKey) -> None:
    value = VALUES[key]
    after = changed(Amendment(shared={key: value}))
    wanted = value if isinstance(value, str) else "\n".join(value)
    for register in after.values():
        entry = register.entry("G-002")
        assert entry is not None
        assert entry.text(key) == wanted
        assert "triage-differs" not in {
            f.code for f in check_register(register, NOW) if f.gap == "G-002"
        }


@pytest.mark.parametrize("key", PROSE)
@pytest.mark.parametrize("language", Language)
def test_prose_is_written_to_its_language_alone(key: FieldKey, language: Language) -> None:
    before = {EN: english(), TR: turkish()}
    value = Words("It is so:", ("first", "second"))
    texts = {language: TextChange(fields={key: value})}
    after = amended(before, "G-002", Amendment(texts=texts))
    entry = after[language].entry("G-002")
    assert entry is not None
    assert entry.text(key) == "It is so:\nfirst\nsecond"
    assert after[language.other].text == before[language.other].text


def test_title_and_menu_path_keep_number_level_and_arrow() -> None:
    before = english()
    text = TextChange(title="Cards stay on", path=("System", "Cards & limits"))
    after = changed(Amendment(texts={EN: text}), before, turkish())
    entry = after[EN].entry("G-002")
    assert entry is not None
    assert (entry.path, entry.title) == (("System", "Cards & limits"), "Cards stay on")
    old = before.entry("G-002")
    assert old is not None
    heading = after[EN].lines[entry.line - 1]
    assert heading.split(" ")[:2] == before.lines[old.line - 1].split(" ")[:2]
    assert after[TR].text == turkish().text
    lines = difference(before, after[EN])
    assert len([line for line in lines if line.startswith("+")]) <= 2  # the heading and its row


def test_the_row_follows_what_it_repeated_and_keeps_a_summary_of_its_own() -> None:
    text = TextChange(title="Cards stay on")
    summary = english()
    [row] = [line for line in summary.lines if line.startswith("| G-002")]
    after = changed(Amendment(texts={EN: text}), summary)
    assert row in after[EN].lines
    entry = summary.entry("G-002")
    assert entry is not None
    cells = row.split("|")
    repeating = parse_register(
        summary.text.replace(row, row.replace(cells[3], f" {entry.title} ")), name=summary.name
    )
    after = changed(Amendment(texts={EN: text}), repeating)
    assert "Cards stay on |" in after[EN].text


def test_a_field_that_the_layout_does_not_know_is_found_by_its_label() -> None:
    before = parse_register(
        english().text.replace(
            "- **ID:** G-002\n", "- **ID:** G-002\n- **Ticket:** T-1\n  - seen by Ada\n"
        ),
        name="REGISTER.en.md",
    )
    after = changed(Amendment(texts={EN: TextChange(others={"Ticket": "T-2"})}), before)
    assert difference(before, after[EN]) == [
        "-- **Ticket:** T-1", "-  - seen by Ada", "+- **Ticket:** T-2",
    ]  # fmt: skip
    with pytest.raises(EditRefused, match="no field 'Tickets'"):
        changed(Amendment(texts={EN: TextChange(others={"Tickets": "T-2"})}), before)


def test_clearing_what_is_not_there_adds_nothing() -> None:
    before = english()
    empty = TextChange(fields={FieldKey.EVIDENCE: "", FieldKey.CUSTOMER_IMPACT: ()})
    after = changed(Amendment(shared={FieldKey.RESOLUTION_OWNER: ""}, texts={EN: empty}), before)
    entry = before.entry("G-002")
    assert entry is not None
    missing = [k for k in (FieldKey.EVIDENCE, FieldKey.CUSTOMER_IMPACT) if not entry.field(k)]
    assert missing
    assert after[EN].text == before.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Amendment(shared={FieldKey.SLA: "soon"}), "no SLA"),
        (Amendment(shared={FieldKey.PRIORITY: "P9"}), "no priority"),
        (Amendment(shared={FieldKey.FIRST_SEEN: "yesterday"}), "no date"),
        (Amendment(shared={FieldKey.OWNER: "a\n- **Status:** Verified"}), "one line"),
        (Amendment(shared={FieldKey.STATUS: "Fixed"}), "by a move"),
        (Amendment(shared={FieldKey.ID: "G-9"}), "by a move"),
        (Amendment(texts={EN: TextChange(title="a → b")}), "would not read"),
        (Amendment(texts={EN: TextChange(title="")}), "would not read"),
        (Amendment(texts={EN: TextChange(title="#")}), "would not read"),
        (Amendment(texts={EN: TextChange(path=("1.9 Core",), title="x\n### y")}), "one line"),
        (Amendment(texts={EN: TextChange(impact="High")}), "grade"),
    ],
)
def test_what_cannot_be_written_is_refused(change: Amendment, said: str) -> None:
    with pytest.raises(EditRefused, match=said):
        changed(change)


def test_a_version_keeps_one_edit_from_overwriting_another(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path / "gaps")
    store.import_registers([english(), turkish()], by="me", now=NOW)
    seen = signatures(store.read())["G-002"]
    store.amend("G-001", Amendment(shared={FieldKey.OWNER: "A"}))
    store.amend("g-002", Amendment(shared={FieldKey.OWNER: "B"}), version=seen[:16])
    with pytest.raises(EntryChanged):
        store.amend("G-002", Amendment(shared={FieldKey.OWNER: "C"}), version=seen)
    with pytest.raises(EntryChanged):
        store.amend("G-002", Amendment(shared={FieldKey.OWNER: "C"}), version="")
    assert store.read().entry("G-002").owner == "B"
