"""`${name}` in a contract: what a step saved, what the contract declares, what the run is."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

_REFERENCE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_][\w.]*)\}")

# Names that every run has: see `run_variables`.
BUILT_IN = ("run.id", "run.hex", "run.now", "run.date")


class UnknownVariable(Exception):
    """A `${name}` that nothing has set."""


def run_variables(now: datetime) -> dict[str, Any]:
    """What every run has: a random id (16 and 8 hex digits), and the moment it began, in UTC."""
    moment = now.astimezone(UTC)
    random = secrets.token_hex(8)
    return {
        "run.id": random,
        "run.hex": random[:8],
        "run.now": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "run.date": moment.date().isoformat(),
    }


def names_in(value: Any) -> Iterator[str]:
    """The names that a value refers to, in strings at any depth."""
    if isinstance(value, str):
        yield from (match[2] for match in _REFERENCE.finditer(value) if match[2])
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from names_in(key)
            yield from names_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from names_in(inner)


def _look_up(name: str, variables: Mapping[str, Any]) -> Any:
    if name in variables:
        return variables[name]
    head, _, rest = name.partition(".")
    found = variables.get(head)
    while rest and isinstance(found, Mapping):
        part, _, rest = rest.partition(".")
        if part not in found:
            break
        found = found[part]
        if not rest:
            return found
    raise UnknownVariable(name)


def substitute(value: Any, variables: Mapping[str, Any]) -> Any:
    """The value with every `${name}` filled in; `$${` stands for `${` itself.

    Text that is one reference and no more takes the variable's type; inside other text the
    variable is written as text, or as JSON if it is a list or an object. Raises
    `UnknownVariable`.
    """
    if isinstance(value, str):
        whole = _REFERENCE.fullmatch(value)
        if whole and whole[2]:
            return _look_up(whole[2], variables)
        return _REFERENCE.sub(lambda m: "${" if m[1] else _text(_look_up(m[2], variables)), value)
    if isinstance(value, Mapping):
        return {substitute(k, variables): substitute(v, variables) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [substitute(inner, variables) for inner in value]
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
