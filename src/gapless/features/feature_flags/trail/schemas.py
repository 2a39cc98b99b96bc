"""Wire shapes of the flags' own log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field


class TrailRow(BaseModel):
    """Something that was done to a flag, a segment or an experiment."""

    id: UUID
    admin_name: str
    action: Literal["created", "updated", "deleted", "activated", "deactivated"]
    event: str = Field(description="The exact act, as the audit log names it.")
    target_type: str
    target_id: str | None
    target_name: str
    environments: list[str]
    reason: str | None
    timestamp: datetime
