"""Unleash's constraints as conditions."""

from __future__ import annotations

from typing import Any

from gapless.flagengine import Operator
from gapless.flagengine.model import TARGETING_KEY
from gapless.flagengine.values import Pattern
from gapless.flagimport.logic import (
    Expression,
    any_of,
    checked_text,
    compared,
    member,
    negated,
    with_numbers,
)
from gapless.flagimport.nodes import Node
from gapless.flagimport.notes import Lost, NoteCode

_TEXTS = {
    "STR_CONTAINS": Operator.CONTAINS,
    "STR_STARTS_WITH": Operator.STARTS_WITH,
    "STR_ENDS_WITH": Operator.ENDS_WITH,
}
_SINGLE = {
    "NUM_GT": Operator.GREATER, "NUM_GTE": Operator.GREATER_OR_EQUAL,
    "NUM_LT": Operator.LESS, "NUM_LTE": Operator.LESS_OR_EQUAL,
    "DATE_AFTER": Operator.AFTER, "DATE_BEFORE": Operator.BEFORE,
    "SEMVER_EQ": Operator.SEMVER_EQUAL, "SEMVER_GT": Operator.SEMVER_GREATER,
    "SEMVER_GTE": Operator.SEMVER_GREATER_OR_EQUAL, "SEMVER_LT": Operator.SEMVER_LESS,
    "SEMVER_LTE": Operator.SEMVER_LESS_OR_EQUAL,
}  # fmt: skip


def attribute_of(name: str, user: str) -> str:
    """What a field of the context is called here."""
    return TARGETING_KEY if name == user else name


def texts(listed: Any) -> list[str]:
    """The items of a list that is written with commas."""
    return [one.strip() for one in str(listed or "").split(",") if one.strip()]


def constraint_of(node: Node, user: str) -> Expression:
    """What a constraint demands."""
    name = node.text("contextName")
    if name == "currentTime":
        raise Lost(NoteCode.TIME_RULE)
    found = _holds(attribute_of(name, user), node)
    return negated(found) if node.boolean("inverted", False) else found


def _holds(name: str, node: Node) -> Expression:
    op = node.text("operator")
    values = [checked_text(str(one.value)) for one in node.each("values")]
    ignore_case = node.boolean("caseInsensitive", False)
    if op in ("IN", "NOT_IN"):
        found = member(name, with_numbers(values))
        return negated(found) if op == "NOT_IN" else found
    if op in _TEXTS:
        given = [value for value in values if value]
        return any_of([member(name, given, op=_TEXTS[op], ignore_case=ignore_case)])
    single = checked_text(str(node.get("value", "")))
    if op == "NUM_EQ":
        return member(name, [_number(node, single)])
    if op in _SINGLE:
        numeric = op.startswith("NUM_")
        return compared(name, _SINGLE[op], _number(node, single) if numeric else single)
    if op == "REGEX":
        try:
            Pattern(single, ignore_case=ignore_case)
        except ValueError as refused:
            raise Lost(NoteCode.EXPRESSION, place=single[:80], what=str(refused)) from None
        return compared(name, Operator.MATCHES, single, ignore_case=ignore_case)
    raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=op)


def _number(node: Node, text: str) -> float | int:
    try:
        found = float(text)
    except ValueError:
        raise Lost(NoteCode.EXPRESSION, place=node.place, what=text) from None
    return int(found) if found.is_integer() else found
