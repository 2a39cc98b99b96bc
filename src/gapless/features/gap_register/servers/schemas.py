"""Wire shapes of server documents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class GapServerRow(BaseModel):
    """The OpenAPI document of a server under test."""

    id: UUID
    name: str = Field(description="The document's title and version, or the file's name.")
    filename: str
    operations: int
    sha256: str
    added_by: str
    created_at: datetime


class GapServerList(BaseModel):
    """The documents that are kept, by name, and this server's own."""

    items: list[GapServerRow]
    own_operations: int = Field(description="How many operations this server declares.")
