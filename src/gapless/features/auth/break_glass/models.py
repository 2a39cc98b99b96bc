"""The table of break-glass access."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class BreakGlass(Base):
    """One opening: a link that works once, and the access that it gave."""

    __tablename__ = "break_glass"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id"))
    """The account made for it, disabled when it ends."""
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"), default=None)
    token_hash: Mapped[bytes]
    opened_for: Mapped[str]
    opened_from: Mapped[str]
    """User and host of the command line, as the system knows them."""
    reason: Mapped[str]
    minutes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    link_ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
