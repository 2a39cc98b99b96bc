"""How big a value is; what is bigger than any program means it to be is given up."""

from __future__ import annotations

from collections.abc import Iterable

from gapless.gapscan.js.values import (
    HOLE_SIZE,
    MAX_TEXT,
    Fallback,
    Func,
    Instance,
    OneOf,
    Record,
    Sequence,
    Text,
    Value,
    When,
    Whole,
)

_MAX_WEIGHT = 20_000
_MAX_DEPTH = 60


def is_full(value: Value) -> bool:
    """Whether a text is longer than any address, so that nothing more need be put to it."""
    if not isinstance(value, Text):
        return False
    return sum(len(p) if isinstance(p, str) else HOLE_SIZE for p in value.parts) > MAX_TEXT


def _parts(value: Value) -> Iterable[Value]:
    match value:
        case Fallback():
            return (value.first, value.second)
        case OneOf():
            return value.options
        case When():
            return (value.subject, value.then, value.otherwise)
        case Record():
            return (*value.members.values(), *value.spreads)
        case Sequence():
            return value.items
        case Func() | Instance():
            return [item for _, item in value.env]
    return ()


def too_big(value: Value) -> bool:
    """Whether a value is more than a program can mean to build an address of.

    Values share parts: written out, a few lines of source can be worth more than fits in memory.
    """
    if not isinstance(value, Whole):
        return False
    if not value.weight:
        weight, depth = 1, 0
        for part in _parts(value):
            if isinstance(part, Whole):
                too_big(part)
                weight += part.weight
                depth = max(depth, part.depth)
            else:
                weight += 1
        object.__setattr__(value, "weight", weight)
        object.__setattr__(value, "depth", depth + 1)
    return value.weight > _MAX_WEIGHT or value.depth > _MAX_DEPTH
