"""Tables of API keys: the keys, and what is remembered of their use."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class ApiKey(Base):
    """A key of a brand. Of its secret only the hash is kept, and enough to tell keys apart.

    The database itself numbers every change (`revision`) and announces it on the channel
    `api_keys`, so that whatever makes the change, every process hears of it.
    """

    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    kind: Mapped[str]
    scopes: Mapped[list[str]]
    secret_hash: Mapped[bytes]
    key_prefix: Mapped[str]
    last_four: Mapped[str]
    previous_hash: Mapped[bytes | None]
    """The secret from before the last rotation, until `previous_until`."""
    previous_prefix: Mapped[str | None]
    previous_last_four: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    expires_at: Mapped[datetime | None]
    allowed_cidrs: Mapped[list[str]]
    rate_limit_per_minute: Mapped[int | None]
    leaked_at: Mapped[datetime | None]
    leak_source: Mapped[str | None]
    leak_url: Mapped[str | None]
    deleted_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("admins.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    rotated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class ApiKeyLastUse(Base):
    """When, from where and by what a key was last used."""

    __tablename__ = "api_key_last_use"

    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id"), primary_key=True)
    at: Mapped[datetime | None]
    ip_address: Mapped[str | None]
    user_agent: Mapped[str | None]
    previous_at: Mapped[datetime | None]
    """The last use of the secret from before the rotation."""
    refused_at: Mapped[datetime | None]
    refused_code: Mapped[str | None]
    refused_address: Mapped[str | None]


class ApiKeyUse(Base):
    """Calls of one key in one hour."""

    __tablename__ = "api_key_use"

    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(BigInteger)
    refused: Mapped[int] = mapped_column(BigInteger)


class ApiKeyWindow(Base):
    """Calls of a limited key in one minute, by all processes. Not worth keeping over a crash."""

    __tablename__ = "api_key_windows"

    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    minute: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    calls: Mapped[int]
