"""GrowthBook: the payload that its SDKs read, and the answer of its API's list of features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from gapless.flagengine import Flag
from gapless.flagengine.model import HashScheme, Prerequisite, Rollout, Rule, Serve, ShareCondition
from gapless.flagimport.bundle import (
    About,
    Bundle,
    CarriedFlag,
    Collector,
    Format,
    Options,
    about_of,
)
from gapless.flagimport.growthbook_conditions import Conditions
from gapless.flagimport.logic import Expression, all_of, any_of, conditions
from gapless.flagimport.nodes import Node, Words
from gapless.flagimport.notes import Lost, Note, NoteCode
from gapless.flagimport.shares import below, fixed, in_order, split
from gapless.flagimport.variants import Named, type_of

_SCHEMES = {1: (HashScheme.GROWTHBOOK_1, 1_000), 2: (HashScheme.GROWTHBOOK_2, 10_000)}
_NOT_JSON = Words("this is not JSON", "bu JSON değil")


def recognises(data: Any) -> bool:
    """Whether the file looks like GrowthBook's."""
    features = data.get("features") if isinstance(data, dict) else None
    if isinstance(features, dict):
        return True
    first = features[0] if isinstance(features, list) and features else None
    return isinstance(first, dict) and "valueType" in first


def convert(data: Any, options: Options) -> Bundle:
    """The file's flags as ours."""
    root = Node(data)
    read = partial(
        _Feature, user=options.user_attribute or "id", groups=dict(root.members("savedGroups"))
    )
    made = Collector()
    if isinstance(root.need("features").value, dict):
        for key, node in root.members("features"):
            made.flag(key, partial(_plain, read, key, node))
        return made.bundle(Format.GROWTHBOOK)
    found = (name for node in root.each("features") for name, _ in node.members("environments"))
    names = tuple(dict.fromkeys(found))
    chosen = options.environment or next(iter(names), None)
    for node in root.each("features"):
        made.flag(node.text("id"), partial(_listed, read, node, chosen))
    return made.bundle(Format.GROWTHBOOK, chosen, names)


def _plain(read: Any, key: str, node: Node) -> CarriedFlag:
    carried: CarriedFlag = read(key, node).carried(About(name=key))
    return carried


def _listed(read: Any, node: Node, environment: str | None) -> CarriedFlag:
    """A feature of the API's list: its `definition` is what the SDKs get."""
    if node.boolean("archived", False):
        raise Lost(NoteCode.ARCHIVED)
    key = node.text("id")
    tags = [tag.typed("text") for tag in node.each("tags")]
    about = about_of(node, key, tags=tags)
    setup = node.need("environments").need(environment or "")
    enabled = setup.boolean("enabled", True)
    definition = setup.maybe("definition")
    if definition is None:  # switched off: the SDKs do not get it at all
        kind, text = node.text("valueType"), node.text("defaultValue", "")
        value = text if kind == "string" else _parsed(text, node)
        return _off(key, value, about)
    inner = Node(_parsed(definition.typed("text"), definition), definition.place)
    carried: CarriedFlag = read(key, inner).carried(about, enabled=enabled)
    return carried


def _parsed(text: str, node: Node) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise node.wrong(_NOT_JSON) from None


def _off(key: str, value: Any, about: About) -> CarriedFlag:
    named = Named()
    variant = named.of(value)
    if isinstance(value, bool):
        named.of(not value)
    flag = Flag(
        key=key, type=type_of([value]), enabled=False, variants=named.made(),
        off_variant=variant, default=fixed(variant),
    )  # fmt: skip
    return CarriedFlag(flag, about, (Note(NoteCode.OFF_VALUE, {"variant": variant}),))


class _Feature:
    """One feature of the SDKs' payload."""

    def __init__(self, key: str, node: Node, *, user: str, groups: Mapping[str, Node]) -> None:
        self.key = key
        self.node = node
        self.conditions = Conditions(user, groups)
        self.named = Named()
        self.notes: list[Note] = []
        self.prerequisites: list[Prerequisite] = []
        self.hashes = False

    def carried(self, about: About, *, enabled: bool = True) -> CarriedFlag:
        """The flag that it becomes."""
        value = self.node.get("defaultValue")
        if value is None:
            raise Lost(NoteCode.NO_VALUE)
        default = self.named.of(value)
        rules: list[Rule] = []
        for number, node in enumerate(self.node.each("rules"), 1):
            rules += self._rule(number, node, first=not rules)
        if isinstance(value, bool):
            self.named.of(not value)
        notes = [Note(NoteCode.SCHEME, {"system": "GrowthBook"})] if self.hashes else []
        if self.conditions.names_user:
            notes.append(Note(NoteCode.USER_ATTRIBUTE, {"attribute": self.conditions.user}))
        if self.prerequisites:
            notes.append(Note(NoteCode.OFF_VALUE, {"variant": default}))
        flag = Flag(
            key=self.key,
            type=type_of(self.named.values),
            enabled=enabled,
            variants=self.named.made(),
            off_variant=default,
            default=fixed(default),
            rules=tuple(rules),
            prerequisites=tuple(self.prerequisites),
        )
        return CarriedFlag(flag, about, (*notes, *self.notes))

    def _rule(self, number: int, node: Node, *, first: bool) -> Iterable[Rule]:
        expressions: list[Expression] = [self._filters(node)]
        self._parents(node, first=first)
        condition = node.maybe("condition")
        if condition is not None:
            expressions.append(self.conditions.of(condition))
        serve: Serve | None
        if node.has("force"):
            expressions.append(self._coverage(node))
            serve = fixed(self.named.of(node.value["force"]))
        elif node.has("variations") and not node.has("contextualBanditRef"):
            expressions.append(self._namespace(node))
            serve = self._experiment(node)
        elif node.has("contextualBanditRef") or node.has("contextualVariations"):
            raise Lost(NoteCode.STRATEGY_UNKNOWN, strategy="contextual bandit")
        else:
            return ()
        when = conditions(all_of(expressions))
        if when is None or serve is None:
            return ()
        name = node.get("name") or node.get("key") or ""
        return (Rule(id=f"r{number}", name=str(name)[:200], when=when, serve=serve),)

    def _parents(self, node: Node, *, first: bool) -> None:
        for parent in node.each("parentConditions"):
            flag = parent.text("id")
            if not parent.boolean("gate", False) or not first:
                raise Lost(NoteCode.OTHER_FLAG, flag=flag)
            wanted = parent.need("condition").value
            value = wanted.get("value") if isinstance(wanted, dict) else None
            if isinstance(value, dict) and set(value) == {"$eq"}:
                value = value["$eq"]
            if not isinstance(value, bool | str | int | float) or len(wanted) != 1:
                raise Lost(NoteCode.EXPRESSION, place=parent.place, what="condition")
            # A parent's variants are named by their values as ours are.
            variants = (Named().of(value),)
            self.prerequisites.append(Prerequisite(flag=flag, variants=variants))

    # Where users stand

    def _rollout(self, seed: str, node: Node, version: int, attribute: str = "id") -> Rollout:
        if version not in _SCHEMES:
            raise Lost(NoteCode.STRATEGY_UNKNOWN, strategy=f"hashVersion {version}")
        scheme, total = _SCHEMES[version]
        by = self.conditions.attribute(str(node.get("hashAttribute") or attribute))
        if node.has("fallbackAttribute"):
            told = {"attribute": by, "fallback": node.text("fallbackAttribute")}
            note = Note(NoteCode.FALLBACK_ATTRIBUTE, told)
            self.notes += [note] if note not in self.notes else []
        self.hashes = True
        return Rollout(by=by, hash=scheme, salt=seed, total=total)

    def _version(self, node: Node, usual: int = 1) -> int:
        return int(node.number("hashVersion", usual))

    def _coverage(self, node: Node) -> Expression:
        """Who is in a rollout of one value."""
        if not node.has("coverage") and not node.has("range"):
            return True
        seed = str(node.get("seed") or self.key)
        rollout = self._rollout(seed, node, self._version(node))
        if node.has("range"):
            return _share(rollout, *_pair(node.need("range")))
        return _share(rollout, 0, float(node.number("coverage")))

    def _filters(self, node: Node) -> Expression:
        found: list[Expression] = []
        for one in node.each("filters"):
            seed, version = one.text("seed", ""), self._version(one, 2)
            rollout = self._rollout(seed, one, version, one.text("attribute", "id"))
            found.append(any_of(_share(rollout, *_pair(r)) for r in one.each("ranges")))
        return all_of(found)

    def _namespace(self, node: Node) -> Expression:
        if node.has("filters") or not node.has("namespace"):
            return True
        parts = list(node.need("namespace").items())
        if len(parts) != 3:
            raise node.need("namespace").wrong(Words("three parts go here", "burada üç öğe olur"))
        name = parts[0].typed("text")
        rollout = self._rollout(f"__{name}", node, 1)
        return _share(rollout, float(parts[1].typed("number")), float(parts[2].typed("number")))

    def _experiment(self, node: Node) -> Serve | None:
        variations = list(node.each("variations"))
        if len(variations) < 2:
            return None
        keys = [self.named.of(_valued(v)) for v in variations]
        seed = str(node.get("seed") or node.get("key") or self.key)
        rollout = self._rollout(seed, node, self._version(node))
        passes = [bool(m.get("passthrough")) for m in node.each("meta")]
        passes += [False] * (len(keys) - len(passes))
        parts = []
        for (low, high), key, passing in zip(
            self._ranges(node, len(keys)), keys, passes, strict=False
        ):
            start, end = below(low, rollout.total), below(high, rollout.total)
            parts.append((start, end, None if passing else key))
        if not in_order(parts):
            raise Lost(NoteCode.EXPRESSION, place=node.place, what="ranges")
        return split(rollout, parts)

    def _ranges(self, node: Node, count: int) -> list[tuple[float, float]]:
        if node.has("ranges"):
            return [_pair(one) for one in node.each("ranges")]
        coverage = min(1.0, max(0.0, float(node.number("coverage", 1.0))))
        weights = [float(one.typed("number")) for one in node.each("weights")]
        if len(weights) != count or not 0.99 <= sum(weights) <= 1.01 or min(weights) < 0:
            weights = [1 / count] * count
        found, cumulative = [], 0.0
        for weight in weights:
            found.append((cumulative, cumulative + coverage * weight))
            cumulative += weight
        return found


def _valued(node: Node) -> Any:
    if node.value is None:
        raise Lost(NoteCode.NO_VALUE)
    return node.value


def _share(rollout: Rollout, low: float, high: float) -> Expression:
    start, end = below(low, rollout.total), below(high, rollout.total)
    if start >= end:
        return False
    return ShareCondition(**rollout.model_dump(), start=start, end=end)


def _pair(node: Node) -> tuple[float, float]:
    parts = [float(part.typed("number")) for part in node.items()]
    if len(parts) != 2:
        raise node.wrong(Words("two numbers go here", "burada iki sayı olur"))
    return parts[0], parts[1]
