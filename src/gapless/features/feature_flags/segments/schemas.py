"""Wire shapes of segments."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.feature_flags.schemas import Name
from gapless.flagengine.model import Condition, FlagKey


class SegmentUse(BaseModel):
    """Where a segment is used."""

    kind: Literal["flag", "segment"]
    id: UUID
    key: str
    name: str
    environment: str | None


class SegmentRow(BaseModel):
    """A segment. All of its `rules` hold for those who belong to it."""

    id: UUID
    key: str
    name: str
    description: str
    rules: list[Condition]
    population_size: int = Field(
        description="Players who belong to it. 0 while it is not known: see `population_known`."
    )
    population_known: bool = Field(
        description="Whether there were players to count: flags were served to some in production."
    )
    population_of: int = Field(description="How many players it was counted among.")
    population_at: datetime | None = Field(description="When. Null: it is about to be counted.")
    usage_count: int
    used_by: list[SegmentUse]
    version: int
    updated_at: datetime
    updated_by: str


class SegmentEdit(BaseModel):
    """What a segment is to be."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: str = Field("", max_length=2000)
    rules: list[dict[str, Any]] = Field(
        min_length=1, max_length=50, description="Conditions, as a segment's `rules` have them."
    )


class SegmentCreate(SegmentEdit):
    """A segment to make."""

    key: FlagKey
