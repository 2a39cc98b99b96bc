"""SQL of the audit log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.audit import AuditEvent
from gapless.platform.audit.chain import HASHED_FIELDS
from gapless.platform.audit.models import AuditHead
from gapless.platform.audit.recorder import hashable


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the log is narrowed to; None is no limit. Texts match exactly."""

    since: datetime
    action: str | None = None
    resource_type: str | None = None
    resource_id: str | None = None
    status: str | None = None
    actor_user_id: str | None = None
    request_id: str | None = None


class AuditRepository:
    """The events of one brand, or of all (`tenant_id` None, for platform owners)."""

    def __init__(self, db: AsyncSession, tenant_id: str | None) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _conditions(self, wanted: AuditFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [AuditEvent.timestamp >= wanted.since]
        if self.tenant_id is not None:
            found.append(AuditEvent.tenant_id == self.tenant_id)
        for name in ("action", "resource_type", "resource_id", "status", "actor_user_id",
                     "request_id"):  # fmt: skip
            value = getattr(wanted, name)
            if value:
                found.append(getattr(AuditEvent, name) == value)
        return found

    def _selected(self, wanted: AuditFilter) -> Select[AuditEvent]:
        return (
            select(AuditEvent)
            .where(*self._conditions(wanted))
            .order_by(AuditEvent.timestamp.desc(), AuditEvent.sequence.desc())
        )

    async def page(
        self, wanted: AuditFilter, offset: int, limit: int
    ) -> tuple[list[AuditEvent], int]:
        """A page of events, newest first, and how many the filter leaves."""
        rows = list(await self.db.scalars(self._selected(wanted).offset(offset).limit(limit)))
        total = await self.db.scalar(
            select(func.count()).select_from(AuditEvent).where(*self._conditions(wanted))
        )
        return rows, total or 0

    async def stream(self, wanted: AuditFilter) -> AsyncIterator[AuditEvent]:
        """Every event that the filter leaves, newest first, without holding them in memory."""
        rows = await self.db.stream_scalars(
            self._selected(wanted).execution_options(yield_per=1000)
        )
        async for event in rows:
            yield event

    async def distinct(self, column: str) -> list[str]:
        """The values in use of `action` or `resource_type`."""
        field = AuditEvent.action if column == "action" else AuditEvent.resource_type
        statement = select(field).distinct().order_by(field)
        if self.tenant_id is not None:
            statement = statement.where(AuditEvent.tenant_id == self.tenant_id)
        return list(await self.db.scalars(statement))


async def chains(db: AsyncSession) -> list[str]:
    """Every chain there is, by its head or by its rows."""
    both = union(select(AuditHead.chain), select(AuditEvent.chain)).subquery()
    return list(await db.scalars(select(both.c.chain).order_by(both.c.chain)))


async def chain_head(db: AsyncSession, chain: str) -> tuple[int, str] | None:
    """The last link kept beside the log."""
    row = (
        await db.execute(
            select(AuditHead.sequence, AuditHead.row_hash).where(AuditHead.chain == chain)
        )
    ).first()
    return (row.sequence, row.row_hash) if row else None


async def chain_rows(db: AsyncSession, chain: str) -> AsyncIterator[dict[str, Any]]:
    """The rows of a chain in order, as the chain hashes them."""
    columns = [getattr(AuditEvent, name) for name in HASHED_FIELDS]
    rows = await db.stream(
        select(*columns, AuditEvent.previous_hash, AuditEvent.row_hash)
        .where(AuditEvent.chain == chain)
        .order_by(AuditEvent.sequence)
        .execution_options(yield_per=2000)
    )
    async for row in rows:
        yield hashable(dict(row._mapping))
