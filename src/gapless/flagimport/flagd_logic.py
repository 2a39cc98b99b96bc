"""JSONLogic, as far as flagd's targeting uses it for conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gapless.flagengine import Operator, values
from gapless.flagengine.model import TARGETING_KEY, HashScheme, Rollout, ShareCondition
from gapless.flagimport.logic import (
    Expression,
    all_of,
    any_of,
    checked_text,
    compared,
    member,
    missing,
    negated,
)
from gapless.flagimport.nodes import Node, Words
from gapless.flagimport.notes import Lost, NoteCode

_ORDER = {
    "<": Operator.LESS, "<=": Operator.LESS_OR_EQUAL,
    ">": Operator.GREATER, ">=": Operator.GREATER_OR_EQUAL,
}  # fmt: skip
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_VERSIONS = {
    "=": Operator.SEMVER_EQUAL, "<": Operator.SEMVER_LESS, "<=": Operator.SEMVER_LESS_OR_EQUAL,
    ">": Operator.SEMVER_GREATER, ">=": Operator.SEMVER_GREATER_OR_EQUAL,
}  # fmt: skip
_TEXTS = {"starts_with": Operator.STARTS_WITH, "ends_with": Operator.ENDS_WITH}
_NO_SHARES = Words("the shares sum to nothing", "payların toplamı sıfır")
_FALSY = (False, 0, "")


def call_of(node: Node) -> tuple[str, list[Node]] | None:
    """The operator and its arguments; None of a plain value."""
    if not isinstance(node.value, dict) or len(node.value) != 1:
        return None
    name, inner = next(node.own_members())
    return name, list(inner.items()) if isinstance(inner.value, list) else [inner]


class Logic:
    """Reads the expressions of one flag, with the file's shared ones."""

    def __init__(self, key: str, shared: Mapping[str, Node]) -> None:
        self.key = key
        self.hashes = False
        self.joined: dict[str, None] = {}
        """Attributes that are hashed joined to something, and so even when they are missing."""
        self._shared = shared

    def followed(self, node: Node) -> Node:
        """The node that a reference names."""
        seen: set[str] = set()
        while isinstance(node.value, dict) and set(node.value) == {"$ref"}:
            name = node.text("$ref")
            if name in seen or name not in self._shared:
                raise Lost(NoteCode.EXPRESSION, place=node.place, what=f"$ref {name}")
            seen.add(name)
            node = self._shared[name]
        return node

    def variable(self, node: Node) -> str | None:
        """The attribute that an expression reads; None if it is another expression."""
        call = call_of(node)
        if call is None or call[0] != "var":
            return None
        arguments = call[1]
        if not arguments or len(arguments) > 1:
            raise Lost(NoteCode.EXPRESSION, place=node.place, what="var")
        name: str = arguments[0].typed("text")
        if name == "$flagd.timestamp":
            raise Lost(NoteCode.TIME_RULE)
        return name

    def attribute(self, node: Node) -> str | None:
        """The same, of a user's attributes alone."""
        name = self.variable(node)
        if name is not None and name.startswith("$"):
            raise Lost(NoteCode.EXPRESSION, place=node.place, what=name)
        return name

    def condition(self, node: Node) -> Expression:
        """When the expression is true."""
        node = self.followed(node)
        call = call_of(node)
        if call is None:
            if isinstance(node.value, dict | list):
                raise Lost(NoteCode.EXPRESSION, place=node.place, what="[]")
            return bool(node.value)
        name, arguments = call
        if name.startswith("!") and not arguments:
            raise Lost(NoteCode.EXPRESSION, place=node.place, what=name)
        match name:
            case "and":
                return all_of(self.condition(one) for one in arguments)
            case "or":
                return any_of(self.condition(one) for one in arguments)
            case "!":
                return negated(self.condition(arguments[0]))
            case "!!":
                return self.condition(arguments[0])
            case "if" | "?:":
                return self._choice(arguments)
            case "var":
                return self._truthy(node)
        return self._comparison(name, node, arguments)

    def _choice(self, arguments: list[Node]) -> Expression:
        found: list[Expression] = []
        before: list[Expression] = []
        for asked, answer in zip(arguments[::2], arguments[1::2], strict=False):
            holds = self.condition(asked)
            found.append(all_of([*before, holds, self.condition(answer)]))
            before.append(negated(holds))
        if len(arguments) % 2:
            found.append(all_of([*before, self.condition(arguments[-1])]))
        return any_of(found)

    def _truthy(self, node: Node) -> Expression:
        name = self.attribute(node)
        assert name is not None
        return compared(name, Operator.IN, *_FALSY, negate=True)

    def _comparison(self, name: str, node: Node, arguments: list[Node]) -> Expression:
        if name == "sem_ver":
            return self._version(node, arguments)
        if name in _ORDER and len(arguments) == 3:
            first, middle, last = arguments
            return all_of([self._ordered(name, first, middle), self._ordered(name, middle, last)])
        if len(arguments) != 2:
            raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=name)
        left, right = (self.followed(one) for one in arguments)
        if name in ("==", "==="):
            return self._equal(node, left, right)
        if name in ("!=", "!=="):
            return negated(self._equal(node, left, right))
        if name in _ORDER:
            return self._ordered(name, left, right)
        if name == "in":
            return self._inside_of(node, left, right)
        if name in _TEXTS:
            attribute = self.attribute(left)
            if attribute is None:
                raise Lost(NoteCode.EXPRESSION, place=node.place, what=name)
            text = checked_text(right.typed("text"))
            return True if not text else compared(attribute, _TEXTS[name], text)
        raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=name)

    def _equal(self, node: Node, left: Node, right: Node) -> Expression:
        for one, other in ((left, right), (right, left)):
            call = call_of(one)
            if call is not None and call[0] == "fractional":
                return self._drawn(one, call[1], name_of(other))
        attribute, other = self._sides(node, left, right)
        if other.value is None:
            return missing(attribute)
        return member(attribute, [_scalar(other)])

    def _ordered(self, name: str, left: Node, right: Node) -> Expression:
        attribute = self.attribute(left)
        if attribute is not None:
            return self._bounded(attribute, name, right)
        attribute = self.attribute(right)
        if attribute is None:
            raise Lost(NoteCode.EXPRESSION, place=left.place, what=name)
        return self._bounded(attribute, _TURNED[name], left)

    def _bounded(self, attribute: str, name: str, bound: Node) -> Expression:
        number = bound.typed("number")
        found = compared(attribute, _ORDER[name], number)
        # JSONLogic takes an attribute that nobody sent for 0.
        zero = {"<": number > 0, "<=": number >= 0, ">": number < 0, ">=": number <= 0}[name]
        return any_of([missing(attribute), found]) if zero else found

    def _inside_of(self, node: Node, left: Node, right: Node) -> Expression:
        attribute = self.attribute(left)
        if attribute is not None:
            return member(attribute, [_scalar(one) for one in right.items()])
        attribute = self.attribute(right)
        if attribute is None:
            raise Lost(NoteCode.EXPRESSION, place=node.place, what="in")
        value = _scalar(left)
        held = member(attribute, [value], op=Operator.HAS_ANY)
        if isinstance(value, str) and value:
            return any_of([compared(attribute, Operator.CONTAINS, value), held])
        return held

    def _version(self, node: Node, arguments: list[Node]) -> Expression:
        attribute = self.attribute(arguments[0]) if len(arguments) == 3 else None
        if attribute is None:
            raise Lost(NoteCode.EXPRESSION, place=node.place, what="sem_ver")
        sign, version = arguments[1].typed("text"), arguments[2].typed("text")
        if sign == "!=":
            return compared(attribute, Operator.SEMVER_EQUAL, version, negate=True)
        if sign in _VERSIONS:
            return compared(attribute, _VERSIONS[sign], version)
        if sign not in ("^", "~"):
            raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=f"sem_ver {sign}")
        read = values.version(version.replace("V", "v", 1))
        if read is None:
            raise Lost(NoteCode.EXPRESSION, place=node.place, what=f"sem_ver {sign}")
        major, minor = read[:2]
        low, high = (
            (f"{major}.0.0-0", f"{major + 1}.0.0-0")
            if sign == "^"
            else (f"{major}.{minor}.0-0", f"{major}.{minor + 1}.0-0")
        )
        return all_of(
            [
                compared(attribute, Operator.SEMVER_GREATER_OR_EQUAL, low),
                compared(attribute, Operator.SEMVER_LESS, high),
            ]
        )

    # Who is drawn

    def fractional(
        self, node: Node, arguments: list[Node]
    ) -> tuple[Rollout, list[tuple[int, int, Node]]]:
        """Where people stand, and by ranges of places what they get."""
        by, salt, scheme = TARGETING_KEY, self.key, HashScheme.FLAGD
        if arguments and not isinstance(arguments[0].value, list):
            by, salt, scheme = self._bucketed_by(arguments[0])
            arguments = arguments[1:]
        parts, at = [], 0
        for argument in arguments:
            items = list(argument.items())
            if not items:
                raise argument.wrong(_NO_SHARES)
            weight = max(0, int(items[1].typed("number"))) if len(items) > 1 else 1
            parts.append((at, at + weight, items[0]))
            at += weight
        if at <= 0:
            raise node.wrong(_NO_SHARES)
        self.hashes = True
        return Rollout(by=by, hash=scheme, salt=salt, total=at), parts

    def _bucketed_by(self, node: Node) -> tuple[str, str, HashScheme]:
        """The attribute that is hashed, what it is joined to, and how."""
        call = call_of(node)
        if call is not None and call[0] == "cat" and len(call[1]) == 2:
            first, second = call[1]
            name = self.attribute(second)
            if name is not None:
                self.joined[name] = None
                key = self.variable(first) == "$flagd.flagKey"
                salt = self.key if key else first.typed("text")
                return name, salt, HashScheme.FLAGD_JOINED
        name = self.variable(node)
        if name is None or name.startswith("$"):
            raise Lost(NoteCode.EXPRESSION, place=node.place, what="fractional")
        return name, "", HashScheme.FLAGD

    def _drawn(self, node: Node, arguments: list[Node], wanted: str) -> Expression:
        rollout, parts = self.fractional(node, arguments)
        return any_of(
            ShareCondition(**rollout.model_dump(), start=start, end=end)
            for start, end, one in parts
            if start < end and name_of(one) == wanted
        )

    def _sides(self, node: Node, left: Node, right: Node) -> tuple[str, Node]:
        for one, other in ((left, right), (right, left)):
            attribute = self.attribute(one)
            if attribute is not None:
                return attribute, other
        raise Lost(NoteCode.EXPRESSION, place=node.place, what="==")


def name_of(node: Node) -> str:
    """The variant that a result names."""
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return str(node.typed("text"))


def _scalar(node: Node) -> Any:
    if isinstance(node.value, str):
        return checked_text(node.value)
    if isinstance(node.value, bool | int | float):
        return node.value
    raise Lost(NoteCode.EXPRESSION, place=node.place, what="{}")
