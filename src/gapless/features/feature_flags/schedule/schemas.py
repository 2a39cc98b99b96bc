"""Wire shapes of scheduled changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import SetupEdit

ScheduleStatus = Literal["pending", "held", "applied", "failed", "cancelled"]


class ScheduleCreate(SetupEdit):
    """A change to make at a set time."""

    environment: Environment
    due_at: AwareDatetime

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.enabled is None and self.configuration is None:
            raise ValueError("say what is to change: enabled, configuration or both")
        return self

    def change(self) -> dict[str, Any]:
        """What changes in the environment."""
        return self.model_dump(include={"enabled", "configuration"}, exclude_none=True)


class ScheduledChange(SetupEdit):
    """A change of a flag that is due at a set time, or was."""

    id: UUID
    flag: UUID
    flag_key: str
    flag_name: str
    environment: Environment
    due_at: datetime
    status: ScheduleStatus = Field(
        description="`held`: everything was turned off meanwhile; it waits for that to be undone."
    )
    author: str
    created_at: datetime
    ended_at: datetime | None
    error: dict[str, Any] | None = Field(description="Why it failed, as a problem document.")
