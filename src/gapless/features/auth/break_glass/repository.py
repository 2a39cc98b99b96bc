"""SQL of break-glass access."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.auth.break_glass.models import BreakGlass
from gapless.platform.identity import Admin, Session


class BreakGlassRepository:
    """Openings of emergency access."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def by_token(self, token_hash: bytes) -> BreakGlass | None:
        """The opening of a link, locked until the transaction ends."""
        found: BreakGlass | None = await self.db.scalar(
            select(BreakGlass).where(BreakGlass.token_hash == token_hash).with_for_update()
        )
        return found

    async def in_use(self, now: datetime) -> BreakGlass | None:
        """The access that is open and ends last."""
        found: BreakGlass | None = await self.db.scalar(
            select(BreakGlass)
            .join(Session, Session.id == BreakGlass.session_id)
            .where(
                BreakGlass.ended_at.is_(None),
                BreakGlass.ends_at > now,
                Session.revoked_at.is_(None),
            )
            .order_by(BreakGlass.ends_at.desc())
            .limit(1)
        )
        return found

    async def not_ended(self) -> list[BreakGlass]:
        """Every opening that nobody has ended, locked."""
        rows = await self.db.scalars(
            select(BreakGlass).where(BreakGlass.ended_at.is_(None)).with_for_update()
        )
        return list(rows)

    async def over(self, now: datetime) -> list[BreakGlass]:
        """Those whose time is over, whose link was not used, or whose session was ended; locked."""
        revoked = exists().where(
            Session.id == BreakGlass.session_id, Session.revoked_at.is_not(None)
        )
        rows = await self.db.scalars(
            select(BreakGlass)
            .where(
                BreakGlass.ended_at.is_(None),
                or_(
                    BreakGlass.ends_at <= now,
                    and_(BreakGlass.used_at.is_(None), BreakGlass.link_ends_at <= now),
                    revoked,
                ),
            )
            .with_for_update(skip_locked=True)
        )
        return list(rows)

    async def owners(self) -> list[str]:
        """Where platform owners get mail, able to sign in or not."""
        rows = await self.db.scalars(
            select(Admin.email)
            .where(Admin.is_platform_owner, Admin.is_emergency.is_(False))
            .order_by(Admin.email)
        )
        return list(rows)
