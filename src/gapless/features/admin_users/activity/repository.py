"""SQL of the activity log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.audit import AuditEvent
from gapless.platform.identity import Admin
from gapless.platform.search import holds

# The kinds of acts there are, by hops along the index: it does not read the log.
_KINDS = text("""
    WITH RECURSIVE kinds AS (
        (SELECT action, status FROM audit_events ORDER BY action, status LIMIT 1)
        UNION ALL
        SELECT following.action, following.status
        FROM kinds CROSS JOIN LATERAL (
            SELECT action, status FROM audit_events
            WHERE (action, status) > (kinds.action, kinds.status)
            ORDER BY action, status LIMIT 1
        ) AS following
    )
    SELECT action, status FROM kinds
""")


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What the log is narrowed to; None is no limit."""

    admin: str | None = None
    action: str | None = None
    status: str | None = None
    since: datetime | None = None
    kinds: Collection[tuple[str, str]] | None = None
    """Pairs of action and status that are shown."""


class ActivityRepository:
    """What the admins of a brand did; `tenant_id` None is every brand."""

    def __init__(self, db: AsyncSession, tenant_id: str | None) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _conditions(self, wanted: ActivityFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [AuditEvent.actor_user_id.is_not(None)]
        if self.tenant_id is not None:
            found.append(AuditEvent.tenant_id == self.tenant_id)
        if wanted.admin:
            found.append(
                or_(
                    AuditEvent.actor_user_id == wanted.admin,
                    holds(AuditEvent.actor_email, wanted.admin),
                )
            )
        if wanted.action:
            found.append(holds(AuditEvent.action, wanted.action))
        if wanted.status:
            found.append(AuditEvent.status == wanted.status)
        if wanted.since:
            found.append(AuditEvent.timestamp >= wanted.since)
        if wanted.kinds is not None:
            found.append(_is_one_of(wanted.kinds))
        return found

    async def kinds(self) -> list[tuple[str, str]]:
        """Every pair of action and status in the log, of whatever brand."""
        return [(action, status) for action, status in await self.db.execute(_KINDS)]

    async def page(
        self, wanted: ActivityFilter, offset: int, limit: int
    ) -> tuple[list[AuditEvent], int]:
        """A page of events, newest first, and how many the filter leaves."""
        conditions = and_(*self._conditions(wanted))
        rows = await self.db.scalars(
            select(AuditEvent)
            .where(conditions)
            .order_by(AuditEvent.timestamp.desc(), AuditEvent.sequence.desc())
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(select(func.count()).select_from(AuditEvent).where(conditions))
        return list(rows), total or 0

    async def names(self, admin_ids: Iterable[str]) -> dict[str, str]:
        """The present names of admins, by id as the log has it."""
        wanted = {UUID(found) for found in admin_ids}
        rows = await self.db.execute(select(Admin.id, Admin.full_name).where(Admin.id.in_(wanted)))
        return {str(admin_id): name for admin_id, name in rows}


def _is_one_of(kinds: Collection[tuple[str, str]]) -> ColumnElement[bool]:
    if not kinds:
        return false()
    return tuple_(AuditEvent.action, AuditEvent.status).in_(list(kinds))
