"""Wire shapes of invites."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.admin_users.invites.rules import Status

Token = Field(min_length=1, max_length=200)


class InviteRow(BaseModel):
    """An invite."""

    id: UUID
    admin_id: UUID | None = Field(description="The invited admin. Null once the invite is revoked.")
    email: str
    full_name: str
    role: str
    status: Status
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    times_sent: int
    invited_by: str | None = Field(description="Name of who sent the invite.")


class InviteResend(BaseModel):
    """How the new link goes out."""

    model_config = ConfigDict(extra="forbid")

    send_mail: bool = True


class InviteLink(BaseModel):
    """A new link; the one before works no more."""

    invite: InviteRow
    invite_token: str = Field(description="Shown once.")
    invite_url: str
    mailed: bool


class InviteAccept(BaseModel):
    """The token of the link, and the password to sign in with."""

    model_config = ConfigDict(extra="forbid")

    token: str = Token
    new_password: str = Field(max_length=1024)


class Joined(BaseModel):
    """Who may sign in now."""

    email: str
