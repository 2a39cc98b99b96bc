"""Tables of sign-in security."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class LoginEvent(Base):
    """One attempt to sign in, or, where `bucket` is set, several alike counted in one row."""

    __tablename__ = "login_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    tenant_id: Mapped[str | None]
    admin_id: Mapped[UUID | None] = mapped_column(ForeignKey("admins.id"))
    email: Mapped[str | None]
    """The admin's; of an e-mail that nobody has, its outline alone."""
    result: Mapped[str]
    failure_reason: Mapped[str | None]
    method: Mapped[str]
    ip_address: Mapped[str | None]
    user_agent: Mapped[str | None]
    device_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    country: Mapped[str | None]
    location: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    suspicion: Mapped[list[str]] = mapped_column(default=list)
    attempts: Mapped[int] = mapped_column(default=1)
    bucket: Mapped[str | None]
    request_id: Mapped[str | None]


class Device(Base):
    """A browser or program that an admin signed in with, told by a secret it keeps."""

    __tablename__ = "devices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id"))
    token_hash: Mapped[bytes]
    by_cookie: Mapped[bool]
    """Told by a secret cookie; else only by what its `User-Agent` says."""
    name: Mapped[str | None]
    user_agent: Mapped[str | None]
    ip_address: Mapped[str | None]
    status: Mapped[str]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    first_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
