"""Entries of the register as the wire shows them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from gapless.features.gap_register.repository import Book
from gapless.features.gap_register.rules import Listed, is_overdue, module_of, refusal_of
from gapless.features.gap_register.schemas import (
    FieldText,
    GapRow,
    GapSummary,
    GapTextOut,
    Move,
    Rating,
    SlaState,
    Step,
    Tally,
)
from gapless.features.gap_register.speech import reader_language
from gapless.gapscan.register import (
    Entry,
    FieldKey,
    Language,
    SlaClock,
    Snapshot,
    Status,
    fill_package,
    sla_clock,
)
from gapless.gapscan.register.labels import rating_of
from gapless.gapscan.register.model import is_blank

RATINGS: dict[str, Rating] = {
    "Critical": "Critical",
    "High": "High",
    "Medium": "Medium",
    "Low": "Low",
}


def listed(book: Book, now: datetime) -> list[Listed]:
    """Every gap with its clock, in the register's order."""
    log = book.snapshot.log.transitions
    entries = {entry.id: entry for entry in book.snapshot.primary.entries}
    return [Listed(entry, sla_clock(entry, log, now)) for entry in entries.values()]


def texts_of(snapshot: Snapshot, gap_id: str) -> dict[Language, Entry]:
    """The gap's entries, one for each language that has it."""
    found = {
        language: snapshot.registers[language].entry(gap_id) for language in snapshot.registers
    }
    return {language: entry for language, entry in found.items() if entry is not None}


def row(book: Book, item: Listed, language: Language, findings: int) -> GapRow:
    """A gap in a list."""
    entry = item.entry
    text = texts_of(book.snapshot, entry.id).get(language, entry)
    kept = book.kept.get(entry.id)
    return GapRow(
        id=entry.id,
        title=text.title,
        path=list(text.path),
        module=module_of(text),
        status=entry.status,
        priority=entry.priority,
        owner=None if is_blank(entry.owner) else entry.owner,
        target_version=text_or_none(entry, "target_version"),
        first_seen=entry.first_seen,
        sla=sla_state(item.clock),
        overdue=is_overdue(item),
        closeable=entry.closeable,
        lacks=list(entry.not_closeable),
        has_contract=bool(kept and kept.contract),
        findings=findings,
        version=book.version_of(entry.id),
    )


def text_or_none(entry: Entry, key: str) -> str | None:
    """A field's text, or None for an empty one and for `TBD` and its like."""
    found = next((field.content for field in entry.fields if field.key == key), "")
    return None if is_blank(found) else found


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())


def sla_state(clock: SlaClock) -> SlaState:
    """The clock on the wire."""
    return SlaState(
        allowed_seconds=_seconds(clock.allowed),
        started=clock.started,
        due=clock.due,
        stopped=clock.stopped,
        remaining_seconds=_seconds(clock.remaining),
        breached=clock.breached,
        defaulted=clock.defaulted,
    )


def text(entry: Entry, language: Language) -> GapTextOut:
    """An entry in one language, with its escalation package filled in."""
    return GapTextOut(
        title=entry.title,
        path=list(entry.path),
        impact_rating=RATINGS.get(rating_of(entry.impact_rating)),
        impact=entry.impact,
        fields=[
            FieldText(key=field.key, label=field.label, text=field.text, items=list(field.items))
            for field in entry.fields
        ],
        escalation=_escalation(entry, language),
    )


def _escalation(entry: Entry, language: Language) -> list[str]:
    """The package as written, the last run's lines included, and what the entry adds to it."""
    field = entry.field(FieldKey.ESCALATION)
    written = [] if field is None else [part for part in (field.text, *field.items) if part]
    # A run's own lines, with the server they were asked of, say more than the entry's.
    said = {line.partition(":")[0] for line in written}
    filled = fill_package(entry, language)
    return [*written, *(line for line in filled if line.partition(":")[0] not in said)]


def timeline(snapshot: Snapshot, gap_id: str) -> list[Step]:
    """The gap's log, oldest first."""
    return [
        Step(
            before=step.before,
            after=step.after,
            at=step.at,
            by=step.by,
            cause=step.cause,
            reason=step.why(reader_language()),
            evidence=list(step.evidence),
        )
        for step in snapshot.history(gap_id)
    ]


def moves(entry: Entry) -> list[Move]:
    """Every other status, and whether a person who gives a reason may send the gap there."""
    found = [
        (status, refusal_of(entry.status, status, entry.not_closeable, "given"))
        for status in Status
        if status is not entry.status
    ]
    return [Move(to=to, allowed=refusal is None, refusal=refusal) for to, refusal in found]


def _tallies(values: Iterable[str], order: Sequence[str] = ()) -> list[Tally]:
    counts = Counter(value for value in values if value)
    named = [*order, *sorted(counts.keys() - set(order))]
    return [Tally(value=value, count=counts[value]) for value in named if counts[value]]


def summary(book: Book, items: Sequence[Listed], language: Language) -> GapSummary:
    """The register at a glance."""
    entries = [item.entry for item in items]
    snapshot = book.snapshot
    modules = [module_of(texts_of(snapshot, e.id).get(language, e)) for e in entries]
    return GapSummary(
        total=len(items),
        overdue=sum(is_overdue(item) for item in items),
        not_closeable=sum(not entry.closeable for entry in entries),
        languages=sorted(snapshot.registers),
        last_reviewed=(None if book.is_empty else snapshot.primary.last_reviewed) or None,
        statuses=_tallies((e.status or "" for e in entries), list(Status)),
        priorities=_tallies(e.priority or "" for e in entries),
        modules=_tallies(modules),
        owners=_tallies("" if is_blank(e.owner) else e.owner.strip() for e in entries),
        version=book.version,
    )
