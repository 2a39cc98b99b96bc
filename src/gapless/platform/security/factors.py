"""Second factors as they are stored: authenticator apps, recovery codes, passkeys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base
from gapless.platform.identity.models import Admin


class TotpFactor(Base):
    """An authenticator app. Counts once its first code was right."""

    __tablename__ = "totp_factors"

    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id"), primary_key=True)
    sealed_secret: Mapped[bytes]
    """Opens with the key of the installation, for this admin alone."""
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)
    """The time step of the last code taken: neither it nor an earlier one is taken again."""
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class RecoveryCode(Base):
    """A code for the day the phone is lost. Good once."""

    __tablename__ = "recovery_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id"))
    code_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A WebAuthn credential."""

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("admins.id"))
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(default=list)
    aaguid: Mapped[str]
    is_synced: Mapped[bool]
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None]


def has_second_factor() -> ColumnElement[bool]:
    """A condition for a query of `Admin`: they have an authenticator app or a passkey."""
    app = select(TotpFactor.admin_id).where(
        TotpFactor.admin_id == Admin.id, TotpFactor.confirmed_at.is_not(None)
    )
    passkey = select(Passkey.id).where(Passkey.admin_id == Admin.id)
    return exists(app.correlate(Admin)) | exists(passkey.correlate(Admin))
