"""Flagsmith: the environment document that its SDKs read, and its panel's export of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from gapless.flagengine import Flag, Segment
from gapless.flagengine.model import (
    FULL,
    TARGETING_KEY,
    HashScheme,
    Rollout,
    Rule,
    SegmentCondition,
    Serve,
)
from gapless.flagimport.bundle import (
    Bundle,
    CarriedFlag,
    CarriedSegment,
    Collector,
    Format,
    Options,
    about_of,
    require_key,
    slug,
)
from gapless.flagimport.flagsmith_conditions import Traits
from gapless.flagimport.logic import conditions, member
from gapless.flagimport.nodes import Node, Words
from gapless.flagimport.notes import Lost, Note, NoteCode
from gapless.flagimport.shares import fixed, split
from gapless.flagimport.variants import Named, empty_value, type_of

_UNORDERED = Words("its id is no number", "kimliği bir sayı değil")
_OFF = "disabled"


def recognises(data: Any) -> bool:
    """Whether the file looks like Flagsmith's."""
    if isinstance(data, dict):
        return isinstance(data.get("feature_states"), list)
    first = data[0] if isinstance(data, list) and data else None
    return isinstance(first, dict) and "default_enabled" in first and "name" in first


def convert(data: Any, options: Options) -> Bundle:
    """The file's flags as ours."""
    made = Collector()
    root = Node(data)
    if isinstance(data, list):
        for node in root.items():
            name = node.text("name")
            made.flag(name, partial(_exported, name, node))
        return made.bundle(Format.FLAGSMITH)
    environment = root.text("api_key")
    segments: list[tuple[str, Node]] = []
    taken: set[str] = set()
    for node in root.need("project").each("segments"):
        number = str(node.need("id").value)
        key = slug(str(node.get("name") or ""), f"segment-{number}")
        key = f"{key}-{number}" if key in taken else key
        taken.add(key)
        segments.append((key, node))
        made.segment(key, partial(_segment, key, node, Traits(environment, number)))
    people = list(root.each("identity_overrides"))
    for node in root.each("feature_states"):
        name = node.need("feature").text("name")
        made.flag(name, partial(_carried, name, node, environment, segments, people))
    return made.bundle(Format.FLAGSMITH)


def _segment(key: str, node: Node, traits: Traits) -> CarriedSegment:
    when = conditions(traits.segment(node))
    if not when:
        raise Lost(NoteCode.EXPRESSION, place=node.place, what="rules")
    notes = (Note(NoteCode.SCHEME, {"system": "Flagsmith"}),) if traits.hashes else ()
    about = about_of(node, str(node.get("name") or key))
    return CarriedSegment(Segment(key=key, when=when), about, notes)


def _carried(
    name: str,
    node: Node,
    environment: str,
    segments: Sequence[tuple[str, Node]],
    people: Sequence[Node],
) -> CarriedFlag:
    return _Feature(name, node, environment).carried(segments, people)


class _Feature:
    """One feature, with its overrides."""

    def __init__(self, name: str, node: Node, environment: str) -> None:
        self.name = name
        self.node = node
        self.environment = environment
        self.named = Named()
        self.notes: list[Note] = []
        self.by_value = False

    def carried(self, segments: Sequence[tuple[str, Node]], people: Sequence[Node]) -> CarriedFlag:
        """The flag that it becomes."""
        overrides = self._overrides(segments)
        persons = self._persons(people)
        states = [self.node, *(state for _, state in overrides), *(s for _, s in persons)]
        self.by_value = any(_has_value(state) for state in states)
        values = self._values(states)
        kind = type_of(values)
        for value in values:
            self.named.of(value)
        switched = any(not state.boolean("enabled") for state in states)
        off = self._off(empty_value(kind), switched)
        rules = [*self._person_rules(persons, off)]
        for number, (segment, state) in enumerate(overrides, 1):
            serve = self._serve(state, off)
            when = (SegmentCondition(segment=segment),)
            rules.append(Rule(id=f"r{number}", name=segment[:200], when=when, serve=serve))
        # Switched off for everybody, it keeps what it would serve; else rules and default tell.
        enabled = self.node.boolean("enabled") or bool(rules)
        default = self._serve(self.node, off) if enabled else self._served_when_on(self.node)
        flag = Flag(
            key=self.name, type=kind, enabled=enabled, variants=self.named.made(),
            off_variant=off, default=default, rules=tuple(rules),
        )  # fmt: skip
        tags = [one.value for one in self.node.need("feature").each("tags")]
        about = about_of(
            self.node.need("feature"), self.name, tags=[t for t in tags if isinstance(t, str)]
        )
        return CarriedFlag(flag, about, tuple(self.notes))

    def _off(self, empty: Any, switched: bool) -> str:
        if not self.by_value:
            return self.named.of(False)
        if not switched:
            return self.named.of(self._value(self.node.value["feature_state_value"]))
        self.notes.append(Note(NoteCode.ON_AND_VALUE, {"variant": _OFF}))
        return self.named.of(empty, _OFF)

    def _values(self, states: Sequence[Node]) -> list[Any]:
        if not self.by_value:
            return [True, False]
        found: list[Any] = []
        for state in states:
            if state.boolean("enabled") or state is self.node:
                found.append(self._value(state.get("feature_state_value")))
                found += [self._option(one) for one in _options(state)]
        return found

    @staticmethod
    def _value(value: Any) -> Any:
        if value is None:
            raise Lost(NoteCode.NO_VALUE)
        return value

    def _option(self, node: Node) -> Any:
        return self._value(node.need("multivariate_feature_option").get("value"))

    # Who gets something else

    def _overrides(self, segments: Sequence[tuple[str, Node]]) -> list[tuple[str, Node]]:
        found = [
            (float(_priority(state)), key, state)
            for key, segment in segments
            for state in segment.each("feature_states")
            if state.need("feature").text("name") == self.name
        ]
        return [(key, state) for _, key, state in sorted(found, key=lambda one: one[0])]

    def _persons(self, people: Sequence[Node]) -> list[tuple[str, Node]]:
        return [
            (person.text("identifier"), state)
            for person in people
            for state in person.each("identity_features")
            if state.need("feature").text("name") == self.name
        ]

    def _person_rules(self, persons: Sequence[tuple[str, Node]], off: str) -> list[Rule]:
        by_variant: dict[str, list[str]] = {}
        for identifier, state in persons:
            enabled = state.boolean("enabled")
            variant = off
            if enabled:
                value = state.get("feature_state_value") if self.by_value else True
                variant = self.named.of(self._value(value))
            by_variant.setdefault(variant, []).append(identifier)
        return [
            Rule(id=f"people-{number}", when=when, serve=fixed(variant))
            for number, (variant, people) in enumerate(by_variant.items(), 1)
            if (when := conditions(member(TARGETING_KEY, people)))
        ]

    # What they get

    def _serve(self, state: Node, off: str) -> Serve:
        if not state.boolean("enabled"):
            return fixed(off)
        return self._served_when_on(state)

    def _served_when_on(self, state: Node) -> Serve:
        if not self.by_value:
            return fixed(self.named.of(True))
        control = self.named.of(self._value(state.get("feature_state_value")))
        options = sorted(_options(state), key=_order)
        if not options:
            return fixed(control)
        hashed = str(state.get("django_id") or state.text("featurestate_uuid"))
        rollout = Rollout(
            hash=HashScheme.FLAGSMITH, salt=f"{hashed},{self.environment}_", total=FULL
        )
        scheme = Note(NoteCode.SCHEME, {"system": "Flagsmith"})
        self.notes += [] if scheme in self.notes else [scheme]
        return _shared(rollout, [(o, self.named.of(self._option(o))) for o in options], control)


def _shared(rollout: Rollout, options: Sequence[tuple[Node, str]], control: str) -> Serve:
    parts, at = [], 0
    for node, variant in options:
        end = min(FULL, at + round(float(node.number("percentage_allocation")) * FULL / 100))
        parts.append((at, end, variant))
        at = end
    parts.append((at, FULL, control))
    found = split(rollout, parts)
    assert found is not None
    return found


def _options(state: Node) -> list[Node]:
    return list(state.each("multivariate_feature_state_values"))


def _has_value(state: Node) -> bool:
    return state.get("feature_state_value") is not None or bool(_options(state))


def _order(node: Node) -> int:
    number = node.get("id")
    try:
        if number:
            return int(number)
        return int(node.text("mv_fs_value_uuid").replace("-", ""), 16)
    except (TypeError, ValueError, OverflowError):
        raise node.wrong(_UNORDERED) from None


def _priority(state: Node) -> float | int:
    segment = state.maybe("feature_segment")
    return float("inf") if segment is None else segment.number("priority")


def _exported(name: str, node: Node) -> CarriedFlag:
    """A feature of the panel's export: it does not say by what users were placed."""
    require_key(name)
    if node.boolean("is_archived", False):
        raise Lost(NoteCode.ARCHIVED)
    enabled = node.boolean("enabled", node.boolean("default_enabled"))
    value = node.get("value", node.get("initial_value"))
    options = list(node.each("multivariate"))
    about = about_of(node, name, tags=[])
    named = Named()
    if value in (None, "") and not options:
        named.of(True), named.of(False)
        return CarriedFlag(_made(name, enabled, named, "off", fixed("on")), about)
    if value is None:
        raise Lost(NoteCode.NO_VALUE)
    control = named.of(value)
    if not options:
        flag = _made(name, enabled, named, control, fixed(control))
        return CarriedFlag(flag, about, (Note(NoteCode.OFF_VALUE, {"variant": control}),))
    pairs = [(one, named.of(_exported_option(one))) for one in options]
    serve = _shared(Rollout(salt=name), pairs, control)
    flag = _made(name, enabled, named, control, serve)
    notes = (Note(NoteCode.REGROUPED), Note(NoteCode.OFF_VALUE, {"variant": control}))
    return CarriedFlag(flag, about, notes)


def _exported_option(node: Node) -> Any:
    kinds: Mapping[str, str] = {"unicode": "string_value", "int": "integer_value",
                                "bool": "boolean_value"}  # fmt: skip
    if node.has("value"):
        return node.value["value"]
    return node.need(kinds.get(node.text("type", "unicode"), "string_value")).value


def _made(name: str, enabled: bool, named: Named, off: str, default: Serve) -> Flag:
    return Flag(
        key=name, type=type_of(named.values), enabled=enabled, variants=named.made(),
        off_variant=off, default=default,
    )  # fmt: skip
