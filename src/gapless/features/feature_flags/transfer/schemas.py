"""Wire shapes of import and export."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.features.feature_flags.rules import Environment

Conflict = Literal["skip", "replace", "rename"]
Outcome = Literal["carried", "changed", "not_carried"]
Act = Literal["create", "replace", "rename", "skip", "same", "none"]
SourceFormat = Literal["gapless", "unleash", "flagsmith", "growthbook", "flagd", "launchdarkly"]
ExportFormat = Literal["gapless", "flagd"]


class FlagImportNote(BaseModel):
    """Something to know about one flag or segment."""

    code: str
    weight: Literal["info", "changed", "lost"]
    message: str


class FlagImportRow(BaseModel):
    """What becomes of one flag or segment of the file."""

    kind: Literal["flag", "segment"]
    key: str = Field(description="As the file has it.")
    name: str
    type: str | None
    enabled: bool | None = Field(description="Whether it is on after the import.")
    outcome: Outcome
    act: Act = Field(
        description="create, replace, rename (made under `new_key`), skip (there is one of this "
        "key already), same (it is here just so) or none (not carried)."
    )
    new_key: str
    notes: list[FlagImportNote]
    id: UUID | None = Field(None, description="The flag or segment here, once it is imported.")


class FlagImportCounts(BaseModel):
    """How many flags and segments of each kind there are."""

    carried: int
    changed: int
    not_carried: int
    written: int = Field(description="Created, replaced or renamed.")


class FlagImportPlan(BaseModel):
    """What an import does, row by row."""

    format: SourceFormat
    environments: list[str] = Field(description="The environments that the file has.")
    source_environment: str | None = Field(description="The one of them that is read.")
    environment: Environment = Field(description="The environment here that is set.")
    on_conflict: Conflict
    counts: FlagImportCounts
    approvals_required: bool = Field(
        description="Whether the environment wants others to agree: then the import is refused, "
        "unless the flags come switched off and replace nothing."
    )
    plan: str = Field(description="Names this plan. Sent back, it makes sure that it still holds.")
    applied: bool
    rows: list[FlagImportRow]
