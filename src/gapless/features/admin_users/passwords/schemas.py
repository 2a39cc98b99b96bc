"""Wire shapes of password resets."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ResetRequest(BaseModel):
    """Who forgot their password."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=3, max_length=320)


class ResetRequested(BaseModel):
    """The same answer for any e-mail."""

    mail_is_configured: bool = Field(
        description="Whether this server can send mail at all; if not, an admin has to help."
    )


class ResetPassword(BaseModel):
    """The token of the link, and the new password."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(min_length=1, max_length=200)
    new_password: str = Field(max_length=1024)


class LinkToken(BaseModel):
    """A token from a link, to see what it is for."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(min_length=1, max_length=200)


class LinkInfo(BaseModel):
    """What a link that is still good is for."""

    kind: Literal["invite", "reset"]
    email: str
    full_name: str
    tenant_name: str
    expires_at: datetime


class AdminReset(BaseModel):
    """How an admin helps another who forgot their password."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["set", "link"] = "link"
    password: str | None = Field(None, max_length=1024, description="For `set`.")


class AdminResetDone(BaseModel):
    """What was done. The link is answered only where no mail can carry it."""

    mailed: bool
    reset_url: str | None
    sessions_ended: int
