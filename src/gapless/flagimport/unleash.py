"""Unleash: what its panel exports (`features`, `featureStrategies`, ...) and what its SDKs read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from gapless.flagengine import Flag, FlagType, Segment
from gapless.flagengine.model import (
    TARGETING_KEY,
    Condition,
    FixedServe,
    HashScheme,
    Prerequisite,
    Rollout,
    Rule,
    SegmentCondition,
    Serve,
    ShareCondition,
    Variant,
)
from gapless.flagimport.bundle import (
    Bundle,
    CarriedFlag,
    CarriedSegment,
    Collector,
    Format,
    Options,
    about_of,
    slug,
)
from gapless.flagimport.logic import Expression, all_of, conditions, member, with_numbers
from gapless.flagimport.nodes import Node, Words
from gapless.flagimport.notes import Lost, Note, NoteCode
from gapless.flagimport.shares import fixed, split
from gapless.flagimport.unleash_constraints import attribute_of, constraint_of, texts
from gapless.flagimport.variants import empty_value

_VARIANT_SEED = 86_028_157
_PLACES = 100
_UNREADABLE = Words("it is not the number that it says", "dediği gibi bir sayı değil")


def recognises(data: Any) -> bool:
    """Whether the file looks like Unleash's."""
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        return False
    if "featureStrategies" in data or "featureEnvironments" in data:
        return True
    first = data["features"][0] if data["features"] else None
    return isinstance(first, dict) and "strategies" in first and "name" in first


@dataclass(frozen=True, slots=True)
class _Source:
    """One feature, however the file has it."""

    node: Node
    enabled: bool
    strategies: Sequence[Node]
    variants: Sequence[Node]
    dependencies: Sequence[Node]
    tags: Sequence[str] = ()


def convert(data: Any, options: Options) -> Bundle:
    """The file's flags as ours."""
    root = Node(data)
    user = options.user_attribute or "userId"
    made = Collector()
    segments: dict[str, str] = {}
    for node in root.each("segments"):
        number = str(node.need("id").value)
        key = slug(str(node.get("name") or ""), f"segment-{number}")
        segments[number] = key
        made.segment(key, partial(_segment, key, node, user))
    exported = "featureStrategies" in data or "featureEnvironments" in data
    names = _environments(root) if exported else ()
    chosen = options.environment or next(iter(names), None)
    for node in root.each("features"):
        key = node.text("name")
        source = _gathered(root, node, key, chosen) if exported else _alone(node)
        made.flag(key, lambda k=key, s=source: _Feature(k, s, user, segments).carried())  # type: ignore[misc]
    return made.bundle(Format.UNLEASH, chosen, names)


def _environments(root: Node) -> tuple[str, ...]:
    found = [one.text("environment") for one in root.each("featureEnvironments")]
    found += [
        one.text("environment") for one in root.each("featureStrategies") if one.has("environment")
    ]
    return tuple(dict.fromkeys(found))


def _gathered(root: Node, node: Node, key: str, environment: str | None) -> _Source:
    def of_flag(part: str, name: str = "featureName") -> list[Node]:
        return [
            one
            for one in root.each(part)
            if one.get(name) == key and one.get("environment", environment) in (environment, None)
        ]

    setups = of_flag("featureEnvironments")
    dependencies = [
        inner for one in of_flag("dependencies", "feature") for inner in one.each("dependencies")
    ]
    return _Source(
        node,
        any(one.boolean("enabled", False) for one in setups),
        sorted(of_flag("featureStrategies"), key=lambda one: one.number("sortOrder", 0)),
        [v for one in setups for v in one.each("variants")] or list(node.each("variants")),
        dependencies,
        [str(one.get("tagValue") or "") for one in of_flag("featureTags")],
    )


def _alone(node: Node) -> _Source:
    return _Source(
        node,
        node.boolean("enabled", False),
        list(node.each("strategies")),
        list(node.each("variants")),
        list(node.each("dependencies")),
    )


def _segment(key: str, node: Node, user: str) -> CarriedSegment:
    found = all_of(constraint_of(one, user) for one in node.each("constraints"))
    when = conditions(found)
    if not when:
        raise Lost(NoteCode.EXPRESSION, place=node.place, what="constraints")
    about = about_of(node, str(node.get("name") or key))
    return CarriedSegment(Segment(key=key, when=when), about)


class _Feature:
    """One feature toggle."""

    def __init__(self, key: str, source: _Source, user: str, segments: Mapping[str, str]) -> None:
        self.key = key
        self.source = source
        self.user = user
        self.segments = segments
        self.notes: list[Note] = []
        self.variants: dict[str, Any] = {}
        self.kind = FlagType.BOOLEAN

    def carried(self) -> CarriedFlag:
        """The flag that it becomes."""
        node = self.source.node
        if node.boolean("archived", False):
            raise Lost(NoteCode.ARCHIVED)
        strategies = [s for s in self.source.strategies if not s.boolean("disabled", False)]
        self._read_variants(strategies)
        rules: list[Rule] = []
        for number, strategy in enumerate(strategies, 1):
            rules += self._strategy(number, strategy)
        if not self.source.strategies:  # a toggle without strategies is on for everybody
            rules += self._served("r1", "", (), self.key, self.source.variants)
        flag = Flag(
            key=self.key,
            type=self.kind,
            enabled=self.source.enabled,
            variants=tuple(Variant(key=k, value=v) for k, v in self.variants.items()),
            off_variant=self._off,
            default=fixed(self._off),
            rules=tuple(rules),
            prerequisites=tuple(self._prerequisites()),
        )
        if not rules or (len(rules) == 1 and not rules[0].when):
            flag = _plain(flag)
        about = about_of(node, self.key, tags=self.source.tags)
        return CarriedFlag(flag, about, tuple(self.notes))

    @property
    def _off(self) -> str:
        return "off" if self.kind is FlagType.BOOLEAN else "disabled"

    def _note(self, code: NoteCode, **params: Any) -> None:
        note = Note(code, params)
        if note not in self.notes:
            self.notes.append(note)

    # Variants

    def _read_variants(self, strategies: Sequence[Node]) -> None:
        found = [v for s in strategies for v in s.each("variants")] or list(self.source.variants)
        if not found:
            self.variants = {"on": True, "off": False}
            return
        payloads = [v.maybe("payload") for v in found]
        kinds = {p.text("type") if p is not None else "name" for p in payloads}
        if kinds == {"number"}:
            self.kind = FlagType.NUMBER
        else:
            self.kind = FlagType.JSON if kinds == {"json"} else FlagType.STRING
        for node, payload in zip(found, payloads, strict=True):
            name = node.text("name")
            value = self._value(payload) if payload is not None else name
            if self.variants.setdefault(name, value) != value:
                raise Lost(NoteCode.EXPRESSION, place=node.place, what=name)
        self.variants["disabled"] = empty_value(self.kind)
        self._note(NoteCode.ON_AND_VALUE, variant="disabled")

    def _value(self, payload: Node) -> Any:
        text = payload.text("value")
        if self.kind not in (FlagType.NUMBER, FlagType.JSON):
            return text
        try:
            value = json.loads(text)
        except ValueError:
            raise payload.wrong(_UNREADABLE) from None
        fits = isinstance(value, dict | list) == (self.kind is FlagType.JSON)
        if not fits or isinstance(value, bool | str):
            raise payload.wrong(_UNREADABLE)
        return value

    # Strategies

    def _strategy(self, number: int, node: Node) -> Sequence[Rule]:
        parameters = node.maybe("parameters") or Node({}, f"{node.place}.parameters")
        name = str(node.get("name") or node.get("strategyName") or "")
        found: list[Expression] = [constraint_of(c, self.user) for c in node.each("constraints")]
        for one in node.each("segments"):
            key = self.segments.get(str(one.value))
            if key is None:
                raise Lost(NoteCode.DEPENDS_ON_LEFT, key=f"segment {one.value}")
            found.append(SegmentCondition(segment=key))
        found.append(self._who(name, parameters))
        when = conditions(all_of(found))
        if when is None:
            return ()
        title = str(node.get("title") or "")[:200]
        own = list(node.each("variants"))
        group = str(parameters.get("groupId") or self.key) if own else self.key
        return self._served(f"r{number}", title, when, group, own or self.source.variants)

    def _who(self, name: str, parameters: Node) -> Expression:
        group = str(parameters.get("groupId") or self.key)
        match name:
            case "default":
                return True
            case "userWithId":
                ids = texts(parameters.get("userIds"))
                return member(attribute_of(self.user, self.user), with_numbers(ids))
            case "flexibleRollout":
                share = self._percent(parameters, "rollout")
                return self._share(group, str(parameters.get("stickiness") or "default"),
                                   share)  # fmt: skip
            case "gradualRolloutUserId":
                return self._share(group, self.user, self._percent(parameters, "percentage"))
            case "gradualRolloutSessionId":
                return self._share(group, "sessionId", self._percent(parameters, "percentage"))
            case "gradualRolloutRandom":
                return self._share(group, "random", self._percent(parameters, "percentage"))
            case "remoteAddress":
                addresses = texts(parameters.get("IPs"))
                if any("/" in one for one in addresses):
                    raise Lost(NoteCode.NETWORKS, value=", ".join(addresses))
                return member("remoteAddress", addresses)
        raise Lost(NoteCode.STRATEGY_UNKNOWN, strategy=name)

    def _percent(self, parameters: Node, name: str) -> int:
        given = parameters.get(name, 0)
        try:
            exact = float(given)
        except (TypeError, ValueError, OverflowError):
            raise parameters.need(name).wrong(_UNREADABLE) from None
        found = round(min(100.0, max(0.0, exact)))
        if found != exact:
            self._note(NoteCode.ROUNDED, was=given, now=found)
        return found

    def _share(self, group: str, stickiness: str, percent: int) -> Expression:
        if percent == 0:
            return False
        # Even a rollout of 100 % needs somebody to place, unless the draw is by chance.
        by = self._sticky(stickiness)
        if percent == _PLACES and stickiness in ("default", "random"):
            return True
        self._note(NoteCode.SCHEME, system="Unleash")
        rollout = Rollout(by=by, hash=HashScheme.UNLEASH, salt=group, total=_PLACES)
        return ShareCondition(**rollout.model_dump(), start=0, end=percent)

    def _sticky(self, stickiness: str) -> str:
        if stickiness == "random":
            self._note(NoteCode.NOT_STICKY)
            return TARGETING_KEY
        if stickiness == "default":
            self._note(NoteCode.FALLBACK_ATTRIBUTE, attribute=self.user, fallback="sessionId")
            return TARGETING_KEY
        return attribute_of(stickiness, self.user)

    def _served(
        self,
        rule: str,
        title: str,
        when: tuple[Condition, ...],
        group: str,
        variants: Sequence[Node],
    ) -> Sequence[Rule]:
        """What those get who are let in: on, or one of the variants."""
        if self.kind is FlagType.BOOLEAN:
            return [Rule(id=rule, name=title, when=when, serve=fixed("on"))]
        rules = [
            Rule(
                id=f"{rule}-{number}",
                name=title,
                when=(*when, *_overridden(one, self.user)),
                serve=fixed(node.text("name")),
            )
            for number, (node, one) in enumerate(
                ((v, o) for v in variants for o in v.each("overrides")), 1
            )
        ]
        serve = self._split(group, variants)
        if serve is not None:
            rules.append(Rule(id=rule, name=title, when=when, serve=serve))
        return rules

    def _split(self, group: str, variants: Sequence[Node]) -> Serve | None:
        weights = [int(v.number("weight")) for v in variants]
        if not sum(weights):
            return None
        sticky = str(variants[0].get("stickiness") or "default")
        rollout = Rollout(
            by=self._sticky(sticky), hash=HashScheme.UNLEASH, salt=group,
            seed=_VARIANT_SEED, total=sum(weights),
        )  # fmt: skip
        self._note(NoteCode.SCHEME, system="Unleash")
        parts, at = [], 0
        for node, weight in zip(variants, weights, strict=True):
            parts.append((at, at + weight, node.text("name")))
            at += weight
        return split(rollout, parts)

    # Other flags

    def _prerequisites(self) -> Sequence[Prerequisite]:
        found = []
        for node in self.source.dependencies:
            other = node.text("feature")
            if not node.boolean("enabled", True):
                raise Lost(NoteCode.OTHER_FLAG, flag=other)
            names = tuple(one.typed("text") for one in node.each("variants"))
            found.append(Prerequisite(flag=other, variants=names or ("on",)))
        return found


def _overridden(node: Node, user: str) -> tuple[Condition, ...]:
    values = [one.typed("text") for one in node.each("values")]
    name = attribute_of(node.text("contextName"), user)
    return conditions(member(name, with_numbers(values))) or (_never(name),)


def _never(name: str) -> Condition:
    raise Lost(NoteCode.EXPRESSION, place=name, what="overrides")


def _plain(flag: Flag) -> Flag:
    """A flag with one rule for everybody says the same without the rule."""
    serve = flag.rules[0].serve if flag.rules else flag.default
    if not isinstance(serve, FixedServe):
        return flag
    return flag.model_copy(update={"rules": (), "default": serve})
