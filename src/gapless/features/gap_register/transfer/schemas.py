"""Wire shapes of import, export and check."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from gapless.gapscan.register import Language

Format = Literal["md", "csv", "json"]


class Inconsistency(BaseModel):
    """Something wrong with a register: its code, where it is, and what it is in words."""

    code: str
    level: Literal["error", "warning", "info"]
    file: str
    line: int = Field(description="Counts from 1.")
    message: str
    gap: str | None


class Inconsistencies(BaseModel):
    """Every inconsistency, in the order of files and lines."""

    errors: int
    warnings: int
    items: list[Inconsistency]


class ImportedFile(BaseModel):
    """A file of an import as it was read."""

    name: str
    language: Language
    gaps: int
    sha256: str


class PlannedChange(BaseModel):
    """A field that the import changes; texts are cut at 500 characters."""

    gap: str
    language: Language
    label: str = Field(description="The field's label; `#` is the heading.")
    before: str
    after: str


class ImportPlan(BaseModel):
    """What an import does, or would do."""

    applied: bool
    refused: str | None = Field(description="Why it would be refused; null: it would be taken.")
    files: list[ImportedFile]
    added: list[str]
    replaced: list[str]
    unchanged: int
    mirrored: Language | None = Field(
        description="The language that gets a text of its own, with the layout's words translated."
    )
    changes: list[PlannedChange]
    changes_left_off: int
    problems: Inconsistencies
    version: int = Field(description="The register's version; send it as If-Match to apply.")
