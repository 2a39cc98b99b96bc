"""What may be done with a gap, and how a list of them is narrowed and ordered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gapless.gapscan.register import (
    Entry,
    FieldKey,
    Language,
    Priority,
    SlaClock,
    Snapshot,
    Status,
    TransitionRefused,
    check_move,
)
from gapless.gapscan.register.lifecycle import FORWARD


class MoveRefusal(StrEnum):
    """Why a gap may not go where it was sent."""

    UNKNOWN_STATUS = "unknown_status"
    SAME = "same"
    REASON_NEEDED = "reason_needed"
    AFTER_VERIFIED = "after_verified"
    SKIPPED = "skipped"
    NOT_CLOSEABLE = "not_closeable"
    MACHINE_ONLY = "machine_only"


def refusal_of(
    before: Status | None, after: Status, missing: Sequence[FieldKey], reason: str
) -> MoveRefusal | None:
    """Why a person may not move a gap so, or None if they may. `check_move` decides."""
    try:
        check_move(before, after, missing=missing, reason=reason)
    except TransitionRefused:
        return _why(before, after, missing)
    return None


def _why(before: Status | None, after: Status, missing: Sequence[FieldKey]) -> MoveRefusal:
    if before is None:
        return MoveRefusal.UNKNOWN_STATUS
    if before is after:
        return MoveRefusal.SAME
    if after is Status.OPEN:
        return MoveRefusal.REASON_NEEDED
    if before not in FORWARD:
        return MoveRefusal.AFTER_VERIFIED
    if FORWARD[before] is not after:
        return MoveRefusal.SKIPPED
    return MoveRefusal.NOT_CLOSEABLE if missing else MoveRefusal.MACHINE_ONLY


@dataclass(frozen=True, slots=True)
class GapFilter:
    """What a list of gaps is narrowed to; None is no limit."""

    status: Status | None = None
    priority: Priority | None = None
    module: str | None = None
    owner: str | None = None
    overdue: bool | None = None
    search: str | None = None
    sort: str = "id"


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with its clock, as lists are filtered and ordered by."""

    entry: Entry
    clock: SlaClock


def module_of(entry: Entry) -> str:
    """The menu path as one text."""
    return " → ".join(entry.path)


def matches(listed: Listed, wanted: GapFilter, texts: Sequence[Entry]) -> bool:
    """Whether the filter leaves this gap; `texts` are its entries in every language."""
    entry = listed.entry
    if wanted.status is not None and entry.status is not wanted.status:
        return False
    if wanted.priority is not None and entry.priority is not wanted.priority:
        return False
    if wanted.module and all(module_of(text) != wanted.module for text in texts):
        return False
    if wanted.owner and entry.owner.strip() != wanted.owner:
        return False
    if wanted.overdue is not None and is_overdue(listed) is not wanted.overdue:
        return False
    return not wanted.search or any(_holds(text, wanted.search) for text in texts)


def is_overdue(listed: Listed) -> bool:
    """Breached and still waiting for somebody: a gap verified too late is no work any more."""
    return listed.clock.breached and listed.entry.status is not Status.VERIFIED


def _holds(entry: Entry, search: str) -> bool:
    needle = search.casefold()
    parts = (entry.id, entry.title, *entry.path, *(field.content for field in entry.fields))
    return any(needle in part.casefold() for part in parts)


def ordered(items: Sequence[Listed], sort: str) -> list[Listed]:
    """The gaps in that order; those without the value come last whichever way it goes."""
    key = sort.lstrip("-")
    known = [item for item in items if _value(item, key) is not None]
    rest = [item for item in items if _value(item, key) is None]
    known.sort(key=lambda item: (_value(item, key), item.entry.id), reverse=sort.startswith("-"))
    return known + rest


def _value(item: Listed, key: str) -> str | float | tuple[str, int] | None:
    entry = item.entry
    if key == "priority":
        return entry.priority.value if entry.priority else None
    if key == "due":
        return item.clock.due.timestamp() if item.clock.due else None
    if key == "first_seen":
        return entry.first_seen.timestamp() if entry.first_seen else None
    if key == "status":
        return float(list(Status).index(entry.status)) if entry.status else None
    prefix, _, number = entry.id.rpartition("-")
    return prefix.upper(), int(number) if number.isdigit() else 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that an import would change, as written before and after."""

    gap: str
    language: Language
    label: str
    before: str
    after: str


def changes(before: Snapshot, after: Snapshot) -> Iterator[FieldChange]:
    """Every field of entries in both snapshots that differs, in the order of the register."""
    for language, register in after.registers.items():
        old = before.registers.get(language)
        for entry in register.entries:
            was = old.entry(entry.id) if old else None
            if was is None:
                continue
            one, two = _contents(was), _contents(entry)
            for label in dict.fromkeys((*two, *one)):
                if one.get(label, "") != two.get(label, ""):
                    yield FieldChange(
                        entry.id, language, label, one.get(label, ""), two.get(label, "")
                    )


def _contents(entry: Entry) -> dict[str, str]:
    contents: dict[str, str] = {"#": " → ".join((*entry.path, entry.title))}
    for field in entry.fields:
        known = contents.get(field.label)
        contents[field.label] = field.content if known is None else f"{known}\n{field.content}"
    return contents
