"""`check` names each inconsistency with its code and line, and is silent about a sound register."""

from datetime import timedelta

import pytest

from gapless.gapscan.register.check import LEVELS, Finding, check_register
from gapless.gapscan.register.compare import compare_registers
from gapless.gapscan.register.mirror import translate
from gapless.gapscan.register.model import Language, Register
from gapless.gapscan.register.parse import parse_register
from tests.gapscan.register.sample import NOW, changed, english, turkish


def found(register: Register, code: str) -> list[Finding]:
    return [finding for finding in check_register(register, NOW) if finding.code == code]


def test_the_sample_has_exactly_the_inconsistencies_written_into_it() -> None:
    codes = [(f.gap, f.code, f.line) for f in check_register(english(), NOW)]
    assert codes == [
        ("G-001", "workaround-differs", 18),
        ("G-001", "area-differs", 18),
        ("G-002", "workaround-differs", 19),
        ("G-003", "area-differs", 20),
        ("G-001", "no-target-version", 40),
        ("G-001", "impact-two-meanings", 48),
        ("G-002", "no-target-version", 67),
        ("G-002", "label-varies", 72),
        ("G-002", "impact-two-meanings", 73),
        ("G-003", "no-target-version", 90),
        ("G-003", "impact-unexplained", 91),
        ("G-003", "label-varies", 93),
        ("G-003", "examples-only", 98),
        ("G-003", "label-varies", 98),
        ("G-003", "vague-endpoint", 101),
        ("G-004", "not-in-triage", 110),
        ("G-004", "missing-endpoints", 110),
        ("G-004", "no-target-version", 119),
        ("G-004", "impact-two-meanings", 125),
        ("G-004", "placeholder-style", 130),
        ("G-004", "two-owner-fields", 132),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("- **Status:** Open", "- **Status:** Done", "unknown-status", "'Done' is no status"),
        ("- **Status:** Open", "- **Status:** Fixed", "status-differs", "Open in the triage table"),
        ("- **Status:** Open\n", "", "missing-field", "has no status"),
        ("- **Priority:** P1", "- **Priority:** P9", "unknown-priority", "'P9'"),
        ("- **Priority:** P1", "- **Priority:** P2", "triage-differs", "Priority is 'P1'"),
        ("- **SLA:** 7d", "- **SLA:** 3d", "sla-not-default", "not the default of P1, 7d"),
        ("- **SLA:** 7d", "- **SLA:** soon", "unreadable-sla", "'soon' is no SLA"),
        ("- **SLA:** 7d", "- **SLA:** TBD", "not-closeable", "lacks a readable SLA"),
        ("- **Owner:** Backend", "- **Owner:** -", "not-closeable", "lacks an owner"),
        ("- **First Seen:** 2026-03-01", "- **First Seen:** 1 March", "unreadable-date", "1 March"),
        ("- **ID:** G-002", "- **ID:** G-001", "duplicate-id", "the id of 2 entries"),
        ("- **ID:** G-002", "- **ID:** second", "bad-id", "'second' is no gap id"),
        ("| G-003 | Stat", "| G-009 | Stat", "triage-without-entry", "lists G-009"),
        ("| G-003 | Stat", "| G-001 | Stat", "duplicate-row", "already on line 18"),
        ("### 1.2 ", "### 1.1 ", "section-number", "both section 1.1"),
        ("- **Symptom:** Switching", "- **Belirti:** Switching", "language-mixed", "'Belirti'"),
        ("- **Symptom:** Switching", "- **Smell:** Switching", "unknown-field", "'Smell'"),
        ("- **Symptom:** Switching", "- **Owner:** Me\n- **Symptom:** S", "repeated-field", "line"),
        ("- **Owner:** Backend", "- Owner: Backend", "broken-field", "without **bold**"),
        ("2026-03-02  ", "2025-12-24  ", "review-stale", "69 days ago"),
        ("2026-03-02  ", "yesterday  ", "unreadable-date", "'yesterday'"),
    ],
)
def test_each_inconsistency_has_its_code(old: str, new: str, code: str, said: str) -> None:
    assert not any(said in finding.message.text() for finding in found(english(), code))
    matching = [f for f in found(changed(old, new), code) if said in f.message.text()]
    assert matching, check_register(changed(old, new), NOW)
    assert matching[0].line > 0
    assert str(matching[0]).startswith(f"changed.en.md:{matching[0].line}: {LEVELS[code]} {code}: ")


def test_a_gap_is_overdue_from_its_due_moment_on() -> None:
    due = NOW.replace(day=8, hour=0)
    register = english()
    assert not any(f.code == "overdue" for f in check_register(register, due))
    late = check_register(register, due + timedelta(hours=5))
    [first] = [f for f in late if f.code == "overdue" and f.gap == "G-001"]
    assert "by 5h: it was due 2026-03-08 00:00 UTC" in first.message.text()


def test_a_file_of_another_kind_has_no_entries() -> None:
    [finding] = check_register(parse_register("# Shopping\n\n- milk\n", name="x.md"), NOW)
    assert (finding.code, finding.level) == ("no-entries", "error")


def test_the_languages_must_have_the_same_gaps_and_facts() -> None:
    messages = [f"{f.code} {f.message}" for f in compare_registers(english(), turkish())]
    assert [m for m in messages if "mirror-missing-entry G-003" in m]
    assert [m for m in messages if "mirror-missing-entry G-004" in m]
    assert [m for m in messages if "the triage table lacks G-003" in m]
    assert not [m for m in messages if "G-001" in m or "G-002" in m]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- **Durum:** Açık", "- **Durum:** Düzeltildi", "Status is 'Fixed'"),
        ("- **İlk Görülme:** 2026-03-01", "- **İlk Görülme:** 2026-03-02", "First Seen is"),
        ("- **SLA:** 7d", "- **SLA:** 8d", "SLA is '8 days"),
        ("- **Öncelik:** P1", "- **Öncelik:** P0", "Priority is 'P0'"),
        ("- **Sahip:** Backend", "- **Sahip:** Biz", "Owner is 'Biz'"),
        ("- **Etki:** Yüksek", "- **Etki:** Düşük", "Impact is 'Low'"),
        (
            "POST /api/books/upload",
            "POST /api/books/uploads",
            "lacks the endpoint POST /api/books/u",
        ),
        ("POST /api/books/upload", "PUT /api/books/upload", "PUT /api/books/upload is an endpoint"),
        ("- **Hedef Sürüm:** Belirlenecek", "- **Hedef Sürüm:** 2.0", "Target Version is '2.0'"),
    ],
)
def test_each_difference_is_named_on_its_line(old: str, new: str, said: str) -> None:
    text = turkish().text.replace(old, new, 1)
    other = parse_register(text, name="x.tr.md")
    [finding] = [f for f in compare_registers(english(), other) if said in f.message.text()]
    assert (finding.code, finding.file) == ("mirror-differs", "x.tr.md")
    line = other.lines[finding.line - 1]
    assert new.split(" ")[0] in line or "uç noktaları" in line


def test_another_order_and_forgotten_prose_are_named() -> None:
    copy = translate(english(), Language.TR, name="copy.tr.md")
    codes = {f.code for f in compare_registers(english(), copy)}
    assert codes == {"untranslated"}
    swapped = copy.text.replace("G-001", "x").replace("G-002", "G-001").replace("x", "G-002")
    found_codes = {f.code for f in compare_registers(english(), parse_register(swapped))}
    assert "mirror-order" in found_codes
