"""The register as text for a terminal, in English or Turkish."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from gapless.gapscan.register import labels
from gapless.gapscan.register.escalation import fill_package
from gapless.gapscan.register.lifecycle import lacks
from gapless.gapscan.register.model import Entry, FieldKey, Language
from gapless.gapscan.register.sla import SlaClock, sla_clock, span
from gapless.gapscan.register.snapshot import SHOWN, Snapshot, signatures

_WORDS = {
    Language.EN: {
        "module": "Module",
        "gap": "Gap",
        "left": "SLA left",
        "overdue": "overdue",
        "met": "met",
        "late": "late",
        "none": "no gap matches",
        "closeable": "Closeable",
        "yes": "yes",
        "no": "no: it lacks",
        "due": "Due",
        "version": "Version",
        "timeline": "Timeline",
        "evidence": "evidence",
        "package": "Escalation package, filled in",
    },
    Language.TR: {
        "module": "Modül",
        "gap": "Boşluk",
        "left": "Kalan SLA",
        "overdue": "gecikti",
        "met": "zamanında",
        "late": "geç",
        "none": "eşleşen boşluk yok",
        "closeable": "Kapatılabilir",
        "yes": "evet",
        "no": "hayır, eksik:",
        "due": "Son tarih",
        "version": "Sürüm",
        "timeline": "Zaman çizelgesi",
        "evidence": "kanıt",
        "package": "Eskalasyon paketi, doldurulmuş",
    },
}


def printable(text: str) -> str:
    """The text without characters that would command the terminal."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in aligned columns, the first being the header."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def clock_text(clock: SlaClock, language: Language) -> str:
    """What is left of an SLA in words."""
    said = _WORDS[language]
    if clock.remaining is None:
        return "-"
    if clock.stopped is not None:
        return said["late"] if clock.breached else said["met"]
    if clock.breached:
        return f"{said['overdue']} {span(-clock.remaining)}"
    return span(clock.remaining)


def list_text(
    entries: Sequence[Entry], snapshot: Snapshot, language: Language, now: datetime
) -> str:
    """The triage table of those entries with their clocks."""
    said = _WORDS[language]
    if not entries:
        return said["none"]
    header = (
        labels.label(FieldKey.ID, language),
        labels.label(FieldKey.STATUS, language),
        labels.label(FieldKey.PRIORITY, language),
        labels.label(FieldKey.OWNER, language),
        said["left"],
        said["module"],
        said["gap"],
    )
    rows = [header]
    for entry in entries:
        clock = sla_clock(entry, snapshot.log.transitions, now)
        rows.append(
            (
                entry.id,
                labels.status_word(entry.status, language) if entry.status else "?",
                entry.priority.value if entry.priority else "?",
                entry.owner or "-",
                clock_text(clock, language),
                " → ".join(entry.path) or "-",
                entry.title,
            )
        )
    return printable(table(rows))


def entry_text(entry: Entry, snapshot: Snapshot, language: Language, now: datetime) -> str:
    """One entry: its fields, its clock, its timeline and its escalation package."""
    said = _WORDS[language]
    lines = [f"{entry.id}  {' → '.join((*entry.path, entry.title))}", ""]
    for field in entry.fields:
        lines.append(f"{field.label}: {field.text}".rstrip())
        lines += [f"  - {item}" for item in field.items]
    clock = sla_clock(entry, snapshot.log.transitions, now)
    if clock.due is not None:
        due = clock.due.strftime("%Y-%m-%d %H:%M UTC")
        lines.append(f"{said['due']}: {due} ({clock_text(clock, language)})")
    if entry.closeable:
        lines.append(f"{said['closeable']}: {said['yes']}")
    else:
        missing = ", ".join(one.text(language) for one in lacks(entry.not_closeable))
        lines.append(f"{said['closeable']}: {said['no']} {missing}")
    lines.append(f"{said['version']}: {signatures(snapshot)[entry.id][:SHOWN]}")
    lines += ["", f"{said['timeline']}:"]
    for step in snapshot.history(entry.id):
        before = labels.status_word(step.before, language) if step.before else "·"
        moved = f"{before} → {labels.status_word(step.after, language)}"
        lines.append(
            f"  {step.at:%Y-%m-%d %H:%M}  {moved}  {step.by}  {step.why(language)}".rstrip()
        )
        lines += [f"    {said['evidence']} {name}" for name in step.evidence]
    lines += ["", f"{said['package']}:"]
    lines += [f"  - {item}" for item in fill_package(entry, language)]
    return printable("\n".join(lines))
