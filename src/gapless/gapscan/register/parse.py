"""Reads a gap register from Markdown, keeping every byte of it.

Nothing is refused except what is no text at all: whatever the layout does not know stays in the
lines, and whatever is broken becomes a `ParseProblem` with its line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gapless.gapscan.message import Told
from gapless.gapscan.register import check_words, labels, words
from gapless.gapscan.register.model import (
    Column,
    Entry,
    Field,
    FieldKey,
    Language,
    ParseProblem,
    Register,
    TriageRow,
    TriageTable,
)

# A register is a page that people read; anything larger is another file by mistake.
MAX_BYTES = 16 * 1024 * 1024

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
# `- **Label:** text` and `- **Label**: text`
_FIELD = re.compile(r"^[-*+]\s+\*\*([^*]{1,80}?)(?::\*\*|\*\*\s*:)\s*(.*)$")
_LOOSE_FIELD = re.compile(r"^[-*+]\s+([^\W\d_][^*`:]{1,40}):\s")
_ITEM = re.compile(r"^\s+[-*+]\s+(.*)$")
_NUMBER = re.compile(r"^(\d+(?:\.\d+)*)[.)]?\s+")
_GAP_ID = re.compile(r"^[A-Za-z][A-Za-z0-9]*-\d+$")
_REVIEWED = re.compile(r"^\*\*([^*]+?):\*\*\s*(.*?)\s*$")
_DELIMITER = re.compile(r"^:?-+:?$")
_CELL_BREAK = re.compile(r"(?<!\\)\|")


class RegisterUnreadable(Told):
    """The file is no register: it cannot be opened, is no UTF-8 text, or is far too large."""


def read_register(path: Path) -> Register:
    """The register in that file.

    Raises `RegisterUnreadable` with the file's name and, where it applies, the line.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RegisterUnreadable(words.TOO_LARGE(file=str(path), limit=MAX_BYTES >> 20))
        data = path.read_bytes()
    except OSError as error:
        why = str(error.strerror or error)
        raise RegisterUnreadable(words.FILE_SAYS(file=str(path), what=why)) from error
    return parse_register(decode(data, str(path)), name=str(path))


def decode(data: bytes, name: str) -> str:
    """The bytes as text. Raises `RegisterUnreadable` naming the line that is no UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = words.NOT_UTF8(file=name, line=line, why=error.reason)
        raise RegisterUnreadable(message) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RegisterUnreadable(words.NUL(file=name, line=line))
    return text


def parse_register(text: str, *, name: str = "") -> Register:
    """The register that `text` holds; `name` (a file's) helps to tell the language."""
    # newline="" keeps each line's own ending, and splits at no other character than those.
    lines = tuple(io.StringIO(text, newline=""))
    kinds = tuple(_classify(lines))
    problems: list[ParseProblem] = []
    sections = list(_sections(lines, kinds))
    parsed = [_entry(lines, kinds, section, problems) for section in sections]
    entries = tuple(entry for entry in parsed if entry is not None)
    triage = _triage(lines, kinds, problems)
    reviewed, reviewed_line = _last_reviewed(lines, entries)
    problems.sort(key=lambda problem: problem.line)
    return Register(
        lines=lines,
        language=_language(entries, triage, name, lines),
        entries=entries,
        triage=triage,
        problems=tuple(problems),
        last_reviewed=reviewed,
        last_reviewed_line=reviewed_line,
        name=name,
    )


def _body(line: str) -> str:
    return line.rstrip("\r\n").removeprefix("\ufeff")


def _classify(lines: Sequence[str]) -> Iterator[bool]:
    """For each line, whether it is Markdown to be read: not inside a fenced code block."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and _body(line).strip() == mark[1]:
                fence = ""
            yield False
        elif mark:
            fence = mark[1]
            yield False
        else:
            yield True


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    start: int  # index of the heading
    end: int  # index after the last line


def _sections(lines: Sequence[str], kinds: Sequence[bool]) -> Iterator[_Section]:
    """Each heading with the lines up to the next heading of any level."""
    heads = [
        (index, match)
        for index, line in enumerate(lines)
        if kinds[index] and (match := _HEADING.match(_body(line)))
    ]
    for place, (index, match) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(lines)
        yield _Section(title=match[2], start=index, end=end)


def _entry(
    lines: Sequence[str],
    kinds: Sequence[bool],
    section: _Section,
    problems: list[ParseProblem],
) -> Entry | None:
    fields, stray = _fields(lines, kinds, section)
    known = [field for field in fields if field.key is not None]
    ids = [field for field in known if field.key is FieldKey.ID]
    if not ids:
        if len({field.key for field in known}) >= 2:
            problems.append(
                ParseProblem(
                    "entry-without-id",
                    section.start + 1,
                    check_words.ENTRY_WITHOUT_ID(title=section.title),
                )
            )
        return None
    gap_id = ids[0].text.strip().strip("`*")
    if not _GAP_ID.match(gap_id):
        problems.append(ParseProblem("bad-id", ids[0].line, check_words.BAD_ID(id=gap_id)))
        if not gap_id:
            return None
    for line, label in stray:
        message = check_words.NOT_BOLD(gap=gap_id, label=label)
        problems.append(ParseProblem("broken-field", line, message, gap_id))
    number = _NUMBER.match(section.title)
    heading = section.title[number.end() :] if number else section.title
    parts = [part.strip() for part in re.split(r"\s+(?:→|->|›|»)\s+", heading)]
    rating, impact = _impact(fields)
    status_field = next((field for field in fields if field.key is FieldKey.STATUS), None)
    status = labels.status_of(status_field.text)[0] if status_field else None
    last = max((field.end for field in fields), default=section.start + 1)
    return Entry(
        id=gap_id,
        number=number[1] if number else "",
        path=tuple(parts[:-1]),
        title=parts[-1],
        status=status,
        impact_rating=rating,
        impact=impact,
        fields=tuple(fields),
        line=section.start + 1,
        end=last,
    )


def _impact(fields: Sequence[Field]) -> tuple[str, str]:
    """The layout writes Impact twice: a rating above, and a sentence below."""
    found = [field for field in fields if field.key is FieldKey.IMPACT]
    rating = next((field.text for field in found if labels.is_rating(field.text)), "")
    prose = next((field.content for field in found if not labels.is_rating(field.content)), "")
    return rating, prose


def _fields(
    lines: Sequence[str], kinds: Sequence[bool], section: _Section
) -> tuple[list[Field], list[tuple[int, str]]]:
    fields: list[Field] = []
    stray: list[tuple[int, str]] = []
    index = section.start + 1
    while index < section.end:
        match = _FIELD.match(_body(lines[index])) if kinds[index] else None
        if match is None:
            loose = _LOOSE_FIELD.match(_body(lines[index])) if kinds[index] else None
            if loose and labels.field_of(loose[1])[0] is not None:
                stray.append((index + 1, loose[1].strip()))
            index += 1
            continue
        label = match[1].strip()
        key, language = labels.field_of(label)
        end, items, more = _continuation(lines, index + 1, section.end)
        text = "\n".join((match[2].strip(), *more)).strip()
        fields.append(Field(key, label, language, text, tuple(items), index + 1, end))
        index = end
    return fields, stray


def _continuation(lines: Sequence[str], index: int, stop: int) -> tuple[int, list[str], list[str]]:
    """The lines that belong to a field: indented ones, with blank lines only between them."""
    items: list[str] = []
    more: list[str] = []
    end = index
    while index < stop:
        body = _body(lines[index])
        if body.strip() and not body.startswith((" ", "\t")):
            break
        if body.strip():
            item = _ITEM.match(body)
            if item:
                items.append(item[1].strip())
            elif items:
                items[-1] = f"{items[-1]}\n{body.strip()}"
            else:
                more.append(body.strip())
            end = index + 1
        index += 1
    return end, items, more


def split_row(body: str) -> list[str]:
    """The cells of a table row, without the blanks around them; `\\|` is no border."""
    inner = body.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _CELL_BREAK.split(inner)]


def _triage(
    lines: Sequence[str], kinds: Sequence[bool], problems: list[ParseProblem]
) -> TriageTable | None:
    """The first table whose header names at least a gap's id and its status or priority."""
    for index, line in enumerate(lines):
        body = _body(line)
        if not kinds[index] or not body.lstrip().startswith("|"):
            continue
        headers = split_row(body)
        columns = tuple(labels.column_of(header)[0] for header in headers)
        if Column.ID in columns and {Column.STATUS, Column.PRIORITY} & set(columns):
            return _table(lines, index, headers, columns, problems)
    return None


def _table(
    lines: Sequence[str],
    start: int,
    headers: Sequence[str],
    columns: tuple[Column | None, ...],
    problems: list[ParseProblem],
) -> TriageTable:
    index = start + 1
    cells = split_row(_body(lines[index])) if index < len(lines) else []
    if cells and all(_DELIMITER.match(cell) for cell in cells):
        if len(cells) != len(columns):
            message = check_words.DASHES_DIFFER(cells=len(cells), columns=len(columns))
            problems.append(ParseProblem("broken-table", index + 1, message))
        index += 1
    else:
        problems.append(ParseProblem("broken-table", start + 1, check_words.NO_DASHES()))
    rows: list[TriageRow] = []
    while index < len(lines) and _body(lines[index]).lstrip().startswith("|"):
        cells = split_row(_body(lines[index]))
        if len(cells) != len(columns):
            message = check_words.CELLS_DIFFER(cells=len(cells), columns=len(columns))
            problems.append(ParseProblem("broken-table", index + 1, message, cells[0]))
        rows.append(TriageRow(tuple(cells), index + 1))
        index += 1
    if index < len(lines) and _GAP_ID.match(split_row(_body(lines[index]))[0]):
        problems.append(ParseProblem("broken-table", index + 1, check_words.NO_BAR()))
    return TriageTable(columns, tuple(headers), tuple(rows), start + 1, index)


_REVIEWED_LABELS = (labels.fold("Last reviewed"), labels.fold("Son gözden geçirme"))


def _last_reviewed(lines: Sequence[str], entries: Sequence[Entry]) -> tuple[str, int]:
    stop = entries[0].line if entries else len(lines)
    for index, line in enumerate(lines[:stop]):
        match = _REVIEWED.match(_body(line))
        if match and labels.fold(match[1]) in _REVIEWED_LABELS:
            return match[2], index + 1
    return "", 0


def _language(
    entries: Sequence[Entry], triage: TriageTable | None, name: str, lines: Sequence[str]
) -> Language:
    votes = [field.language for entry in entries for field in entry.fields]
    if triage:
        votes.extend(labels.column_of(header)[1] for header in triage.headers)
    english, turkish = votes.count(Language.EN), votes.count(Language.TR)
    if english != turkish:
        return Language.EN if english > turkish else Language.TR
    title = next((line for line in lines if line.startswith("#")), "")
    named = re.search(r"[._-]tr\.[a-z]+$", name.lower()) or "(tr)" in title.lower()
    return Language.TR if named else Language.EN


def is_gap_id(text: str) -> bool:
    """True for ids such as G-001."""
    return _GAP_ID.match(text) is not None
