"""Table of the times when everything was turned off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import ids
from gapless.platform.database import Base


class FlagAllOff(Base):
    """One time that all flags were turned off."""

    __tablename__ = "flag_all_off"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    environments: Mapped[list[str]]
    reason: Mapped[str | None]
    switched: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """What was on: flag, key, name and environment."""
    held: Mapped[dict[str, Any]]
    """Ids of the scheduled changes and ramps that were held."""
    author: Mapped[str]
    at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undo: Mapped[dict[str, Any] | None]
