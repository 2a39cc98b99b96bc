"""Wire shapes of analytics."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

Bucket = Literal["minute", "hour", "day"]


class VariantUse(BaseModel):
    """How often a variant was served, and met."""

    variant: str = Field(description="Empty where none could be served.")
    evaluations: int
    exposures: int


class FlagUse(BaseModel):
    """How often a flag was asked for in a span."""

    flag: UUID
    flag_key: str
    flag_name: str
    evaluations: int
    exposures: int = Field(description="Times that somebody really met a variant.")
    last_at: datetime | None = Field(description="The last hour in which it was asked for.")
    variants: list[VariantUse]


class UsePoint(VariantUse):
    """What was counted of a variant in one bucket of time."""

    at: datetime


class FlagUseOverTime(BaseModel):
    """A flag's counts over time. Buckets in which nothing was counted are left out."""

    bucket: Bucket
    since: datetime
    until: datetime
    points: list[UsePoint]
