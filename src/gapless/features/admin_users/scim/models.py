"""The table of what SCIM knows of an admin or a team beyond the product's own fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock
from gapless.platform.database import Base


class ScimRecord(Base):
    """An admin or a team as an identity provider wrote it."""

    __tablename__ = "scim_records"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The id of the admin or of the team."""
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    kind: Mapped[str]
    attributes: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the identity provider deleted it: it is disabled here, and SCIM does not show it."""
