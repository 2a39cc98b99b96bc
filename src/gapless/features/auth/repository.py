"""SQL of signing in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin, Session
from gapless.platform.identity.models import LoginAttempt


class AuthRepository:
    """Admins, their sessions and their failed sign-ins."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def admin_by_email(self, email: str) -> Admin | None:
        """The admin with this e-mail, whatever its case."""
        found: Admin | None = await self.db.scalar(
            select(Admin).where(func.lower(Admin.email) == email.lower())
        )
        return found

    async def admin(self, admin_id: UUID) -> Admin:
        """The admin with this id, locked until the transaction ends."""
        return (
            await self.db.execute(select(Admin).where(Admin.id == admin_id).with_for_update())
        ).scalar_one()

    async def failures_by_email(
        self, email_hash: bytes, since: datetime
    ) -> tuple[int, datetime | None]:
        """How many sign-ins failed since then, and when the first of them did."""
        row = await self.db.execute(
            select(func.count(), func.min(LoginAttempt.at)).where(
                LoginAttempt.email_hash == email_hash, LoginAttempt.at > since
            )
        )
        count, first = row.one()
        return count, first

    async def failures_by_address(
        self, ip_address: str, since: datetime
    ) -> tuple[int, datetime | None]:
        """The same, for one address."""
        row = await self.db.execute(
            select(func.count(), func.min(LoginAttempt.at)).where(
                LoginAttempt.ip_address == ip_address, LoginAttempt.at > since
            )
        )
        count, first = row.one()
        return count, first

    async def forget_failures(self, email_hash: bytes) -> None:
        """A sign-in that succeeded clears the failures before it."""
        await self.db.execute(delete(LoginAttempt).where(LoginAttempt.email_hash == email_hash))

    async def open_sessions(self, admin_id: UUID, now: datetime) -> list[Session]:
        """The admin's sessions that have not ended, newest first."""
        rows = await self.db.scalars(
            select(Session)
            .where(
                Session.admin_id == admin_id,
                Session.revoked_at.is_(None),
                Session.expires_at > now,
            )
            .order_by(Session.last_seen_at.desc())
        )
        return list(rows)
