"""Rules that cannot do anything: conditions that exclude each other, rules never reached.

Only what is certain is told; that nothing is told does not prove that a rule can match.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gapless.flagengine import values
from gapless.flagengine.issues import Issue, IssueCode
from gapless.flagengine.model import (
    AllCondition,
    AttributeCondition,
    Condition,
    FixedServe,
    Operator,
    Rule,
    SegmentCondition,
    ShareCondition,
)


@dataclass
class _Known:
    """What the conditions looked at so far leave open for one attribute."""

    allowed: set[Any] | None = None
    barred: set[Any] = field(default_factory=set)
    exists: bool | None = None
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            return True
        return self.allowed is not None and not any(self._may_be(v) for v in self.allowed)

    def _may_be(self, value: Any) -> bool:
        if value in self.barred:
            return False
        if self.low == -math.inf and self.high == math.inf:
            return True
        number = values.number(value[1])
        if number is None:
            return False
        above = number > self.low or (number == self.low and not self.low_open)
        below = number < self.high or (number == self.high and not self.high_open)
        return above and below

    def at_least(self, bound: float, *, is_open: bool) -> None:
        if bound > self.low or (bound == self.low and is_open):
            self.low, self.low_open = bound, is_open

    def at_most(self, bound: float, *, is_open: bool) -> None:
        if bound < self.high or (bound == self.high and is_open):
            self.high, self.high_open = bound, is_open


def contradictions(place: str, when: Sequence[Condition]) -> Iterator[Issue]:
    """The attributes and segments on which the conditions, which must all hold, cannot agree."""
    known: dict[str, _Known] = {}
    segments: dict[str, bool] = {}
    told: set[str] = set()
    for condition in _flat(when):
        name = ""
        if isinstance(condition, SegmentCondition):
            inside = not condition.negate
            if segments.setdefault(condition.segment, inside) != inside:
                name = condition.segment
        elif isinstance(condition, ShareCondition) and condition.start == condition.end:
            name = condition.by
        elif isinstance(condition, AttributeCondition):
            facts = known.setdefault(condition.attribute, _Known())
            if not _narrow(facts, condition) or facts.empty:
                name = condition.attribute
        if name and name not in told:
            told.add(name)
            yield Issue(IssueCode.NEVER_MATCHES, place, {"attribute": name})


def _flat(when: Sequence[Condition]) -> Iterator[Condition]:
    for condition in when:
        if isinstance(condition, AllCondition):
            yield from _flat(condition.of)
        else:
            yield condition


def _narrow(facts: _Known, condition: AttributeCondition) -> bool:
    """Take the condition into account. False if it cannot hold beside the others."""
    wants = not (condition.op is Operator.EXISTS and condition.negate)
    if facts.exists is not None and facts.exists is not wants:
        return False
    facts.exists = wants
    if condition.op is Operator.IN and not condition.ignore_case:
        given = {_typed(value) for value in condition.values}
        if condition.negate:
            # Text that is a number bars only itself, while the number may come as one.
            facts.barred |= {_typed(v) for v in condition.values if not _is_number_text(v)}
        else:
            facts.allowed = given if facts.allowed is None else facts.allowed & given
        return True
    if condition.negate:
        return True
    bounds = [values.number(value) for value in condition.values]
    if not bounds or any(bound is None for bound in bounds):
        return True
    first = float(bounds[0] or 0)
    match condition.op:
        case Operator.GREATER | Operator.GREATER_OR_EQUAL:
            facts.at_least(first, is_open=condition.op is Operator.GREATER)
        case Operator.LESS | Operator.LESS_OR_EQUAL:
            facts.at_most(first, is_open=condition.op is Operator.LESS)
        case Operator.BETWEEN if len(bounds) == 2:
            facts.at_least(first, is_open=False)
            facts.at_most(float(bounds[1] or 0), is_open=False)
        case _:
            pass
    return True


def _typed(value: Any) -> tuple[str, Any]:
    """A value as attributes equal it: true is not 1, but the text "1" may stand for it."""
    if isinstance(value, bool):
        return "flag", value
    number = values.number(value)
    return ("text", value) if number is None else ("number", number)


def _is_number_text(value: Any) -> bool:
    return isinstance(value, str) and values.number(value) is not None


def unreachable(rules: Sequence[Rule]) -> Iterator[Issue]:
    """Rules after one that takes everybody, or that repeat the conditions of an earlier one."""
    takers: list[tuple[str, frozenset[str]]] = []
    for index, rule in enumerate(rules):
        wanted = frozenset(condition.model_dump_json() for condition in rule.when)
        for name, taken in takers:
            if taken <= wanted:
                yield Issue(IssueCode.UNREACHABLE, f"rules.{index}", {"rule": name})
                break
        if isinstance(rule.serve, FixedServe):
            takers.append((rule.name or rule.id, wanted))
