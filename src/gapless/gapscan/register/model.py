"""What a gap register holds: its entries, its triage table and where each of them is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from gapless.gapscan.language import Language
from gapless.gapscan.message import Message

__all__ = [
    "Column",
    "Endpoint",
    "Entry",
    "Field",
    "FieldKey",
    "Language",
    "ParseProblem",
    "Priority",
    "Register",
    "Status",
    "TriageRow",
    "TriageTable",
    "endpoints_in",
    "is_blank",
    "parse_duration",
    "parse_moment",
]


class Status(StrEnum):
    """Where a gap stands; the values are the English words of the layout."""

    OPEN = "Open"
    IN_PROGRESS = "In Progress"
    FIXED = "Fixed"
    VERIFIED = "Verified"


class Priority(StrEnum):
    """How urgent a gap is; each has a default SLA (`sla.DEFAULT_SLA`)."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"


class FieldKey(StrEnum):
    """The fields of an entry, in the order in which the layout writes them."""

    ID = "id"
    FIRST_SEEN = "first_seen"
    ENVIRONMENT = "environment"
    STATUS = "status"
    PRIORITY = "priority"
    OWNER = "owner"
    SLA = "sla"
    TARGET_VERSION = "target_version"
    IMPACT = "impact"
    CUSTOMER_IMPACT = "customer_impact"
    SOURCE_PAGES = "source_pages"
    SYMPTOM = "symptom"
    LIKELY_CAUSE = "likely_cause"
    UI_ENDPOINTS = "ui_endpoints"
    WORKAROUND = "workaround"
    ESCALATION = "escalation"
    RESOLUTION_OWNER = "resolution_owner"
    VERIFICATION = "verification"
    EVIDENCE = "evidence"


class Column(StrEnum):
    """The columns of the triage table."""

    ID = "id"
    AREA = "area"
    GAP = "gap"
    PRIORITY = "priority"
    OWNER = "owner"
    SLA = "sla"
    TARGET_VERSION = "target_version"
    STATUS = "status"
    WORKAROUND = "workaround"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An API operation that an entry names: HTTP method and path template."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """Equal for two spellings of one operation: `<id>`, `{id}` and `:id` are the same."""
        path = re.sub(r"<[^<>/]*>|\{[^{}/]*\}|(?<=/):[A-Za-z_]\w*", "{}", self.path)
        return self.method.upper(), path.rstrip("/") or "/"


# A body example may follow in braces after a blank; the path itself holds no blank.
_ENDPOINT = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(/[^\s`|,;)\"']*)")


def endpoints_in(text: str) -> tuple[Endpoint, ...]:
    """The operations written in `text` as `METHOD /path`, in order, each once."""
    found = (Endpoint(m[1], m[2].rstrip(".")) for m in _ENDPOINT.finditer(text))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Field:
    """One `- **Label:** text` line of an entry with the items nested under it.

    `key` is None for a label that the layout does not know; `line` and `end` are 1-based and
    inclusive.
    """

    key: FieldKey | None
    label: str
    language: Language | None
    text: str
    items: tuple[str, ...]
    line: int
    end: int

    @property
    def content(self) -> str:
        """Text and items as one string, for searching and comparing."""
        return "\n".join(part for part in (self.text, *self.items) if part)


_DURATION = re.compile(r"^\s*(\d{1,5})\s*([^\W\d_]*)\.?\s*$")
_HOURS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "saat", "sa"), 1),
    **dict.fromkeys(("d", "day", "days", "gun", "g"), 24),
    **dict.fromkeys(("w", "week", "weeks", "hafta"), 168),
}


def parse_duration(text: str) -> timedelta | None:
    """An SLA such as `24h`, `7d`, `7 days` or `7 gün`; None if it is no such thing."""
    match = _DURATION.match(text)
    if match is None:
        return None
    hours = _HOURS.get(match[2].lower().replace("ü", "u"))
    return timedelta(hours=int(match[1]) * hours) if hours else None


def parse_moment(text: str) -> datetime | None:
    """An ISO date (midnight UTC) or date and time (UTC unless it says otherwise), else None."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_NOTHING = {"", "-", "—", "–", "tbd", "n/a", "none", "unknown", "?", "yok", "belirlenecek"}


def is_blank(text: str) -> bool:
    """True for an empty field and for the words people write instead of leaving one empty."""
    return text.strip().lower() in _NOTHING


@dataclass(frozen=True, slots=True)
class Entry:
    """One gap as its section says it."""

    id: str
    number: str
    path: tuple[str, ...]
    title: str
    status: Status | None
    impact_rating: str
    impact: str
    fields: tuple[Field, ...]
    line: int
    end: int

    def all(self, key: FieldKey) -> Iterator[Field]:
        """Every field of that key: an entry may, wrongly, have two."""
        return (field for field in self.fields if field.key is key)

    def field(self, key: FieldKey) -> Field | None:
        """The first field of that key."""
        return next(self.all(key), None)

    def text(self, key: FieldKey) -> str:
        """The first such field's text and items, or an empty string."""
        field = self.field(key)
        return field.content if field else ""

    def line_of(self, key: FieldKey) -> int:
        """Where that field stands; the heading's line if the entry lacks it."""
        field = self.field(key)
        return field.line if field else self.line

    @property
    def priority(self) -> Priority | None:
        """P0, P1 or P2; None if the field is missing or says something else."""
        text = self.text(FieldKey.PRIORITY).strip().upper()
        return Priority(text) if text in Priority.__members__ else None

    @property
    def owner(self) -> str:
        """Who owns the gap: the field Owner, else Resolution Owner."""
        owner = self.text(FieldKey.OWNER)
        return self.text(FieldKey.RESOLUTION_OWNER) if is_blank(owner) else owner

    @property
    def sla(self) -> timedelta | None:
        """The time allowed, or None if the field is missing or cannot be read."""
        return parse_duration(self.text(FieldKey.SLA))

    @property
    def first_seen(self) -> datetime | None:
        """When the gap was first seen, in UTC, or None if the field cannot be read."""
        return parse_moment(self.text(FieldKey.FIRST_SEEN))

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The operations of the field UI endpoints."""
        return endpoints_in("\n".join(f.content for f in self.all(FieldKey.UI_ENDPOINTS)))

    @property
    def mentioned_endpoints(self) -> tuple[Endpoint, ...]:
        """The operations named anywhere in the entry, those of UI endpoints first."""
        rest = endpoints_in("\n".join(field.content for field in self.fields))
        return tuple(dict.fromkeys((*self.endpoints, *rest)))

    @property
    def not_closeable(self) -> tuple[FieldKey, ...]:
        """What the entry lacks to be closed: owner, SLA, verification; empty if closeable."""
        missing = []
        if is_blank(self.owner):
            missing.append(FieldKey.OWNER)
        if self.sla is None:
            missing.append(FieldKey.SLA)
        if is_blank(self.text(FieldKey.VERIFICATION)):
            missing.append(FieldKey.VERIFICATION)
        return tuple(missing)

    @property
    def closeable(self) -> bool:
        """True if the entry has an owner, a readable SLA and a verification."""
        return not self.not_closeable


@dataclass(frozen=True, slots=True)
class TriageRow:
    """One row of the triage table; `cells` as written, without the blanks around them."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TriageTable:
    """The summary table: which column is which, and its rows."""

    columns: tuple[Column | None, ...]
    headers: tuple[str, ...]
    rows: tuple[TriageRow, ...]
    line: int
    end: int

    def cell(self, row: TriageRow, column: Column) -> str:
        """That cell's text; empty if the table or the row has no such cell."""
        if column not in self.columns:
            return ""
        index = self.columns.index(column)
        return row.cells[index] if index < len(row.cells) else ""

    def row(self, gap_id: str) -> TriageRow | None:
        """The first row of that gap."""
        return next((row for row in self.rows if self.cell(row, Column.ID) == gap_id), None)


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """Something in the text that is no well-formed part of a register."""

    code: str
    line: int
    message: Message
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A register read from text: `"".join(lines)` is that text, byte for byte."""

    lines: tuple[str, ...]
    language: Language
    entries: tuple[Entry, ...]
    triage: TriageTable | None
    problems: tuple[ParseProblem, ...]
    last_reviewed: str = ""
    last_reviewed_line: int = 0
    name: str = ""

    @property
    def mirror_line(self) -> int:
        """The line that speaks of the mirror in the other language; 1 if none does."""
        spoken = re.compile(r"\b(mirror|ayna)", re.IGNORECASE)
        return next((n for n, line in enumerate(self.lines, start=1) if spoken.search(line)), 1)

    @property
    def text(self) -> str:
        """The register as Markdown."""
        return "".join(self.lines)

    def entry(self, gap_id: str) -> Entry | None:
        """The first entry of that id, whatever the case of its letters."""
        wanted = gap_id.upper()
        return next((entry for entry in self.entries if entry.id.upper() == wanted), None)
