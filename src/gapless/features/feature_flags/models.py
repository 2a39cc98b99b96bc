"""Tables of feature flags."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class FlagGroup(Base):
    """A part of the business that flags are kept under, such as Payments."""

    __tablename__ = "flag_groups"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Flag(Base):
    """What a flag is, in every environment. Its `key` is what programs ask for."""

    __tablename__ = "flags"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    key: Mapped[str]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    type: Mapped[str]
    scope: Mapped[str]
    environment: Mapped[str]
    """Where it was made: the environment it is shown in to who names none."""
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("flag_groups.id"))
    owner: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    variants: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """The values it can have, `{key, value}`: the same in every environment."""
    expires_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    """Number of its newest `FlagVersion`; its entity tag."""
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class FlagConfiguration(Base):
    """How a flag is set in one environment."""

    __tablename__ = "flag_configurations"

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"), primary_key=True)
    environment: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    enabled: Mapped[bool] = mapped_column(default=False)
    configuration: Mapped[dict[str, Any]]
    """`off_variant`, `default`, `rules` and `prerequisites`, as the engine spells them."""
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class FlagEnvironment(Base):
    """An environment of a brand: its version, and whose consent a change needs."""

    __tablename__ = "flag_environments"

    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    environment: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    approvals_required: Mapped[int] = mapped_column(default=0)
    off_needs_approval: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class FlagSegment(Base):
    """A named group of contexts, the same in every environment."""

    __tablename__ = "flag_segments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    key: Mapped[str]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """All of them hold for its members; as the engine spells them."""
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class FlagVersion(Base):
    """A flag as it was after one change: only ever added to."""

    __tablename__ = "flag_versions"

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    action: Mapped[str]
    environments: Mapped[list[str]] = mapped_column(default=list)
    snapshot: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(default="")
    author_id: Mapped[UUID | None]
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
