"""A catalogue file of any accepted format, as a stream of rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO
from zipfile import ZipInfo

from gapless.features.games.imports.encoding import Encoding, detect
from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading import (
    archive,
    delimited,
    json_document,
    spreadsheet,
)
from gapless.features.games.imports.refusals import (
    ArchiveDamaged,
    EmptyFile,
    EncodingUnknown,
    JsonParseError,
    NotAZip,
    Position,
    TooManyItems,
    UnsupportedFile,
    UploadTooLarge,
)

HEADER_SAMPLE_ROWS = 1_000
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON_SUFFIXES = frozenset({".json"})
_LINES_SUFFIXES = frozenset({".ndjson", ".jsonl"})
_TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
_ARCHIVE_SUFFIXES = frozenset({".zip", ".xlsx"})
_TYPES = {
    "application/json": ".json",
    "application/x-ndjson": ".ndjson",
    "application/ndjson": ".ndjson",
    "application/jsonl": ".ndjson",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


class Format(StrEnum):
    """What a file turned out to be."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class _Layout:
    format: Format
    encoding: Encoding | None = None
    json: json_document.Layout | None = None


class Bundle:
    """An opened catalogue file; iterate it (as often as needed) for its rows.

    A row is `(row_number, raw)`: for JSON the number counts the elements from 1, for tables it is
    the spreadsheet's own row number, where the header is row 1. `raw` is whatever stands there,
    mostly a dict; numbers with a fraction are `Decimal`.
    """

    def __init__(self, path: Path, layout: _Layout, member: str | None, limits: Limits) -> None:
        self._path = path
        self._layout = layout
        self._limits = limits
        self.member = member
        """The archive's member that is read; None if the file is no archive."""

    @property
    def format(self) -> Format:
        """The format of the rows (that of the member, for an archive)."""
        return self._layout.format

    @property
    def encoding(self) -> str | None:
        """The detected encoding's name; None for a workbook."""
        return self._layout.encoding.name if self._layout.encoding else None

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        """The rows. Raises `BundleRejected` where the file turns out to be unreadable."""
        for count, numbered in enumerate(self._rows(), start=1):
            if count > self._limits.max_rows:
                raise TooManyItems(limit=self._limits.max_rows, position=Position(row=numbered[0]))
            yield numbered

    def headers(self) -> list[str]:
        """Field names of the first rows, in order of appearance."""
        seen: dict[str, None] = {}
        for raw in self.sample():
            seen.update(dict.fromkeys(raw))
        return list(seen)

    def sample(self, rows: int = HEADER_SAMPLE_ROWS) -> list[dict[str, Any]]:
        """The first rows that are objects."""
        found: list[dict[str, Any]] = []
        for number, (_, raw) in enumerate(self, start=1):
            if isinstance(raw, dict):
                found.append(raw)
            if number >= rows:
                break
        return found

    def check(self) -> int:
        """Read all of it; the number of rows. Raises `BundleRejected` if it is unreadable."""
        return sum(1 for _ in self)

    def _rows(self) -> Iterator[tuple[int, Any]]:
        try:
            if self._layout.json is not None:
                yield from enumerate(
                    json_document.read_rows(self._open_text, self._limits, self._layout.json),
                    start=1,
                )
            elif self.format is Format.CSV:
                yield from delimited.read_rows(self._open_text, self._limits)
            else:
                yield from spreadsheet.read_rows(self._path, self._limits)
        except UnicodeDecodeError as error:
            raise _undecodable(error, self.format) from error

    @contextmanager
    def _open_text(self) -> Iterator[TextIO]:
        encoding = self._layout.encoding
        assert encoding is not None
        with self._path.open(encoding=encoding.codec, newline="") as text:
            yield text


class _Opened:
    """Context manager of `open_bundle`: whatever was unpacked is deleted at the end."""

    def __init__(self, path: Path, filename: str, content_type: str | None, limits: Limits) -> None:
        self._path = path
        self._filename = filename
        self._content_type = content_type
        self._limits = limits
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Bundle:
        try:
            return self._open()
        except BaseException:
            self._close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._unpacked is not None:
            self._unpacked.cleanup()
            self._unpacked = None

    def _open(self) -> Bundle:
        size = self._path.stat().st_size
        if size == 0:
            raise EmptyFile
        if size > self._limits.max_bytes:
            raise UploadTooLarge(limit=self._limits.max_bytes, found=size)
        suffix = _suffix(self._filename, self._content_type)
        with self._path.open("rb") as file:
            magic = file.read(8)
        if magic == _OLE_MAGIC:
            raise UnsupportedFile(reason="legacy_office")
        if not magic.startswith(_ZIP_MAGIC):
            if suffix in _ARCHIVE_SUFFIXES:
                raise NotAZip(reason="not_a_zip")
            return Bundle(
                self._path, _text_layout(self._path, suffix, self._limits), None, self._limits
            )
        members = archive.inspect(self._path, self._limits)
        if archive.is_workbook(members):
            return Bundle(self._path, _Layout(Format.XLSX), None, self._limits)
        member = archive.choose_member(members)
        return self._open_member(member.filename, self._unpack(member))

    def _unpack(self, member: ZipInfo) -> Path:
        self._unpacked = tempfile.TemporaryDirectory(prefix="gapless-import-")
        target = Path(self._unpacked.name, "member")
        archive.unpack(self._path, member, target, self._limits)
        return target

    def _open_member(self, name: str, path: Path) -> Bundle:
        if path.stat().st_size == 0:
            raise EmptyFile(position=Position(member=name))
        suffix = Path(name).suffix.lower()
        if suffix != ".xlsx":
            return Bundle(path, _text_layout(path, suffix, self._limits), name, self._limits)
        if not archive.is_workbook(archive.inspect(path, self._limits)):
            raise ArchiveDamaged(reason="damaged", position=Position(member=name))
        return Bundle(path, _Layout(Format.XLSX), name, self._limits)


def open_bundle(path: Path, filename: str, content_type: str | None, limits: Limits) -> _Opened:
    """Open a catalogue file; `with open_bundle(...) as bundle:` gives a `Bundle`.

    The format is told by the content where that is certain, else by the name, else by the
    content type. Entering raises `BundleRejected` if the file cannot be a catalogue.
    """
    return _Opened(path, filename, content_type, limits)


def _suffix(filename: str, content_type: str | None) -> str:
    suffix = Path(filename).suffix.lower()
    known = _JSON_SUFFIXES | _LINES_SUFFIXES | _TABLE_SUFFIXES | _ARCHIVE_SUFFIXES
    if suffix in known:
        return suffix
    return _TYPES.get((content_type or "").split(";")[0].strip().lower(), suffix)


def _text_layout(path: Path, suffix: str, limits: Limits) -> _Layout:
    encoding = detect(path)

    @contextmanager
    def open_text() -> Iterator[TextIO]:
        with path.open(encoding=encoding.codec, newline="") as text:
            yield text

    try:
        first = _first_character(path, encoding)
        if first == "":
            raise EmptyFile
        by_name = suffix in _JSON_SUFFIXES | _LINES_SUFFIXES
        if first in "[{" or by_name:
            layout = json_document.find_layout(
                open_text, limits, lines_expected=suffix in _LINES_SUFFIXES
            )
            kind = Format.NDJSON if layout == "lines" else Format.JSON
            return _Layout(kind, encoding, layout)
        if suffix in _TABLE_SUFFIXES or delimited.looks_delimited(open_text):
            return _Layout(Format.CSV, encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error, Format.JSON) from error
    raise UnsupportedFile(reason="unknown")


def _first_character(path: Path, encoding: Encoding) -> str:
    with path.open(encoding=encoding.codec, newline="") as text:
        while chunk := text.read(4096):
            if stripped := chunk.lstrip():
                return stripped[0]
    return ""


def _undecodable(error: UnicodeDecodeError, kind: Format) -> JsonParseError | EncodingUnknown:
    """A text that was cut in the middle of a letter, or is not in the encoding it claims."""
    if error.reason in ("unexpected end of data", "truncated data") and kind is not Format.CSV:
        return JsonParseError(reason="truncated")
    return EncodingUnknown(reason="unknown_bytes", position=Position(offset=error.start))
