"""Wire shapes of groups."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.feature_flags.schemas import GroupName


class GroupRow(BaseModel):
    """A group of flags."""

    id: UUID
    name: str
    description: str
    flag_count: int = Field(description="Flags in it that are not archived.")


class GroupEdit(BaseModel):
    """What a group is to be called."""

    model_config = ConfigDict(extra="forbid")

    name: GroupName
    description: str = Field("", max_length=500)
