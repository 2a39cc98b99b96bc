"""What the English and the Turkish register must share, and where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gapless.gapscan.message import Message
from gapless.gapscan.register import check_words as words
from gapless.gapscan.register import labels
from gapless.gapscan.register.check import Finding
from gapless.gapscan.register.model import (
    Column,
    Endpoint,
    Entry,
    FieldKey,
    Register,
    Status,
    is_blank,
)

# Prose that people translate: identical sentences in both files were forgotten.
_PROSE = (FieldKey.SYMPTOM, FieldKey.LIKELY_CAUSE, FieldKey.WORKAROUND, FieldKey.VERIFICATION)
# Shorter texts may well be the same in both languages: `-`, a name, a path.
_PROSE_LENGTH = 25


def compare_registers(first: Register, second: Register) -> list[Finding]:
    """Every difference in ids, statuses, dates, owners and endpoints, on the second's lines."""
    found: list[Finding] = []
    for one, two in ((first, second), (second, first)):
        for entry in one.entries:
            if two.entry(entry.id) is None:
                message = words.MIRROR_LACKS(gap=entry.id, file=one.name, line=entry.line)
                found.append(Finding("mirror-missing-entry", two.name, 1, message, entry.id))
    shared = [entry.id for entry in first.entries if second.entry(entry.id)]
    order = [entry.id for entry in second.entries if first.entry(entry.id)]
    if shared != order:
        line = second.entries[0].line if second.entries else 1
        message = words.MIRROR_ORDER(file=first.name)
        found.append(Finding("mirror-order", second.name, line, message))
    for gap_id in dict.fromkeys(shared):
        one_entry, two_entry = first.entry(gap_id), second.entry(gap_id)
        assert one_entry is not None  # both hold it: it is shared
        assert two_entry is not None
        for code, line, message in _entry(one_entry, two_entry, first.name):
            found.append(Finding(code, second.name, line, message, gap_id))
    found += _tables(first, second)
    return sorted(found, key=lambda finding: (finding.file, finding.line))


def _shown(value: object) -> Message:
    if value is None or value == "":
        return words.NOTHING()
    return words.QUOTED(text=value if isinstance(value, Status) else str(value))


_FACTS: tuple[tuple[FieldKey, Callable[[Entry], object]], ...] = (
    (FieldKey.STATUS, lambda entry: entry.status or entry.text(FieldKey.STATUS)),
    (FieldKey.PRIORITY, lambda entry: entry.text(FieldKey.PRIORITY).upper()),
    (FieldKey.FIRST_SEEN, lambda entry: entry.first_seen or entry.text(FieldKey.FIRST_SEEN)),
    (FieldKey.SLA, lambda entry: entry.sla or entry.text(FieldKey.SLA)),
    (FieldKey.OWNER, lambda entry: entry.text(FieldKey.OWNER)),
    (FieldKey.RESOLUTION_OWNER, lambda entry: entry.text(FieldKey.RESOLUTION_OWNER)),
    (
        FieldKey.TARGET_VERSION,
        lambda entry: (
            ""
            if is_blank(entry.text(FieldKey.TARGET_VERSION))
            else entry.text(FieldKey.TARGET_VERSION)
        ),
    ),
)


_Raw = tuple[str, int, Message]


def _entry(one: Entry, two: Entry, other: str) -> Iterator[_Raw]:
    for key, fact in _FACTS:
        left, right = fact(one), fact(two)
        if left != right:
            yield "mirror-differs", two.line_of(key), _differs(one, two, other, key, left, right)
    left_rating = labels.rating_of(one.impact_rating)
    right_rating = labels.rating_of(two.impact_rating)
    if left_rating != right_rating:
        message = _differs(one, two, other, FieldKey.IMPACT, left_rating, right_rating)
        yield "mirror-differs", two.line_of(FieldKey.IMPACT), message
    yield from _endpoints(one, two, other)
    for key in _PROSE:
        text = one.text(key)
        if len(text) >= _PROSE_LENGTH and text == two.text(key):
            message = words.UNTRANSLATED(gap=two.id, field=key, file=other)
            yield "untranslated", two.line_of(key), message


def _differs(
    one: Entry, two: Entry, other: str, key: FieldKey, left: object, right: object
) -> Message:
    return words.MIRROR_DIFFERS(
        gap=two.id,
        field=key,
        here=_shown(right),
        file=other,
        line=one.line_of(key),
        there=_shown(left),
    )


def _endpoints(one: Entry, two: Entry, other: str) -> Iterator[_Raw]:
    left: dict[tuple[str, str], Endpoint] = {e.key: e for e in one.mentioned_endpoints}
    right: dict[tuple[str, str], Endpoint] = {e.key: e for e in two.mentioned_endpoints}
    line = two.line_of(FieldKey.UI_ENDPOINTS)
    for key in sorted(left.keys() - right.keys()):
        message = words.MIRROR_NO_ENDPOINT(
            gap=two.id,
            endpoint=str(left[key]),
            file=other,
            line=one.line_of(FieldKey.UI_ENDPOINTS),
        )
        yield "mirror-differs", line, message
    for key in sorted(right.keys() - left.keys()):
        message = words.MIRROR_OWN_ENDPOINT(gap=two.id, endpoint=str(right[key]), file=other)
        yield "mirror-differs", line, message


def _tables(first: Register, second: Register) -> Iterator[Finding]:
    if first.triage is None or second.triage is None:
        if first.triage is not second.triage:
            without = first if first.triage is None else second
            yield Finding("mirror-differs", without.name, 1, words.MIRROR_NO_TABLE())
        return
    one = {first.triage.cell(row, Column.ID): row for row in first.triage.rows}
    two = {second.triage.cell(row, Column.ID): row for row in second.triage.rows}
    for gap_id in sorted(one.keys() - two.keys()):
        message = words.MIRROR_NO_ROW(gap=gap_id, file=first.name, line=one[gap_id].line)
        yield Finding("mirror-differs", second.name, second.triage.line, message, gap_id)
    for gap_id in sorted(two.keys() - one.keys()):
        message = words.MIRROR_OWN_ROW(gap=gap_id, file=first.name)
        yield Finding("mirror-differs", second.name, two[gap_id].line, message, gap_id)
