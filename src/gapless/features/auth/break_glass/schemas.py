"""Wire shapes of break-glass access."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class BreakGlassUse(BaseModel):
    """The token of a link that `gapless break-glass` printed."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(max_length=200)


class BreakGlassOpened(BaseModel):
    """Access that has begun, carried by the session cookie."""

    opened_for: str
    ends_at: datetime
