"""Catalogue files as an operator's site lists games: field names of its own, and repeated ids."""

from __future__ import annotations

import json
from pathlib import Path

PROVIDERS = ("Thunderbolt", "Relaxed Owl", "Hacksmith", "Boğaziçi Oyun", "Northlight", "Kestrel")
KINDS = (("Slot", "5 reel"), ("Instant", "Crash"), ("Live", "Live Dealer"), ("Table", "Poker"))


def write_catalogue(
    path: Path, games: int, *, same: int = 0, conflicting: int = 0, prefix: str = "G"
) -> Path:
    """Write `games` games, then `same` rows said twice and `conflicting` said differently."""
    rows = []
    for number in range(games):
        category, kind = KINDS[number % len(KINDS)]
        rows.append(
            {
                "GameName": f"Game {number:06}",
                "ProviderCode": PROVIDERS[number % len(PROVIDERS)],
                "GameID": f"{prefix}-{number:06}",
                "filter": category,
                "GameType": kind,
            }
        )
    rows += [dict(row) for row in rows[:same]]
    rows += [{**row, "GameType": "other"} for row in rows[same : same + conflicting]]
    path.write_text(json.dumps({"games": rows}, ensure_ascii=False), encoding="utf-8")
    return path
