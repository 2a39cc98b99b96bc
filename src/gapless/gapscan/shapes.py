"""The shape of a JSON answer: the paths of its fields, without any of its values."""

from __future__ import annotations

from typing import Any

_MAX_DEPTH = 6
_MAX_ITEMS = 50


def shape_of(body: Any) -> tuple[frozenset[str], frozenset[str]]:
    """``(fields, open)``: dotted field paths, ``[]`` for elements, and where nothing was to see.

    Below an empty list, an empty object or a null anything may stand another time.
    """
    fields: set[str] = set()
    opened: set[str] = set()

    def go(value: Any, prefix: str, depth: int) -> None:
        if depth > _MAX_DEPTH or value is None or value in ([], {}):
            opened.add(prefix)
        elif isinstance(value, dict):
            for key, item in value.items():
                name = f"{prefix}.{key}" if prefix else str(key)
                fields.add(name)
                go(item, name, depth + 1)
        elif isinstance(value, list):
            for item in value[:_MAX_ITEMS]:
                go(item, prefix + "[]", depth + 1)

    go(body, "", 0)
    return frozenset(fields), frozenset(opened)


def is_empty(body: Any) -> bool:
    """Whether an answer holds no data: ``[]``, ``{}``, or empty lists beside counts of zero."""
    if body is None or body in ([], {}):
        return True
    if isinstance(body, dict):
        lists = [value for value in body.values() if isinstance(value, list | dict)]
        return bool(lists) and all(
            is_empty(value) or (isinstance(value, dict) and not any(value.values()))
            if isinstance(value, list | dict)
            else not value or (key in _COUNTERS and isinstance(value, int))
            for key, value in body.items()
        )
    return False


_COUNTERS = frozenset(
    {"page", "page_size", "pageSize", "limit", "per_page", "perPage", "pages", "size"}
)
