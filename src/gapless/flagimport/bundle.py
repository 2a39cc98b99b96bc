"""What a file becomes: flags and segments as the engine reads them, and what is told of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from gapless.flagengine import Flag, Segment, check_flag, check_segment
from gapless.flagengine.checks import segments_in
from gapless.flagengine.cycles import find_cycles
from gapless.flagengine.issues import Issue, IssueCode
from gapless.flagengine.model import FlagKey
from gapless.flagimport.nodes import Malformed, Node, Words
from gapless.flagimport.notes import Lost, Note, NoteCode

_IDLE = frozenset({IssueCode.UNREACHABLE, IssueCode.NEVER_MATCHES})


class Format(StrEnum):
    """Whose file it is."""

    GAPLESS = "gapless"
    UNLEASH = "unleash"
    FLAGSMITH = "flagsmith"
    GROWTHBOOK = "growthbook"
    FLAGD = "flagd"
    LAUNCHDARKLY = "launchdarkly"


@dataclass(frozen=True, slots=True)
class About:
    """What people read about a flag or segment; nothing of it is evaluated."""

    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    owner: str | None = None
    group: str | None = None
    scope: str = "both"
    expires_at: str | None = None


@dataclass(frozen=True, slots=True)
class CarriedFlag:
    """A flag that can be imported."""

    flag: Flag
    about: About = field(default_factory=About)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedSegment:
    """A segment that can be imported."""

    segment: Segment
    about: About = field(default_factory=About)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """What cannot be imported, and why."""

    kind: str
    key: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file, converted."""

    format: Format
    environment: str | None = None
    """The environment of the source that was read, where the file has several."""
    environments: tuple[str, ...] = ()
    """All that the file has."""
    flags: tuple[CarriedFlag, ...] = ()
    segments: tuple[CarriedSegment, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file."""

    environment: str | None = None
    user_attribute: str | None = None
    """The attribute that names a user in the source, if it is not the usual one."""


class Collector:
    """Gathers what a converter makes; one bad flag leaves the others alone."""

    def __init__(self) -> None:
        self.flags: dict[str, CarriedFlag] = {}
        self.segments: dict[str, CarriedSegment] = {}
        self.left: list[Left] = []

    def flag(self, key: str, make: Callable[[], CarriedFlag]) -> None:
        """Take a flag, or note why not."""

        def take() -> None:
            require_key(key)
            if key in self.flags:
                raise Lost(NoteCode.DUPLICATE)
            self.flags[key] = make()

        self._try("flag", key, take)

    def segment(self, key: str, make: Callable[[], CarriedSegment]) -> None:
        """Take a segment, or note why not."""

        def take() -> None:
            require_key(key)
            if key in self.segments:
                raise Lost(NoteCode.DUPLICATE)
            self.segments[key] = make()

        self._try("segment", key, take)

    def _try(self, kind: str, key: str, take: Callable[[], None]) -> None:
        try:
            take()
        except Lost as lost:
            self.left.append(Left(kind, key, (lost.note,)))
        except Malformed as wrong:
            note = Note(NoteCode.MALFORMED, {"place": wrong.place, "what": wrong.what})
            self.left.append(Left(kind, key, (note,)))
        except ValidationError as invalid:
            first = invalid.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or key
            what = Words(first["msg"], first["msg"])
            note = Note(NoteCode.MALFORMED, {"place": place, "what": what})
            self.left.append(Left(kind, key, (note,)))

    def bundle(
        self,
        source: Format,
        environment: str | None = None,
        environments: Iterable[str] = (),
    ) -> Bundle:
        """All of it, each part sound among the others."""
        self._settle()
        return Bundle(
            source,
            environment,
            tuple(environments),
            tuple(self.flags.values()),
            tuple(self.segments.values()),
            tuple(self.left),
        )

    # What is not sound among the others is left, and so is what builds on it.

    def _settle(self) -> None:
        while self._leave_one_round():
            pass

    def _leave_one_round(self) -> bool:
        segments = {key: one.segment for key, one in self.segments.items()}
        graph = {key: tuple(segments_in(one.when)) for key, one in segments.items()}
        gone = {key: _cycle(c) for c in find_cycles(graph) for key in c}
        for key, segment in segments.items():
            unknown = next((s for s in graph[key] if s not in segments), None)
            if unknown is not None:
                gone[key] = Note(NoteCode.DEPENDS_ON_LEFT, {"key": unknown})
            elif key not in gone:
                issues = check_segment(segment, segments, cycles=False)
                if issues:
                    gone[key] = Note(NoteCode.UNSOUND, {"what": issues[0]})
        for key, note in gone.items():
            del self.segments[key]
            self.left.append(Left("segment", key, (note,)))
        return self._leave_flags() or bool(gone)

    def _leave_flags(self) -> bool:
        segments = {key: one.segment for key, one in self.segments.items()}
        self.flags = {key: _without_idle_rules(one, segments) for key, one in self.flags.items()}
        flags = {key: one.flag for key, one in self.flags.items()}
        graph = {key: tuple(p.flag for p in flag.prerequisites) for key, flag in flags.items()}
        gone = {key: _cycle(c) for c in find_cycles(graph) for key in c}
        for key, flag in flags.items():
            if key in gone:
                continue
            issues = check_flag(flag, flags, segments, cycles=False)
            if issues:
                gone[key] = _blame(issues[0])
        for key, note in gone.items():
            del self.flags[key]
            self.left.append(Left("flag", key, (note,)))
        return bool(gone)


def _without_idle_rules(one: CarriedFlag, segments: dict[str, Segment]) -> CarriedFlag:
    """Without the rules that can never decide: nobody gets anything else without them."""
    while True:
        issues = check_flag(one.flag, {}, segments, cycles=False)
        idle = next((i for i in issues if i.code in _IDLE and i.place.startswith("rules.")), None)
        if idle is None:
            return one
        number = int(idle.place.split(".")[1])
        rules = tuple(rule for at, rule in enumerate(one.flag.rules) if at != number)
        note = Note(NoteCode.RULE_DROPPED, {"rule": one.flag.rules[number].name or number + 1})
        flag = one.flag.model_copy(update={"rules": rules})
        one = replace(one, flag=flag, notes=(*one.notes, note))


def _cycle(cycle: list[str]) -> Note:
    path = " → ".join([*cycle, cycle[0]])
    return Note(NoteCode.UNSOUND, {"what": Words(f"It builds on itself: {path}.",
                                                 f"Kendi üzerine kurulu: {path}.")})  # fmt: skip


def _blame(issue: Issue) -> Note:
    if issue.code in (IssueCode.FLAG_UNKNOWN, IssueCode.SEGMENT_UNKNOWN):
        key = issue.params.get("flag") or issue.params.get("segment")
        return Note(NoteCode.DEPENDS_ON_LEFT, {"key": key})
    return Note(NoteCode.UNSOUND, {"what": issue})


_KEY: TypeAdapter[str] = TypeAdapter(FlagKey)


def require_key(key: str) -> None:
    """Raise `Lost` for a key that cannot stand in an address."""
    try:
        _KEY.validate_python(key)
    except ValidationError:
        raise Lost(NoteCode.KEY_INVALID) from None


def slug(name: str, fallback: str) -> str:
    """A key made of a name."""
    found = re.sub(r"[^A-Za-z0-9._-]+", "-", name.strip()).strip("-._")[:100].lower()
    return found or fallback


def about_of(node: Node, name: str, *, tags: Iterable[str] = ()) -> About:
    """The name and description that most systems keep under these words."""
    described = node.get("description")
    return About(
        name=name[:200],
        description=described[:2000] if isinstance(described, str) else "",
        tags=tuple(dict.fromkeys(tag.strip()[:40] for tag in tags if tag.strip()))[:20],
    )
