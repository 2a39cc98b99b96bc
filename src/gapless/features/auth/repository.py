"""SQL of signing in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin, Session
from gapless.platform.identity.models import LoginAttempt


class AuthRepository:
    """Admins, their sessions and their failed sign-ins."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def admin_by_email(self, email: str) -> Admin | None:
        """The admin with this e-mail, whatever its case. The database folds both sides."""
        found: Admin | None = await self.db.scalar(
            select(Admin).where(func.lower(Admin.email) == func.lower(email))
        )
        return found

    async def admin(self, admin_id: UUID) -> Admin:
        """The admin with this id."""
        return (await self.db.execute(select(Admin).where(Admin.id == admin_id))).scalar_one()

    async def locked(self, admin_id: UUID) -> Admin:
        """The admin as it is now, locked until the transaction ends."""
        return (
            await self.db.execute(
                select(Admin)
                .where(Admin.id == admin_id)
                .with_for_update()
                .execution_options(populate_existing=True)
            )
        ).scalar_one()

    async def stand_in_line(self, email_hash: bytes) -> None:
        """Wait for every other sign-in of this e-mail that has begun counting."""
        key = int.from_bytes(email_hash[:8], signed=True)
        await self.db.execute(select(func.pg_advisory_xact_lock(key)))

    async def attempts_of(self, email_hash: bytes, since: datetime) -> tuple[int, datetime | None]:
        """Sign-ins of this e-mail since then that did not succeed, and when the first was."""
        return await self._attempts(LoginAttempt.email_hash == email_hash, since)

    async def attempts_from(self, network: str, since: datetime) -> tuple[int, datetime | None]:
        """The same, for one network."""
        return await self._attempts(LoginAttempt.ip_address == network, since)

    async def _attempts(
        self, whose: ColumnElement[bool], since: datetime
    ) -> tuple[int, datetime | None]:
        row = await self.db.execute(
            select(func.count(), func.min(LoginAttempt.at)).where(whose, LoginAttempt.at > since)
        )
        count, first = row.one()
        return count, first

    async def forget_attempts(self, email_hash: bytes) -> None:
        """A sign-in that succeeded clears those before it."""
        await self.db.execute(delete(LoginAttempt).where(LoginAttempt.email_hash == email_hash))

    async def open_sessions(self, admin_id: UUID, now: datetime, idle: timedelta) -> list[Session]:
        """The admin's sessions that have not ended, newest first."""
        rows = await self.db.scalars(
            select(Session)
            .where(
                Session.admin_id == admin_id,
                Session.revoked_at.is_(None),
                Session.expires_at > now,
                Session.last_seen_at > now - idle,
            )
            .order_by(Session.last_seen_at.desc())
        )
        return list(rows)
