"""Use cases of the audit log."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import text

from gapless.features.audit_log.repository import (
    AuditFilter,
    AuditRepository,
    chain_head,
    chain_rows,
    chains,
)
from gapless.features.audit_log.schemas import AuditFacets, ChainStatus
from gapless.platform.audit import AuditEvent, ChainReport, verify_chain
from gapless.platform.clock import iso
from gapless.platform.database import Database
from gapless.platform.unit import Unit

_FILTERS = ("action", "resource_type", "resource_id", "status", "actor_user_id", "request_id")
EXPORT_COLUMNS = (
    "timestamp", "action", "status", "reason", "actor", "resource_type", "resource_id",
    "request_id", "ip", "tenant_id", "actor_role", "error_code", "sequence", "row_hash",
)  # fmt: skip


class AuditService:
    """The log as the caller may see it."""

    def __init__(self, unit: Unit, *, acting_as_brand: bool) -> None:
        self.unit = unit
        # An owner who named no brand sees every brand's events.
        everything = unit.known_actor.is_platform_owner and not acting_as_brand
        self.tenant_id = None if everything else unit.tenant_id
        self.repository = AuditRepository(unit.db, self.tenant_id)

    async def page(
        self, wanted: AuditFilter, offset: int, limit: int
    ) -> tuple[list[AuditEvent], int]:
        """A page of events, newest first, and how many the filter leaves."""
        return await self.repository.page(wanted, offset, limit)

    async def facets(self) -> AuditFacets:
        """What the log can be filtered by."""
        return AuditFacets(
            actions=await self.repository.distinct("action"),
            resource_types=await self.repository.distinct("resource_type"),
        )

    def export(self, wanted: AuditFilter) -> AsyncIterator[tuple[object, ...]]:
        """Every row of the filtered range for a CSV, in a session of its own."""
        self.unit.change.about("audit", self.tenant_id or "all")
        self.unit.change.details = {
            name: value for name in _FILTERS if (value := getattr(wanted, name))
        } | {"since": iso(wanted.since)}
        return _export(self.unit.database, self.tenant_id, wanted)

    async def verify(self) -> list[ChainStatus]:
        """Recompute the chains the caller may see."""
        names = [self.tenant_id] if self.tenant_id else None
        return [
            ChainStatus(
                chain=r.chain,
                ok=r.ok,
                rows=r.rows,
                head_hash=r.head_hash,
                first_bad_sequence=r.first_bad_sequence,
                reason=r.reason,
            )
            for r in await verify(self.unit.database, names)
        ]


async def _export(
    database: Database, tenant_id: str | None, wanted: AuditFilter
) -> AsyncIterator[tuple[object, ...]]:
    async with database.session() as db:
        async for e in AuditRepository(db, tenant_id).stream(wanted):
            yield (
                iso(e.timestamp), e.action, e.status, e.reason, e.actor_email, e.resource_type,
                e.resource_id, e.request_id, e.ip_address, e.tenant_id, e.actor_role,
                e.error_code, e.sequence, e.row_hash,
            )  # fmt: skip


async def verify(database: Database, names: list[str] | None = None) -> list[ChainReport]:
    """Recompute chains (all of them, unless named), each in one snapshot of the database."""
    async with database.session() as db:
        await db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        return [
            await verify_chain(name, chain_rows(db, name), await chain_head(db, name))
            for name in (names if names is not None else await chains(db))
        ]
