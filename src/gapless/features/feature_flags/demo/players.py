"""The players whom the demo's flags were served to, as delivery keeps them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.segments import populations
from gapless.features.feature_flags.segments.models import FlagPlayer

PLAYERS = 2_600
_COUNTRIES = {"TR": 38, "DE": 17, "BR": 14, "FI": 9, "CA": 8, "NO": 7, "MT": 4, "NZ": 3}
_TAGS = {"high_roller": 0.04, "whale": 0.006, "beta": 0.02, "newsletter": 0.3}


async def seed_players(db: AsyncSession, tenant_id: str, now: datetime) -> None:
    """Some thousand players of the last month, and the segments counted on them."""
    chance = random.Random(2_026)  # noqa: S311 - the same players in every demo
    rows = [
        {
            "tenant_id": tenant_id,
            "subject": f"player-{number}",
            "attributes": _attributes(number, chance),
            "seen_at": now - timedelta(days=30) * chance.random() ** 3,
        }
        for number in range(1, PLAYERS + 1)
    ]
    await db.execute(insert(FlagPlayer), rows)
    await populations.count(db, tenant_id, now - timedelta(days=30))


def _attributes(number: int, chance: random.Random) -> dict[str, Any]:
    """What the demo's segments ask about; an app too old to say it leaves out the VIP level."""
    [country] = chance.choices(list(_COUNTRIES), list(_COUNTRIES.values()))
    mail = "example.com" if number <= 12 else "mail.example"
    found: dict[str, Any] = {"country": country, "email": f"player-{number}@{mail}"}
    if chance.random() < 0.93:
        found["vip_level"] = min(5, int(chance.expovariate(1.1)))
    tags = [tag for tag, share in _TAGS.items() if chance.random() < share]
    return {**found, "tags": tags} if tags else found
