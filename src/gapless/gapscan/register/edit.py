"""Changes a register's text, touching only the lines that a change is about.

Each function returns the changed register, read again from its new text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gapless.gapscan.register import labels
from gapless.gapscan.register.model import (
    Column,
    Entry,
    Field,
    FieldKey,
    Language,
    Register,
    Status,
)
from gapless.gapscan.register.parse import is_gap_id, parse_register

_CELL = re.compile(r"(?<!\\)\|")
_PREFIX = re.compile(r"^[-*+]\s+\*\*[^*]{1,80}?(?::\*\*|\*\*\s*:)")

# What an entry's head holds; the rest is written after a blank line.
HEAD = (
    FieldKey.ID,
    FieldKey.FIRST_SEEN,
    FieldKey.ENVIRONMENT,
    FieldKey.STATUS,
    FieldKey.PRIORITY,
    FieldKey.OWNER,
    FieldKey.SLA,
    FieldKey.TARGET_VERSION,
)


class EditRefused(Exception):
    """The change makes no sense: no such entry, an id that is taken, a value of several lines."""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A gap to be added: the same id, dates and endpoints in both languages, prose in one."""

    id: str
    path: tuple[str, ...]
    title: str
    fields: Mapping[FieldKey, str | Sequence[str]]
    impact_rating: str = ""
    status: Status = Status.OPEN
    triage: Mapping[Column, str] = field(default_factory=dict)


def newline_of(register: Register) -> str:
    """The line ending that the register uses."""
    return "\r\n" if any(line.endswith("\r\n") for line in register.lines) else "\n"


def _reread(register: Register, lines: Sequence[str]) -> Register:
    return parse_register("".join(lines), name=register.name)


def _entry(register: Register, gap_id: str) -> Entry:
    entry = register.entry(gap_id)
    if entry is None:
        raise EditRefused(f"{register.name or 'the register'} has no entry {gap_id}")
    return entry


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _single(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise EditRefused("a value must be one line; use items for more")
    return text.strip()


def _item_lines(item: str) -> list[str]:
    """An item as it is nested under a field; its further lines stand under its first."""
    first, *more = [part.strip() for part in item.splitlines() if part.strip()] or [""]
    return [f"  - {first}", *(f"    {part}" for part in more)]


def _written(key: FieldKey, label: str, value: str | Sequence[str], newline: str) -> list[str]:
    """The lines of a field: one, or a head and an indented line for each item."""
    if isinstance(value, str):
        return [f"- **{label}:** {_single(value)}".rstrip() + newline]
    head = f"- **{label}:**{newline}"
    return [head, *(line + newline for item in value for line in _item_lines(item))]


def set_field(
    register: Register, gap_id: str, key: FieldKey, value: str | Sequence[str]
) -> Register:
    """The register with that field changed or, if the entry lacks it, added in its place.

    A string is written on the field's own line, a sequence as items under it. Raises
    `EditRefused` for an unknown entry or a string of several lines.
    """
    entry = _entry(register, gap_id)
    lines = list(register.lines)
    current = entry.field(key)
    if current is not None:
        return _reread(register, _replaced(lines, current, value, newline_of(register)))
    new = _written(key, labels.label(key, register.language), value, newline_of(register))
    order = list(FieldKey)
    before = [f for f in entry.fields if f.key and order.index(f.key) < order.index(key)]
    at = max((f.end for f in before), default=entry.line)
    if at == len(lines) and lines and not _ending(lines[-1]):
        lines[-1] += newline_of(register)
    lines[at:at] = new
    return _reread(register, lines)


def _replaced(
    lines: list[str], current: Field, value: str | Sequence[str], newline: str
) -> list[str]:
    first = lines[current.line - 1]
    ending = _ending(first)
    prefix = _PREFIX.match(first)
    assert prefix is not None  # the parser found the field by the same shape
    if isinstance(value, str):
        text = _single(value)
        if text == current.content:
            return lines
        new = [f"{prefix[0]} {text}".rstrip() + ending]
    else:
        if list(value) == list(current.items):
            return lines
        head = f"{prefix[0]} {current.text}".rstrip() if current.items else prefix[0]
        written = [line for item in value for line in _item_lines(item)]
        new = [head + (ending or newline), *(line + (ending or newline) for line in written)]
        if not ending:
            new[-1] = new[-1].rstrip("\r\n")
    lines[current.line - 1 : current.end] = new
    return lines


def escape_cell(text: str) -> str:
    """The text as a table cell: one line, its bars escaped."""
    return _CELL.sub(r"\\|", re.sub(r"\s+", " ", text).strip())


def set_cell(register: Register, gap_id: str, column: Column, text: str) -> Register:
    """The register with one cell of the triage table changed, if there is that cell."""
    table = register.triage
    row = table.row(gap_id) if table else None
    if table is None or row is None or column not in table.columns:
        return register
    place = table.columns.index(column)
    if place >= len(row.cells) or row.cells[place] == text:
        return register
    line = register.lines[row.line - 1]
    borders = [match.start() for match in _CELL.finditer(line)]
    if not line.lstrip().startswith("|"):
        borders.insert(0, -1)
    start = borders[place] + 1
    end = borders[place + 1] if place + 1 < len(borders) else len(line.rstrip("\r\n"))
    lines = list(register.lines)
    lines[row.line - 1] = f"{line[:start]} {escape_cell(text)} {line[end:]}"
    return _reread(register, lines)


def set_status(register: Register, gap_id: str, status: Status) -> Register:
    """The register with that gap's status in its entry and in its row of the triage table."""
    word = labels.status_word(status, register.language)
    changed = set_field(register, gap_id, FieldKey.STATUS, word)
    return set_cell(changed, _entry(register, gap_id).id, Column.STATUS, word)


def next_id(register: Register, prefix: str = "G") -> str:
    """The first free id after the highest: G-007 after G-006."""
    numbers = [
        int(entry.id.split("-")[1])
        for entry in register.entries
        if is_gap_id(entry.id) and entry.id.upper().startswith(f"{prefix.upper()}-")
    ]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"


def add_entry(register: Register, draft: EntryDraft) -> Register:
    """The register with a new entry after the last one, and its row in the triage table.

    Raises `EditRefused` if the id is taken or is no gap id.
    """
    if not is_gap_id(draft.id):
        raise EditRefused(f"'{draft.id}' is no gap id: letters, a dash and a number")
    if register.entry(draft.id) is not None:
        raise EditRefused(f"{register.name or 'the register'} already has an entry {draft.id}")
    newline = newline_of(register)
    lines = list(register.lines)
    last = register.entries[-1] if register.entries else None
    at = last.end if last else len(lines)
    if at == len(lines) and lines and not _ending(lines[-1]):
        lines[-1] += newline
    level = lines[last.line - 1].split(" ")[0] if last else "###"
    between = [newline, f"---{newline}", newline] if last else [newline]
    lines[at:at] = [*between, *_entry_lines(draft, register, level, newline)]
    return add_row(_reread(register, lines), draft)


def _next_number(register: Register) -> str:
    numbers = [entry.number for entry in register.entries if entry.number]
    if not numbers:
        return "1.1 "
    *head, tail = numbers[-1].split(".")
    return ".".join([*head, str(int(tail) + 1)]) + " "


def _entry_lines(draft: EntryDraft, register: Register, level: str, newline: str) -> list[str]:
    language = register.language
    heading = " → ".join((*draft.path, draft.title))
    lines = [f"{level} {_next_number(register)}{heading}{newline}", newline]
    values = {
        **draft.fields,
        FieldKey.ID: draft.id,
        FieldKey.STATUS: labels.status_word(draft.status, language),
    }
    for key in HEAD:
        if key in values:
            lines += _written(key, labels.label(key, language), values[key], newline)
    if draft.impact_rating:
        rating = labels.translate_rating(draft.impact_rating, language)
        lines += _written(FieldKey.IMPACT, labels.label(FieldKey.IMPACT, language), rating, newline)
    lines.append(newline)
    body = [
        FieldKey.SOURCE_PAGES,
        FieldKey.SYMPTOM,
        FieldKey.LIKELY_CAUSE,
        FieldKey.UI_ENDPOINTS,
        FieldKey.IMPACT,
        FieldKey.CUSTOMER_IMPACT,
    ]
    body += [key for key in FieldKey if key not in HEAD and key not in body]
    for key in body:
        if key in values:
            lines += _written(key, labels.label(key, language), values[key], newline)
    return lines


def add_row(register: Register, draft: EntryDraft) -> Register:
    """The register with that gap's row at the end of the triage table, if it has a table."""
    table = register.triage
    if table is None or table.row(draft.id) is not None:
        return register

    def cell(column: Column | None) -> str:
        if column is None:
            return ""
        if column in draft.triage:
            return draft.triage[column]
        if column is Column.ID:
            return draft.id
        if column is Column.STATUS:
            return labels.status_word(draft.status, register.language)
        if column is Column.AREA:
            return " → ".join(draft.path)
        if column is Column.GAP:
            return draft.title
        value = draft.fields.get(FieldKey(column.value), "")
        return value if isinstance(value, str) else "; ".join(value)

    newline = newline_of(register)
    row = "| " + " | ".join(escape_cell(cell(column)) for column in table.columns) + f" |{newline}"
    lines = list(register.lines)
    lines[table.end : table.end] = [row]
    return _reread(register, lines)


def empty_register(language: Language, reviewed: str) -> str:
    """The text of a register without entries; `reviewed` is an ISO date."""
    side = 0 if language is Language.EN else 1
    phrases = {english: (english, turkish) for english, turkish in labels.PHRASES}
    headers = " | ".join(labels.header(column, language) for column in Column)
    rules = "|".join("---" for _ in Column)
    parts = (
        phrases["# Gap Register (EN)"][side],
        f"{phrases['**Last reviewed:**'][side]} {reviewed}",
        phrases["## Triage Summary"][side],
        f"| {headers} |\n|{rules}|",
        f"{phrases['> SLA default:'][side]} P0=24h, P1=7d, P2=30d.",
        phrases["## 1) Gaps (by module)"][side],
    )
    return "\n\n".join(parts) + "\n"
