"""Wire shapes of change requests."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gapless.features.feature_flags.environments.schemas import PromoteRequest
from gapless.features.feature_flags.ramps.schemas import RampCreate
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import FlagEdit, Reason, SetupEdit

RequestStatus = Literal["open", "applied", "rejected", "withdrawn"]
RequestKind = Literal["configure", "edit", "rollback", "promote", "archive", "ramp", "experiment"]
ExperimentAct = Literal["start", "pause", "resume", "complete", "ship"]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class ConfigureOperation(SetupEdit):
    """Set a flag in an environment, at once or at a set time."""

    kind: Literal["configure"]
    environment: Environment
    due_at: AwareDatetime | None = None


class EditOperation(FlagEdit):
    """Change what a flag is."""

    kind: Literal["edit"]


class RollbackOperation(BaseModel):
    """Go back to a version."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["rollback"]
    version: int = Field(ge=1)
    environment: Environment | None = None


class PromoteOperation(PromoteRequest):
    """Carry a flag from one environment to another."""

    kind: Literal["promote"]


class ArchiveOperation(BaseModel):
    """Take a flag out of use."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["archive"]


class RampOperation(RampCreate):
    """Start a ramp."""

    kind: Literal["ramp"]


Operation = Annotated[
    ConfigureOperation
    | EditOperation
    | RollbackOperation
    | PromoteOperation
    | ArchiveOperation
    | RampOperation,
    Field(discriminator="kind"),
]


class RequestCreate(BaseModel):
    """What is to be done, and why."""

    model_config = ConfigDict(extra="forbid")

    operation: Operation
    comment: Why


class Decide(BaseModel):
    """What an admin says to a request."""

    model_config = ConfigDict(extra="forbid")

    comment: Reason | None = None


class Decision(BaseModel):
    """What somebody said to a request."""

    admin: str
    decision: Literal["approved", "rejected"]
    comment: str
    at: datetime


class ExperimentDeed(BaseModel):
    """What an experiment does as soon as others have agreed."""

    experiment: UUID
    name: str
    act: ExperimentAct
    variant: str | None = Field(description="What is shipped.")


class RequestRow(BaseModel):
    """A change that waits for consent, or waited."""

    id: UUID
    flag: UUID
    flag_key: str
    flag_name: str
    kind: RequestKind
    environments: list[str]
    status: RequestStatus
    comment: str
    author: str
    mine: bool = Field(description="Whether the caller asked for it, and so may not approve it.")
    required: int
    decisions: list[Decision]
    due_at: datetime | None
    ramp: RampCreate | None
    deed: ExperimentDeed | None
    before: dict[str, Any] = Field(description="The flag as it was when the change was asked for.")
    after: dict[str, Any] = Field(description="The flag as the change would make it.")
    moved: list[str] = Field(
        description="What others changed since of the places it replaces, or of its experiment "
        "(`experiment.…`): then it cannot be made."
    )
    created_at: datetime
    closed_at: datetime | None
    applied_version: int | None
