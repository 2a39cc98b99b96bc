"""Reads rows from CSV and its kin; the delimiter is told by the first lines."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, TextIO

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading.table import Header, read_header
from gapless.features.games.imports.refusals import BundleFieldTooLong, EmptyFile, Position

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 65_536

OpenText = Callable[[], AbstractContextManager[TextIO]]


def sniff_delimiter(sample: str) -> str | None:
    """The delimiter that splits the first records alike, and into most columns; None if none does.

    Quoted text does not count. A record that the end of the sample may have cut is left out.
    """
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        records: list[int] = []
        try:
            for record in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter):
                if record:
                    records.append(len(record))
                if len(records) > 50:
                    break
        except csv.Error:
            continue
        if not records or records[0] < 2:
            continue
        alike = sum(1 for width in records if width == records[0]) / len(records)
        candidate = (round(alike, 2), records[0], delimiter)
        if best is None or candidate[:2] > best[:2]:
            best = candidate
    return best[2] if best else None


def looks_delimited(open_text: OpenText) -> bool:
    """Whether a text whose name does not say so is a table: two records or more, split alike."""
    with open_text() as text:
        sample = text.read(_SAMPLE_CHARS)
    delimiter = sniff_delimiter(sample)
    if delimiter is None:
        return False
    widths = [len(r) for r in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)]
    return len(widths) >= 2 and widths[0] == widths[1]


def read_rows(open_text: OpenText, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a delimited text: (row as a spreadsheet counts it, values by column name).

    Raises `EmptyFile`, `TableHeaderInvalid`, `BundleFieldTooLong`.
    """
    with open_text() as text:
        delimiter = sniff_delimiter(text.read(_SAMPLE_CHARS)) or ","
    with open_text() as text:
        reader = csv.reader(text, delimiter=delimiter)
        header: Header | None = None
        number = 0
        while True:
            try:
                record = next(reader, None)
            except csv.Error as error:
                if "field limit" not in str(error):
                    raise
                raise _too_long(reader.line_num, number + 1, csv.field_size_limit()) from None
            if record is None:
                break
            number += 1
            if not record:
                continue
            if header is None:
                header = read_header(record, limits)
                continue
            if max(map(len, record)) > limits.max_field_chars:
                raise _too_long(reader.line_num, number, limits.max_field_chars)
            yield number, header.row(record)
        if header is None:
            raise EmptyFile


def _too_long(line: int, row: int, limit: int) -> BundleFieldTooLong:
    return BundleFieldTooLong(limit=limit, position=Position(line=line, row=row))
