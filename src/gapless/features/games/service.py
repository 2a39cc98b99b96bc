"""Use cases of the game catalogue."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from gapless.features.games.models import Game
from gapless.features.games.problems import GameConfigNotFound, GameNotFound
from gapless.features.games.repository import GameFilter, GameRepository
from gapless.features.games.schemas import Facet, GameConfig, GameFacets
from gapless.platform.unit import Unit


class GameService:
    """The games of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = GameRepository(unit.db, unit.tenant_id)

    async def page(self, wanted: GameFilter, offset: int, limit: int) -> tuple[list[Game], int]:
        """A page of games, and how many the filter leaves."""
        return await self.repository.page(wanted, offset, limit)

    async def facets(self) -> GameFacets:
        """What the catalogue can be filtered by."""
        return GameFacets(
            providers=_facets(await self.repository.facet("provider")),
            categories=_facets(await self.repository.facet("category")),
            tags=_facets(await self.repository.tags()),
        )

    async def get(self, game_id: UUID) -> Game:
        """One game; raise `GameNotFound`."""
        game = await self.repository.get(game_id)
        if game is None:
            raise GameNotFound
        return game

    async def switch(
        self,
        game_id: UUID,
        wanted: bool | None,
        reason: str | None,
        check_version: Callable[[int], None],
    ) -> Game:
        """Switch a game on or off; `wanted` None means the other of the present state.

        Raises `GameNotFound`, `StaleWrite`.
        """
        game = await self._locked(game_id)
        check_version(game.version)
        change = self.unit.change
        change.about("game", game.id)
        change.reason = reason or change.reason
        change.details = {"name": game.name, "provider": game.provider}
        change.before = {"is_active": game.is_active}
        game.is_active = (not game.is_active) if wanted is None else wanted
        if game.is_active != change.before["is_active"]:
            game.version += 1
        change.after = {"is_active": game.is_active}
        return game

    async def config(self, game_id: UUID) -> GameConfig:
        """A game's configuration; raise `GameConfigNotFound`."""
        game = await self.repository.get(game_id)
        if game is None:
            raise GameConfigNotFound
        limits = game.configuration.get("limits")
        features = game.configuration.get("features")
        return GameConfig(
            game_id=game.id,
            name=game.name,
            provider=game.provider,
            category=game.category,
            status="active" if game.is_active else "inactive",
            rtp=game.rtp,
            volatility=game.volatility,
            limits=limits if isinstance(limits, dict) else None,
            features=[str(f) for f in features] if isinstance(features, list) else [],
        )

    async def set_tags(
        self, game_id: UUID, tags: list[str], check_version: Callable[[int], None]
    ) -> Game:
        """Replace a game's tags; repeated ones count once. Raises `GameNotFound`, `StaleWrite`."""
        game = await self._locked(game_id)
        check_version(game.version)
        self.unit.change.about("game", game.id)
        self.unit.change.before = {"tags": list(game.tags)}
        unique = list(dict.fromkeys(tags))
        if unique != game.tags:
            game.tags = unique
            game.version += 1
        self.unit.change.after = {"tags": unique}
        return game

    async def _locked(self, game_id: UUID) -> Game:
        game = await self.repository.locked(game_id)
        if game is None:
            self.unit.change.about("game", game_id)
            raise GameNotFound
        return game


def _facets(rows: list[tuple[str, int]]) -> list[Facet]:
    return [Facet(value=value, count=count) for value, count in rows]
