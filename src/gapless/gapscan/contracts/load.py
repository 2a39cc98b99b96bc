"""Reads verification contracts from YAML, naming every mistake with its line.

The format is described in docs/en/gap-register.md.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from gapless.gapscan.contracts import file_words as words
from gapless.gapscan.contracts import parts
from gapless.gapscan.contracts.reader import Faults, Node, parse_yaml, read_yaml
from gapless.gapscan.contracts.schema import (
    CONTRACT_TIMEOUT,
    EVERY,
    WITHIN,
    Contract,
    Each,
    Expect,
    NonEmptyWhen,
    Persists,
    Step,
    Until,
)
from gapless.gapscan.contracts.variables import BUILT_IN, names_in

VERSION = 1

_STEP_KEYS = ("name", "as", "tenant", "each", "request", "expect", "until", "persists", "save")
_KINDS = ("request", "non_empty_when", "browser")


def load_contract(path: Path) -> Contract:
    """The contract in that file. Raises `FileInvalid` with every mistake in it."""
    root, faults, data = read_yaml(path)
    return _contract(root, faults, data, str(path))


def parse_contract(data: bytes, name: str) -> Contract:
    """The contract in those bytes; `name` stands in messages. Raises `FileInvalid`."""
    root, faults = parse_yaml(data, name)
    return _contract(root, faults, data, name)


def _contract(root: Node, faults: Faults, data: bytes, name: str) -> Contract:
    keys = root.mapping(
        "contract",
        "gap",
        "title",
        "timeout",
        "variables",
        "as",
        "steps",
        "cleanup",
        required=("contract", "gap", "steps"),
    )
    if "contract" in keys and keys["contract"].integer() != VERSION:
        keys["contract"].fault(words.VERSION(version=VERSION))
    actor = keys["as"].text() if "as" in keys else ""
    variables = _variables(keys["variables"]) if "variables" in keys else {}
    known = {*BUILT_IN, *variables}
    steps = _steps(keys["steps"], actor, known) if "steps" in keys else ()
    if "steps" in keys and keys["steps"].is_list and not steps:
        keys["steps"].fault(words.NO_STEPS())
    cleanup = _steps(keys["cleanup"], actor, known) if "cleanup" in keys else ()
    timeout = keys["timeout"].duration() if "timeout" in keys else CONTRACT_TIMEOUT
    contract = Contract(
        file=name,
        gap=keys["gap"].text() if "gap" in keys else "",
        title=keys["title"].text() if "title" in keys else "",
        variables=variables,
        steps=steps,
        cleanup=cleanup,
        timeout=timeout,
        digest=hashlib.sha256(data).hexdigest(),
    )
    faults.raise_if_any()
    return contract


def _variables(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, child in node.pairs().items():
        value = child.value()
        _check_names(child, value, {*BUILT_IN, *found})
        found[name] = value
    return found


def _check_names(node: Node, value: Any, known: set[str]) -> None:
    for name in names_in(value):
        if name not in known and name.partition(".")[0] not in known:
            node.fault(words.NOT_SET(name=name))


def _steps(node: Node, actor: str, known: set[str]) -> tuple[Step, ...]:
    """The steps; what each saves is known to those after it."""
    return tuple(_step(item, actor, known) for item in node.items())


def _step(node: Node, default_actor: str, known: set[str]) -> Step:
    keys = node.mapping(*_STEP_KEYS, "non_empty_when", "browser", required=("name",))
    kinds = [kind for kind in _KINDS if kind in keys]
    if node.is_mapping and len(kinds) != 1:
        node.fault(words.ONE_KIND(kinds=_KINDS, said=tuple(kinds) or words.NONE_OF_THEM()))
    actor = keys["as"].text() if "as" in keys else default_actor
    if node.is_mapping and not actor:
        node.fault(words.NOBODY())
    each = _each(keys["each"], known) if "each" in keys else None
    inner = known | ({each.name} if each else set())
    for key in ("request", "expect", "until", "persists", "save", "browser", "tenant"):
        if key in keys:
            # In a browser a person types their own e-mail address and password.
            names = inner | {"actor"} if key == "browser" else inner
            _check_names(keys[key], keys[key].value(), names)
    if "request" not in keys:
        for key in ("expect", "until", "persists", "save"):
            if key in keys:
                keys[key].fault(words.NEEDS_REQUEST(key=key))
    request = parts.request(keys["request"]) if "request" in keys else None
    save = parts.saves(keys["save"]) if "save" in keys else {}
    persists = (
        _persists(keys["persists"], request.method if request else None)
        if "persists" in keys
        else None
    )
    non_empty = (
        _non_empty(keys["non_empty_when"], actor, inner) if "non_empty_when" in keys else None
    )
    step = Step(
        name=keys["name"].text() if "name" in keys else "",
        line=node.line,
        actor=actor,
        tenant=keys["tenant"].text() if "tenant" in keys else None,
        each=each,
        request=request,
        expect=parts.expect(keys["expect"]) if "expect" in keys else Expect(),
        until=_until(keys["until"]) if "until" in keys else None,
        persists=persists,
        save=save,
        non_empty_when=non_empty,
        browser=parts.actions(keys["browser"]) if "browser" in keys else (),
    )
    known.update(save)
    if each and save:
        keys["save"].fault(words.EACH_SAVES())
    return step


def _each(node: Node, known: set[str]) -> Each | None:
    pairs = node.pairs()
    if len(pairs) != 1:
        node.fault(words.EACH_ONE())
        return None
    [(name, values)] = pairs.items()
    found = values.value()
    if not isinstance(found, list) or not found:
        values.fault(words.EACH_EMPTY())
        return None
    _check_names(values, found, known)
    return Each(name, tuple(found))


def _until(node: Node) -> Until:
    keys = node.mapping("status", "headers", "body", "stop", "within", "every")
    return Until(
        expect=parts.expect_of(keys),
        stop=parts.checks(keys["stop"]) if "stop" in keys else (),
        within=_span(keys, "within", WITHIN),
        every=_span(keys, "every", EVERY),
    )


def _span(keys: dict[str, Node], key: str, default: timedelta) -> timedelta:
    if key not in keys:
        return default
    span = keys[key].duration()
    if span < timedelta(milliseconds=10):
        keys[key].fault(words.TOO_SHORT())
    return span


def _persists(node: Node, method: str | None) -> Persists | None:
    if not node.is_mapping:
        if not node.boolean():
            return None
        if method not in ("GET", "HEAD", None):
            node.fault(words.PERSISTS_WRITE(method=method))
        return Persists(None, None)
    keys = node.mapping("request", "expect", required=("request", "expect"))
    if "request" not in keys or "expect" not in keys:
        return None
    return Persists(parts.request(keys["request"]), parts.expect(keys["expect"]))


def _non_empty(node: Node, actor: str, known: set[str]) -> NonEmptyWhen | None:
    keys = node.mapping(
        "look",
        "rows",
        "event",
        "expect",
        "within",
        "every",
        "new",
        required=("look", "event"),
    )
    if "look" not in keys or "event" not in keys:
        return None
    _check_names(keys["look"], keys["look"].value(), known)
    rows = keys["rows"].text() if "rows" in keys else "$[*]"
    if "rows" in keys:
        parts.check_path(keys["rows"], rows)
    within_event = set(known)
    event = _steps(keys["event"], actor, within_event)
    if "expect" in keys:
        _check_names(keys["expect"], keys["expect"].value(), within_event)
    if keys["event"].is_list and not event:
        keys["event"].fault(words.NO_EVENT())
    return NonEmptyWhen(
        look=parts.request(keys["look"]),
        rows=rows,
        event=event,
        expect=parts.expect(keys["expect"]) if "expect" in keys else Expect(),
        within=_span(keys, "within", WITHIN),
        every=_span(keys, "every", EVERY),
        new=keys["new"].boolean() if "new" in keys else True,
    )
