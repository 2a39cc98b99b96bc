"""SQL of the game catalogue. Built with the brand: it cannot read another's games."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.games.models import Game
from gapless.platform.search import folded, holds


@dataclass(frozen=True, slots=True)
class GameFilter:
    """What a list of games is narrowed to; None is no limit."""

    category: str | None = None
    provider: str | None = None
    search: str | None = None
    is_active: bool | None = None
    tag: str | None = None
    sort: str = "name"


class GameRepository:
    """The games of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _conditions(self, wanted: GameFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [Game.tenant_id == self.tenant_id]
        if wanted.category and wanted.category.lower() != "all":
            found.append(folded(Game.category) == folded(wanted.category))
        if wanted.provider:
            found.append(Game.provider == wanted.provider)
        if wanted.is_active is not None:
            found.append(Game.is_active == wanted.is_active)
        if wanted.tag:
            found.append(Game.tags.contains([wanted.tag]))
        if wanted.search:
            found.append(
                holds(Game.name, wanted.search)
                | holds(Game.external_id, wanted.search)
                | holds(Game.provider, wanted.search)
            )
        return found

    async def page(self, wanted: GameFilter, offset: int, limit: int) -> tuple[list[Game], int]:
        """A page of games, and how many the filter leaves."""
        conditions = self._conditions(wanted)
        order = _ORDER[wanted.sort.lstrip("-")]
        ordered = order.desc().nulls_last() if wanted.sort.startswith("-") else order.nulls_last()
        statement: Select[Game] = (
            select(Game).where(*conditions).order_by(ordered, Game.id).offset(offset).limit(limit)
        )
        rows = list(await self.db.scalars(statement))
        total = await self.db.scalar(select(func.count()).select_from(Game).where(*conditions))
        return rows, total or 0

    async def get(self, game_id: UUID) -> Game | None:
        """One game of the brand."""
        found: Game | None = await self.db.scalar(
            select(Game).where(Game.tenant_id == self.tenant_id, Game.id == game_id)
        )
        return found

    async def locked(self, game_id: UUID) -> Game | None:
        """One game of the brand, locked until the transaction ends."""
        found: Game | None = await self.db.scalar(
            select(Game)
            .where(Game.tenant_id == self.tenant_id, Game.id == game_id)
            .with_for_update()
        )
        return found

    async def facet(self, column: str) -> list[tuple[str, int]]:
        """The values of `provider` or `category` with their counts, most first."""
        field = Game.provider if column == "provider" else Game.category
        rows = await self.db.execute(
            select(field, func.count())
            .where(Game.tenant_id == self.tenant_id)
            .group_by(field)
            .order_by(func.count().desc(), field)
        )
        return [(value, count) for value, count in rows]

    async def tags(self) -> list[tuple[str, int]]:
        """The tags in use with their counts, most first."""
        rows = await self.db.execute(
            text(
                "SELECT tag, count(*) FROM games, jsonb_array_elements_text(tags) AS tag "
                "WHERE tenant_id = :tenant GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 200"
            ),
            {"tenant": self.tenant_id},
        )
        return [(value, count) for value, count in rows]

    async def counts(self) -> tuple[int, int, int]:
        """Games, active games and providers of the brand."""
        row = await self.db.execute(
            select(
                func.count(),
                func.count().filter(Game.is_active),
                func.count(func.distinct(Game.provider)),
            ).where(Game.tenant_id == self.tenant_id)
        )
        total, active, providers = row.one()
        return total, active, providers


_ORDER: dict[str, Any] = {
    "name": func.lower(Game.name),
    "provider": Game.provider,
    "rtp": Game.rtp,
    "updated_at": Game.updated_at,
}
