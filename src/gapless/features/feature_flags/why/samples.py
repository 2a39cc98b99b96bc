"""Contexts to try a flag with, made of its own rules: one that each rule is about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gapless.flagengine import Document, Flag, Operator, values
from gapless.flagengine.model import (
    TARGETING_KEY,
    AllCondition,
    AnyCondition,
    AttributeCondition,
    Condition,
    SegmentCondition,
)

MOST = 20
_DEEPEST = 8


def sample_contexts(document: Document, flags: Iterable[Flag]) -> list[dict[str, Any]]:
    """A context for nobody in particular, and one for each rule of the flags given.

    They are guesses at who a rule is about; what each is really served is for the engine to say.
    """
    segments = {segment.key: segment.when for segment in document.segments}
    found: list[dict[str, Any]] = [{TARGETING_KEY: "sample-1"}]
    for flag in flags:
        for rule in flag.rules:
            context: dict[str, Any] = {TARGETING_KEY: f"sample-{len(found) + 1}"}
            _fill(context, rule.when, segments, _DEEPEST)
            if not any(_alike(context, other) for other in found):
                found.append(context)
    return found[:MOST]


def _alike(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    return {k: v for k, v in left.items() if k != TARGETING_KEY} == {
        k: v for k, v in right.items() if k != TARGETING_KEY
    }


def _fill(
    context: dict[str, Any],
    when: Iterable[Condition],
    segments: Mapping[str, Iterable[Condition]],
    depth: int,
) -> None:
    if depth == 0:
        return
    for condition in when:
        match condition:
            case AttributeCondition():
                value = _value(condition)
                if value is not None:
                    context.setdefault(condition.attribute, value)
            case SegmentCondition() if not condition.negate:
                _fill(context, segments.get(condition.segment, ()), segments, depth - 1)
            case AllCondition():
                _fill(context, condition.of, segments, depth - 1)
            case AnyCondition():
                _fill(context, condition.of[:1], segments, depth - 1)
            case _:
                pass


def _value(condition: AttributeCondition) -> Any:
    """A value that meets the condition, where one is easily said."""
    given = condition.values
    if condition.op is Operator.EXISTS:
        return None if condition.negate else "some value"
    if condition.negate or not given:
        return "another value"
    match condition.op:
        case Operator.GREATER | Operator.LESS:
            number = values.number(given[0])
            step = 1 if condition.op is Operator.GREATER else -1
            return None if number is None else number + step
        case Operator.HAS_ANY:
            return [given[0]]
        case Operator.HAS_ALL:
            return list(given)
        case Operator.BEFORE:
            return "2000-01-01T00:00:00Z"
        case Operator.AFTER:
            return "2100-01-01T00:00:00Z"
        case Operator.MATCHES:
            return None
        case Operator.SEMVER_LESS:
            return "0.0.1"
        case Operator.SEMVER_GREATER:
            return "999.0.0"
        case _:
            return given[0]
