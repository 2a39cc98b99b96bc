"""LaunchDarkly's clauses and segments as conditions."""

from __future__ import annotations

from gapless.flagengine import Operator
from gapless.flagengine.model import (
    TARGETING_KEY,
    AttributeCondition,
    HashScheme,
    SegmentCondition,
    ShareCondition,
)
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
)
from gapless.flagimport.nodes import Node
from gapless.flagimport.notes import Lost, NoteCode

_FULL = 100_000
_TEXTS = {
    "startsWith": Operator.STARTS_WITH, "endsWith": Operator.ENDS_WITH,
    "contains": Operator.CONTAINS,
}  # fmt: skip
_NUMBERS = {
    "lessThan": Operator.LESS, "lessThanOrEqual": Operator.LESS_OR_EQUAL,
    "greaterThan": Operator.GREATER, "greaterThanOrEqual": Operator.GREATER_OR_EQUAL,
}  # fmt: skip
_OTHERS = {
    "before": Operator.BEFORE, "after": Operator.AFTER, "semVerEqual": Operator.SEMVER_EQUAL,
    "semVerLessThan": Operator.SEMVER_LESS, "semVerGreaterThan": Operator.SEMVER_GREATER,
}  # fmt: skip
_SINGLE = frozenset({"key", "name", "anonymous", "country", "email", "ip", "firstName",
                     "lastName", "avatar"})  # fmt: skip


def attribute_of(name: str, kind: str) -> str:
    """What an attribute is called here: of users its name, of another kind a path."""
    path = name.strip("/").replace("/", ".") if name.startswith("/") else name
    if kind == "user":
        return TARGETING_KEY if path == "key" else path
    return f"{kind}.{path}"


def clause_of(node: Node) -> Expression:
    """What a clause demands."""
    op = node.text("op")
    negate = node.boolean("negate", False)
    if op == "segmentMatch":
        found = any_of(SegmentCondition(segment=one.typed("text")) for one in node.each("values"))
        return negated(found) if negate else found
    name = node.text("attribute")
    if name == "kind":
        raise Lost(NoteCode.OPERATOR_UNKNOWN, operator="kind")
    found = _holds(attribute_of(name, node.text("contextKind", "user")), name, op, node)
    return _turned(found) if negate else found


def _turned(found: Expression) -> Expression:
    """A clause on an attribute that is missing matches nothing, negated or not."""
    if isinstance(found, AttributeCondition):
        return found.model_copy(update={"negate": not found.negate})
    parts = getattr(found, "of", None)
    return negated(found) if parts is None else all_of(_turned(one) for one in parts)


def _holds(attribute: str, name: str, op: str, node: Node) -> Expression:
    values = list(node.each("values"))
    if op == "in":
        scalars = [one.value for one in values if isinstance(one.value, bool | str | int | float)]
        given = [checked_text(v) if isinstance(v, str) else v for v in scalars]
        return member(attribute, given, op=Operator.IN if name in _SINGLE else Operator.HAS_ANY)
    if op in _TEXTS:
        texts = [checked_text(one.typed("text")) for one in values]
        return member(attribute, texts, op=_TEXTS[op])
    if op == "matches":
        return member(attribute, [_pattern(one) for one in values], op=Operator.MATCHES)
    if op in _NUMBERS:
        return any_of(compared(attribute, _NUMBERS[op], one.typed("number")) for one in values)
    if op in _OTHERS:
        return any_of(compared(attribute, _OTHERS[op], one.value) for one in values)
    raise Lost(NoteCode.OPERATOR_UNKNOWN, operator=op)


def _pattern(node: Node) -> str:
    text = checked_text(node.typed("text"))
    try:
        Pattern(text)
    except ValueError as refused:
        raise Lost(NoteCode.EXPRESSION, place=text[:80], what=str(refused)) from None
    return text


def segment_members(key: str, node: Node) -> Expression:
    """Who belongs to a segment: those named, and of the others whom a rule takes."""
    if node.boolean("unbounded", False):
        raise Lost(NoteCode.BIG_SEGMENT, segment=key)
    named = any_of(_listed(node, "included", "includedContexts"))
    excluded = any_of(_listed(node, "excluded", "excludedContexts"))
    rules = any_of(_rule(key, node, one) for one in node.each("rules"))
    return any_of([named, all_of([negated(excluded), rules])])


def _listed(node: Node, users: str, contexts: str) -> list[Expression]:
    found = [member(TARGETING_KEY, [one.typed("text") for one in node.each(users)])]
    for one in node.each(contexts):
        attribute = attribute_of("key", one.text("contextKind", "user"))
        found.append(member(attribute, [value.typed("text") for value in one.each("values")]))
    return found


def _rule(key: str, segment: Node, node: Node) -> Expression:
    found = [clause_of(one) for one in node.each("clauses")]
    if node.has("weight"):
        end = int(node.number("weight"))
        by = attribute_of(node.text("bucketBy", "key"), node.text("rolloutContextKind", "user"))
        share = ShareCondition(
            by=by,
            hash=HashScheme.LAUNCHDARKLY,
            total=_FULL,
            start=0,
            end=min(end, _FULL),
            salt=f"{key}.{segment.text('salt', '')}",
        )
        # Who has no such attribute stands at the very beginning there.
        everybody = by == TARGETING_KEY
        placed = share if everybody else any_of([missing(by), share])
        found.append(end > 0 and placed)
    return all_of(found)
