"""Changes a register's text, touching only the lines that a change is about.

Each function returns the changed register, read again from its new text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gapless.gapscan.message import Message, Told
from gapless.gapscan.register import check_words, labels, words
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
_HEADING = re.compile(r"^(#{1,6}\s+)(\d+(?:\.\d+)*[.)]?\s+)?(.*?)(\s*#*\s*)$")
_ARROW = re.compile(r"\s+(?:→|->|›|»)\s+")
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


class EditRefused(Told):
    """The change makes no sense: no such entry, an id that is taken, a value of several lines."""


@dataclass(frozen=True, slots=True)
class Words:
    """A field's value that has both a text on its own line and items under it."""

    text: str
    items: tuple[str, ...] = ()


Value = str | Sequence[str] | Words


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A gap to be added: the same id, dates and endpoints in both languages, prose in one."""

    id: str
    path: tuple[str, ...]
    title: str
    fields: Mapping[FieldKey, Value]
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
        raise EditRefused(words.NO_ENTRY(file=_name(register), gap=gap_id))
    return entry


def _name(register: Register) -> str | Message:
    return register.name or words.THE_REGISTER()


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _single(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise EditRefused(words.ONE_LINE())
    return text.strip()


def _item_lines(item: str) -> list[str]:
    """An item as it is nested under a field; its further lines stand under its first."""
    first, *more = [part.strip() for part in item.splitlines() if part.strip()] or [""]
    return [f"  - {first}", *(f"    {part}" for part in more)]


def _written(label: str, value: Value, newline: str) -> list[str]:
    """The lines of a field: one, or a head and an indented line for each item."""
    text, items = _parts(value)
    head = f"- **{label}:** {_single(text)}".rstrip() + newline
    return [head, *(line + newline for item in items for line in _item_lines(item))]


def _parts(value: Value) -> tuple[str, Sequence[str]]:
    if isinstance(value, Words):
        return value.text, value.items
    return (value, ()) if isinstance(value, str) else ("", value)


def set_field(register: Register, gap_id: str, key: FieldKey, value: Value) -> Register:
    """The register with that field changed or, if the entry lacks it, added in its place.

    A string is written on the field's own line, a sequence as items under it; `Words` has both.
    Raises `EditRefused` for an unknown entry or a text of several lines.
    """
    entry = _entry(register, gap_id)
    lines = list(register.lines)
    current = entry.field(key)
    if current is not None:
        return _reread(register, _replaced(lines, current, value, newline_of(register)))
    new = _written(labels.label(key, register.language), value, newline_of(register))
    order = list(FieldKey)
    before = [f for f in entry.fields if f.key and order.index(f.key) < order.index(key)]
    at = max((f.end for f in before), default=entry.line)
    if at == len(lines) and lines and not _ending(lines[-1]):
        lines[-1] += newline_of(register)
    lines[at:at] = new
    return _reread(register, lines)


def set_other(register: Register, gap_id: str, label: str, value: Value) -> Register:
    """The register with a field changed that the layout does not know, found by its label.

    Raises `EditRefused` if the entry has no such field.
    """
    entry = _entry(register, gap_id)
    current = next((f for f in entry.fields if f.key is None and f.label == label), None)
    if current is None:
        raise EditRefused(words.NO_FIELD(gap=gap_id, label=label))
    return _reread(register, _replaced(list(register.lines), current, value, newline_of(register)))


def set_heading(register: Register, gap_id: str, path: Sequence[str], title: str) -> Register:
    """The register with that entry's menu path and title changed; its number and level stay.

    Raises `EditRefused` if the heading would not read as that path and title.
    """
    entry = _entry(register, gap_id)
    if (tuple(path), title) == (entry.path, entry.title):
        return register
    line = register.lines[entry.line - 1]
    match = _HEADING.match(line.rstrip("\r\n"))
    assert match is not None  # the parser found the entry by the same shape
    hashes, number, old, tail = match.groups()
    arrow = _ARROW.search(old)
    text = (arrow[0] if arrow else " → ").join((*path, _single(title)))
    lines = list(register.lines)
    lines[entry.line - 1] = f"{hashes}{number or ''}{text}{tail}{_ending(line)}"
    changed = _reread(register, lines)
    found = changed.entry(gap_id)
    if found is None or (found.path, found.title) != (tuple(path), title):
        raise EditRefused(words.BAD_HEADING(text=" → ".join((*path, title))))
    return changed


def _replaced(lines: list[str], current: Field, value: Value, newline: str) -> list[str]:
    first = lines[current.line - 1]
    ending = _ending(first)
    prefix = _PREFIX.match(first)
    assert prefix is not None  # the parser found the field by the same shape
    text, items = _parts(value)
    if isinstance(value, str):
        same = text == current.content
    elif isinstance(value, Words):
        same = (text, tuple(items)) == (current.text, current.items)
    else:
        same = tuple(items) == current.items
        # Items are changed under the text that introduces them; a text alone gives way to them.
        text = current.text if current.items else ""
    if same:
        return lines
    head = f"{prefix[0]} {_single(text)}".rstrip()
    written = [head, *(line for item in items for line in _item_lines(item))]
    new = [line + (ending or newline) for line in written]
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


def set_impact(register: Register, gap_id: str, text: str, *, rating: bool) -> Register:
    """The register with the entry's impact changed: its grade, or the sentence.

    The layout writes both under one label, the grade above the sentence.
    """
    entry = _entry(register, gap_id)
    if not rating and labels.is_rating(text):
        raise EditRefused(words.IMPACT_IS_PROSE())
    found = list(entry.all(FieldKey.IMPACT))
    mine = [field for field in found if labels.is_rating(field.text) is rating]
    if not found or (mine and mine[0] is found[0]):
        return set_field(register, gap_id, FieldKey.IMPACT, text)
    newline = newline_of(register)
    label = labels.label(FieldKey.IMPACT, register.language)
    line = f"- **{label}:** {_single(text)}".rstrip() + newline
    lines = list(register.lines)
    if mine:
        lines[mine[0].line - 1 : mine[0].end] = [line]
    elif rating:
        lines.insert(found[0].line - 1, line)
    else:
        lines.insert(found[0].end, line)
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
        raise EditRefused(check_words.BAD_ID(id=draft.id))
    if register.entry(draft.id) is not None:
        raise EditRefused(words.ID_TAKEN(file=_name(register), gap=draft.id))
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
            lines += _written(labels.label(key, language), values[key], newline)
    if draft.impact_rating:
        rating = labels.translate_rating(draft.impact_rating, language)
        lines += _written(labels.label(FieldKey.IMPACT, language), rating, newline)
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
            lines += _written(labels.label(key, language), values[key], newline)
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
        text, items = _parts(draft.fields.get(FieldKey(column.value), ""))
        return "; ".join(part for part in (text, *items) if part)

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
