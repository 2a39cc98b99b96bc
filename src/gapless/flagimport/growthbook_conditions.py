"""GrowthBook's conditions (a subset of MongoDB's queries) as ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gapless.flagengine import Operator
from gapless.flagengine.model import TARGETING_KEY
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
)
from gapless.flagimport.nodes import Node
from gapless.flagimport.notes import Lost, NoteCode

_NUMBERS = {
    "$gt": Operator.GREATER, "$gte": Operator.GREATER_OR_EQUAL,
    "$lt": Operator.LESS, "$lte": Operator.LESS_OR_EQUAL,
}  # fmt: skip
_VERSIONS = {
    "$veq": Operator.SEMVER_EQUAL, "$vgt": Operator.SEMVER_GREATER,
    "$vgte": Operator.SEMVER_GREATER_OR_EQUAL, "$vlt": Operator.SEMVER_LESS,
    "$vlte": Operator.SEMVER_LESS_OR_EQUAL,
}  # fmt: skip
_OPPOSITES = {
    "$ne": "$eq", "$nin": "$in", "$nini": "$ini", "$vne": "$veq", "$notInGroup": "$inGroup",
    "$notRegex": "$regex", "$notRegexi": "$regexi",
}  # fmt: skip


class Conditions:
    """Reads the conditions of one feature."""

    def __init__(self, user: str, groups: Mapping[str, Node]) -> None:
        self.user = user
        self.names_user = False
        self._groups = groups
        self._inside: list[str] = []

    def attribute(self, name: str) -> str:
        """The attribute's name here."""
        if name != self.user:
            return name
        self.names_user = True
        return TARGETING_KEY

    def of(self, node: Node) -> Expression:
        """A condition on a user's attributes."""
        found: list[Expression] = []
        for key, value in node.own_members():
            match key:
                case "$or":
                    found.append(self._either(value))
                case "$nor":
                    found.append(negated(self._either(value)))
                case "$and":
                    found.append(all_of(self.of(one) for one in value.items()))
                case "$not":
                    found.append(negated(self.of(value)))
                case "$savedGroup":
                    found.append(self._saved(value))
                case _ if key.startswith("$"):
                    raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=key)
                case _:
                    found.append(self._value(self.attribute(key), value))
        return all_of(found)

    def _either(self, node: Node) -> Expression:
        parts = [self.of(one) for one in node.items()]
        return any_of(parts) if parts else True

    def _saved(self, node: Node) -> Expression:
        name = node.text("id")
        group = self._groups.get(name)
        if group is None or name in self._inside:
            return False
        if group.get("type") == "list":
            key = node.get("attributeKey") or group.text("attributeKey")
            return self._is_in(self.attribute(str(key)), list(group.need("values").typed("list")))
        if group.get("type") != "condition":
            raise Lost(NoteCode.OPERATOR_UNKNOWN, operator="$savedGroup")
        self._inside.append(name)
        found = self.of(group.need("condition"))
        self._inside.pop()
        return found

    def _value(self, attribute: str, node: Node) -> Expression:
        value = node.value
        if isinstance(value, dict) and all(str(key).startswith("$") for key in value):
            return all_of(
                self._operator(attribute, name, inner) for name, inner in node.own_members()
            )
        return self._equals(attribute, node)

    def _equals(self, attribute: str, node: Node) -> Expression:
        if node.value is None:
            return missing(attribute)
        if isinstance(node.value, dict | list):
            raise Lost(NoteCode.EXPRESSION, place=node.place, what="=")
        return member(attribute, [_scalar(node.value)])

    def _operator(self, attribute: str, name: str, node: Node) -> Expression:
        if name in _OPPOSITES:
            return negated(self._operator(attribute, _OPPOSITES[name], node))
        if name in _NUMBERS:
            return compared(attribute, _NUMBERS[name], node.typed("number"))
        if name in _VERSIONS:
            return compared(attribute, _VERSIONS[name], node.typed("text"))
        match name:
            case "$eq":
                return self._equals(attribute, node)
            case "$in":
                return self._is_in(attribute, list(node.typed("list")))
            case "$ini":
                return self._is_in(attribute, list(node.typed("list")), ignore_case=True)
            case "$inGroup":
                group = self._groups.get(node.typed("text"))
                if group is None:
                    return False
                listed = group if isinstance(group.value, list) else group.need("values")
                return self._is_in(attribute, list(listed.typed("list")))
            case "$regex" | "$regexi":
                return _matches(attribute, node.typed("text"), ignore_case=name == "$regexi")
            case "$exists":
                return present(attribute) if node.value else missing(attribute)
            case "$all":
                values = [_scalar(one) for one in node.typed("list")]
                return all_of(member(attribute, [one], op=Operator.HAS_ANY) for one in values)
            case "$not":
                return negated(self._value(attribute, node))
            case "$elemMatch":
                return self._element(attribute, node)
        raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=name)

    def _element(self, attribute: str, node: Node) -> Expression:
        """Of lists only that an item is one of some values."""
        match node.value:
            case {"$eq": value, **rest} if not rest:
                return member(attribute, [_scalar(value)], op=Operator.HAS_ANY)
            case {"$in": list(values), **rest} if not rest:
                return member(attribute, map(_scalar, values), op=Operator.HAS_ANY)
        raise Lost(NoteCode.OPERATOR_UNKNOWN, operator="$elemMatch")

    def _is_in(self, attribute: str, values: list[Any], *, ignore_case: bool = False) -> Expression:
        # The attribute may be a list; the user's own key never is.
        op = Operator.IN if attribute == TARGETING_KEY else Operator.HAS_ANY
        found: list[Expression] = [missing(attribute)] if None in values else []
        given = [_scalar(value) for value in values if value is not None]
        return any_of([*found, member(attribute, given, op=op, ignore_case=ignore_case)])


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return checked_text(value)
    if isinstance(value, bool | int | float):
        return value
    raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=f"{type(value).__name__} in a list")


def _matches(attribute: str, pattern: str, *, ignore_case: bool) -> Expression:
    try:
        Pattern(pattern, ignore_case=ignore_case)
    except ValueError as refused:
        raise Lost(NoteCode.EXPRESSION, place=pattern[:80], what=str(refused)) from None
    return compared(attribute, Operator.MATCHES, checked_text(pattern), ignore_case=ignore_case)
