"""Wire shapes of teams."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.admin_users.names import Description, Name
from gapless.features.admin_users.roles.schemas import RoleKey

Members = Annotated[list[UUID], Field(max_length=200)]


class TeamRow(BaseModel):
    """A team."""

    id: UUID
    name: str
    description: str
    member_count: int
    default_role_id: str | None = Field(description="The role, as the list of roles names it.")
    default_role: str | None = Field(description="Name of the role.")
    is_grantable: bool = Field(
        description="Whether the caller holds all that the team gives, and may change it."
    )
    created_at: datetime
    version: int


class TeamMemberRow(BaseModel):
    """Somebody in a team."""

    id: UUID
    full_name: str
    email: str
    role: str
    status: str
    added_at: datetime


class TeamDetail(TeamRow):
    """A team and who is in it."""

    members: list[TeamMemberRow]


class TeamCreate(BaseModel):
    """A team to make."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Description = ""
    default_role_id: RoleKey | None = None
    member_ids: Members = []


class TeamChange(BaseModel):
    """What to change of a team. What is not named stays; a role of null is taken away."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    description: Description | None = None
    default_role_id: RoleKey | None = None


class MembersAdd(BaseModel):
    """Admins to put into the team."""

    model_config = ConfigDict(extra="forbid")

    admin_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
