"""Holds an answer against what a contract expects of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gapless.gapscan.contracts import words
from gapless.gapscan.contracts.client import Exchange
from gapless.gapscan.contracts.operators import BadOperand, Verdict, check_nodes, select
from gapless.gapscan.contracts.schema import Check, Expect, Save, SaveFrom
from gapless.gapscan.contracts.variables import substitute
from gapless.gapscan.message import Message


def judge(exchange: Exchange, expect: Expect, variables: Mapping[str, Any]) -> list[Verdict]:
    """Every condition and what came of it; the body is looked at only if the status is right.

    Raises `BadOperand` and `UnknownVariable` for what only the run shows to be wrong in a contract.
    """
    right = any(low <= exchange.status <= high for low, high in expect.statuses)
    actual = words.STATUS(status=exchange.status)
    verdicts = [Verdict(words.STATUS(status=_statuses(expect)), actual, right)]
    if not right:
        return verdicts
    for name, operators in expect.headers.items():
        value = exchange.header(name)
        nodes = [] if value is None else [value]
        filled = substitute(operators, variables)
        verdicts += check_nodes(words.HEADER(name=name), nodes, filled, some=False)
    if expect.body:
        verdicts += judge_body(exchange, expect.body, variables)
    return verdicts


def _statuses(expect: Expect) -> str | Message:
    named = [str(low) if low == high else f"{low // 100}xx" for low, high in expect.statuses]
    said: str | Message = named[0] if named else ""
    for other in named[1:]:
        said = words.STATUS_OR(one=said, other=other)
    return said


def judge_body(
    exchange: Exchange, checks: Sequence[Check], variables: Mapping[str, Any]
) -> list[Verdict]:
    """What the conditions say of the body; a body that is no JSON fails them as one."""
    try:
        document = exchange.json()
    except (ValueError, RecursionError):
        kind = exchange.header("content-type") or words.NO_CONTENT_TYPE()
        said = words.BYTES_OF(count=len(exchange.body), type=kind)
        return [Verdict(words.BODY_IS_JSON(), said, passed=False)]
    verdicts: list[Verdict] = []
    for check in checks:
        path = str(substitute(check.path, variables))
        operators = substitute(check.operators, variables)
        verdicts += check_nodes(path, select(path, document), operators, some=check.some)
    return verdicts


def saved(
    exchange: Exchange, saves: Mapping[str, Save], variables: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Verdict]]:
    """The variables that a step keeps, and a failed verdict for each that the answer lacks."""
    found: dict[str, Any] = {}
    missing: list[Verdict] = []
    for name, save in saves.items():
        path = str(substitute(save.path, variables))
        try:
            found[name] = _saved(exchange, save.source, path)
        except (LookupError, ValueError, BadOperand):
            source = path or save.source.value
            kept = words.KEPT(source=source, name=name)
            missing.append(Verdict(kept, words.ABSENT(), passed=False))
    return found, missing


def _saved(exchange: Exchange, source: SaveFrom, path: str) -> Any:
    if source is SaveFrom.STATUS:
        return exchange.status
    if source is SaveFrom.HEADER:
        value = exchange.header(path)
        if value is None:
            raise LookupError(path)
        return value
    return select(path, exchange.json())[0]
