"""The two parts of a workbook that can be large, read with expat as they come."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from gapless.features.games.imports.refusals import (
    ArchiveDamaged,
    Position,
    TableHeaderInvalid,
    ZipBomb,
)


def _parser() -> expat.XMLParserType:
    """A parser that takes no document types, and so no entities of the file's own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ArchiveDamaged(member="XLSX", reason="damaged")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


class SharedStrings:
    """The texts that cells refer to by number. They have to be kept: any row may use any."""

    def __init__(self, max_chars: int) -> None:
        self.found: list[str] = []
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._max_chars = max_chars
        self._chars = 0
        self._parts: list[str] = []
        self._phonetic = False

    def _start(self, name: str, _: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "si":
            self._parts = []
        elif kind == "rPh":
            self._phonetic = True
        elif kind == "t" and not self._phonetic:
            self.parser.CharacterDataHandler = self._parts.append

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind == "t":
            self.parser.CharacterDataHandler = None
        elif kind == "rPh":
            self._phonetic = False
        elif kind == "si":
            text = "".join(self._parts)
            self._chars += len(text)
            if self._chars > self._max_chars:
                raise ZipBomb(reason="unpacked", found=self._chars, limit=self._max_chars)
            self.found.append(text)


class SheetRows:
    """The rows of a sheet; `take` gives those that are complete so far."""

    def __init__(self, strings: list[str], date_styles: frozenset[str], max_columns: int) -> None:
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._strings = strings
        self._dates = date_styles
        self._max_columns = max_columns
        self._columns: dict[str, int] = {}
        self._done: list[tuple[int, list[Any]]] = []
        self._number = 0
        self._cells: list[Any] = []
        self._column = 0
        self._kind = "n"
        self._is_date = False
        self._parts: list[str] = []
        self._phonetic = False

    def take(self) -> list[tuple[int, list[Any]]]:
        """The complete rows since the last call: (number, cells)."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            reference = attributes.get("r")
            self._column = self._place(reference) if reference else len(self._cells)
            self._kind = attributes.get("t", "n")
            self._is_date = attributes.get("s") in self._dates
            self._parts = []
        elif kind == "v" or (kind == "t" and not self._phonetic):
            self.parser.CharacterDataHandler = self._parts.append
        elif kind == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._cells = []
        elif kind == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif kind == "c":
            if self._parts:
                missing = self._column - len(self._cells)
                if missing >= 0:
                    self._cells.extend([None] * missing)
                    self._cells.append(self._value("".join(self._parts)))
        elif kind == "row":
            self._done.append((self._number, self._cells))
        elif kind == "rPh":
            self._phonetic = False

    def _place(self, reference: str) -> int:
        """Index of the column that a reference such as `AB12` names."""
        letters = reference.rstrip("0123456789")
        index = self._columns.get(letters)
        if index is None:
            index = 0
            for letter in letters[:4].upper():
                index = index * 26 + ord(letter) - 64
            index -= 1
            if not 0 <= index < self._max_columns:
                raise TableHeaderInvalid(
                    reason="too_many_columns", found=reference, position=Position(row=self._number)
                )
            self._columns[letters] = index
        return index

    def _value(self, text: str) -> Any:
        match self._kind:
            case "s":
                return self._strings[int(text)]
            case "n":
                number = float(text)
                if self._is_date:
                    return number
                # The sheet stores 96.53 as 96.530000000000001; the shortest form is what it shows.
                return int(number) if number.is_integer() else Decimal(repr(number))
            case "b":
                return text.strip() == "1"
            case _:
                return text
