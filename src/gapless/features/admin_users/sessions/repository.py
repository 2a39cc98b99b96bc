"""SQL of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.reach import Reach
from gapless.platform import clock
from gapless.platform.identity import Admin, Session, grants
from gapless.platform.search import holds
from gapless.platform.security import policies


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """What the list is narrowed to; None is no limit."""

    admin_id: UUID | None = None
    search: str | None = None
    suspicious_only: bool = False


class SessionRepository:
    """The sessions of the admins within a reach."""

    def __init__(self, db: AsyncSession, reach: Reach) -> None:
        self.db = db
        self.reach = reach

    def _open(self, now: datetime) -> list[ColumnElement[bool]]:
        found = [
            Session.revoked_at.is_(None),
            Session.expires_at > now,
            *policies.session_alive(now, self.reach.settings),
            Admin.status == "active",
        ]
        if self.reach.tenant_id is not None:
            found.append(Admin.tenant_id == self.reach.tenant_id)
        return found

    async def page(
        self, wanted: SessionFilter, offset: int, limit: int
    ) -> tuple[list[tuple[Session, Admin]], int]:
        """A page of open sessions with their admins, the last used first, and how many."""
        conditions = self._open(clock.now())
        if wanted.admin_id:
            conditions.append(Session.admin_id == wanted.admin_id)
        if wanted.suspicious_only:
            conditions.append(func.jsonb_array_length(Session.suspicion) > 0)
        if wanted.search:
            conditions.append(
                holds(Admin.full_name, wanted.search)
                | holds(Admin.email, wanted.search)
                | holds(func.coalesce(Session.last_ip_address, ""), wanted.search)
            )
        joined = select(Session, Admin).join(Admin, Admin.id == Session.admin_id)
        rows = await self.db.execute(
            joined.where(*conditions)
            .order_by(Session.last_seen_at.desc(), Session.id)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(
            select(func.count())
            .select_from(Session)
            .join(Admin, Admin.id == Session.admin_id)
            .where(*conditions)
        )
        return [(session, admin) for session, admin in rows], total or 0

    async def admin(self, admin_id: UUID) -> Admin | None:
        """An admin within reach."""
        found: Admin | None = await self.db.scalar(
            select(Admin).where(
                Admin.id == admin_id,
                *([Admin.tenant_id == self.reach.tenant_id] if self.reach.tenant_id else []),
            )
        )
        return found

    async def open_one(self, session_id: UUID) -> tuple[Session, Admin] | None:
        """An open session within reach, with its admin."""
        row = (
            await self.db.execute(
                select(Session, Admin)
                .join(Admin, Admin.id == Session.admin_id)
                .where(Session.id == session_id, *self._open(clock.now()))
            )
        ).first()
        return (row[0], row[1]) if row else None

    async def signed_in(self) -> list[tuple[Admin, grants.Grants]]:
        """The admins who have an open session, with what they hold."""
        open_ones = (
            select(Session.admin_id)
            .join(Admin, Admin.id == Session.admin_id)
            .where(*self._open(clock.now()))
        )
        rows = await self.db.execute(
            select(Admin, grants.source_rows()).where(Admin.id.in_(open_ones))
        )
        return [(admin, grants.read(admin, sources)) for admin, sources in rows]

    async def end_all(self, admins: list[UUID], *, keep: UUID | None, reason: str) -> int:
        """End every open session of the admins but one; how many were ended."""
        statement = update(Session).where(
            Session.admin_id.in_(admins), Session.revoked_at.is_(None)
        )
        if keep is not None:
            statement = statement.where(Session.id != keep)
        ended = await self.db.execute(
            statement.values(revoked_at=clock.now(), revoked_reason=reason)
            .returning(Session.id)
            .execution_options(synchronize_session=False)
        )
        return len(ended.all())
