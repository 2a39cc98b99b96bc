"""Reads rows from the first visible sheet of an XLSX workbook, as the file is unpacked.

A reader of its own, on expat: openpyxl reads ten thousand rows a second and parses some sheets
twice, which a file of the permitted size would make a minute of. Its knowledge of number formats
and of Excel's calendar is used.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.parsers import expat

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading.sheet_xml import SharedStrings, SheetRows
from gapless.features.games.imports.reading.table import Header, read_header
from gapless.features.games.imports.refusals import (
    ArchiveDamaged,
    BundleFieldTooLong,
    BundleRejected,
    EmptyFile,
    Position,
    UnsupportedFile,
)

_CHUNK = 1 << 16
_MAX_PART_BYTES = 16 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_rows(path: Path, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a workbook's first visible sheet: (row of the sheet, values by column name).

    The workbook's archive must have been inspected before. Formulas give their last stored value.

    Raises `EmptyFile`, `TableHeaderInvalid`, `BundleFieldTooLong`, `ZipBomb`, `ArchiveDamaged`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _read(archive, limits)
    except BundleRejected:
        raise
    except Exception as error:
        # Broken or hostile XML is met with exceptions of every kind.
        raise ArchiveDamaged(member="XLSX", reason="damaged") from error


def _read(archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    sheet, epoch = _first_sheet(archive)
    strings = _shared_strings(archive, limits)
    rows = SheetRows(strings, _date_styles(archive), limits.max_columns)
    header: Header | None = None
    with archive.open(sheet) as part:
        for _ in _feed(rows.parser, part):
            for number, cells in rows.take():
                if not any(cell is not None and cell != "" for cell in cells):
                    continue
                if header is None:
                    header = read_header(cells, limits)
                else:
                    yield number, header.row([_plain(c, limits, number, epoch) for c in cells])
    if header is None:
        raise EmptyFile


def _feed(parser: expat.XMLParserType, part: IO[bytes]) -> Iterator[None]:
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)
    yield


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, datetime]:
    """The path of the first sheet that is not hidden, and the day the workbook counts from."""
    book = fromstring(_part(archive, "xl/workbook.xml"))
    sheets = [node for node in book.iter() if _local(node.tag) == "sheet"]
    if not sheets:
        raise UnsupportedFile(reason="no_sheet")
    shown = [node for node in sheets if node.get("state", "visible") == "visible"]
    chosen = (shown or sheets)[0]
    wanted = chosen.get(_RELATION) or chosen.get(_STRICT_RELATION)
    relations = fromstring(_part(archive, "xl/_rels/workbook.xml.rels"))
    target = next(node.get("Target", "") for node in relations if node.get("Id") == wanted)
    path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
    counts_from_1904 = any(
        _local(node.tag) == "workbookPr" and node.get("date1904") in ("1", "true")
        for node in book.iter()
    )
    return path, CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900


def _shared_strings(archive: zipfile.ZipFile, limits: Limits) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    strings = SharedStrings(limits.max_unpacked_bytes // 4)
    with archive.open(name) as part:
        for _ in _feed(strings.parser, part):
            pass
    return strings.found


def _date_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The indexes of cell styles that show a number as a date or time."""
    name = "xl/styles.xml"
    if name not in archive.namelist():
        return frozenset()
    formats: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    styles: list[str] = []
    for node in fromstring(_part(archive, name)).iter():
        if _local(node.tag) == "numFmt":
            formats[node.get("numFmtId", "")] = node.get("formatCode", "")
        elif _local(node.tag) == "cellXfs":
            styles = [xf.get("numFmtId", "0") for xf in node]
    return frozenset(
        str(index)
        for index, number in enumerate(styles)
        if is_date_format(formats.get(number, "General"))
    )


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MAX_PART_BYTES:
        raise ArchiveDamaged(reason="damaged", position=Position(member=name))
    return archive.read(name)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _plain(cell: Any, limits: Limits, row: int, epoch: datetime) -> Any:
    """A cell's value as JSON could say it; a date as ISO 8601."""
    if isinstance(cell, str):
        if len(cell) > limits.max_field_chars:
            raise BundleFieldTooLong(limit=limits.max_field_chars, position=Position(row=row))
        return cell
    if isinstance(cell, float):  # only dates are handed on as floats
        moment = from_excel(cell, epoch)
        if isinstance(moment, datetime):
            whole_day = moment.time() == time()
            return moment.date().isoformat() if whole_day else moment.isoformat()
        return moment.isoformat() if isinstance(moment, (date, time)) else str(moment)
    return cell
