"""What tables have in common: a header that names the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.refusals import Position, TableHeaderInvalid

BEYOND_HEADER = "(beyond the header)"
"""Key of the cells that stand to the right of the last named column; a row with any is invalid."""


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns, in order; an empty name is a column without one."""

    names: tuple[str, ...]

    def row(self, cells: Sequence[Any]) -> dict[str, Any]:
        """A record as values by column name; cells without a value are left out."""
        row = {
            name: cell
            for name, cell in zip(self.names, cells, strict=False)
            if cell is not None and cell != ""
        }
        if len(cells) > len(self.names):
            beyond = [c for c in cells[len(self.names) :] if c is not None and str(c).strip()]
            if beyond:
                row[BEYOND_HEADER] = beyond
        return row


def read_header(cells: Sequence[Any], limits: Limits) -> Header:
    """The header in a table's first row. Raises `TableHeaderInvalid`."""
    names = [str(cell).strip() if cell is not None else "" for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise _invalid("header_missing", "-")
    if len(names) > limits.max_columns:
        raise _invalid("too_many_columns", str(len(names)))
    named = [name or f"column {number}" for number, name in enumerate(names, start=1)]
    seen: set[str] = set()
    for name in named:
        if name in seen:
            raise _invalid("header_repeated", name)
        seen.add(name)
    return Header(tuple(named))


def _invalid(reason: str, found: str) -> TableHeaderInvalid:
    return TableHeaderInvalid(reason=reason, found=found, position=Position(row=1))
