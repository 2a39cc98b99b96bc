"""Flagsmith's segments as conditions on traits."""

from __future__ import annotations

import json
import math
from typing import Any

from gapless.flagengine import Operator
from gapless.flagengine.model import TARGETING_KEY, AttributeCondition, HashScheme, ShareCondition
from gapless.flagengine.values import Pattern
from gapless.flagimport.logic import (
    Expression,
    all_of,
    any_of,
    checked_text,
    compared,
    member,
    missing,
    negated,
    present,
    with_numbers,
)
from gapless.flagimport.nodes import Node
from gapless.flagimport.notes import Lost, NoteCode

_PLACES = 9_998
"""Flagsmith's hash stands at one of so many places."""
_SEMVER = ":semver"
_ORDER = {
    "GREATER_THAN": (Operator.GREATER, Operator.SEMVER_GREATER),
    "GREATER_THAN_INCLUSIVE": (Operator.GREATER_OR_EQUAL, Operator.SEMVER_GREATER_OR_EQUAL),
    "LESS_THAN": (Operator.LESS, Operator.SEMVER_LESS),
    "LESS_THAN_INCLUSIVE": (Operator.LESS_OR_EQUAL, Operator.SEMVER_LESS_OR_EQUAL),
}
_IDENTIFIER = ("$.identity.identifier", "$.identity.key")


class Traits:
    """Reads the conditions of one segment."""

    def __init__(self, environment: str, segment: str) -> None:
        self.environment = environment
        self.number = segment
        self.hashes = False

    def segment(self, node: Node) -> Expression:
        """Who belongs to the segment."""
        rules = list(node.each("rules"))
        return all_of(self._rule(one) for one in rules) if rules else False

    def _rule(self, node: Node) -> Expression:
        kind = node.text("type")
        found = [self._condition(one) for one in node.each("conditions")]
        inner = [self._rule(one) for one in node.each("rules")]
        return all_of(_matched(kind, parts) for parts in (found, inner) if parts)

    def _condition(self, node: Node) -> Expression:
        op = node.text("operator")
        name = str(node.get("property_") or node.get("property") or "")
        if op == "PERCENTAGE_SPLIT":
            return self._share(name, node)
        attribute = _attribute(name)
        if op == "IS_SET":
            return present(attribute)
        if op == "IS_NOT_SET":
            return missing(attribute)
        if op == "IN":
            return member(attribute, _with_integers(_listed(node.need("value").value)))
        return _compared(attribute, op, checked_text(str(node.need("value").value)))

    def _share(self, name: str, node: Node) -> Expression:
        try:
            percent = float(node.need("value").value)
        except (TypeError, ValueError, OverflowError):
            return False
        whole = not name or name in _IDENTIFIER
        salt = f"{self.number},"
        if not name or name == "$.identity.key":
            salt += f"{self.environment}_"
        end = (
            min(_PLACES, math.floor(min(percent, 100.0) * _PLACES / 100) + 1) if percent >= 0 else 0
        )
        self.hashes = True
        return end > 0 and ShareCondition(
            by=TARGETING_KEY if whole else _attribute(name),
            hash=HashScheme.FLAGSMITH, salt=salt, total=_PLACES, start=0, end=end,
        )  # fmt: skip


def _matched(kind: str, parts: list[Expression]) -> Expression:
    if kind == "ALL":
        return all_of(parts)
    return any_of(parts) if kind == "ANY" else all_of(negated(one) for one in parts)


def _attribute(name: str) -> str:
    if name == "$.identity.identifier":
        return TARGETING_KEY
    if name.startswith("$."):
        trait = name.removeprefix("$.identity.traits.")
        if trait == name or "." in trait or "[" in trait:
            raise Lost(NoteCode.EXPRESSION, place=name, what="JSONPath")
        return trait
    return name


def _compared(attribute: str, op: str, value: str) -> Expression:
    if op == "EQUAL":
        return _equal(attribute, value)
    if op == "NOT_EQUAL":
        found = _equal(attribute, value)
        assert isinstance(found, AttributeCondition)
        return found.model_copy(update={"negate": True})
    if op in ("CONTAINS", "NOT_CONTAINS"):
        if not value:
            raise Lost(NoteCode.EXPRESSION, place=attribute, what=op)
        return compared(attribute, Operator.CONTAINS, value, negate=op == "NOT_CONTAINS")
    if op == "REGEX":
        return _matches(attribute, f"^(?:{value})")
    if op in _ORDER:
        plain, version = _ORDER[op]
        if value.endswith(_SEMVER):
            return compared(attribute, version, value.removesuffix(_SEMVER))
        try:
            number = float(value)
        except ValueError:
            raise Lost(NoteCode.EXPRESSION, place=attribute, what=f"{op} {value}") from None
        return compared(attribute, plain, int(number) if number.is_integer() else number)
    raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=op)


def _equal(attribute: str, value: str) -> Expression:
    if value.endswith(_SEMVER):
        return compared(attribute, Operator.SEMVER_EQUAL, value.removesuffix(_SEMVER))
    # The value is read as whatever the trait is: any text but these two stands for true.
    truth = value not in ("False", "false")
    return member(attribute, [*with_numbers([value]), truth])


def _matches(attribute: str, pattern: str) -> Expression:
    try:
        Pattern(pattern)
    except ValueError as refused:
        raise Lost(NoteCode.EXPRESSION, place=pattern[:80], what=str(refused)) from None
    return compared(attribute, Operator.MATCHES, checked_text(pattern))


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [checked_text(str(one)) for one in value]
    text = str(value)
    if text.startswith("["):
        try:
            return [checked_text(str(one)) for one in json.loads(text)]
        except ValueError:
            pass
    return [checked_text(one) for one in text.split(",")]


def _with_integers(values: list[str]) -> list[Any]:
    return [one for one in with_numbers(values) if not isinstance(one, float)]
