"""A call that leaves the browser, as the recognisers hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import (
    Missing,
    Record,
    Sequence,
    Text,
    Unknown,
    Value,
    as_parts,
    options_of,
)
from gapless.gapscan.model import Confidence

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
ALIASES = {
    "del": "delete", "getJSON": "get", "getJson": "get", "postForm": "post", "putForm": "put",
    "patchForm": "patch", "remove": "delete",
}  # fmt: skip
# The client of a sink that names something else than an address; its `why` says what.
NO_ADDRESS = "no address"
BODY_VERBS = frozenset({"post", "put", "patch"})


@dataclass(frozen=True, slots=True)
class Sink:
    """A call that leaves the browser: where to, how, with what; in terms of parameters maybe."""

    url: Value
    method: Value
    body: Value
    client: str
    why: str
    confidence: Confidence = Confidence.CERTAIN
    # Whether it is surely a call, so that it is listed even when its address stays unknown.
    listed: bool = True


def setting(evaluator: Evaluator, options: Value, *keys: str) -> Value:
    """The first of ``keys`` that an options object has."""
    for key in keys:
        if not isinstance(options, Missing | Unknown | Text | Sequence):
            found = evaluator.member(options, key)
            if not isinstance(found, Missing):
                return found
    return Missing()


def at(args: list[Value], index: int) -> Value:
    """An argument, or nothing."""
    return args[index] if index < len(args) else Missing()


def body_keys(value: Value) -> tuple[str, ...]:
    """The keys of a body that is an object, sorted."""
    keys: set[str] = set()
    for option in options_of(value):
        if isinstance(option, Record):
            keys.update(key for key in option.members if not key.startswith("#"))
    return tuple(sorted(keys))


def describe(value: Value) -> str:
    """A short text for a value, for the list of unresolved calls."""
    return "".join(
        part if isinstance(part, str) else f"{{{part.name or '?'}}}" for part in as_parts(value)
    )
