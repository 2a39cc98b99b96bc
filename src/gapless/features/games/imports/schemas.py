"""Wire shapes of the catalogue import."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from gapless.features.games.imports.fields import Target
from gapless.features.games.schemas import Rtp
from gapless.platform.paging import PageMeta

ImportStatus = Literal[
    "queued", "running", "needs_mapping", "ready", "importing", "completed", "failed",
    "cancelled", "undone",
]  # fmt: skip
RowStatus = Literal["valid", "invalid", "duplicate", "update", "unchanged"]
SourceName = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Constant = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
MappingName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]


class UploadAccepted(BaseModel):
    """An upload that was stored, and will be analysed."""

    job_id: UUID
    status: ImportStatus
    filename: str
    size: int = Field(description="Bytes.")
    format: str
    encoding: str | None = Field(description="Detected encoding; null for a workbook.")
    member: str | None = Field(description="The archive's member that is read.")


class ImportProgress(BaseModel):
    """How far the background work is."""

    phase: str | None
    current: int
    total: int | None
    percent: int = Field(ge=0, le=100)


class RowCounts(BaseModel):
    """Rows by what would become of them."""

    valid: int = Field(0, description="New games.")
    invalid: int = 0
    duplicate: int = Field(0, description="Repetitions that are not imported, or undecided.")
    update: int = Field(0, description="Games that are there, and would change.")
    unchanged: int = 0
    rtp_changes: int = Field(0, description="Updates that would change the RTP.")


class DuplicateCounts(BaseModel):
    """Games that the file gives more than once."""

    folded: int = Field(0, description="Rows that repeat an earlier one exactly; left out.")
    contested_games: int = Field(0, description="Games given with different values.")
    contested_rows: int = 0
    undecided_games: int = Field(0, description="Contested games without a choice yet.")


class Notice(BaseModel):
    """Something to know before importing; it stops nothing."""

    code: str
    message: str
    found: list[str]


class ProviderCount(BaseModel):
    """A provider in the file, and how many of its rows count."""

    name: str
    count: int


class ImportLimits(BaseModel):
    """How large a file may be."""

    max_bytes: int
    max_rows: int


class MappingCandidate(BaseModel):
    """A proposed meaning of one of the file's names."""

    target: Target
    source: str
    confidence: float = Field(ge=0, le=1)
    reason: str = Field(description="Why, in the caller's language.")
    samples: list[str]


class HeaderSamples(BaseModel):
    """A name in the file, with a few of its values."""

    name: str
    samples: list[str]


class MappingView(BaseModel):
    """Which of the file's names give which field."""

    origin: Literal["known", "saved", "chosen"] | None = Field(
        description="Known names, a saved mapping, a person's choice; null while one is needed."
    )
    sources: dict[str, list[str]] = Field(
        description="Names by field, best first. While a mapping is needed: the proposal."
    )
    constants: dict[str, str] = Field(description="Values that hold for the whole file.")
    headers: list[HeaderSamples]
    candidates: list[MappingCandidate]
    unexplained: list[str] = Field(description="Names for which nothing is proposed.")


class ErrorPreview(BaseModel):
    """One of the first faulty rows."""

    row: int
    external_id: str | None
    errors: list[str]


class ErrorSummary(BaseModel):
    """Why an import failed, and its first faulty rows."""

    error: str | None = Field(None, description="Code of what stopped the import.")
    message: str | None = None
    details: dict[str, Any] = Field(default_factory=dict)
    preview: list[ErrorPreview] = Field(default_factory=list)


class ImportResult(BaseModel):
    """What an import did."""

    imported_count: int = Field(description="Rows whose game is in the catalogue now.")
    inserted_count: int
    updated_count: int
    unchanged_count: int
    skipped_count: int


class UndoResult(BaseModel):
    """What an undo did."""

    removed_count: int
    restored_count: int
    skipped_count: int = Field(description="Games left as a later import made them.")


class ImportItem(BaseModel):
    """A row in the short preview."""

    id: str
    row: int
    name: str | None
    external_id: str | None
    provider_id: str | None
    type: str | None
    rtp: Rtp | None
    status: RowStatus
    errors: list[str] = Field(description="Codes; `rows` has the sentences.")


class ImportSummary(BaseModel):
    """An import, as the list shows it."""

    job_id: UUID
    status: ImportStatus
    filename: str
    size: int
    format: str | None
    encoding: str | None
    member: str | None
    source_label: str | None
    total_items: int
    total_errors: int
    counts: RowCounts
    duplicates: DuplicateCounts
    progress: ImportProgress
    result: ImportResult | None
    undo: UndoResult | None
    created_by: str | None = Field(description="E-mail of the admin who sent the file.")
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


class ImportJob(ImportSummary):
    """An import with everything there is to know of it but the rows past the 200th."""

    client_type: str | None
    launch_url: str | None
    min_version: str | None
    notes: str | None
    mapping: MappingView | None
    notices: list[Notice]
    providers: list[ProviderCount] = Field(description="The ten with most rows.")
    error_summary: ErrorSummary | None
    items: list[ImportItem]


class ImportList(BaseModel):
    """A page of imports."""

    items: list[ImportSummary]
    meta: PageMeta
    limits: ImportLimits


class RowErrorView(BaseModel):
    """One thing wrong with a row."""

    row: int
    field: str
    code: str
    found: str | None
    allowed: str
    message: str


class FieldChange(BaseModel):
    """What an update would change in one field."""

    field: str
    before: Any
    after: Any


class ImportRowView(BaseModel):
    """A row of the file, judged."""

    id: str
    row: int = Field(description="Element of the list from 1; in a table, the sheet's row.")
    external_id: str | None
    provider: str | None
    provider_id: str | None = Field(description="The same as `provider`.")
    name: str | None
    category: str | None
    type: str | None
    rtp: Rtp | None
    status: RowStatus
    errors: list[RowErrorView]
    changes: list[FieldChange]
    game_id: UUID | None
    first_row: int | None = Field(description="For a repetition: the game's first row.")
    conflict: bool = Field(description="The file gives this game with different values.")
    resolution: Literal["folded", "kept", "excluded"] | None
    outcome: Literal["imported", "skipped"] | None = Field(description="Null before the import.")
    assumed: list[str] = Field(description="Fields the file lacks; a new game gets a default.")
    tidied: list[str] = Field(description="Fields in which line breaks became spaces.")


class ImportRows(BaseModel):
    """A page of rows."""

    items: list[ImportRowView]
    meta: PageMeta


class MappingRequest(BaseModel):
    """Which of the file's names give which field. Replaces the mapping as a whole."""

    sources: dict[str, list[SourceName] | SourceName | None] = Field(max_length=30)
    constants: dict[str, Constant | None] = Field(default_factory=dict, max_length=30)
    save_as: MappingName | None = Field(
        None, description="Keep it under this name (a provider's) for files with the same names."
    )


class RowChoice(BaseModel):
    """What becomes of one contested row."""

    row: int = Field(ge=1, le=2_000_000_000)
    action: Literal["keep", "exclude"]


class DuplicatesRequest(BaseModel):
    """How to decide games that the file gives more than once. A choice outweighs the strategy."""

    strategy: Literal["keep_first", "keep_last", "exclude"] | None = None
    choices: list[RowChoice] = Field(default_factory=list, max_length=10_000)


class UndoRequest(BaseModel):
    """How to undo an import."""

    skip_changed: bool = Field(
        False, description="Leave games alone that a later import changed, instead of refusing."
    )
    reason: str | None = Field(None, max_length=500, description="Why, for the audit log.")


class ImportAnswer(BaseModel):
    """The answer to a confirmed import; the counts are null while it still runs (202)."""

    job_id: UUID
    status: ImportStatus
    imported_count: int | None
    inserted_count: int | None = None
    updated_count: int | None = None
    unchanged_count: int | None = None
    skipped_count: int | None = None


class SavedMappingView(BaseModel):
    """A kept mapping."""

    id: UUID
    name: str
    headers: list[str]
    sources: dict[str, list[str]]
    constants: dict[str, str]
    updated_at: datetime
