"""A change of one entry in both languages at once: what they share, and the prose of each.

The triage table follows where it said the same as the entry; whatever a change is not about stays
byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gapless.gapscan.message import Message
from gapless.gapscan.register import edit, labels, words
from gapless.gapscan.register.edit import EditRefused, Value, Words
from gapless.gapscan.register.model import (
    Column,
    Entry,
    FieldKey,
    Language,
    Priority,
    Register,
    is_blank,
    parse_duration,
    parse_moment,
)

# What both languages share: a change of one is written to both.
SHARED = (
    FieldKey.PRIORITY,
    FieldKey.OWNER,
    FieldKey.SLA,
    FieldKey.TARGET_VERSION,
    FieldKey.FIRST_SEEN,
    FieldKey.ENVIRONMENT,
    FieldKey.RESOLUTION_OWNER,
    FieldKey.UI_ENDPOINTS,
)
PROSE = (
    FieldKey.CUSTOMER_IMPACT,
    FieldKey.SOURCE_PAGES,
    FieldKey.SYMPTOM,
    FieldKey.LIKELY_CAUSE,
    FieldKey.WORKAROUND,
    FieldKey.ESCALATION,
    FieldKey.VERIFICATION,
    FieldKey.EVIDENCE,
)
# Columns of the triage table that repeat a field, and what of the entry they repeat.
_REPEATED: dict[Column, FieldKey] = {
    Column.PRIORITY: FieldKey.PRIORITY,
    Column.OWNER: FieldKey.OWNER,
    Column.SLA: FieldKey.SLA,
    Column.TARGET_VERSION: FieldKey.TARGET_VERSION,
    Column.WORKAROUND: FieldKey.WORKAROUND,
    Column.VERIFICATION: FieldKey.VERIFICATION,
}
# These are corrected even where the table had strayed: they are facts, not a summary in words.
_FACTS = frozenset({Column.PRIORITY, Column.OWNER, Column.SLA, Column.TARGET_VERSION})


@dataclass(frozen=True, slots=True)
class TextChange:
    """What changes in one language; `others` are fields that the layout does not know, by label."""

    title: str | None = None
    path: tuple[str, ...] | None = None
    impact: str | None = None
    fields: Mapping[FieldKey, Value] = field(default_factory=dict)
    others: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of an entry. Its id never changes, and its status only by a move or a run."""

    shared: Mapping[FieldKey, Value] = field(default_factory=dict)
    impact_rating: str | None = None
    texts: Mapping[Language, TextChange] = field(default_factory=dict)


def amended(
    registers: Mapping[Language, Register], gap_id: str, change: Amendment
) -> dict[Language, Register]:
    """The registers with that change. Raises `EditRefused` where it cannot be written."""
    _check(change)
    done: dict[Language, Register] = {}
    for language in change.texts:
        register = registers.get(language)
        if register is None or register.entry(gap_id) is None:
            raise EditRefused(words.NO_ENTRY_IN(gap=gap_id, language=language.value))
    for language, register in registers.items():
        before = register.entry(gap_id)
        done[language] = register
        if before is None:
            continue
        text = change.texts.get(language, TextChange())
        after = _with_text(register, before, text)
        for key, value in {**change.shared, **text.fields}.items():
            after = _with_field(after, gap_id, key, value)
        for label, value in text.others.items():
            after = edit.set_other(after, gap_id, label, value)
        if change.impact_rating is not None:
            rating = labels.translate_rating(change.impact_rating, language)
            after = edit.set_impact(after, gap_id, rating, rating=True)
        if text.impact is not None:
            after = edit.set_impact(after, gap_id, text.impact, rating=False)
        after = _with_row(after, before)
        _hold(register, after, gap_id)
        done[language] = after
    return done


def _check(change: Amendment) -> None:
    keys = {*change.shared, *(key for text in change.texts.values() for key in text.fields)}
    fixed = keys & {FieldKey.ID, FieldKey.STATUS}
    if fixed:
        raise EditRefused(words.FIXED_FIELDS(fields=tuple(key for key in FieldKey if key in fixed)))
    for key, value in change.shared.items():
        if isinstance(value, str) and value and (problem := value_problem(key, value)):
            raise EditRefused(problem)


def value_problem(key: FieldKey, value: str) -> Message | None:
    """What is wrong with the value of a field that has a form; None if nothing is."""
    if key is FieldKey.PRIORITY and value not in Priority.__members__:
        return words.VALUE_NO_PRIORITY(text=value)
    if key is FieldKey.SLA and not is_blank(value) and parse_duration(value) is None:
        return words.VALUE_NO_SLA(text=value)
    if key is FieldKey.FIRST_SEEN and parse_moment(value) is None:
        return words.VALUE_NO_DATE(text=value)
    return None


def _with_text(register: Register, entry: Entry, text: TextChange) -> Register:
    if text.title is None and text.path is None:
        return register
    title = entry.title if text.title is None else text.title.strip()
    path = entry.path if text.path is None else text.path
    return edit.set_heading(register, entry.id, path, title)


def _with_field(register: Register, gap_id: str, key: FieldKey, value: Value) -> Register:
    entry = register.entry(gap_id)
    if _is_empty(value) and (entry is None or entry.field(key) is None):
        return register  # clearing what is not there would add an empty field
    return edit.set_field(register, gap_id, key, value)


def _is_empty(value: Value) -> bool:
    return not (value.text or value.items if isinstance(value, Words) else value)


def _with_row(register: Register, before: Entry) -> Register:
    """The row of the triage table follows the entry."""
    table, after = register.triage, register.entry(before.id)
    row = table.row(before.id) if table else None
    if table is None or row is None or after is None:
        return register
    pairs: list[tuple[Column, str, str]] = [
        (Column.AREA, " → ".join(before.path), " → ".join(after.path)),
        (Column.GAP, before.title, after.title),
    ]
    pairs += [
        (column, _content(before, key), _content(after, key)) for column, key in _REPEATED.items()
    ]
    for column, old, new in pairs:
        said = table.cell(row, column)
        follows = column in _FACTS or labels.fold(said) == labels.fold(old)
        if old != new and follows:
            register = edit.set_cell(register, before.id, column, new)
    return register


def _content(entry: Entry, key: FieldKey) -> str:
    return entry.owner if key is FieldKey.OWNER else "; ".join(_lines(entry, key))


def _lines(entry: Entry, key: FieldKey) -> Sequence[str]:
    found = entry.field(key)
    return [] if found is None else [part for part in (found.text, *found.items) if part]


def _hold(before: Register, after: Register, gap_id: str) -> None:
    """Raises `EditRefused` if the text now reads as other entries, or in other states."""

    def shape(register: Register) -> list[object]:
        return [(entry.id, entry.status) for entry in register.entries]

    if shape(before) != shape(after):
        raise EditRefused(words.OTHER_ENTRY(gap=gap_id))
