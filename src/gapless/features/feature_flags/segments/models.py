"""Tables of the players known and of how many belong to each segment."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform.database import Base


class FlagPlayer(Base):
    """A player whom flags were served to. `delivery.players` writes them."""

    __tablename__ = "flag_players"

    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    """The targeting key."""
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What the brand's segments read of them, by name."""
    seen_at: Mapped[datetime]


class FlagPopulation(Base):
    """How many players belonged to a segment when it was counted. No row: it is not counted."""

    __tablename__ = "flag_populations"

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("flag_segments.id"), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    members: Mapped[int] = mapped_column(BigInteger)
    players: Mapped[int] = mapped_column(BigInteger)
    counted_at: Mapped[datetime]
