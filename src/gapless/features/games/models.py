"""Table of the game catalogue."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class Game(Base):
    """A game of a brand. It is one by brand, provider and the provider's own id."""

    __tablename__ = "games"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    provider: Mapped[str]
    external_id: Mapped[str]
    name: Mapped[str]
    category: Mapped[str]
    type: Mapped[str]
    rtp: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    volatility: Mapped[str | None]
    image_url: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    configuration: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_special_game: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
