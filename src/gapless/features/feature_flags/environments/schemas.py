"""Wire shapes of environments."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from gapless.features.feature_flags.rules import Environment, FlagStatus
from gapless.features.feature_flags.schemas import Reason, Setup
from gapless.platform.problems import FieldError

Difference = Literal["enabled", "off_variant", "default", "rules", "prerequisites"]


class EnvironmentRow(BaseModel):
    """An environment of the brand."""

    environment: Environment
    version: int = Field(description="Grows with every change that evaluation can see.")
    changed_at: datetime | None
    flags: int
    on: int = Field(description="Flags that are switched on.")
    approvals_required: int = Field(description="How many others have to agree to a change.")
    off_needs_approval: bool = Field(
        description="Whether that holds for switching a flag off, too."
    )


class EnvironmentEdit(BaseModel):
    """Whose consent a change needs."""

    model_config = ConfigDict(extra="forbid")

    approvals_required: int = Field(ge=0, le=10)
    off_needs_approval: StrictBool = False
    reason: Reason | None = None


class Compared(BaseModel):
    """A flag's state in an environment that is compared."""

    status: FlagStatus


class EnvironmentComparison(BaseModel):
    """One flag in two environments, and what differs. The third is there for reference."""

    id: UUID
    flag_id: str
    flag_name: str
    production: Compared | None
    staging: Compared | None
    development: Compared | None
    differences: list[str] = Field(description="In words, in the caller's language.")
    differing: list[Difference]


class PromoteRequest(BaseModel):
    """From where to where, and whether to switch it on or off there as well."""

    model_config = ConfigDict(extra="forbid")

    source: Environment
    target: Environment
    with_enabled: StrictBool = False
    comment: Reason | None = None

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.source == self.target:
            raise ValueError("source and target are the same environment")
        return self


class Promotion(BaseModel):
    """What a promotion would do. Nothing was changed."""

    before: Setup
    after: Setup
    differing: list[Difference]
    faults: list[FieldError] = Field(description="Why it would be refused; empty: sound.")
    approvals_required: int
    patch: dict[str, Any]
