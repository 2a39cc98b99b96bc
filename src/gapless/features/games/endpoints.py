"""Routes of the game catalogue."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from gapless.features.games.problems import GameConfigNotFound, GameNotFound
from gapless.features.games.repository import GameFilter
from gapless.features.games.schemas import (
    GameConfig,
    GameDetails,
    GameDetailsSaved,
    GameFacets,
    GameList,
    GameRow,
    GameState,
    Sort,
    ToggleRequest,
)
from gapless.features.games.service import GameService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.ids import PathId
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite
from gapless.platform.routing import Router, policy
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/games", tags=["games"], module=Module.GAMES)


def _service(unit: UnitDep) -> GameService:
    return GameService(unit)


def _filter(
    category: Annotated[str | None, Query(max_length=100, description="Case is ignored.")] = None,
    provider: Annotated[str | None, Query(max_length=200)] = None,
    search: Annotated[
        str | None, Query(max_length=200, description="Part of name, provider or provider's id.")
    ] = None,
    status: Literal["active", "inactive"] | None = None,
    tag: Annotated[str | None, Query(max_length=40)] = None,
    sort: Sort = "name",
) -> GameFilter:
    active = None if status is None else status == "active"
    return GameFilter(category, provider, search, active, tag, sort)


Games = Annotated[GameService, Depends(_service)]
Wanted = Annotated[GameFilter, Depends(_filter)]


@router.get("")
@policy(Permission.GAMES_READ)
async def list_games(games: Games, wanted: Wanted, paging: PagingDep) -> GameList:
    """The brand's games."""
    rows, total = await games.page(wanted, paging.offset, paging.page_size)
    return GameList(items=[GameRow.of(row) for row in rows], meta=paging.meta(total))


@router.get("/facets")
@policy(Permission.GAMES_READ)
async def game_facets(games: Games) -> GameFacets:
    """The providers, categories and tags in use, with counts."""
    return await games.facets()


@router.get("/{game_id}")
@policy(Permission.GAMES_READ, problems=[GameNotFound])
async def get_game(game_id: PathId, games: Games, response: Response) -> GameRow:
    """One game, with its ETag."""
    game = await games.get(game_id)
    set_etag(response, game.version)
    return GameRow.of(game)


@router.post("/{game_id}/toggle")
@policy(
    Permission.GAMES_WRITE,
    audit="game.toggled",
    problems=[GameNotFound, StaleWrite],
)
async def toggle_game(
    game_id: PathId, games: Games, request: Request, body: ToggleRequest | None = None
) -> GameState:
    """Switch a game on or off."""
    asked = body or ToggleRequest(reason=None, is_active=None)
    row = GameRow.of(
        await games.switch(
            game_id,
            asked.is_active,
            asked.reason,
            lambda version: check_if_match(request, version),
        )
    )
    return GameState(
        id=row.id,
        is_active=row.is_active,
        business_status=row.business_status,
        runtime_status=row.runtime_status,
    )


@router.get("/{game_id}/config")
@policy(Permission.GAMES_READ, problems=[GameConfigNotFound])
async def get_game_config(game_id: PathId, games: Games) -> GameConfig:
    """A game's configuration, as the provider gave it."""
    return await games.config(game_id)


@router.put("/{game_id}/details")
@policy(
    Permission.GAMES_WRITE, audit="game.details_changed",
    problems=[GameNotFound, StaleWrite],
)  # fmt: skip
async def set_game_details(
    game_id: PathId, body: GameDetails, games: Games, request: Request, response: Response
) -> GameDetailsSaved:
    """Replace a game's tags."""
    game = await games.set_tags(
        game_id, body.tags, lambda version: check_if_match(request, version)
    )
    set_etag(response, game.version)
    return GameDetailsSaved(id=game.id, tags=game.tags)
