"""Wire shapes of roles."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.admin_users.names import Description, Name
from gapless.platform.permissions import Permission

RoleKey = Annotated[str, Field(min_length=1, max_length=80)]
Permissions = Annotated[list[Permission], Field(max_length=500)]


class RoleRow(BaseModel):
    """A role, built-in or of the brand."""

    id: str = Field(description="Id of a custom role; a built-in one has a readable key.")
    name: str
    description: str
    is_built_in: bool
    is_assignable: bool = Field(description="Whether the caller may give it: holds all it gives.")
    is_own: bool = Field(description="Whether the caller holds it, or one of their teams gives it.")
    based_on: str | None
    permissions: list[str]
    user_count: int = Field(description="Admins of the brand who have the role themselves.")
    team_count: int = Field(description="Teams whose default role it is.")
    updated_at: datetime | None
    version: int | None


class RoleCreate(BaseModel):
    """A role to make, from nothing or as a copy."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Description = ""
    based_on: RoleKey | None = Field(
        None, description="Role to copy. What only platform owners hold is left out of the copy."
    )
    permissions: Permissions | None = Field(
        None, description="What it gives. Not given: what the copied role gives."
    )


class RoleChange(BaseModel):
    """What to change of a role. What is not named stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    description: Description | None = None
    permissions: Permissions | None = None


class RoleDeleted(BaseModel):
    """What became of those who had the role."""

    reassigned_admins: int
    reassigned_teams: int
