"""Tables of single sign-on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class IdentityProvider(Base):
    """An OpenID Connect provider that a brand believes."""

    __tablename__ = "identity_providers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    issuer: Mapped[str]
    client_id: Mapped[str]
    client_secret: Mapped[bytes]
    """Sealed by the vault, for this row alone."""
    scopes: Mapped[str]
    email_domains: Mapped[list[str]]
    """The domains whose addresses the provider speaks for. Empty: any that it has verified."""
    provisions: Mapped[bool]
    """Whether somebody without an account gets one on signing in."""
    default_role: Mapped[str]
    groups_claim: Mapped[str | None]
    role_by_group: Mapped[dict[str, Any]]
    """Group to the name of a built-in role; of several groups the role that may do most counts."""
    is_enabled: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class AdminIdentity(Base):
    """An admin's account at a provider: they are who signs in as `subject` there."""

    __tablename__ = "admin_identities"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id", ondelete="CASCADE"))
    provider_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_providers.id", ondelete="CASCADE")
    )
    subject: Mapped[str]
    email: Mapped[str | None]
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None]
