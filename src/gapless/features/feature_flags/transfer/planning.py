"""What an import would do: pure, from a file's bundle and what is there already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gapless.features.feature_flags.transfer.schemas import Act, Conflict
from gapless.flagengine import Flag, Segment, check_flag, check_segment
from gapless.flagengine.checks import check_dependants
from gapless.flagengine.model import Condition
from gapless.flagimport import About, Bundle, Note, NoteCode


@dataclass(frozen=True, slots=True)
class Present:
    """What the brand has already, as the target environment has it."""

    flags: Mapping[str, Flag]
    segments: Mapping[str, Segment]
    archived: frozenset[str] = frozenset()
    """Keys of archived flags: they stay taken, and cannot be replaced."""


@dataclass(frozen=True, slots=True)
class PlannedFlag:
    """A flag of the file, and what becomes of it. `flag` has the key that it gets."""

    key: str
    act: Act
    flag: Flag
    about: About
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class PlannedSegment:
    """A segment of the file, and what becomes of it."""

    key: str
    act: Act
    segment: Segment
    about: About
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is not carried."""

    kind: str
    key: str
    name: str
    notes: tuple[Note, ...]


@dataclass(slots=True)
class Plan:
    """What an import does."""

    flags: list[PlannedFlag] = field(default_factory=list)
    segments: list[PlannedSegment] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything is changed."""
        acts = [*(one.act for one in self.flags), *(one.act for one in self.segments)]
        return any(act in WRITING for act in acts)

    def digest(self, file: bytes, *asked: str) -> str:
        """Names the plan: the file, what was asked, and what is done to each."""
        found = hashlib.sha256(file)
        done = [(one.key, one.act, one.segment.key) for one in self.segments]
        done += [(one.key, one.act, one.flag.key) for one in self.flags]
        for key, act, new in done:
            found.update(f"\n{key}\t{act}\t{new}".encode())
        found.update("\n".join(asked).encode())
        return found.hexdigest()[:32]


WRITING = frozenset({"create", "replace", "rename"})


def make_plan(
    bundle: Bundle, present: Present, conflict: Conflict, *, switched_off: bool = False
) -> Plan:
    """What becomes of each flag and segment of the file."""
    plan = Plan(refused=[Refusal(one.kind, one.key, one.key, one.notes) for one in bundle.left])
    names = _segments(plan, bundle, present, conflict)
    _flags(plan, bundle, present, conflict, names, switched_off=switched_off)
    while _refuse_unsound(plan, present):
        pass
    return plan


def _segments(plan: Plan, bundle: Bundle, present: Present, conflict: Conflict) -> dict[str, str]:
    """Plans the segments; returns under which key each is known from now on."""
    taken = {*present.segments, *(one.segment.key for one in bundle.segments)}
    names: dict[str, str] = {}
    for one in bundle.segments:
        key = one.segment.key
        there = present.segments.get(key)
        names[key] = key
        if there is not None and there != one.segment and conflict == "rename":
            names[key] = free_key(key, taken)
    for one in bundle.segments:
        key = one.segment.key
        segment = Segment(key=names[key], when=_renamed(one.segment.when, names))
        there = present.segments.get(key)
        act: Act = "create" if there is None else conflict
        if there is not None and there == segment:
            act = "same"
        notes = (*one.notes, _everywhere([key])) if act == "replace" else one.notes
        plan.segments.append(PlannedSegment(key, act, segment, one.about, notes))
    return names


def _flags(
    plan: Plan, bundle: Bundle, present: Present, conflict: Conflict,
    segments: Mapping[str, str], *, switched_off: bool,
) -> None:  # fmt: skip
    taken = {*present.flags, *present.archived, *(one.flag.key for one in bundle.flags)}
    names: dict[str, str] = {}
    for one in bundle.flags:
        key = one.flag.key
        there = key in present.flags or key in present.archived
        same = present.flags.get(key) == one.flag
        names[key] = free_key(key, taken) if there and not same and conflict == "rename" else key
    for one in bundle.flags:
        key = one.flag.key
        flag = _rewritten(one.flag, names, segments)
        if switched_off:
            flag = flag.model_copy(update={"enabled": False})
        act: Act = "create"
        notes = one.notes
        if key in present.archived:
            act = "rename" if conflict == "rename" else "skip"
        elif key in present.flags:
            act = "same" if present.flags[key] == flag else conflict
        if act == "replace" and present.flags[key].type != flag.type:
            types = f"{present.flags[key].type.value}, {flag.type.value}"
            notes = (Note(NoteCode.MIXED_TYPES, {"types": types}),)
            plan.refused.append(Refusal("flag", key, one.about.name, notes))
            continue
        if act == "replace":
            moved = _moved_values(present.flags[key], flag)
            notes = (*notes, _everywhere(moved)) if moved else notes
        plan.flags.append(PlannedFlag(key, act, flag, one.about, notes))


def _moved_values(before: Flag, after: Flag) -> list[str]:
    """The variants that get another value: variants are the same in every environment."""
    known = {variant.key: variant.value for variant in before.variants}
    return [v.key for v in after.variants if v.key in known and known[v.key] != v.value]


def _everywhere(what: Iterable[str]) -> Note:
    return Note(NoteCode.EVERY_ENVIRONMENT, {"what": ", ".join(what)})


def free_key(key: str, taken: set[str]) -> str:
    """A key like this one that nothing has; taken from now on."""
    number = 2
    while f"{key[:190]}-{number}" in taken:
        number += 1
    found = f"{key[:190]}-{number}"
    taken.add(found)
    return found


def _rewritten(flag: Flag, flags: Mapping[str, str], segments: Mapping[str, str]) -> Flag:
    """The flag with everything that it names under its new key."""
    return flag.model_copy(
        update={
            "key": flags[flag.key],
            "rules": tuple(
                rule.model_copy(update={"when": _renamed(rule.when, segments)})
                for rule in flag.rules
            ),
            "prerequisites": tuple(
                one.model_copy(update={"flag": flags.get(one.flag, one.flag)})
                for one in flag.prerequisites
            ),
        }
    )


def _renamed(when: Iterable[Condition], names: Mapping[str, str]) -> tuple[Condition, ...]:
    return tuple(_renamed_one(condition, names) for condition in when)


def _renamed_one(condition: Any, names: Mapping[str, str]) -> Any:
    if condition.kind == "segment":
        key = names.get(condition.segment, condition.segment)
        return condition.model_copy(update={"segment": key})
    if condition.kind in ("all", "any"):
        return condition.model_copy(update={"of": _renamed(condition.of, names)})
    if condition.kind == "not":
        return condition.model_copy(update={"of": _renamed_one(condition.of, names)})
    return condition


# Nothing is written that would not be sound among what is there.


def _refuse_unsound(plan: Plan, present: Present) -> bool:
    segments = dict(present.segments)
    segments.update({o.segment.key: o.segment for o in plan.segments if o.act in WRITING})
    flags = dict(present.flags)
    flags.update({one.flag.key: one.flag for one in plan.flags if one.act in WRITING})
    refused = False
    for one in [one for one in plan.segments if one.act in WRITING]:
        issues = check_segment(one.segment, segments)
        if issues:
            plan.segments.remove(one)
            note = Note(NoteCode.UNSOUND, {"what": issues[0]})
            plan.refused.append(Refusal("segment", one.key, one.about.name, (note,)))
            refused = True
    for flag in [one for one in plan.flags if one.act in WRITING]:
        issues = check_flag(flag.flag, flags, segments)
        if flag.act == "replace":
            issues += check_dependants(flag.flag, flags.values())
        if issues:
            plan.flags.remove(flag)
            note = Note(NoteCode.UNSOUND, {"what": issues[0]})
            plan.refused.append(Refusal("flag", flag.key, flag.about.name, (note,)))
            refused = True
    return refused
