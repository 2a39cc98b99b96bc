"""What the answers of a probed server hold: entries, their identifiers, texts."""

from __future__ import annotations

import json
from typing import Any

from gapless.gapscan.http import Answer

_IDS = ("id", "uuid", "key", "code", "slug", "pk", "name")


def parse(answer: Answer) -> Any:
    """The body as JSON, ``None`` when it is none."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def items_of(body: Any) -> list[Any]:
    """The entries of a list answer, bare or in an envelope."""
    if isinstance(body, list):
        return body
    if isinstance(body, dict):
        for key in ("items", "results", "data", "rows", "content"):
            if isinstance(body.get(key), list):
                return list(body[key])
    return []


def ids_in(body: Any) -> list[str]:
    """The identifiers of a list's entries."""
    items = items_of(body)
    found = (id_of(item) for item in items if isinstance(item, dict))
    return [identifier for identifier in found if identifier is not None]


def id_of(item: dict[str, Any]) -> str | None:
    """The identifier of one object."""
    for key in _IDS:
        value = item.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
    return None


def object_in(answer: Answer | None) -> dict[str, Any] | None:
    """The one object that a good answer is, or that its envelope holds."""
    if answer is None or not 200 <= answer.status < 300:
        return None
    body = parse(answer)
    if not isinstance(body, dict):
        return None
    for key in ("data", "item", "result"):
        if isinstance(body.get(key), dict) and id_of(body) is None:
            return dict(body[key])
    return body
