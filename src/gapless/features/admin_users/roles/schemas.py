"""Wire shapes of roles."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class RoleRow(BaseModel):
    """A role, built-in or of the brand."""

    id: str = Field(description="Id of a custom role; a built-in one has a readable key.")
    name: str
    description: str
    is_built_in: bool
    is_assignable: bool = Field(description="Whether the caller holds all that the role gives.")
    based_on: str | None
    permissions: list[str]
    user_count: int = Field(description="Admins of the brand who have the role themselves.")
    updated_at: datetime | None
    version: int | None
