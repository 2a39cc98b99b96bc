"""Wire shapes of turning everything off."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import Reason


class AllOffRequest(BaseModel):
    """Where, and why."""

    model_config = ConfigDict(extra="forbid")

    environment: Environment | None = Field(None, description="Null: in every environment.")
    reason: Reason | None = None


class SwitchedFlag(BaseModel):
    """A flag that is or was on in an environment."""

    flag: UUID
    key: str
    name: str
    environment: Environment


class UndoResult(BaseModel):
    """What an undo brought back, and what it left alone."""

    restored: list[SwitchedFlag]
    left: list[SwitchedFlag] = Field(description="Changed or archived since: left as they are.")
    schedules_missed: int = Field(description="Scheduled changes whose time passed meanwhile.")


class AllOffRow(BaseModel):
    """One time that everything was turned off."""

    id: UUID
    environments: list[Environment]
    reason: str | None
    switched: list[SwitchedFlag]
    schedules_held: int
    ramps_held: int
    author: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None
    undo: UndoResult | None


class AllOffState(BaseModel):
    """What turning everything off would reach now, and the last times that it was done."""

    on: list[SwitchedFlag]
    schedules: int = Field(description="Waiting changes that would turn a flag on: they are held.")
    ramps: int = Field(description="Running ramps: they are held.")
    history: list[AllOffRow]
