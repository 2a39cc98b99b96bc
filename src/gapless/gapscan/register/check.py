"""Names every inconsistency of a register, and every way in which its two languages differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gapless.gapscan.register import labels
from gapless.gapscan.register.lifecycle import Transition, describe_missing
from gapless.gapscan.register.model import (
    Column,
    Entry,
    FieldKey,
    Register,
    TriageRow,
    TriageTable,
    is_blank,
    parse_duration,
)
from gapless.gapscan.register.sla import DEFAULT_SLA, sla_clock, words

# A register that nobody has looked at for so long says nothing about today.
REVIEW_EVERY = timedelta(days=30)


class Level(StrEnum):
    """How much an inconsistency matters: an error makes `check` fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ORDER = (Level.ERROR, Level.WARNING, Level.INFO)

# Every code that `check` can print; docs/*/gap-register.md explains each.
LEVELS: dict[str, Level] = {
    "bad-id": Level.ERROR,
    "broken-field": Level.ERROR,
    "broken-table": Level.ERROR,
    "duplicate-id": Level.ERROR,
    "duplicate-row": Level.ERROR,
    "entry-without-id": Level.ERROR,
    "evidence-damaged": Level.ERROR,
    "history-broken": Level.ERROR,
    "log-damaged": Level.ERROR,
    "mirror-differs": Level.ERROR,
    "mirror-missing-entry": Level.ERROR,
    "missing-field": Level.ERROR,
    "no-entries": Level.ERROR,
    "not-closeable": Level.ERROR,
    "not-in-triage": Level.ERROR,
    "status-differs": Level.ERROR,
    "status-not-logged": Level.ERROR,
    "triage-without-entry": Level.ERROR,
    "unknown-priority": Level.ERROR,
    "unknown-status": Level.ERROR,
    "unreadable-date": Level.ERROR,
    "unreadable-sla": Level.ERROR,
    "verified-without-evidence": Level.ERROR,
    "contract-missing": Level.WARNING,
    "language-mixed": Level.WARNING,
    "missing-endpoints": Level.WARNING,
    "mirror-order": Level.WARNING,
    "no-triage-table": Level.WARNING,
    "overdue": Level.WARNING,
    "repeated-field": Level.WARNING,
    "review-stale": Level.WARNING,
    "section-number": Level.WARNING,
    "triage-differs": Level.WARNING,
    "two-owner-fields": Level.WARNING,
    "vague-endpoint": Level.WARNING,
    "area-differs": Level.INFO,
    "impact-two-meanings": Level.INFO,
    "impact-unexplained": Level.INFO,
    "label-varies": Level.INFO,
    "no-target-version": Level.INFO,
    "placeholder-style": Level.INFO,
    "sla-not-default": Level.INFO,
    "unknown-field": Level.INFO,
    "untranslated": Level.INFO,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency: where it is, its code, and what is wrong in words."""

    code: str
    file: str
    line: int
    message: str
    gap: str = ""

    @property
    def level(self) -> Level:
        """How much it matters."""
        return LEVELS[self.code]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level} {self.code}: {self.message}"

    def as_data(self) -> dict[str, str | int | None]:
        """The finding as JSON."""
        return {
            "code": self.code,
            "level": self.level.value,
            "file": self.file,
            "line": self.line,
            "gap": self.gap or None,
            "message": self.message,
        }


def check_register(
    register: Register, now: datetime, log: Sequence[Transition] = ()
) -> list[Finding]:
    """Every inconsistency inside one register at `now`, in the order of its lines.

    With the transition log the SLA clocks know of regressions and verifications.
    """
    found = [
        Finding(problem.code, register.name, problem.line, problem.message, problem.gap)
        for problem in register.problems
    ]
    if not register.entries:
        found.append(Finding("no-entries", register.name, 1, "the file has no entry"))
    counts = Counter(entry.id.upper() for entry in register.entries)
    for entry in register.entries:
        checks = (*_entry(entry, now, log), *_wording(entry, register))
        found += (Finding(code, register.name, ln, text, entry.id) for code, ln, text in checks)
        if counts[entry.id.upper()] > 1:
            text = f"{entry.id} is the id of {counts[entry.id.upper()]} entries"
            line = entry.line_of(FieldKey.ID)
            found.append(Finding("duplicate-id", register.name, line, text, entry.id))
    found += _triage(register)
    found += _whole(register, now)
    return sorted(found, key=lambda finding: (finding.line, ORDER.index(finding.level)))


_Raw = tuple[str, int, str]


def _entry(entry: Entry, now: datetime, log: Sequence[Transition]) -> Iterator[_Raw]:
    name = entry.id
    if entry.status is None:
        text = entry.text(FieldKey.STATUS)
        line = entry.line_of(FieldKey.STATUS)
        if text:
            known = "Open, In Progress, Fixed, Verified"
            yield "unknown-status", line, f"{name}: '{text}' is no status; known are {known}"
        else:
            yield "missing-field", line, f"{name} has no status"
    if entry.priority is None:
        text, line = entry.text(FieldKey.PRIORITY), entry.line_of(FieldKey.PRIORITY)
        if text:
            yield "unknown-priority", line, f"{name}: '{text}' is no priority; known are P0, P1, P2"
        else:
            yield "missing-field", line, f"{name} has no priority"
    if entry.first_seen is None:
        text, line = entry.text(FieldKey.FIRST_SEEN), entry.line_of(FieldKey.FIRST_SEEN)
        if text:
            yield "unreadable-date", line, f"{name}: '{text}' is no date; write YYYY-MM-DD"
        else:
            yield "missing-field", line, f"{name} has no date of first seeing"
    sla_text = entry.text(FieldKey.SLA)
    if entry.sla is None and not is_blank(sla_text):
        line = entry.line_of(FieldKey.SLA)
        yield "unreadable-sla", line, f"{name}: '{sla_text}' is no SLA; write 24h, 7d or 4w"
    if entry.not_closeable:
        yield (
            "not-closeable",
            entry.line,
            f"{name} is not closeable: it lacks {describe_missing(entry.not_closeable)}",
        )
    if entry.sla and entry.priority and entry.sla != DEFAULT_SLA[entry.priority]:
        line, default = entry.line_of(FieldKey.SLA), words(DEFAULT_SLA[entry.priority])
        yield (
            "sla-not-default",
            line,
            f"{name}: SLA {sla_text} is not the default of {entry.priority}, {default}",
        )
    clock = sla_clock(entry, log, now)
    if clock.breached and clock.stopped is None and clock.due and clock.remaining:
        line = entry.line_of(FieldKey.SLA)
        due = clock.due.strftime("%Y-%m-%d %H:%M UTC")
        yield "overdue", line, f"{name} is overdue by {words(-clock.remaining)}: it was due {due}"


def _wording(entry: Entry, register: Register) -> Iterator[_Raw]:
    name = entry.id
    owner, resolver = entry.field(FieldKey.OWNER), entry.field(FieldKey.RESOLUTION_OWNER)
    if owner and resolver:
        text = f"{name} names its owner in two fields: '{owner.label}' on line {owner.line}"
        yield "two-owner-fields", resolver.line, f"{text} and '{resolver.label}' here"
    seen: dict[tuple[FieldKey, bool], int] = {}
    for item in entry.fields:
        if item.key is None:
            yield "unknown-field", item.line, f"{name}: '{item.label}' is no field of the layout"
            continue
        # A rating and a sentence are the layout's own two meanings of Impact.
        sort = (item.key, item.key is FieldKey.IMPACT and labels.is_rating(item.content))
        first = seen.setdefault(sort, item.line)
        if first != item.line:
            yield "repeated-field", item.line, f"{name} has '{item.label}' already on line {first}"
        elif item.key is FieldKey.IMPACT and (item.key, not sort[1]) in seen:
            other = seen[item.key, not sort[1]]
            text = f"{name}: '{item.label}' means a rating on one line and a sentence on the other"
            yield "impact-two-meanings", item.line, f"{text} (lines {other} and {item.line})"
        if item.language is register.language.other:
            text = f"{name}: '{item.label}' is not the word of this file's language"
            yield "language-mixed", item.line, text
    if entry.impact_rating and not entry.impact and not entry.text(FieldKey.CUSTOMER_IMPACT):
        line = entry.line_of(FieldKey.IMPACT)
        yield "impact-unexplained", line, f"{name} rates its impact and does not say what it is"
    if is_blank(entry.text(FieldKey.TARGET_VERSION)):
        line = entry.line_of(FieldKey.TARGET_VERSION)
        yield "no-target-version", line, f"{name} has no target version"
    yield from _endpoints(entry)


def _endpoints(entry: Entry) -> Iterator[_Raw]:
    field = entry.field(FieldKey.UI_ENDPOINTS)
    if field is None:
        elsewhere = ", ".join(str(endpoint) for endpoint in entry.mentioned_endpoints)
        hint = f"; it mentions {elsewhere} elsewhere" if elsewhere else ""
        yield "missing-endpoints", entry.line, f"{entry.id} has no field UI endpoints{hint}"
    elif not entry.endpoints:
        text = f"{entry.id}: '{field.label}' names no method and path"
        yield "missing-endpoints", field.line, text
    else:
        for offset, item in enumerate(field.items):
            if not re.search(r"/\w", item):
                text = f"{entry.id}: '{item}' names no method and path"
                yield "vague-endpoint", field.line + 1 + offset, text
    for item_field in entry.fields:
        for offset, item in enumerate((item_field.text, *item_field.items)):
            match = re.search(r"(?<=/)<\w+>", item)
            if match:
                text = f"{entry.id}: {match[0]} is written {{{match[0][1:-1]}}} elsewhere"
                yield "placeholder-style", item_field.line + offset, text


def _triage(register: Register) -> Iterator[Finding]:
    table = register.triage
    if table is None:
        if register.entries:
            text = "the register has no triage table"
            yield Finding("no-triage-table", register.name, 1, text)
        return
    seen: dict[str, int] = {}
    for row in table.rows:
        gap_id = table.cell(row, Column.ID)
        entry = register.entry(gap_id)
        first = seen.setdefault(gap_id, row.line)
        if first != row.line:
            text = f"{gap_id} has a row already on line {first}"
            yield Finding("duplicate-row", register.name, row.line, text, gap_id)
        elif entry is None:
            text = f"the triage table lists {gap_id or 'a gap without id'}, which has no entry"
            yield Finding("triage-without-entry", register.name, row.line, text, gap_id)
        else:
            for code, text in _row(table, row, entry):
                yield Finding(code, register.name, row.line, text, gap_id)
    for entry in register.entries:
        if entry.id not in seen:
            text = f"{entry.id} is missing from the triage table on line {table.line}"
            yield Finding("not-in-triage", register.name, entry.line, text, entry.id)


def _row(table: TriageTable, row: TriageRow, entry: Entry) -> Iterator[tuple[str, str]]:
    if Column.STATUS in table.columns:
        word = table.cell(row, Column.STATUS)
        status = labels.status_of(word)[0]
        if status is None:
            yield "unknown-status", f"{entry.id}: '{word}' in the triage table is no status"
        elif entry.status is not None and status is not entry.status:
            where = f"line {entry.line_of(FieldKey.STATUS)}"
            yield (
                "status-differs",
                f"{entry.id} is {status} in the triage table and {entry.status} on {where}",
            )
    for column in (Column.PRIORITY, Column.OWNER, Column.SLA, Column.TARGET_VERSION):
        if column not in table.columns:
            continue
        cell = table.cell(row, column)
        key = FieldKey(column.value)
        text = entry.owner if column is Column.OWNER else entry.text(key)
        same = labels.fold(cell) == labels.fold(text)
        if column is Column.SLA and parse_duration(cell) is not None:
            same = parse_duration(cell) == entry.sla
        if not same and not (is_blank(cell) and is_blank(text)):
            where = f"line {entry.line_of(key)}"
            yield (
                "triage-differs",
                f"{entry.id}: {column.value} is '{cell}' in the triage table, '{text}' on {where}",
            )
    area, path = table.cell(row, Column.AREA), " → ".join(entry.path)
    if Column.AREA in table.columns and path and labels.fold(area) != labels.fold(path):
        yield (
            "area-differs",
            f"{entry.id}: the area is '{area}', the heading on line {entry.line} says '{path}'",
        )


def _whole(register: Register, now: datetime) -> Iterator[Finding]:
    spelled: dict[FieldKey, tuple[str, str, int]] = {}
    numbers: dict[str, str] = {}
    for entry in register.entries:
        if entry.number and entry.number in numbers:
            text = f"{entry.id} and {numbers[entry.number]} are both section {entry.number}"
            yield Finding("section-number", register.name, entry.line, text, entry.id)
        numbers.setdefault(entry.number, entry.id)
        for item in entry.fields:
            if item.key is None:
                continue
            label, first, line = spelled.setdefault(item.key, (item.label, entry.id, item.line))
            if label != item.label and labels.fold(label) != labels.fold(item.label):
                text = f"{entry.id} writes '{item.label}', {first} on line {line} '{label}'"
                yield Finding("label-varies", register.name, item.line, text, entry.id)
    if not register.last_reviewed_line:
        return
    try:
        reviewed = datetime.fromisoformat(register.last_reviewed).replace(tzinfo=now.tzinfo)
    except ValueError:
        text = f"'{register.last_reviewed}' is no date of review; write YYYY-MM-DD"
        yield Finding("unreadable-date", register.name, register.last_reviewed_line, text)
        return
    if now - reviewed > REVIEW_EVERY:
        text = f"last reviewed {(now - reviewed).days} days ago"
        yield Finding("review-stale", register.name, register.last_reviewed_line, text)
