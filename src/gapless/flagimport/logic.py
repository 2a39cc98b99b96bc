"""Putting conditions together, with true and false folded away.

The systems that are imported from know yes and no alone, where our conditions also know "unknown"
(an attribute that nobody sent). `negated` therefore says both: known not to hold, or not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gapless.flagengine.model import (
    MAX_CONDITIONS,
    MAX_VALUES,
    AllCondition,
    AnyCondition,
    AttributeCondition,
    Condition,
    NotCondition,
    Operator,
    SegmentCondition,
    ShareCondition,
)
from gapless.flagimport.notes import Lost, NoteCode

Expression = Condition | bool


def all_of(parts: Iterable[Expression]) -> Expression:
    """That all of them hold."""
    kept: list[Condition] = []
    for part in parts:
        if part is False:
            return False
        if isinstance(part, AllCondition):
            kept += part.of
        elif part is not True:
            kept.append(part)
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else _grouped(AllCondition, kept)


def any_of(parts: Iterable[Expression]) -> Expression:
    """That one of them holds."""
    kept: list[Condition] = []
    for part in parts:
        if part is True:
            return True
        if isinstance(part, AnyCondition):
            kept += part.of
        elif part is not False:
            kept.append(part)
    if not kept:
        return False
    return kept[0] if len(kept) == 1 else _grouped(AnyCondition, kept)


def _grouped(
    kind: type[AllCondition] | type[AnyCondition], parts: Sequence[Condition]
) -> Condition:
    while len(parts) > MAX_CONDITIONS:
        parts = [
            kind(of=tuple(parts[at : at + MAX_CONDITIONS]))
            for at in range(0, len(parts), MAX_CONDITIONS)
        ]
    return kind(of=tuple(parts))


def negated(part: Expression) -> Expression:
    """That it does not hold, be it known or not."""
    match part:
        case bool():
            return not part
        case AttributeCondition():
            turned = part.model_copy(update={"negate": not part.negate})
            if part.op is Operator.EXISTS:
                return turned
            return any_of([missing(part.attribute), turned])
        case SegmentCondition():
            return part.model_copy(update={"negate": not part.negate})
        case ShareCondition():
            before = part.model_copy(update={"start": 0, "end": part.start})
            behind = part.model_copy(update={"start": part.end, "end": part.total})
            return any_of([missing(part.by), *(s for s in (before, behind) if s.start < s.end)])
        case AllCondition():
            return any_of(negated(inner) for inner in part.of)
        case AnyCondition():
            return all_of(negated(inner) for inner in part.of)
        case NotCondition():
            return part.of


def compared(attribute: str, op: Operator, *values: Any, **more: Any) -> AttributeCondition:
    """A comparison of an attribute."""
    return AttributeCondition(attribute=attribute, op=op, values=values, **more)


def missing(attribute: str) -> AttributeCondition:
    """That nobody sent the attribute."""
    return AttributeCondition(attribute=attribute, op=Operator.EXISTS, negate=True)


def present(attribute: str) -> AttributeCondition:
    """That the attribute was sent."""
    return AttributeCondition(attribute=attribute, op=Operator.EXISTS)


def member(
    attribute: str, values: Iterable[Any], *, op: Operator = Operator.IN, ignore_case: bool = False
) -> Expression:
    """That the attribute is (or a list holds) one of the values."""
    known = list(dict.fromkeys((type(v), v) for v in values))
    given = [value for _, value in known]
    return any_of(
        compared(attribute, op, *given[at : at + MAX_VALUES], ignore_case=ignore_case)
        for at in range(0, len(given), MAX_VALUES)
    )


def with_numbers(values: Iterable[str]) -> list[Any]:
    """Texts, and beside those that are numbers the numbers: the source compared as text."""
    found: list[Any] = []
    for value in values:
        found.append(value)
        for kind in (int, float):
            try:
                number = kind(value)
            except (ValueError, OverflowError):
                continue
            if str(number) == value and number - number == 0:
                found.append(number)
                break
    return found


def conditions(expression: Expression) -> tuple[Condition, ...] | None:
    """The conditions of a rule; None if it never matches."""
    if isinstance(expression, bool):
        return () if expression else None
    if isinstance(expression, AllCondition):
        return expression.of
    return (expression,)


def checked_text(value: str) -> str:
    """The text, if a condition can hold one as long."""
    if len(value) > 1_000:
        raise Lost(NoteCode.EXPRESSION, place=value[:40], what="> 1000")
    return value
