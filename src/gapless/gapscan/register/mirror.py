"""The register in the other language: labels translated, prose left for people to translate.

Translating there and back gives the same text: only spellings of the layout are touched, each has
one mirror, and all else stays.
"""

from __future__ import annotations

import re

from gapless.gapscan.register import labels
from gapless.gapscan.register.model import Column, Field, FieldKey, Language, Register
from gapless.gapscan.register.parse import parse_register, split_row

_TITLE = re.compile(r"^([-*+]\s+\*\*)([^*]{1,80}?)((?::\*\*|\*\*\s*:)\s*)(.*?)(\s*)$", re.DOTALL)
_CELL = re.compile(r"(?<!\\)\|")


def translate(register: Register, to: Language, *, name: str = "") -> Register:
    """The register with the layout's own words in `to`; the same register if it is in `to`."""
    if register.language is to:
        return register
    lines = list(register.lines)
    entry_lines = {field.line for entry in register.entries for field in entry.fields}
    table = register.triage
    table_lines = range(table.line, table.end + 1) if table else range(0)
    for entry in register.entries:
        for field in entry.fields:
            if field.key is not None:
                lines[field.line - 1] = _field_line(lines[field.line - 1], field, to)
    if table:
        lines[table.line - 1] = _header_line(lines[table.line - 1], table.columns, to)
        for row in table.rows:
            lines[row.line - 1] = _row_line(lines[row.line - 1], table.columns, to)
    for index, line in enumerate(lines):
        if index + 1 not in entry_lines and index + 1 not in table_lines:
            lines[index] = labels.translate_phrase(line, to)
    return parse_register("".join(lines), name=name)


def _field_line(line: str, field: Field, to: Language) -> str:
    match = _TITLE.match(line)
    assert match is not None  # the parser found the field by the same shape
    assert field.key is not None
    head, label, colon, value, tail = match.groups()
    label = labels.translate_label(label, field.key, to)
    if field.key is FieldKey.STATUS:
        value = labels.translate_status(value, to)
    elif field.key is FieldKey.IMPACT:
        value = labels.translate_rating(value, to)
    return f"{head}{label}{colon}{value}{tail}"


def _replace_cells(line: str, changes: dict[int, str]) -> str:
    """The row with those cells' words changed and every blank kept."""
    parts = _CELL.split(line)
    offset = 1 if line.lstrip().startswith("|") else 0
    for index, word in changes.items():
        part = parts[index + offset]
        parts[index + offset] = part.replace(part.strip(), word, 1) if part.strip() else part
    return "|".join(parts)


def _header_line(line: str, columns: tuple[Column | None, ...], to: Language) -> str:
    cells = split_row(line.rstrip("\r\n"))
    changes = {
        index: labels.translate_header(cells[index], column, to)
        for index, column in enumerate(columns)
        if column is not None
    }
    return _replace_cells(line, changes)


def _row_line(line: str, columns: tuple[Column | None, ...], to: Language) -> str:
    cells = split_row(line.rstrip("\r\n"))
    changes = {
        index: labels.translate_status(cells[index], to)
        for index, column in enumerate(columns)
        if column is Column.STATUS and index < len(cells)
    }
    return _replace_cells(line, changes)
