"""SQL of segments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.models import FlagSegment

# In conditions, only one of a segment has a member `segment`, at whatever depth.
_USES = text("""
    SELECT DISTINCT used.key AS segment, 'flag' AS kind, f.id, f.key, f.name, c.environment
    FROM flag_configurations c JOIN flags f ON f.id = c.flag_id,
         LATERAL (SELECT jsonb_path_query(c.configuration->'rules', '$.**.segment') #>> '{}' AS key)
            AS used
    WHERE c.tenant_id = :tenant AND f.archived_at IS NULL
    UNION ALL
    SELECT DISTINCT used.key, 'segment', s.id, s.key, s.name, NULL
    FROM flag_segments s,
         LATERAL (SELECT jsonb_path_query(s.conditions, '$.**.segment') #>> '{}' AS key) AS used
    WHERE s.tenant_id = :tenant
    ORDER BY 2, 5, 6
""")


class SegmentRepository:
    """The segments of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def all(self) -> list[FlagSegment]:
        """The segments by name."""
        return list(
            await self.db.scalars(
                select(FlagSegment)
                .where(FlagSegment.tenant_id == self.tenant_id)
                .order_by(func.lower(FlagSegment.name), FlagSegment.id)
            )
        )

    async def get(self, segment_id: UUID) -> FlagSegment | None:
        """One segment, locked until the transaction ends."""
        found: FlagSegment | None = await self.db.scalar(
            select(FlagSegment)
            .where(FlagSegment.tenant_id == self.tenant_id, FlagSegment.id == segment_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def environments_of(self, key: str) -> set[str]:
        """Where flags ask for the segment, by themselves or through other segments."""
        uses = await self.uses()
        found: set[str] = set()
        seen, waiting = {key}, [key]
        while waiting:
            for use in uses.get(waiting.pop(), []):
                if use["kind"] == "flag":
                    found.add(use["environment"])
                elif use["key"] not in seen:
                    seen.add(use["key"])
                    waiting.append(use["key"])
        return found

    async def uses(self) -> dict[str, list[dict[str, Any]]]:
        """Where each segment is used, by its key."""
        found: dict[str, list[dict[str, Any]]] = {}
        rows: Iterable[Any] = await self.db.execute(_USES, {"tenant": self.tenant_id})
        for row in rows:
            use = dict(row._mapping)
            found.setdefault(use.pop("segment"), []).append(use)
        return found
