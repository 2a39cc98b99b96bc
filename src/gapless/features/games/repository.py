"""SQL of the game catalogue. Built with the brand: it cannot read another's games."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.games.models import Game


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
            found.append(_folded(Game.category) == _folded(wanted.category))
        if wanted.provider:
            found.append(Game.provider == wanted.provider)
        if wanted.is_active is not None:
            found.append(Game.is_active == wanted.is_active)
        if wanted.tag:
            found.append(Game.tags.contains([wanted.tag]))
        if wanted.search:
            needle = _folded(wanted.search)
            found.append(
                (func.strpos(_folded(Game.name), needle) > 0)
                | (func.strpos(_folded(Game.external_id), needle) > 0)
                | (func.strpos(_folded(Game.provider), needle) > 0)
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


def _folded(value: Any) -> ColumnElement[str]:
    """Text as it is compared: without case, and with I, İ, ı and i alike, as Turkish needs."""
    return func.lower(func.translate(value, "Iİı", "iii"))


_ORDER: dict[str, Any] = {
    "name": func.lower(Game.name),
    "provider": Game.provider,
    "rtp": Game.rtp,
    "updated_at": Game.updated_at,
}
