"""A small demo catalogue: invented games of invented providers."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.games.models import Game
from gapless.features.games.tables.models import LiveTable
from gapless.settings import Settings

_PROVIDERS = ("Northlight", "Papaya Works", "Kestrel Gaming", "Anadolu Oyun")
_SLOTS = (
    "Amber Harvest", "Boğaz Işıkları", "Copper Canyon", "Desert Lanterns", "Emerald Tide",
    "Falcon's Gate", "Golden Simit", "Harbour Lights", "Iron Orchard", "Jade Caravan",
    "Kapadokya Skies", "Lucky Lokum",
)  # fmt: skip
_OTHERS = (
    ("Meteor Run", "Crash"), ("Rocket Bazaar", "Crash"), ("Lucky Dice", "Dice"),
    ("Nine Dice", "Dice"), ("Casino Hold'em", "TABLE_POKER"), ("Three Card", "TABLE_POKER"),
    ("Blackjack Classic", "TABLE_BLACKJACK"), ("Blackjack VIP", "TABLE_BLACKJACK"),
)  # fmt: skip
_TABLES = (
    ("Roulette Istanbul", "Anadolu Oyun", "roulette", "1", "5000", "online"),
    ("Blackjack Salon 1", "Northlight", "blackjack", "5", "2500", "online"),
    ("Baccarat Privé", "Northlight", "baccarat", "25", "10000", "maintenance"),
)


def demo_games(tenant_id: str, offset: int) -> list[Game]:
    """The demo catalogue of a brand; `offset` makes brands differ."""
    games = []
    named = [(name, "Slot") for name in _SLOTS] + list(_OTHERS)
    for index, (name, category) in enumerate(named):
        provider = _PROVIDERS[(index + offset) % len(_PROVIDERS)]
        vip = index % 7 == offset % 7
        games.append(
            Game(
                tenant_id=tenant_id,
                provider=provider,
                external_id=f"{provider[:3].upper()}-{index + 1:04}",
                name=name,
                category=category,
                type=category.lower(),
                rtp=Decimal("94.50") + Decimal(index % 9) / 4,
                volatility=("low", "medium", "high")[index % 3],
                image_url=None,
                tags=["VIP"] if vip else [],
                configuration={"features": ["free_spins"] if category == "Slot" else []},
                is_active=index % 6 != 5,
                is_special_game=vip,
            )
        )
    return games


async def seed_games(db: AsyncSession, settings: Settings) -> None:
    """Games for both demo brands, live tables for one."""
    for offset, tenant_id in enumerate(("default_casino", "demo")):
        db.add_all(demo_games(tenant_id, offset))
        for name, provider, kind, low, high, status in _TABLES:
            db.add(
                LiveTable(
                    tenant_id=tenant_id, name=name, provider=provider, game_type=kind,
                    min_bet=Decimal(low), max_bet=Decimal(high), currency="EUR",
                    status=status,
                )
            )  # fmt: skip
    await db.flush()
