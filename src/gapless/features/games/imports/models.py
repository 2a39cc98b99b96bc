"""Tables of the catalogue import."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class GameImport(Base):
    """One uploaded catalogue file, and how far it has come."""

    __tablename__ = "game_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    status: Mapped[str] = mapped_column(default="queued")
    blob_id: Mapped[UUID | None]
    background_job_id: Mapped[UUID | None]
    filename: Mapped[str]
    content_type: Mapped[str | None]
    size: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str | None]
    encoding: Mapped[str | None]
    member: Mapped[str | None]
    client_type: Mapped[str | None]
    launch_url: Mapped[str | None]
    min_version: Mapped[str | None]
    source_label: Mapped[str | None]
    notes: Mapped[str | None]
    mapping: Mapped[dict[str, Any] | None]
    mapping_origin: Mapped[str | None]
    proposal: Mapped[dict[str, Any] | None]
    total_items: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    notices: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    error_summary: Mapped[dict[str, Any] | None]
    result: Mapped[dict[str, Any] | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    finished_at: Mapped[datetime | None]


class ImportRow(Base):
    """One row of an import's file, judged, and compared with the catalogue."""

    __tablename__ = "game_import_rows"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("game_imports.id"), primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]
    external_id: Mapped[str | None]
    provider: Mapped[str | None]
    name: Mapped[str | None]
    category: Mapped[str | None]
    type: Mapped[str | None]
    rtp: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    volatility: Mapped[str | None]
    image_url: Mapped[str | None]
    tags: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    extra: Mapped[dict[str, Any] | None]
    fingerprint: Mapped[bytes | None]
    errors: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    notes: Mapped[dict[str, Any] | None]
    changes: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    game_id: Mapped[UUID | None]
    first_row: Mapped[int | None]
    conflict: Mapped[bool] = mapped_column(default=False)
    resolution: Mapped[str | None]


class ImportChange(Base):
    """What an import did to one game; `before` is what it held, None for a game that was new."""

    __tablename__ = "game_import_changes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("game_imports.id"))
    game_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None]


class SavedMapping(Base):
    """A mapping that somebody corrected and kept for files with the same field names."""

    __tablename__ = "game_import_mappings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    headers: Mapped[list[str]]
    mapping: Mapped[dict[str, Any]]
    created_by: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
