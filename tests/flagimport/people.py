"""People to evaluate for: the same ones for the SDKs of others and for us."""

from __future__ import annotations

import random
from typing import Any

COUNT = 3_000


def people() -> list[dict[str, Any]]:
    """Contexts of many kinds, some with attributes missing; always the same."""
    draw = random.Random(5)
    found = []
    for number in range(COUNT):
        name = draw.choice(["player-{}", "u{}", "Boğaz-{}", "{}", "müşteri/{}"]).format(number)
        maybe: dict[str, Any] = {
            "country": draw.choice(["TR", "DE", "NL", "GB"]),
            "vip": draw.randrange(7),
            "email": f"{name}@{draw.choice(['example.com', 'gapless.test', 'mail.example'])}",
            "app": draw.choice(["1.9.9", "2.0.0", "2.1.0", "2.10.3", "3.0.0-rc.1"]),
            "device": draw.choice(["ios", "android", "web"]),
            "tags": draw.sample(["beta", "whale", "new", "staff"], draw.randrange(4)),
            "sessionId": f"s-{draw.randrange(10_000)}",
            "since": draw.choice(["2024-05-01T00:00:00Z", "2026-02-01T00:00:00Z"]),
        }
        kept = {key: value for key, value in maybe.items() if draw.random() < 0.85}
        found.append({"targetingKey": name, **kept})
    return found
