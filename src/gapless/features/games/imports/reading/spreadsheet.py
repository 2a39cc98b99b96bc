"""Reads rows from the first sheet of an XLSX workbook, one by one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading.table import Header, read_header
from gapless.features.games.imports.refusals import (
    ArchiveDamaged,
    BundleFieldTooLong,
    BundleRejected,
    EmptyFile,
    Position,
    UnsupportedFile,
)

_BATCH = 1_000


def read_rows(path: Path, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a workbook's first sheet: (row of the sheet, values by column name).

    The workbook's archive must have been inspected before. Formulas give their last stored value.

    Raises `EmptyFile`, `TableHeaderInvalid`, `BundleFieldTooLong`, `ArchiveDamaged`.
    """
    try:
        # As a file and not as a path, whose suffix openpyxl would judge.
        with path.open("rb") as file:
            yield from _read(file, limits)
    except BundleRejected:
        raise
    except Exception as error:
        # The library meets broken or hostile XML with exceptions of every kind.
        raise ArchiveDamaged(member="XLSX", reason="damaged") from error


def _read(file: BinaryIO, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    with warnings.catch_warnings():
        # About styles and extensions, which carry no data.
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        if not workbook.worksheets:
            raise UnsupportedFile(reason="no_sheet")
        sheet = workbook.worksheets[0]
        # A workbook may claim any dimension; the rows themselves say how many there are.
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        header: Header | None = None
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                batch = list(islice(rows, _BATCH))
            if not batch:
                break
            for number, cells in batch:
                if not any(cell is not None and cell != "" for cell in cells):
                    continue
                if header is None:
                    header = read_header(cells, limits)
                else:
                    yield number, header.row([_plain(c, limits, number) for c in cells])
        if header is None:
            raise EmptyFile
    finally:
        workbook.close()


def _plain(cell: Any, limits: Limits, row: int) -> Any:
    """A cell's value as JSON could say it; numbers exactly as the sheet shows them."""
    if isinstance(cell, str):
        if len(cell) > limits.max_field_chars:
            raise BundleFieldTooLong(limit=limits.max_field_chars, position=Position(row=row))
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if isinstance(cell, datetime):
        whole_day = cell.time() == time()
        return cell.date().isoformat() if whole_day else cell.isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return cell
