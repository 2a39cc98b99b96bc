"""Wire shapes of analytics."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.features.feature_flags.analytics.spans import Bucket
from gapless.features.feature_flags.rules import Environment


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
    archived: bool
    evaluations: int
    exposures: int = Field(description="Times that somebody really met a variant.")
    last_at: datetime | None = Field(
        description="The last minute (spans up to three hours) or hour in which it was asked for."
    )
    variants: list[VariantUse]


class UseSeries(BaseModel):
    """One line of the chart: a number for each bucket."""

    kind: Literal["variant", "flag", "others"] = Field(
        description="A flag's variant; or, of all flags, those asked for most and the rest."
    )
    name: str = Field(description="The variant or the flag's key. Empty: none could be served.")
    evaluations: list[int]
    exposures: list[int]


class FlagAnalytics(BaseModel):
    """What programs asked for in an environment, by flag, variant and time."""

    environment: Environment
    bucket: Bucket
    since: datetime
    until: datetime
    evaluations: int
    exposures: int
    starts: list[datetime] = Field(description="When each bucket begins.")
    series: list[UseSeries] = Field(description="The largest first.")
    flags: list[FlagUse] = Field(description="The one asked for, or all; the most asked for first.")
