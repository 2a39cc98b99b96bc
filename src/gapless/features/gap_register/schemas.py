"""Wire shapes of the register's entries."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from gapless.features.gap_register.rules import MoveRefusal
from gapless.gapscan.register import Cause, FieldKey, Language, Priority, Status
from gapless.gapscan.register.model import parse_duration, parse_moment
from gapless.platform.paging import PageMeta

Sort = Literal[
    "id", "-id", "priority", "-priority", "status", "-status", "due", "-due",
    "first_seen", "-first_seen",
]  # fmt: skip
# A register is Markdown: a line break inside a value would begin another field.
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=r"^[^\r\n\x00]*$")
]
# An item's further lines are written indented under its first, where they can begin nothing.
Item = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=r"^[^\r\x00]*$")
]
Items = Annotated[list[Item], Field(max_length=100)]
Rating = Literal["Critical", "High", "Medium", "Low"]


def _heading(text: str) -> str:
    if re.search(r"→|->|›|»", text):
        raise ValueError("an arrow separates the parts of a menu path and cannot be inside one")
    return text


def _duration(text: str) -> str:
    if text and parse_duration(text) is None:
        raise ValueError("write an SLA as 24h, 7d or 2w")
    return text


def _moment(text: str) -> str:
    if text and parse_moment(text) is None:
        raise ValueError("write an ISO date, such as 2026-11-23")
    return text


Heading = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n\x00]*$"
    ),
    AfterValidator(_heading),
]
GapId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]{0,15}-[0-9]{1,6}$")]
Duration = Annotated[Line, AfterValidator(_duration)]
Moment = Annotated[Line, AfterValidator(_moment)]


class WordsIn(BaseModel):
    """A field that has both a text on its own line and items under it."""

    model_config = ConfigDict(extra="forbid")

    text: Line
    items: Items


Prose = Line | Items | WordsIn


class SlaState(BaseModel):
    """A gap's clock at the moment of the answer."""

    allowed_seconds: int | None
    started: datetime | None
    due: datetime | None
    stopped: datetime | None = Field(description="When a run verified the gap.")
    remaining_seconds: int | None = Field(description="Negative once the gap is overdue.")
    breached: bool
    defaulted: bool = Field(description="The entry names no SLA; its priority's default holds.")


class GapRow(BaseModel):
    """A gap in the triage table. Texts are in the language asked for, if the gap has it."""

    id: str
    title: str
    path: list[str] = Field(description="The menu path, outermost first.")
    module: str = Field(description="The menu path as one text; the filter `module` takes it.")
    status: Status | None = Field(description="Null: the register's text names no known status.")
    priority: Priority | None
    owner: str | None
    target_version: str | None
    first_seen: datetime | None
    sla: SlaState
    overdue: bool
    closeable: bool
    lacks: list[FieldKey] = Field(description="What it needs to be closeable.")
    has_contract: bool
    findings: int = Field(description="Findings linked to the gap.")
    version: int


class GapList(BaseModel):
    """A page of gaps."""

    items: list[GapRow]
    meta: PageMeta


class Tally(BaseModel):
    """A value to filter by, and how many gaps have it."""

    value: str
    count: int


class GapSummary(BaseModel):
    """The register at a glance, and what it can be filtered by."""

    total: int
    overdue: int
    not_closeable: int
    languages: list[Language]
    last_reviewed: str | None
    statuses: list[Tally]
    priorities: list[Tally]
    modules: list[Tally]
    owners: list[Tally]
    version: int = Field(description="Grows with every change of the register.")


class FieldText(BaseModel):
    """One field as the register writes it."""

    key: FieldKey | None = Field(description="Null: a field that the layout does not know.")
    label: str
    text: str
    items: list[str]


class GapTextOut(BaseModel):
    """An entry in one language."""

    title: str
    path: list[str]
    impact_rating: Rating | None
    impact: str
    fields: list[FieldText]
    escalation: list[str] = Field(description="The escalation package, filled in.")


class Step(BaseModel):
    """One line of the gap's timeline."""

    before: Status | None
    after: Status
    at: datetime
    by: str
    cause: Cause
    reason: str
    evidence: list[str] = Field(description="SHA-256 names; see the evidence route.")


class Move(BaseModel):
    """Where a person may send the gap next, or why not."""

    to: Status
    allowed: bool
    refusal: MoveRefusal | None


class RunRow(BaseModel):
    """One run of the gap's verification contract."""

    id: str
    job_id: str
    outcome: Literal["passed", "failed", "error"]
    summary: str
    before: Status | None
    after: Status | None
    refused: str = Field(description="Why a passing run did not move the gap; else empty.")
    evidence: list[str]
    started_at: datetime
    finished_at: datetime


class LinkedFinding(BaseModel):
    """A finding that belongs to the gap."""

    fingerprint: str
    kind: str
    method: str
    path: str
    title: str
    severity: str
    first_seen: datetime
    last_seen: datetime
    count: int


class GapDetail(GapRow):
    """One gap with everything that is known of it."""

    texts: dict[Language, GapTextOut]
    endpoints: list[str]
    timeline: list[Step]
    moves: list[Move]
    runs: list[RunRow]
    linked: list[LinkedFinding]
    contract: str | None = Field(description="The verification contract, YAML.")


class GapFacts(BaseModel):
    """What both languages share. Absent: unchanged; empty: cleared."""

    model_config = ConfigDict(extra="forbid")

    priority: Priority | None = None
    owner: Line | None = None
    sla: Duration | None = Field(None, description="24h, 7d or 2w.")
    target_version: Line | None = None
    first_seen: Moment | None = Field(None, description="ISO date or date and time.")
    environment: Line | None = None
    resolution_owner: Line | None = None
    ui_endpoints: Items | None = None
    impact_rating: Rating | None = None


class GapTexts(BaseModel):
    """An entry's prose in one language. Absent: unchanged; a list is written as items."""

    model_config = ConfigDict(extra="forbid")

    title: Heading | None = None
    path: Annotated[list[Heading], Field(max_length=8)] | None = Field(
        None, description="The menu path, outermost first."
    )
    impact: Line | None = None
    customer_impact: Prose | None = None
    source_pages: Prose | None = None
    symptom: Prose | None = None
    likely_cause: Prose | None = None
    workaround: Prose | None = None
    escalation: Prose | None = None
    verification: Prose | None = None
    evidence: Prose | None = None
    others: dict[str, Prose] | None = Field(
        None, description="Fields that the layout does not know, by the label they have."
    )


class GapPatch(BaseModel):
    """A change of an entry. Its status changes by a move, never by an edit."""

    model_config = ConfigDict(extra="forbid")

    facts: GapFacts | None = None
    texts: dict[Language, GapTexts] | None = None


class NewGapTexts(GapTexts):
    """A new entry in one language."""

    title: Heading
    path: Annotated[list[Heading], Field(min_length=1, max_length=8)]


class GapCreate(BaseModel):
    """A gap to add, as Open. A language that is left out gets the other's text."""

    model_config = ConfigDict(extra="forbid")

    id: GapId | None = Field(None, description="Absent: the next free one, such as G-007.")
    texts: Annotated[dict[Language, NewGapTexts], Field(min_length=1)]
    facts: GapFacts = Field(default_factory=GapFacts)
    findings: Annotated[list[str], Field(max_length=200)] = Field(
        default_factory=list, description="Fingerprints of findings to link to the gap."
    )


class GapMove(BaseModel):
    """Where to, and why."""

    model_config = ConfigDict(extra="forbid")

    to: Status
    reason: Annotated[Line, Field(max_length=500)] = ""
