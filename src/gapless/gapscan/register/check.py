"""Names every inconsistency of a register, and every way in which its two languages differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gapless.gapscan.message import Message
from gapless.gapscan.register import check_words as words
from gapless.gapscan.register import labels
from gapless.gapscan.register.lifecycle import Transition, lacks
from gapless.gapscan.register.model import (
    Column,
    Entry,
    FieldKey,
    Language,
    Register,
    Status,
    TriageRow,
    TriageTable,
    is_blank,
    parse_duration,
)
from gapless.gapscan.register.sla import DEFAULT_SLA, sla_clock, span

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
    "no-mirror": Level.WARNING,
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
    "examples-only": Level.INFO,
    "impact-two-meanings": Level.INFO,
    "impact-unexplained": Level.INFO,
    "label-varies": Level.INFO,
    "no-target-version": Level.INFO,
    "placeholder-style": Level.INFO,
    "sla-not-default": Level.INFO,
    "unknown-field": Level.INFO,
    "untranslated": Level.INFO,
    "workaround-differs": Level.INFO,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency: where it is, its code, and what is wrong in words."""

    code: str
    file: str
    line: int
    message: Message
    gap: str = ""

    @property
    def level(self) -> Level:
        """How much it matters."""
        return LEVELS[self.code]

    def __str__(self) -> str:
        return self.text(Language.EN)

    def text(self, language: Language) -> str:
        """The finding as one line for people; level and code are the same in both languages."""
        said = self.message.text(language)
        return f"{self.file}:{self.line}: {self.level} {self.code}: {said}"

    def as_data(self, language: Language = Language.EN) -> dict[str, str | int | None]:
        """The finding as JSON, its message in that language."""
        return {
            "code": self.code,
            "level": self.level.value,
            "file": self.file,
            "line": self.line,
            "gap": self.gap or None,
            "message": self.message.text(language),
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
        found.append(Finding("no-entries", register.name, 1, words.NO_ENTRIES()))
    counts = Counter(entry.id.upper() for entry in register.entries)
    for entry in register.entries:
        checks = (*_entry(entry, now, log), *_wording(entry, register))
        found += (Finding(code, register.name, ln, text, entry.id) for code, ln, text in checks)
        if counts[entry.id.upper()] > 1:
            message = words.DUPLICATE_ID(gap=entry.id, count=counts[entry.id.upper()])
            line = entry.line_of(FieldKey.ID)
            found.append(Finding("duplicate-id", register.name, line, message, entry.id))
    found += _triage(register)
    found += _whole(register, now)
    return sorted(found, key=lambda finding: (finding.line, ORDER.index(finding.level)))


_Raw = tuple[str, int, Message]


def _entry(entry: Entry, now: datetime, log: Sequence[Transition]) -> Iterator[_Raw]:
    name = entry.id
    if entry.status is None:
        text, line = entry.text(FieldKey.STATUS), entry.line_of(FieldKey.STATUS)
        if text:
            known = tuple(Status)
            yield "unknown-status", line, words.UNKNOWN_STATUS(gap=name, text=text, known=known)
        else:
            yield "missing-field", line, words.NO_STATUS(gap=name)
    if entry.priority is None:
        text, line = entry.text(FieldKey.PRIORITY), entry.line_of(FieldKey.PRIORITY)
        if text:
            yield "unknown-priority", line, words.UNKNOWN_PRIORITY(gap=name, text=text)
        else:
            yield "missing-field", line, words.NO_PRIORITY(gap=name)
    if entry.first_seen is None:
        text, line = entry.text(FieldKey.FIRST_SEEN), entry.line_of(FieldKey.FIRST_SEEN)
        if text:
            yield "unreadable-date", line, words.BAD_DATE(gap=name, text=text)
        else:
            yield "missing-field", line, words.NO_DATE(gap=name)
    sla_text = entry.text(FieldKey.SLA)
    if entry.sla is None and not is_blank(sla_text):
        line = entry.line_of(FieldKey.SLA)
        yield "unreadable-sla", line, words.BAD_SLA(gap=name, text=sla_text)
    if entry.not_closeable:
        message = words.NOT_CLOSEABLE(gap=name, lacks=lacks(entry.not_closeable))
        yield "not-closeable", entry.line, message
    if entry.sla and entry.priority and entry.sla != DEFAULT_SLA[entry.priority]:
        yield (
            "sla-not-default",
            entry.line_of(FieldKey.SLA),
            words.SLA_NOT_DEFAULT(
                gap=name,
                sla=sla_text,
                priority=entry.priority.value,
                default=span(DEFAULT_SLA[entry.priority]),
            ),
        )
    clock = sla_clock(entry, log, now)
    if clock.breached and clock.stopped is None and clock.due and clock.remaining:
        due = clock.due.strftime("%Y-%m-%d %H:%M UTC")
        message = words.OVERDUE(gap=name, span=span(-clock.remaining), due=due)
        yield "overdue", entry.line_of(FieldKey.SLA), message


def _wording(entry: Entry, register: Register) -> Iterator[_Raw]:
    name = entry.id
    owner, resolver = entry.field(FieldKey.OWNER), entry.field(FieldKey.RESOLUTION_OWNER)
    if owner and resolver:
        message = words.TWO_OWNERS(gap=name, one=owner.label, line=owner.line, two=resolver.label)
        yield "two-owner-fields", resolver.line, message
    seen: dict[tuple[FieldKey, bool], int] = {}
    for item in entry.fields:
        if item.key is None:
            yield "unknown-field", item.line, words.UNKNOWN_FIELD(gap=name, label=item.label)
            continue
        # A rating and a sentence are the layout's own two meanings of Impact.
        sort = (item.key, item.key is FieldKey.IMPACT and labels.is_rating(item.content))
        first = seen.setdefault(sort, item.line)
        if first != item.line:
            message = words.REPEATED_FIELD(gap=name, label=item.label, line=first)
            yield "repeated-field", item.line, message
        elif item.key is FieldKey.IMPACT and (item.key, not sort[1]) in seen:
            other = seen[item.key, not sort[1]]
            message = words.IMPACT_TWICE(gap=name, label=item.label, one=other, two=item.line)
            yield "impact-two-meanings", item.line, message
        if item.language is register.language.other:
            yield "language-mixed", item.line, words.OTHER_LANGUAGE(gap=name, label=item.label)
    if entry.impact_rating and not entry.impact and not entry.text(FieldKey.CUSTOMER_IMPACT):
        line = entry.line_of(FieldKey.IMPACT)
        yield "impact-unexplained", line, words.IMPACT_UNEXPLAINED(gap=name)
    if is_blank(entry.text(FieldKey.TARGET_VERSION)):
        line = entry.line_of(FieldKey.TARGET_VERSION)
        yield "no-target-version", line, words.NO_TARGET(gap=name)
    yield from _endpoints(entry)


def _endpoints(entry: Entry) -> Iterator[_Raw]:
    field = entry.field(FieldKey.UI_ENDPOINTS)
    if field is None:
        elsewhere = tuple(str(endpoint) for endpoint in entry.mentioned_endpoints)
        message = (
            words.NO_ENDPOINTS_BUT(gap=entry.id, elsewhere=elsewhere)
            if elsewhere
            else words.NO_ENDPOINTS(gap=entry.id)
        )
        yield "missing-endpoints", entry.line, message
    elif not entry.endpoints:
        message = words.EMPTY_ENDPOINTS(gap=entry.id, label=field.label)
        yield "missing-endpoints", field.line, message
    else:
        if labels.is_examples(field.label):
            message = words.EXAMPLES_ONLY(gap=entry.id, label=field.label)
            yield "examples-only", field.line, message
        for offset, item in enumerate(field.items):
            if not re.search(r"/\w", item):
                message = words.VAGUE_ENDPOINT(gap=entry.id, item=item)
                yield "vague-endpoint", field.line + 1 + offset, message
    for item_field in entry.fields:
        for offset, item in enumerate((item_field.text, *item_field.items)):
            match = re.search(r"(?<=/)<(\w+)>", item)
            if match:
                message = words.PLACEHOLDER(gap=entry.id, name=match[1])
                yield "placeholder-style", item_field.line + offset, message


def _triage(register: Register) -> Iterator[Finding]:
    table = register.triage
    if table is None:
        if register.entries:
            yield Finding("no-triage-table", register.name, 1, words.NO_TRIAGE())
        return
    seen: dict[str, int] = {}
    for row in table.rows:
        gap_id = table.cell(row, Column.ID)
        entry = register.entry(gap_id)
        first = seen.setdefault(gap_id, row.line)
        if first != row.line:
            message = words.DUPLICATE_ROW(gap=gap_id, line=first)
            yield Finding("duplicate-row", register.name, row.line, message, gap_id)
        elif entry is None:
            message = words.ROW_WITHOUT_ENTRY(gap=gap_id) if gap_id else words.ROW_WITHOUT_ID()
            yield Finding("triage-without-entry", register.name, row.line, message, gap_id)
        else:
            for code, message in _row(table, row, entry):
                yield Finding(code, register.name, row.line, message, gap_id)
    for entry in register.entries:
        if entry.id not in seen:
            message = words.NOT_IN_TRIAGE(gap=entry.id, line=table.line)
            yield Finding("not-in-triage", register.name, entry.line, message, entry.id)


def _row(table: TriageTable, row: TriageRow, entry: Entry) -> Iterator[tuple[str, Message]]:
    if Column.STATUS in table.columns:
        word = table.cell(row, Column.STATUS)
        status = labels.status_of(word)[0]
        if status is None:
            yield "unknown-status", words.ROW_UNKNOWN_STATUS(gap=entry.id, text=word)
        elif entry.status is not None and status is not entry.status:
            line = entry.line_of(FieldKey.STATUS)
            yield (
                "status-differs",
                words.STATUS_DIFFERS(gap=entry.id, table=status, entry=entry.status, line=line),
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
            message = words.ROW_DIFFERS(
                gap=entry.id, column=column, cell=cell, text=text, line=entry.line_of(key)
            )
            yield "triage-differs", message
    workaround = entry.text(FieldKey.WORKAROUND)
    cell = table.cell(row, Column.WORKAROUND)
    if cell and workaround and labels.says_none(cell) is not labels.says_none(workaround):
        line = entry.line_of(FieldKey.WORKAROUND)
        message = words.WORKAROUND_DIFFERS(gap=entry.id, cell=cell, line=line)
        yield "workaround-differs", message
    area, path = table.cell(row, Column.AREA), " → ".join(entry.path)
    if Column.AREA in table.columns and path and labels.fold(area) != labels.fold(path):
        message = words.AREA_DIFFERS(gap=entry.id, area=area, line=entry.line, path=path)
        yield "area-differs", message


def _whole(register: Register, now: datetime) -> Iterator[Finding]:
    spelled: dict[FieldKey, tuple[str, str, int]] = {}
    numbers: dict[str, str] = {}
    for entry in register.entries:
        if entry.number and entry.number in numbers:
            message = words.SECTION_TWICE(
                gap=entry.id, other=numbers[entry.number], number=entry.number
            )
            yield Finding("section-number", register.name, entry.line, message, entry.id)
        numbers.setdefault(entry.number, entry.id)
        for item in entry.fields:
            if item.key is None:
                continue
            label, first, line = spelled.setdefault(item.key, (item.label, entry.id, item.line))
            if label != item.label and labels.fold(label) != labels.fold(item.label):
                message = words.LABEL_VARIES(
                    gap=entry.id, label=item.label, first=first, line=line, other=label
                )
                yield Finding("label-varies", register.name, item.line, message, entry.id)
    if not register.last_reviewed_line:
        return
    try:
        reviewed = datetime.fromisoformat(register.last_reviewed).replace(tzinfo=now.tzinfo)
    except ValueError:
        message = words.BAD_REVIEW(text=register.last_reviewed)
        yield Finding("unreadable-date", register.name, register.last_reviewed_line, message)
        return
    if now - reviewed > REVIEW_EVERY:
        message = words.REVIEW_STALE(days=(now - reviewed).days)
        yield Finding("review-stale", register.name, register.last_reviewed_line, message)
