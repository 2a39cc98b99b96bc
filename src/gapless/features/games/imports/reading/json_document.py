"""Where the rows are in a JSON file: an array, `{items}`, `{games}`, or a value a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Literal, TextIO

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading.json_values import JsonValues
from gapless.features.games.imports.refusals import EmptyFile, JsonSchemaInvalid

Layout = Literal["array", "items", "games", "lines"]
OpenText = Callable[[], AbstractContextManager[TextIO]]


def find_layout(open_text: OpenText, limits: Limits, *, lines_expected: bool) -> Layout:
    """Which of the accepted shapes a JSON text has.

    `lines_expected` says that the file's name promises one value a line, so that a single object
    without `items` and `games` is one row. Reads no further than it must: an object is read to
    its end only if `games` comes before a possible `items`.

    Raises `EmptyFile`, `JsonSchemaInvalid`, and what reading JSON raises.
    """
    with open_text() as text:
        values = JsonValues(text, limits)
        first = values.peek()
        if first == "":
            raise EmptyFile
        if first == "[":
            return "array"
        if first != "{":
            if lines_expected:
                return "lines"
            values.value()
            raise JsonSchemaInvalid(reason="not_an_array_or_object")
        has_games = False
        has_items = False
        for key in values.members():
            values.take(":")
            if key == "items":
                if values.peek() == "[":
                    return "items"
                has_items = True
            has_games = has_games or (key == "games" and values.peek() == "[")
            values.skip()
        if values.peek() == "{" or (lines_expected and not has_games):
            return "lines"
        if values.peek():
            raise values.error("extra_data")
        if has_games and not has_items:
            return "games"
        raise JsonSchemaInvalid(reason="no_items")


def read_rows(open_text: OpenText, limits: Limits, layout: Layout) -> Iterator[Any]:
    """The rows of a JSON text whose layout is known, one by one."""
    with open_text() as text:
        values = JsonValues(text, limits)
        if layout == "lines":
            while values.peek():
                yield _counted(values, values.value())
            return
        if layout == "array":
            for element in values.elements():
                yield _counted(values, element)
        else:
            for key in values.members():
                values.take(":")
                if key == layout and values.peek() == "[":
                    for element in values.elements():
                        yield _counted(values, element)
                else:
                    values.skip()
        if values.peek():
            raise values.error("extra_data")


def _counted(values: JsonValues, element: Any) -> Any:
    values.rows_seen += 1
    return element
