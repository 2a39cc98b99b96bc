"""SQL of the login history."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.reach import Reach
from gapless.platform.identity import Admin
from gapless.platform.search import holds
from gapless.platform.security.models import LoginEvent


@dataclass(frozen=True, slots=True)
class LoginFilter:
    """What the history is narrowed to; None is no limit."""

    since: datetime | None = None
    admin: str | None = None
    result: str | None = None
    failure_reason: str | None = None
    suspicious_only: bool = False
    search: str | None = None


class LoginHistoryRepository:
    """The attempts on admins within a reach; those on nobody's e-mail belong to every brand."""

    def __init__(self, db: AsyncSession, reach: Reach) -> None:
        self.db = db
        self.reach = reach

    def _conditions(self, wanted: LoginFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.reach.tenant_id is not None:
            found.append(LoginEvent.tenant_id == self.reach.tenant_id)
        if wanted.since:
            found.append(LoginEvent.at >= wanted.since)
        if wanted.admin:
            found.append(_is_of(wanted.admin))
        if wanted.result:
            found.append(LoginEvent.result == wanted.result)
        if wanted.failure_reason:
            found.append(LoginEvent.failure_reason == wanted.failure_reason)
        if wanted.suspicious_only:
            found.append(func.jsonb_array_length(LoginEvent.suspicion) > 0)
        if wanted.search:
            columns = (Admin.full_name, LoginEvent.email, LoginEvent.ip_address)
            found.append(holds(func.concat_ws(" ", *columns), wanted.search))
        return found

    def _selected(self, wanted: LoginFilter) -> Select[LoginEvent, str | None]:
        return (
            select(LoginEvent, Admin.full_name)
            .outerjoin(Admin, Admin.id == LoginEvent.admin_id)
            .where(*self._conditions(wanted))
            .order_by(LoginEvent.at.desc(), LoginEvent.id)
        )

    async def page(
        self, wanted: LoginFilter, offset: int, limit: int
    ) -> tuple[list[tuple[LoginEvent, str | None]], int]:
        """A page of attempts with the admin's name, newest first, and how many rows there are."""
        rows = await self.db.execute(self._selected(wanted).offset(offset).limit(limit))
        total = await self.db.scalar(
            select(func.count())
            .select_from(LoginEvent)
            .outerjoin(Admin, Admin.id == LoginEvent.admin_id)
            .where(*self._conditions(wanted))
        )
        return [(event, name) for event, name in rows], total or 0

    async def stream(self, wanted: LoginFilter) -> AsyncIterator[tuple[LoginEvent, str | None]]:
        """Every attempt that the filter leaves, without holding them in memory."""
        rows = await self.db.stream(self._selected(wanted).execution_options(yield_per=1000))
        async for event, name in rows:
            yield event, name


def _is_of(admin: str) -> ColumnElement[bool]:
    """That an attempt was on the admin with this id, or with this in their name or e-mail."""
    try:
        return LoginEvent.admin_id == UUID(admin)
    except ValueError:
        return holds(func.concat_ws(" ", Admin.full_name, LoginEvent.email), admin)
