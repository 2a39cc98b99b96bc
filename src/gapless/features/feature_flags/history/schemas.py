"""Wire shapes of versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.feature_flags.models import FlagVersion
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import Reason


class VersionRow(BaseModel):
    """One version of a flag: what was done, by whom, why."""

    number: int
    action: str
    environments: list[str] = Field(description="Those whose evaluation saw the change.")
    comment: str
    author: str
    at: datetime

    @classmethod
    def of(cls, version: FlagVersion) -> VersionRow:
        """The wire shape of a version."""
        return cls.model_validate(
            {name: getattr(version, name) for name in VersionRow.model_fields}
        )


class VersionDetail(VersionRow):
    """A version with the flag as it was after it, and before."""

    state: dict[str, Any]
    previous: dict[str, Any] | None


class Rollback(BaseModel):
    """To which version a flag goes back."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)
    environment: Environment | None = Field(
        None, description="Only how it is set there. Null: the flag whole, in every environment."
    )
    reason: Reason | None = None
