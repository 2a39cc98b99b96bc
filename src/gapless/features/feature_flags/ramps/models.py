"""Table of ramps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class FlagRamp(Base):
    """A share of a rule (or of everybody no rule matches) that grows in steps."""

    __tablename__ = "flag_ramps"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"))
    environment: Mapped[str]
    rule: Mapped[str | None]
    """The rule whose serve is ramped; None: the default."""
    variant: Mapped[str]
    rest: Mapped[str]
    """What those get who are not in the share yet."""
    bucket_by: Mapped[str]
    salt: Mapped[str]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`percent` (thousandths) and `minutes` until the next step."""
    guardrails: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    step: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="running")
    next_at: Mapped[datetime | None]
    serve_before: Mapped[dict[str, Any]]
    serve_written: Mapped[dict[str, Any]]
    """What the last step wrote: whoever wrote something else since has taken over."""
    outcome: Mapped[dict[str, Any] | None]
    comment: Mapped[str] = mapped_column(default="")
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("flag_change_requests.id"))
    author: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
