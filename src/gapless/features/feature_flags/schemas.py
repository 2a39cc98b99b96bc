"""Wire shapes of flags."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gapless.features.feature_flags.rules import Environment, FlagScope, FlagStatus, FlagType

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
GroupName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Owner = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class FlagEnvironmentState(BaseModel):
    """A flag's state in one environment."""

    environment: Environment
    status: FlagStatus
    enabled: bool
    updated_at: datetime
    updated_by: str


class FlagRow(BaseModel):
    """A flag in the list. `id` is its address, `flag_id` the key that programs ask for."""

    id: UUID
    flag_id: str
    name: str
    description: str
    status: FlagStatus = Field(description="Its state in `environment`.")
    type: FlagType
    scope: FlagScope
    environment: Environment = Field(
        description="The environment that `status` is of: the one asked for, else where the flag "
        "was made."
    )
    group: str | None
    owner: str | None
    tags: list[str]
    expires_at: datetime | None
    archived: bool
    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: str
    environments: list[FlagEnvironmentState]


class FlagCreate(BaseModel):
    """A flag to make. It starts switched off, everywhere.

    `targeting` and `last_updated_by` are taken from older clients and not used: who changes is
    known from the session.
    """

    model_config = ConfigDict(extra="forbid")

    flag_id: Key
    name: Name
    description: str = Field("", max_length=2000)
    type: FlagType = "boolean"
    default_value: Any = Field(False, description="Value of a flag that is no boolean.")
    scope: FlagScope = "both"
    environment: Environment = "production"
    group: GroupName | None = None
    owner: Owner | None = None
    tags: list[Tag] = Field(default_factory=list, max_length=20)
    expires_at: datetime | None = None
    targeting: dict[str, Any] = Field(default_factory=dict)
    last_updated_by: str | None = Field(None, max_length=200)


class ToggleFlag(BaseModel):
    """Which state is wanted, and why."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = Field(
        None, description="The wanted state. Absent: the other of the present one."
    )
    reason: Reason | None = None


class GroupRow(BaseModel):
    """A group of flags."""

    id: UUID
    name: str
    description: str
    flag_count: int
