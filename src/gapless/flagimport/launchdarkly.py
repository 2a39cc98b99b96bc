"""LaunchDarkly: what its SDKs and file data source read, and its API's list of flags."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from gapless.flagengine import Flag, Segment
from gapless.flagengine.model import (
    TARGETING_KEY,
    Condition,
    HashScheme,
    Prerequisite,
    Rollout,
    Rule,
    Serve,
    SplitServe,
    Variant,
)
from gapless.flagimport.bundle import (
    About,
    Bundle,
    CarriedFlag,
    CarriedSegment,
    Collector,
    Format,
    Options,
    about_of,
)
from gapless.flagimport.launchdarkly_clauses import attribute_of, clause_of, segment_members
from gapless.flagimport.logic import all_of, conditions, member, missing
from gapless.flagimport.nodes import Node, Words
from gapless.flagimport.notes import Lost, Note, NoteCode
from gapless.flagimport.shares import fixed, split
from gapless.flagimport.variants import Named, type_of

_FULL = 100_000
_NO_VARIATION = Words("there is no such variation", "böyle bir varyasyon yok")


def recognises(data: Any) -> bool:
    """Whether the file looks like LaunchDarkly's."""
    if not isinstance(data, dict):
        return False
    if "flagValues" in data:
        return True
    flags = data.get("flags")
    first = next(iter(flags.values()), None) if isinstance(flags, dict) else None
    if isinstance(first, dict) and isinstance(first.get("variations"), list):
        return True
    items = data.get("items")
    first = items[0] if isinstance(items, list) and items else None
    return isinstance(first, dict) and "variations" in first and "environments" in first


def convert(data: Any, options: Options) -> Bundle:
    """The file's flags as ours."""
    root = Node(data)
    made = Collector()
    for key, node in root.members("segments"):
        made.segment(key, partial(_segment, key, node))
    described = dict(root.members("flags"))
    for key, node in described.items():
        about = About(name=key)
        made.flag(key, partial(_whole, key, node, node, list(described.values()), about))
    for key, node in root.members("flagValues"):
        made.flag(key, partial(_constant, key, node))
    listed = list(root.each("items"))
    found = (name for node in listed for name, _ in node.members("environments"))
    names = tuple(dict.fromkeys(found))
    chosen = options.environment or next(iter(names), None)
    for node in listed:
        made.flag(node.text("key"), partial(_listed, node, chosen, listed))
    return made.bundle(Format.LAUNCHDARKLY, chosen, names)


def _listed(node: Node, environment: str | None, all_of_them: Sequence[Node]) -> CarriedFlag:
    if node.boolean("archived", False):
        raise Lost(NoteCode.ARCHIVED)
    tags = [one.typed("text") for one in node.each("tags")]
    about = about_of(node, str(node.get("name") or node.text("key")), tags=tags)
    setup = node.need("environments").need(environment or "")
    return _whole(node.text("key"), node, setup, all_of_them, about)


def _constant(key: str, node: Node) -> CarriedFlag:
    named = Named()
    variant = named.of(node.value)
    if isinstance(node.value, bool):
        named.of(not node.value)
    flag = Flag(
        key=key, type=type_of([node.value]), enabled=True, variants=named.made(),
        off_variant=variant, default=fixed(variant),
    )  # fmt: skip
    return CarriedFlag(flag, About(name=key))


def _whole(
    key: str, node: Node, setup: Node, all_of_them: Sequence[Node], about: About
) -> CarriedFlag:
    return _Flag(key, node, setup).carried(about, all_of_them)


def variants_of(node: Node) -> tuple[tuple[Variant, ...], list[str]]:
    """A flag's variants, and their keys in the order that it counts them in."""
    named = Named()
    keys: list[str] = []
    for one in node.each("variations"):
        described = isinstance(one.value, dict) and "value" in one.value and "_id" in one.value
        value = one.value["value"] if described else one.value
        name = one.get("name") if described else None
        keys.append(named.of(value, str(name) if name else None))
    return named.made(), keys


class _Flag:
    """One flag, as an environment has it."""

    def __init__(self, key: str, node: Node, setup: Node) -> None:
        self.key = key
        self.setup = setup
        self.node = node
        self.variants, self.keys = variants_of(node)
        self.hashes = False

    def carried(self, about: About, others: Sequence[Node]) -> CarriedFlag:
        """The flag that it becomes."""
        setup = self.setup
        if setup.boolean("deleted", False):
            raise Lost(NoteCode.ARCHIVED)
        kind = type_of(variant.value for variant in self.variants)
        notes: list[Note] = []
        if setup.has("offVariation"):
            off = self._named(setup.need("offVariation"))
        else:
            off = self._stand_in()
            notes.append(Note(NoteCode.OFF_VALUE, {"variant": off}))
        default = self._serve(setup.need("fallthrough"))
        if default is None:
            raise Lost(NoteCode.NO_VALUE)
        rules = [*self._targets(), *self._rules(), *self._unplaced("rest", (), default)]
        if self.hashes:
            notes.insert(0, Note(NoteCode.SCHEME, {"system": "LaunchDarkly"}))
        flag = Flag(
            key=self.key,
            type=kind,
            enabled=setup.boolean("on", False),
            variants=self.variants,
            off_variant=off,
            default=default,
            rules=tuple(rules),
            prerequisites=tuple(self._prerequisites(others)),
        )
        return CarriedFlag(flag, about, tuple(notes))

    def _stand_in(self) -> str:
        """What is served instead of "no value": false, or the first that there is."""
        false = (variant.key for variant in self.variants if variant.value is False)
        return next(false, self.keys[0])

    def _named(self, node: Node) -> str:
        index = int(node.typed("number"))
        if not 0 <= index < len(self.keys):
            raise node.wrong(_NO_VARIATION)
        return self.keys[index]

    def _targets(self) -> list[Rule]:
        found: list[Rule] = []
        users = {int(one.number("variation")): one for one in self.setup.each("targets")}
        ordered = list(self.setup.each("contextTargets")) or list(self.setup.each("targets"))
        for number, node in enumerate(ordered, 1):
            kind = node.text("contextKind", "user")
            listed = node
            if kind == "user" and not list(node.each("values")):
                listed = users.get(int(node.number("variation")), node)
            values = [one.typed("text") for one in listed.each("values")]
            when = conditions(member(attribute_of("key", kind), values))
            if when is not None:
                variant = self._named(node.need("variation"))
                found.append(Rule(id=f"targets-{number}", when=when, serve=fixed(variant)))
        return found

    def _rules(self) -> list[Rule]:
        found: list[Rule] = []
        for number, node in enumerate(self.setup.each("rules"), 1):
            when = conditions(all_of(clause_of(one) for one in node.each("clauses")))
            serve = self._serve(node)
            if when is not None and serve is not None:
                name = str(node.get("description") or "")[:200]
                found += self._unplaced(f"r{number}-rest", when, serve)
                found.append(Rule(id=f"r{number}", name=name, when=when, serve=serve))
        return found

    @staticmethod
    def _unplaced(rule: str, when: tuple[Condition, ...], serve: Serve) -> list[Rule]:
        """Who has no such attribute stands at the very beginning there."""
        if not isinstance(serve, SplitServe) or serve.by == TARGETING_KEY:
            return []
        first = next(one.variant for one in serve.slices if one.weight and one.variant)
        return [Rule(id=rule, when=(*when, missing(serve.by)), serve=fixed(first))]

    def _serve(self, node: Node) -> Serve | None:
        if node.has("variation"):
            return fixed(self._named(node.need("variation")))
        rollout = node.need("rollout")
        parts, at = [], 0
        for one in rollout.each("variations"):
            weight = int(one.number("weight"))
            parts.append((at, at + weight, self._named(one.need("variation"))))
            at += weight
        if not parts:
            raise rollout.wrong(_NO_VARIATION)
        # What weights leave out goes to the last variation.
        parts[-1] = (parts[-1][0], max(_FULL, parts[-1][1]), parts[-1][2])
        kept = [(start, min(end, _FULL), variant) for start, end, variant in parts]
        served = [one for one in kept if one[0] < one[1]]
        if len(served) == 1:
            return fixed(served[0][2])
        self.hashes = True
        return split(self._rollout(rollout), kept)

    def _rollout(self, node: Node) -> Rollout:
        experiment = node.text("kind", "rollout") == "experiment"
        by = "key" if experiment else node.text("bucketBy", "key")
        salt = self.setup.get("salt") or self.node.get("salt") or ""
        prefix = str(node.value["seed"]) if node.has("seed") else f"{self.key}.{salt}"
        return Rollout(
            by=attribute_of(by, node.text("contextKind", "user")),
            hash=HashScheme.LAUNCHDARKLY, salt=prefix, total=_FULL,
        )  # fmt: skip

    def _prerequisites(self, others: Sequence[Node]) -> list[Prerequisite]:
        found = []
        for node in self.setup.each("prerequisites"):
            key = node.text("key")
            other = self._other(key, others)
            _, keys = variants_of(other)
            index = int(node.number("variation"))
            if not 0 <= index < len(keys):
                raise node.wrong(_NO_VARIATION)
            found.append(Prerequisite(flag=key, variants=(keys[index],)))
        return found

    def _other(self, key: str, others: Sequence[Node]) -> Node:
        for one in others:
            if one.get("key") == key:
                return one
        raise Lost(NoteCode.DEPENDS_ON_LEFT, key=key)


def _segment(key: str, node: Node) -> CarriedSegment:
    when = conditions(segment_members(key, node))
    if not when:
        raise Lost(NoteCode.EXPRESSION, place=node.place, what="rules")
    return CarriedSegment(Segment(key=key, when=when), about_of(node, key))
