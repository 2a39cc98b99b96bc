"""What each operator means: from a condition's values, a test of an attribute's value.

A test answers True, False, or None where the value cannot be compared (wrong type).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from gapless.flagengine import values
from gapless.flagengine.model import AttributeCondition, Operator

Test = Callable[[Any], bool | None]

NUMBERS = {
    Operator.GREATER: operator.gt,
    Operator.GREATER_OR_EQUAL: operator.ge,
    Operator.LESS: operator.lt,
    Operator.LESS_OR_EQUAL: operator.le,
}
MOMENTS = {Operator.BEFORE: operator.lt, Operator.AFTER: operator.gt}
VERSIONS = {
    Operator.SEMVER_GREATER: operator.gt,
    Operator.SEMVER_GREATER_OR_EQUAL: operator.ge,
    Operator.SEMVER_LESS: operator.lt,
    Operator.SEMVER_LESS_OR_EQUAL: operator.le,
}
TEXTS = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES})
LISTS = frozenset({Operator.HAS_ANY, Operator.HAS_ALL})
ONE_VALUE = frozenset({*NUMBERS, *MOMENTS, *VERSIONS})


def read_attribute(context: Mapping[str, Any], name: str) -> Any:
    """An attribute's value, by its name or by a dotted path; None if it is missing or null."""
    found = context.get(name)
    if found is None and "." in name:
        step: Any = context
        for part in name.split("."):
            if not isinstance(step, Mapping):
                return None
            step = step.get(part)
        return step
    return found


class Members:
    """The values of a condition, ready for look-ups that keep 1, true and "1" apart.

    Only text that is a number is taken for one, because SDKs often send numbers as text.
    """

    __slots__ = ("flags", "folded", "numbers", "texts")

    def __init__(self, condition: AttributeCondition) -> None:
        given = condition.values
        texts = (v for v in given if isinstance(v, str))
        self.folded = condition.ignore_case
        self.texts = frozenset(t.casefold() if self.folded else t for t in texts)
        self.flags = frozenset(v for v in given if isinstance(v, bool))
        self.numbers = frozenset(
            v for v in given if isinstance(v, int | float) and not isinstance(v, bool)
        )

    def test(self, value: Any) -> bool | None:
        """Whether the value is one of these."""
        if isinstance(value, str):
            if (value.casefold() if self.folded else value) in self.texts:
                return True
            return bool(self.numbers) and values.number(value) in self.numbers
        if isinstance(value, bool):
            return value in self.flags
        if isinstance(value, int | float):
            return value in self.numbers
        return None


def make_test(condition: AttributeCondition) -> Test:
    """The test that the condition stands for. Its values have been checked."""
    op, given = condition.op, condition.values
    if op is Operator.EXISTS:
        return lambda value: True
    if op is Operator.IN:
        return Members(condition).test
    if op in LISTS:
        return _list_test(condition)
    if op in TEXTS:
        return _text_test(condition)
    if op is Operator.BETWEEN:
        low, high = values.number(given[0]), values.number(given[1])
        return _reading(values.number, lambda value: low <= value <= high)
    if op is Operator.SEMVER_EQUAL:
        wanted = frozenset(values.version(value) for value in given)
        return _reading(values.version, wanted.__contains__)
    reader: Callable[[object], Any]
    for table, reader in (
        (NUMBERS, values.number),
        (MOMENTS, values.moment),
        (VERSIONS, values.version),
    ):
        if op in table:
            return _compared(table[op], reader, reader(given[0]))
    raise AssertionError(op)


def _compared(
    compare: Callable[[Any, Any], bool], reader: Callable[[object], Any], bound: Any
) -> Test:
    return _reading(reader, lambda value: compare(value, bound))


def _reading(reader: Callable[[object], Any], holds: Callable[[Any], bool]) -> Test:
    def test(value: Any) -> bool | None:
        read = reader(value)
        return None if read is None else holds(read)

    return test


def _list_test(condition: AttributeCondition) -> Test:
    members = Members(condition)
    every = [Members(condition.model_copy(update={"values": (v,)})) for v in condition.values]

    def test(value: Any) -> bool | None:
        held = value if isinstance(value, list | tuple) else [value]
        if isinstance(value, Mapping):
            return None
        if condition.op is Operator.HAS_ANY:
            return any(members.test(item) for item in held)
        return all(any(one.test(item) for item in held) for one in every)

    return test


def _text_test(condition: AttributeCondition) -> Test:
    given = tuple(str(value) for value in condition.values)
    if condition.op is Operator.MATCHES:
        patterns = [values.Pattern(p, ignore_case=condition.ignore_case) for p in given]
        return _on_text(lambda text: any(pattern.found_in(text) for pattern in patterns))
    if condition.ignore_case:
        return _on_text(_finder(condition.op, tuple(v.casefold() for v in given)), fold=True)
    return _on_text(_finder(condition.op, given))


def _finder(op: Operator, given: tuple[str, ...]) -> Callable[[str], bool]:
    if op is Operator.STARTS_WITH:
        return lambda text: text.startswith(given)
    if op is Operator.ENDS_WITH:
        return lambda text: text.endswith(given)
    return lambda text: any(value in text for value in given)


def _on_text(holds: Callable[[str], bool], *, fold: bool = False) -> Test:
    def test(value: Any) -> bool | None:
        if not isinstance(value, str):
            return None
        return holds(value.casefold() if fold else value)

    return test
