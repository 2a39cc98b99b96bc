"""Wire shapes of the security policy."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

Length = Annotated[StrictInt, Field(ge=8, le=128)]
Score = Annotated[StrictInt, Field(ge=0, le=4)]
Minutes = Annotated[StrictInt, Field(ge=1, le=1440)]
Hours = Annotated[StrictInt, Field(ge=1, le=720)]
Attempts = Annotated[StrictInt, Field(ge=1, le=100)]


class PolicyRules(BaseModel):
    """The rules, all of them decided."""

    password_min_length: int
    password_min_score: int = Field(description="Of zxcvbn: 0 guessed at once, 4 very hard.")
    session_timeout_minutes: int = Field(description="A session not used for this long ends.")
    session_absolute_hours: int = Field(description="A session ends this long after sign-in.")
    max_login_attempts: int = Field(description="Failed sign-ins before an e-mail has to wait.")
    step_up_minutes: int = Field(description="How long a proof counts for dangerous acts.")
    require_2fa: bool
    require_device_approval: bool


class OwnRules(BaseModel):
    """The rules that were set here. Null: left to the floor."""

    model_config = ConfigDict(extra="forbid")

    password_min_length: Length | None = None
    password_min_score: Score | None = None
    session_timeout_minutes: Minutes | None = None
    session_absolute_hours: Hours | None = None
    max_login_attempts: Attempts | None = None
    step_up_minutes: Minutes | None = None
    require_2fa: StrictBool | None = None
    require_device_approval: StrictBool | None = None


class PolicyChange(OwnRules):
    """Rules to change. What is not named stays; null leaves the rule to the floor again."""

    confirm_lockout: StrictBool = Field(
        False, description="Do it even if the caller could not sign in afterwards."
    )


class SecurityState(PolicyRules):
    """What holds now, what was set here, and what is under it."""

    tenant_id: str | None = Field(description="Null: the floor of all brands.")
    allowed_ips: list[str] = Field(description="Active allowed networks of the whole brand.")
    blocked_ips: list[str] = Field(description="Active blocked networks of the whole brand.")
    own: OwnRules
    floor: PolicyRules
    admins: int = Field(description="Admins who can sign in.")
    admins_without_2fa: int = Field(description="Those of them without a second factor.")
    version: int
    updated_at: datetime | None
    updated_by: str | None = Field(description="Name of the admin who changed it last.")
