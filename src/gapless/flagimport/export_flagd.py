"""An environment's flags as flagd's JSON, as far as it can say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gapless.flagengine import Flag, Operator, Segment
from gapless.flagengine.model import (
    TARGETING_KEY,
    AllCondition,
    AnyCondition,
    AttributeCondition,
    Condition,
    FixedServe,
    HashScheme,
    NotCondition,
    Rollout,
    SegmentCondition,
    ShareCondition,
    SplitServe,
)
from gapless.flagimport.bundle import About

_SCHEMA = "https://flagd.dev/schema/v0/flags.json"
_ORDER = {
    Operator.GREATER: ">", Operator.GREATER_OR_EQUAL: ">=",
    Operator.LESS: "<", Operator.LESS_OR_EQUAL: "<=",
}  # fmt: skip
_VERSIONS = {
    Operator.SEMVER_EQUAL: "=", Operator.SEMVER_GREATER: ">",
    Operator.SEMVER_GREATER_OR_EQUAL: ">=", Operator.SEMVER_LESS: "<",
    Operator.SEMVER_LESS_OR_EQUAL: "<=",
}  # fmt: skip
_TEXTS = {Operator.STARTS_WITH: "starts_with", Operator.ENDS_WITH: "ends_with"}


class Unsayable(Exception):
    """flagd has no word for it."""


def export(
    flags: Iterable[tuple[Flag, About]],
    segments: Iterable[tuple[Segment, About]],
    *,
    environment: str,
    version: int,
) -> dict[str, Any]:
    """The file. What flagd cannot say is left out, and named in `metadata.left`.

    Splits keep their shares. Who is in them stays the same only where flagd placed them before;
    else the flag's metadata says `regrouped`.
    """
    left: dict[str, str] = {}
    evaluators: dict[str, Any] = {}
    for segment, _ in segments:
        try:
            evaluators[segment.key] = _Logic(segment.key).every(segment.when)
        except Unsayable as why:
            left[f"segment {segment.key}"] = str(why)
    written: dict[str, Any] = {}
    for flag, about in flags:
        try:
            written[flag.key] = _flag(flag, about, evaluators)
        except Unsayable as why:
            left[flag.key] = str(why)
    told = {"environment": environment, "version": version}
    if left:
        told["left"] = "; ".join(f"{key}: {why}" for key, why in left.items())
    return {"$schema": _SCHEMA, "flags": written, "$evaluators": evaluators, "metadata": told}


def _flag(flag: Flag, about: About, evaluators: dict[str, Any]) -> dict[str, Any]:
    if flag.prerequisites:
        raise Unsayable("prerequisites")
    logic = _Logic(flag.key, evaluators)
    branches: list[Any] = []
    for rule in flag.rules:
        guards, served = logic.served(rule.serve)
        branches += [_and([*guards, logic.every(rule.when)]), served]
    usual = flag.off_variant
    if isinstance(flag.default, FixedServe):
        usual = flag.default.variant
    else:
        guards, served = logic.served(flag.default, last=usual)
        branches += [_and(guards), served]
    made: dict[str, Any] = {
        "state": "ENABLED" if flag.enabled else "DISABLED",
        "variants": {variant.key: variant.value for variant in flag.variants},
        "defaultVariant": usual,
        "metadata": {"name": about.name, "offVariant": flag.off_variant},
    }
    if branches:
        made["targeting"] = {"if": [*branches, usual]}
    if logic.regrouped:
        made["metadata"]["regrouped"] = True
    return made


class _Logic:
    """Writes the conditions of one flag."""

    def __init__(self, key: str, evaluators: dict[str, Any] | None = None) -> None:
        self.key = key
        self.evaluators = evaluators
        self.regrouped = False

    def served(
        self, serve: FixedServe | SplitServe, last: str | None = None
    ) -> tuple[list[Any], Any]:
        """What must hold for it beside the rule's conditions, and what is served."""
        if isinstance(serve, FixedServe):
            return [], serve.variant
        shares = []
        for part in serve.slices:
            variant = part.variant if part.variant is not None else last
            if variant is None:
                raise Unsayable("a rule that takes a share and leaves the rest to the next")
            shares.append([variant, part.weight])
        return [_present(serve.by)], {"fractional": [*self._bucket(serve), *shares]}

    def _bucket(self, rollout: Rollout) -> list[Any]:
        attribute = {"var": rollout.by}
        match rollout.hash:
            case HashScheme.FLAGD if not rollout.salt:
                return [attribute]
            case HashScheme.FLAGD if rollout.salt == self.key and rollout.by == TARGETING_KEY:
                return []
            case HashScheme.FLAGD_JOINED if rollout.salt == self.key:
                return [{"cat": [{"var": "$flagd.flagKey"}, attribute]}]
        self.regrouped = self.regrouped or rollout.hash is not HashScheme.FLAGD_JOINED
        return [{"cat": [rollout.salt, attribute]}]

    def every(self, conditions: Iterable[Condition]) -> Any:
        """That all hold."""
        return _and([self.condition(one, holds=True) for one in conditions])

    def condition(self, condition: Condition, *, holds: bool) -> Any:
        """That it holds, or that it is known not to."""
        match condition:
            case AttributeCondition():
                return self._attribute(condition, holds is not condition.negate)
            case SegmentCondition():
                return self._segment(condition, holds is not condition.negate)
            case ShareCondition():
                return self._share(condition, holds)
            case NotCondition():
                return self.condition(condition.of, holds=not holds)
            case AllCondition():
                parts = [self.condition(one, holds=holds) for one in condition.of]
                return _and(parts) if holds else _or(parts)
            case AnyCondition():
                parts = [self.condition(one, holds=holds) for one in condition.of]
                return _or(parts) if holds else _and(parts)

    def _segment(self, condition: SegmentCondition, holds: bool) -> Any:
        if self.evaluators is None:
            raise Unsayable("a segment in a segment")
        if condition.segment not in self.evaluators:
            raise Unsayable(f"segment {condition.segment}")
        found = {"$ref": condition.segment}
        return found if holds else {"!": found}

    def _share(self, condition: ShareCondition, holds: bool) -> Any:
        parts = [
            ["out", condition.start],
            ["in", condition.end - condition.start],
            ["out", condition.total - condition.end],
        ]
        drawn = {"fractional": [*self._bucket(condition), *parts]}
        wanted = {"==": [drawn, "in" if holds else "out"]}
        return _and([_present(condition.by), wanted])

    def _attribute(self, condition: AttributeCondition, holds: bool) -> Any:
        if condition.ignore_case:
            raise Unsayable("capitals and small letters taken for the same")
        if condition.op is Operator.EXISTS:
            found = _present(condition.attribute)
            return found if holds else {"!": [found]}
        value = {"var": condition.attribute}
        tests = [_test(condition, value, given) for given in condition.values]
        if condition.op is Operator.BETWEEN:
            low, high = condition.values
            tests = [{"<=": [low, value, high]}]
        one = _and(tests) if condition.op is Operator.HAS_ALL else _or(tests)
        return _and([_present(condition.attribute), one if holds else {"!": [one]}])


def _test(condition: AttributeCondition, value: Any, given: Any) -> Any:
    op = condition.op
    if op is Operator.IN:
        return {"===": [value, given]}
    if op in _ORDER:
        return {_ORDER[op]: [value, given]}
    if op in _VERSIONS:
        return {"sem_ver": [value, _VERSIONS[op], given]}
    if op in _TEXTS:
        return {_TEXTS[op]: [value, given]}
    if op is Operator.CONTAINS:
        return {"in": [given, value]}
    if op in (Operator.HAS_ANY, Operator.HAS_ALL):
        return _or([{"===": [value, given]}, {"in": [given, value]}])
    if op is Operator.BETWEEN:
        return True
    raise Unsayable(f"the operator {op.value}")


def _present(attribute: str) -> Any:
    return {"!=": [{"var": attribute}, None]}


def _and(parts: list[Any]) -> Any:
    kept = [part for part in parts if part is not True]
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else {"and": kept}


def _or(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else {"or": parts}
