"""Wire shapes of flags."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from gapless.features.feature_flags.rules import Environment, FlagScope, FlagStatus, FlagType
from gapless.features.feature_flags.staleness import StaleCode
from gapless.features.feature_flags.states import CONFIGURATION
from gapless.flagengine.model import FlagKey, Prerequisite, Rule, Serve, Variant
from gapless.platform import clock

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
GroupName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Owner = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
_MAY_BE_EMPTY = {"group", "owner", "expires_at"}


class FlagEnvironmentState(BaseModel):
    """A flag's state in one environment."""

    environment: Environment
    status: FlagStatus
    enabled: bool
    ramping: bool = Field(description="A ramp is running.")
    updated_at: datetime
    updated_by: str


class StaleReason(BaseModel):
    """Why a flag looks forgotten."""

    code: StaleCode
    since: datetime


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
    rules_count: int
    serves: str = Field(description="What those get there now whom no rule matches.")
    stale: list[StaleReason]
    evaluated_at: datetime | None = Field(
        description="The last hour in which a program asked for it, anywhere. Null: never."
    )
    open_requests: int = Field(description="Changes that wait for consent.")
    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: str
    environments: list[FlagEnvironmentState]


class Setup(BaseModel):
    """How a flag is set in one environment."""

    enabled: bool
    off_variant: str = Field(description="Served while it is off or a prerequisite is not met.")
    default: Serve = Field(description="What those get whom no rule matches.")
    rules: list[Rule] = Field(description="The first that matches decides.")
    prerequisites: list[Prerequisite]


class FlagDetail(FlagRow):
    """A flag whole."""

    variants: list[Variant]
    setups: dict[Environment, Setup]
    created_by: str
    archived_at: datetime | None


class FlagCreate(BaseModel):
    """A flag to make. It starts switched off, everywhere.

    `targeting` and `last_updated_by` are taken from older clients and not used: who changes is
    known from the session.
    """

    model_config = ConfigDict(extra="forbid")

    flag_id: FlagKey
    name: Name
    description: str = Field("", max_length=2000)
    type: FlagType = "boolean"
    default_value: Any = Field(False, description="Value of a flag that is no boolean.")
    variants: list[dict[str, Any]] | None = Field(
        None, max_length=50, description="Its variants, `{key, value}`. Null: on and off, or one."
    )
    scope: FlagScope = "both"
    environment: Environment = "production"
    group: GroupName | None = None
    owner: Owner | None = None
    tags: list[Tag] = Field(default_factory=list, max_length=20)
    expires_at: AwareDatetime | None = None
    targeting: dict[str, Any] = Field(default_factory=dict)
    last_updated_by: str | None = Field(None, max_length=200)


class FlagEdit(BaseModel):
    """What to change of a flag. What is not sent stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    description: str | None = Field(None, max_length=2000)
    scope: FlagScope | None = None
    group: GroupName | None = None
    owner: Owner | None = None
    tags: list[Tag] | None = Field(None, max_length=20)
    expires_at: AwareDatetime | None = None
    variants: list[dict[str, Any]] | None = Field(None, min_length=1, max_length=50)
    comment: Reason | None = None

    def patch(self) -> dict[str, Any]:
        """The patch that this edit is; null clears only what may be empty."""
        given = self.model_dump(exclude_unset=True, exclude={"comment"})
        kept = {k: v for k, v in given.items() if v is not None or k in _MAY_BE_EMPTY}
        if kept.get("expires_at"):
            kept["expires_at"] = clock.iso(kept["expires_at"])
        if "tags" in kept:
            kept["tags"] = list(dict.fromkeys(kept["tags"]))
        return kept


class SetupEdit(BaseModel):
    """How a flag is to be set in an environment. What is not sent stays."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = None
    configuration: dict[str, Any] | None = Field(
        None,
        description="`off_variant`, `default`, `rules` and `prerequisites`, as a flag's `setups` "
        "have them; those that are sent are replaced whole.",
    )
    comment: Reason | None = None

    @field_validator("configuration")
    @classmethod
    def _known(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        unknown = sorted(set(value or ()) - set(CONFIGURATION))
        if unknown:
            raise ValueError(f"no part of a configuration: {', '.join(unknown)[:200]}")
        return value

    def patch(self, environment: Environment) -> dict[str, Any]:
        """The patch that this edit is."""
        change = self.model_dump(exclude_unset=True, exclude={"comment"})
        return {"environments": {environment: change}}


class WithReason(BaseModel):
    """Why it is done."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason | None = None


class ToggleFlag(BaseModel):
    """Which state is wanted, and why."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = Field(
        None, description="The wanted state. Absent: the other of the present one."
    )
    reason: Reason | None = None
