"""Table of scheduled changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class FlagScheduledChange(Base):
    """A change of a flag in one environment that is due at a set time."""

    __tablename__ = "flag_scheduled_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"))
    environment: Mapped[str]
    patch: Mapped[dict[str, Any]]
    """`enabled`, `configuration` or both."""
    base_version: Mapped[int]
    due_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="pending")
    """`held`: everything was turned off meanwhile, so it waits for that to be undone."""
    comment: Mapped[str] = mapped_column(default="")
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("flag_change_requests.id"))
    job_id: Mapped[UUID | None]
    author: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    error: Mapped[dict[str, Any] | None]
