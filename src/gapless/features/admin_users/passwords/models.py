"""Table of password resets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock
from gapless.platform.database import Base


class PasswordReset(Base):
    """The one open link by which an admin may set a new password. Only its hash is kept."""

    __tablename__ = "password_resets"

    admin_id: Mapped[UUID] = mapped_column(
        ForeignKey("admins.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[bytes]
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
