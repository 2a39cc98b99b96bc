"""The operators of a contract's conditions, and what each says of a value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jsonpath_rfc9535 import JSONPathError, compile

from gapless.gapscan.contracts import file_words as words
from gapless.gapscan.contracts import words as run_words
from gapless.gapscan.message import Message, Told

# Longer texts are cut in messages; the evidence holds the whole answer.
_SHOWN = 160
# A pattern is matched against no more than this much of a text, so that it ends.
_SEARCHED = 100_000


class BadOperand(Told):
    """An operator was given a value that it cannot work with."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One condition and what came of it, both in words."""

    expected: Message
    actual: Message
    passed: bool


def shown(value: Any) -> str:
    """A value as short JSON."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def _equal(value: Any, wanted: Any) -> bool:
    # In Python true equals 1; in JSON it does not.
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(_equal, value, wanted))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(_equal(value[k], wanted[k]) for k in value)
    return bool(value == wanted)


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, str):
        return str(wanted) in value
    if isinstance(value, list):
        return any(_equal(item, wanted) for item in value)
    if isinstance(value, dict):
        return wanted in value
    return False


def _number(value: Any) -> float | int | None:
    return value if _TYPES["number"](value) else None


def _at_least(value: Any, wanted: Any) -> bool:
    number = _number(value)
    return number is not None and number >= wanted


def _at_most(value: Any, wanted: Any) -> bool:
    number = _number(value)
    return number is not None and number <= wanted


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str | list | dict) else -1


def _filled(value: Any) -> bool:
    if isinstance(value, str | list | dict):
        return len(value) > 0
    return value is not None


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": _equal,
    "not_equals": lambda value, wanted: not _equal(value, wanted),
    "one_of": lambda value, wanted: any(_equal(value, item) for item in wanted),
    "contains": _contains,
    "not_contains": lambda value, wanted: not _contains(value, wanted),
    "matches": lambda value, wanted: (
        isinstance(value, str) and re.search(wanted, value[:_SEARCHED]) is not None
    ),
    "type": lambda value, wanted: _TYPES[wanted](value),
    "min": _at_least,
    "max": _at_most,
    "length": lambda value, wanted: _length(value) == wanted,
    "min_length": lambda value, wanted: _length(value) >= wanted,
    "max_length": lambda value, wanted: 0 <= _length(value) <= wanted,
    "non_empty": lambda value, wanted: _filled(value) is wanted,
}
# `exists` is about the nodes and not their values: `check_nodes` answers it.
NAMES = (*OPERATORS, "exists")


def operand_problem(name: str, wanted: Any) -> Message | None:
    """What is wrong with an operator's value, or None; text with `${` is known only at the run."""
    if isinstance(wanted, str) and "${" in wanted:
        return None
    if name in ("exists", "non_empty") and not isinstance(wanted, bool):
        return words.TAKES_BOOLEAN(name=name)
    if name == "one_of" and not isinstance(wanted, list):
        return words.TAKES_LIST(name=name)
    if name == "type" and wanted not in _TYPES:
        return words.NO_TYPE(text=str(wanted), known=tuple(_TYPES))
    if name in ("min", "max") and _number(wanted) is None:
        return words.TAKES_NUMBER(name=name)
    if name in ("length", "min_length", "max_length") and not _TYPES["integer"](wanted):
        return words.TAKES_INTEGER(name=name)
    if name == "matches":
        try:
            re.compile(wanted if isinstance(wanted, str) else str(wanted))
        except re.error as error:
            return words.NO_PATTERN(text=str(wanted), why=str(error))
    return None


def path_problem(path: str) -> Message | None:
    """What is wrong with a JSONPath, or None."""
    try:
        compile(path)
    except JSONPathError as error:
        return words.NO_JSONPATH(path=path, why=str(error))
    return None


def select(path: str, document: Any) -> list[Any]:
    """The values that a JSONPath selects. Raises `BadOperand` if it is none."""
    try:
        return list(compile(path).find(document).values())
    except (JSONPathError, RecursionError) as error:
        raise BadOperand(run_words.BAD_OPERAND(path=path, why=str(error))) from error


def check_nodes(
    where: str | Message, nodes: list[Any], operators: Mapping[str, Any], *, some: bool
) -> list[Verdict]:
    """What each operator says of the nodes: all of them must satisfy it, or one if `some`.

    Raises `BadOperand` for an operator's value that only turned out to be wrong at the run.
    """
    verdicts: list[Verdict] = []
    for name, wanted in operators.items():
        problem = operand_problem(name, wanted)
        if problem:
            raise BadOperand(run_words.BAD_OPERAND(path=where, why=problem))
        said = run_words.SOME if some and len(nodes) > 1 else run_words.CONDITION
        operator = run_words.OPERATORS[name]()
        expected = said(where=where, operator=operator, wanted=shown(wanted))
        if name == "exists":
            verdicts.append(Verdict(expected, _actual(nodes[:1]), bool(nodes) is wanted))
            continue
        test = OPERATORS[name]
        results = [test(node, wanted) for node in nodes]
        if not nodes:
            verdicts.append(Verdict(expected, _actual([]), passed=False))
        elif some:
            verdicts.append(Verdict(expected, run_words.VALUE(value=shown(nodes)), any(results)))
        else:
            wrong = next(
                (node for node, good in zip(nodes, results, strict=True) if not good), None
            )
            passed = all(results)
            verdicts.append(Verdict(expected, _actual([nodes[0] if passed else wrong]), passed))
    return verdicts


def _actual(nodes: list[Any]) -> Message:
    return run_words.VALUE(value=shown(nodes[0])) if nodes else run_words.ABSENT()
