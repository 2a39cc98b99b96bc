"""SQL of the flags' own log: the part of the audit log that tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.audit import AuditEvent
from gapless.platform.identity import Admin

RESOURCES = ("flag", "segment", "experiment", "flag_group", "flag_environment", "flag_import")
"""What the log tells of, by the audit log's own names."""


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the log is narrowed to; None is no limit."""

    target_type: str | None = None
    target_id: UUID | None = None
    admin: str | None = None


class TrailRepository:
    """The log of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _conditions(self, wanted: TrailFilter) -> list[ColumnElement[bool]]:
        kinds = [wanted.target_type] if wanted.target_type else list(RESOURCES)
        found: list[ColumnElement[bool]] = [
            AuditEvent.tenant_id == self.tenant_id,
            AuditEvent.resource_type.in_([kind for kind in kinds if kind in RESOURCES]),
            AuditEvent.status == "SUCCESS",
        ]
        if wanted.target_id:
            found.append(AuditEvent.resource_id == str(wanted.target_id))
        if wanted.admin:
            found.append(AuditEvent.actor_email == wanted.admin)
        return found

    async def page(
        self, wanted: TrailFilter, offset: int, limit: int
    ) -> tuple[list[tuple[AuditEvent, str | None]], int]:
        """Acts with their actors' names, newest first, and how many the filter leaves."""
        conditions = self._conditions(wanted)
        rows = await self.db.execute(
            select(AuditEvent, Admin.full_name)
            .outerjoin(Admin, cast(Admin.id, String) == AuditEvent.actor_user_id)
            .where(*conditions)
            .order_by(AuditEvent.timestamp.desc(), AuditEvent.sequence.desc())
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(
            select(func.count()).select_from(AuditEvent).where(*conditions)
        )
        return [(event, name) for event, name in rows], total or 0
