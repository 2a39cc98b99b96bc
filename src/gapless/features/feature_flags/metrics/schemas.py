"""Wire shapes of measured values."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gapless.features.feature_flags.rules import Environment

MetricName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
LARGEST = 1e15
"""Beyond it the sums of squares of many users would no longer be exact, or no numbers at all."""
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class MetricEvent(BaseModel):
    """One measured value."""

    model_config = ConfigDict(extra="forbid")

    environment: Environment
    metric: MetricName
    value: float = Field(
        ge=-LARGEST, le=LARGEST, allow_inf_nan=False, description="For a rate: 1 or 0."
    )
    subject: Short | None = Field(None, description="The targeting key it was measured on.")
    flag: Short | None = Field(None, description="The flag whose variant the subject had.")
    variant: Short | None = None
    at: AwareDatetime | None = Field(None, description="When; now, if it is not said.")
    event_id: Short | None = Field(
        None, description="The program's own name of the event: sent again, it is not taken twice."
    )


class MetricEvents(BaseModel):
    """Measured values, at most a thousand at once."""

    model_config = ConfigDict(extra="forbid")

    events: list[MetricEvent] = Field(min_length=1, max_length=1000)


class MetricsTaken(BaseModel):
    """How many values were stored; the others were there already."""

    stored: int


class MetricRow(BaseModel):
    """A metric, and what was measured in the last day."""

    metric: str
    environment: Environment
    count: int
    mean: float | None
    last_at: datetime
