"""Tables of approvals."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class FlagChangeRequest(Base):
    """A wish to do something with a flag that needs the consent of others."""

    __tablename__ = "flag_change_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"))
    operation: Mapped[dict[str, Any]]
    environments: Mapped[list[str]]
    base_version: Mapped[int]
    required: Mapped[int]
    comment: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    author_id: Mapped[UUID | None]
    author_key_id: Mapped[UUID | None]
    """The API key that asked; then it was no person who signed in."""
    author: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    applied_version: Mapped[int | None]


class FlagApproval(Base):
    """What one admin says to a request."""

    __tablename__ = "flag_approvals"

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("flag_change_requests.id"), primary_key=True
    )
    admin_id: Mapped[UUID] = mapped_column(primary_key=True)
    admin: Mapped[str]
    decision: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
