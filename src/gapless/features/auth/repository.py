"""SQL of signing in."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin, Session
from gapless.platform.identity.emails import is_email_of


class AuthRepository:
    """Admins and their sessions."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def admin_by_email(self, email: str) -> Admin | None:
        """The admin with this e-mail, whatever its case."""
        found: Admin | None = await self.db.scalar(
            select(Admin).where(is_email_of(Admin.email, email))
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
