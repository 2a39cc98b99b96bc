"""How many of the players who were served belong to each segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.models import FlagSegment
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.segments.models import FlagPlayer, FlagPopulation
from gapless.flagengine.interpreter import Interpreter
from gapless.flagengine.model import TARGETING_KEY, Segment
from gapless.platform import clock

BATCH = 1_000

_STALE = text("""
    SELECT DISTINCT s.tenant_id FROM flag_segments s
    WHERE EXISTS (SELECT 1 FROM flag_players p WHERE p.tenant_id = s.tenant_id AND p.seen_at >
            coalesce((SELECT min(f.counted_at) FROM flag_populations f
                      WHERE f.tenant_id = s.tenant_id), '-infinity'))
        OR EXISTS (SELECT 1 FROM flag_segments n WHERE n.tenant_id = s.tenant_id
            AND NOT EXISTS (SELECT 1 FROM flag_populations f WHERE f.segment_id = n.id))
    ORDER BY 1
""")


@dataclass(frozen=True, slots=True)
class Population:
    """A segment's members among the players known."""

    members: int
    players: int
    counted_at: datetime


async def brands_to_count(db: AsyncSession) -> list[str]:
    """The brands where players came or segments changed since they were counted."""
    return list((await db.execute(_STALE)).scalars())


async def count(db: AsyncSession, tenant_id: str, since: datetime) -> None:
    """Count every segment of a brand anew. The transaction is the caller's."""
    segments = await FlagRepository(db, tenant_id).engine_segments()
    members = dict.fromkeys(segments, 0)
    players = 0
    rows = await db.stream(
        select(FlagPlayer.subject, FlagPlayer.attributes)
        .where(FlagPlayer.tenant_id == tenant_id, FlagPlayer.seen_at >= since)
        .execution_options(yield_per=BATCH)
    )
    async for subject, attributes in rows:
        players += 1
        for key in _belongs(segments, {**attributes, TARGETING_KEY: subject}):
            members[key] += 1
    await _keep(db, tenant_id, members, players)


def _belongs(segments: Mapping[str, Segment], context: Mapping[str, Any]) -> list[str]:
    interpreter = Interpreter({}, segments, context)
    return [key for key in segments if interpreter.is_member(key)]


async def _keep(db: AsyncSession, tenant_id: str, members: Mapping[str, int], players: int) -> None:
    ids = await db.execute(
        select(FlagSegment.key, FlagSegment.id).where(FlagSegment.tenant_id == tenant_id)
    )
    rows = [
        {
            "segment_id": segment_id,
            "tenant_id": tenant_id,
            "members": members[key],
            "players": players,
            "counted_at": clock.now(),
        }
        for key, segment_id in ids
        if key in members  # one that was made meanwhile is counted next time
    ]
    if rows:
        statement = insert(FlagPopulation).values(rows)
        new = {name: statement.excluded[name] for name in ("members", "players", "counted_at")}
        await db.execute(statement.on_conflict_do_update(index_elements=["segment_id"], set_=new))


async def forget_counts(db: AsyncSession, tenant_id: str) -> None:
    """Forget what was counted of the brand's segments."""
    await db.execute(delete(FlagPopulation).where(FlagPopulation.tenant_id == tenant_id))


async def of_segments(db: AsyncSession, tenant_id: str) -> dict[UUID, Population]:
    """What was counted, by segment."""
    rows = await db.scalars(select(FlagPopulation).where(FlagPopulation.tenant_id == tenant_id))
    return {row.segment_id: Population(row.members, row.players, row.counted_at) for row in rows}
