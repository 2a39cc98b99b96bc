"""Tables of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import ids
from gapless.platform.database import Base


class AuditEvent(Base):
    """One thing that somebody did or tried. The database refuses to change or delete it."""

    __tablename__ = "audit_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    chain: Mapped[str]
    sequence: Mapped[int]
    timestamp: Mapped[datetime]
    tenant_id: Mapped[str | None]
    actor_user_id: Mapped[str | None]
    actor_email: Mapped[str | None]
    actor_role: Mapped[str | None]
    action: Mapped[str]
    resource_type: Mapped[str]
    resource_id: Mapped[str | None]
    status: Mapped[str]
    reason: Mapped[str | None]
    request_id: Mapped[str | None]
    ip_address: Mapped[str | None]
    user_agent: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    before_json: Mapped[dict[str, Any] | None]
    after_json: Mapped[dict[str, Any] | None]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    previous_hash: Mapped[str]
    row_hash: Mapped[str]


class AuditHead(Base):
    """The last link of each chain; its row lock puts writers of one chain in line."""

    __tablename__ = "audit_heads"

    chain: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    row_hash: Mapped[str]
