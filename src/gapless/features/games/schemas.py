"""Wire shapes of the game catalogue."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, PlainSerializer, StringConstraints

from gapless.features.games.models import Game
from gapless.platform.paging import PageMeta

# The panel computes nothing with it, and the contract has it as a JSON number.
Rtp = Annotated[Decimal, PlainSerializer(lambda v: float(v), return_type=float, when_used="json")]
Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, strict=True)
]
Sort = Literal["name", "-name", "provider", "-provider", "rtp", "-rtp", "updated_at", "-updated_at"]


class GameConfiguration(BaseModel):
    """The part of a game's configuration that the list shows."""

    rtp: Rtp | None = Field(description="Return to player, percent. Null: the provider gave none.")


class GameRow(BaseModel):
    """A game in the catalogue."""

    id: UUID
    external_id: str
    name: str
    provider: str
    category: str
    type: str
    configuration: GameConfiguration
    business_status: Literal["active", "inactive"]
    runtime_status: Literal["online", "offline"]
    is_active: bool
    is_special_game: bool
    suggestion_reason: str | None
    tags: list[str]
    image_url: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, game: Game) -> GameRow:
        """The wire shape of a game."""
        return cls(
            id=game.id,
            external_id=game.external_id,
            name=game.name,
            provider=game.provider,
            category=game.category,
            type=game.type,
            configuration=GameConfiguration(rtp=game.rtp),
            business_status="active" if game.is_active else "inactive",
            runtime_status="online" if game.is_active else "offline",
            is_active=game.is_active,
            is_special_game=game.is_special_game,
            suggestion_reason=None,
            tags=game.tags,
            image_url=game.image_url,
            created_at=game.created_at,
            updated_at=game.updated_at,
        )


class GameList(BaseModel):
    """A page of games."""

    items: list[GameRow]
    meta: PageMeta


class Facet(BaseModel):
    """A value to filter by, and how many games have it."""

    value: str
    count: int


class GameFacets(BaseModel):
    """What the brand's catalogue can be filtered by."""

    providers: list[Facet]
    categories: list[Facet]
    tags: list[Facet]


class ToggleRequest(BaseModel):
    """Why a game is switched on or off, and which of the two is meant."""

    reason: str | None = Field(None, max_length=500)
    is_active: bool | None = Field(
        None, description="The wanted state. Absent: the other of the present one."
    )


class GameState(BaseModel):
    """A game's state after a switch."""

    id: UUID
    is_active: bool
    business_status: Literal["active", "inactive"]
    runtime_status: Literal["online", "offline"]


class GameConfig(BaseModel):
    """A game's configuration. Read-only: providers own it."""

    game_id: UUID
    name: str
    provider: str
    category: str
    status: Literal["active", "inactive"]
    rtp: Rtp | None
    volatility: str | None
    limits: dict[str, Any] | None
    features: list[str]
    is_read_only: Literal[True] = True


class GameDetails(BaseModel):
    """What the brand may say of a game."""

    tags: list[Tag] = Field(max_length=50)


class GameDetailsSaved(BaseModel):
    """The game's tags as stored."""

    id: UUID
    tags: list[str]
