"""Tables of identity: tenants (brands), admins, sessions, sign-in attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class Tenant(Base):
    """A brand. Its id is a readable slug, because people type it in headers."""

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    features: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Admin(Base):
    """Somebody who signs in to the panel."""

    __tablename__ = "admins"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    email: Mapped[str]
    username: Mapped[str]
    full_name: Mapped[str]
    role: Mapped[str]
    """Name of a built-in role, or of the custom one that `role_id` points to."""
    role_id: Mapped[UUID | None] = mapped_column(ForeignKey("roles.id"), default=None)
    tenant_role: Mapped[str | None]
    allowed_modules: Mapped[list[str] | None] = mapped_column(default=None)
    """The modules the admin is limited to. None: no limit."""
    is_platform_owner: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    """Has the public demo password: may sign in while the demo setting is on, and not after."""
    is_emergency: Mapped[bool] = mapped_column(default=False)
    """Made by `gapless break-glass`: comes in by its link alone, and only until it ends."""
    status: Mapped[str] = mapped_column(default="active")
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_login_attempts: Mapped[int] = mapped_column(default=0)
    last_login_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Role(Base):
    """A role that a brand made for itself. The built-in ones are in `platform.permissions`."""

    __tablename__ = "roles"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    based_on: Mapped[str | None]
    """Name of the role it was copied from, for the reader; nothing follows from it."""
    permissions: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Team(Base):
    """A group of a brand's admins; its default role is held by every member beside their own."""

    __tablename__ = "teams"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    default_role: Mapped[str | None]
    default_role_id: Mapped[UUID | None] = mapped_column(ForeignKey("roles.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class TeamMember(Base):
    """Somebody in a team."""

    __tablename__ = "team_members"

    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True
    )
    admin_id: Mapped[UUID] = mapped_column(
        ForeignKey("admins.id", ondelete="CASCADE"), primary_key=True
    )
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


class Session(Base):
    """A sign-in that has not ended. Only the hash of its token is kept."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id"))
    token_hash: Mapped[bytes]
    csrf_token: Mapped[str]
    ip_address: Mapped[str | None]
    user_agent: Mapped[str | None]
    method: Mapped[str] = mapped_column(default="password")
    device_id: Mapped[UUID | None] = mapped_column(default=None)
    location: Mapped[str | None] = mapped_column(default=None)
    country: Mapped[str | None] = mapped_column(default=None)
    suspicion: Mapped[list[str]] = mapped_column(default=list)
    """Why the sign-in that opened it was suspicious; empty if it was not."""
    last_ip_address: Mapped[str | None] = mapped_column(default=None)
    proved_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When who holds it last proved who they are."""
    reused_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its token was first shown after it had ended; told once in the audit log."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]


class LoginAttempt(Base):
    """One failed sign-in, kept as long as it counts towards a limit."""

    __tablename__ = "login_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    email_hash: Mapped[bytes]
    ip_address: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
