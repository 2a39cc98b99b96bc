"""The table of delegations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class Delegation(Base):
    """Permissions of one admin that another one holds for a time."""

    __tablename__ = "delegations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    from_admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id", ondelete="CASCADE"))
    to_admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id", ondelete="CASCADE"))
    permissions: Mapped[list[str]]
    reason: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(default="pending")
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("admins.id", ondelete="SET NULL"))
    decided_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("admins.id", ondelete="SET NULL"), default=None
    )
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decision_reason: Mapped[str | None] = mapped_column(default=None)
    end_written: Mapped[bool] = mapped_column(default=False)
    """Whether the audit log tells that its time was over."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
