"""Wire shapes of ramps."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gapless.features.feature_flags.metrics.schemas import MetricName
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import Reason
from gapless.flagengine.model import FULL, TARGETING_KEY, Name

RampStatus = Literal[
    "running", "paused", "held", "completed", "rolled_back", "stopped", "cancelled"
]


class RampStep(BaseModel):
    """A share, and how long it stays before the next one."""

    model_config = ConfigDict(extra="forbid")

    weight: int = Field(ge=1, le=FULL, description="Thousandths of a percent.")
    minutes: int = Field(ge=1, le=60 * 24 * 90)


class Guardrail(BaseModel):
    """A limit on a metric. Whoever breaks it sends the ramp back."""

    model_config = ConfigDict(extra="forbid")

    metric: MetricName
    aggregate: Literal["mean", "sum", "count"] = "mean"
    direction: Literal["above", "below"] = "above"
    limit: float = Field(allow_inf_nan=False)
    window_minutes: int = Field(60, ge=1, le=60 * 24 * 7)
    min_count: int = Field(20, ge=1, le=1_000_000, description="Fewer values say nothing.")
    of: Literal["variant", "everybody"] = Field(
        "variant", description="Values reported for the ramped variant, or all of the environment."
    )


class RampCreate(BaseModel):
    """A ramp to start. Its first step is made at once, and the flag is switched on if it is off."""

    model_config = ConfigDict(extra="forbid")

    environment: Environment
    rule: Name | None = Field(None, description="The rule to ramp; null: the default.")
    variant: Name
    rest: Name | None = Field(None, description="What the others get; null: the off variant.")
    bucket_by: Name = TARGETING_KEY
    steps: list[RampStep] = Field(min_length=1, max_length=50)
    guardrails: list[Guardrail] = Field(default_factory=list, max_length=10)
    comment: Reason | None = None

    @model_validator(mode="after")
    def _growing(self) -> Self:
        weights = [step.weight for step in self.steps]
        if weights != sorted(set(weights)):
            raise ValueError("each step must be larger than the one before")
        return self


class RampRow(BaseModel):
    """A ramp, running or ended."""

    id: UUID
    flag: UUID
    environment: Environment
    rule: str | None
    variant: str
    rest: str
    bucket_by: str
    steps: list[RampStep]
    guardrails: list[Guardrail]
    step: int = Field(description="The step that is being served, from 0.")
    status: RampStatus
    next_at: datetime | None
    outcome: dict[str, Any] | None = Field(description="How it ended, or why it is paused.")
    comment: str
    author: str
    created_at: datetime
    ended_at: datetime | None
