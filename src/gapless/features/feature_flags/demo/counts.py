"""What the demo's programs asked for: a month of counts, as the delivery of flags keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zlib import crc32

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

TENANT = "default_casino"
_ALL = {"production": 1.0, "staging": 0.04}

# More in the evening than at night, more at weekends than on a Tuesday, a little more each day. The
# last hours are kept by the minute, too, and the present hour is not over yet.
_COUNT = text("""
    INSERT INTO flag_counts
        (tenant_id, environment, flag_key, variant, span, start, evaluations, exposures)
    SELECT :tenant, e.name, :flag, v.name, s.span, at,
           round(asked * v.share * e.share), round(asked * v.share * e.share * :met)
    FROM unnest(CAST(:environments AS text[]), CAST(:sizes AS float8[])) AS e (name, share)
    CROSS JOIN unnest(CAST(:variants AS text[]), CAST(:shares AS float8[])) AS v (name, share)
    CROSS JOIN (VALUES ('hour', interval '31 days', interval '1 hour', 1.0),
                       ('minute', interval '4 hours', interval '1 minute', 1.0 / 60))
        AS s (span, kept, step, part)
    CROSS JOIN LATERAL generate_series(
        date_trunc(s.span, greatest(now() - s.kept, CAST(:since AS timestamptz)), 'UTC'),
        least(date_trunc(s.span, now(), 'UTC'), CAST(:until AS timestamptz)), s.step) AS at
    CROSS JOIN LATERAL (SELECT s.part * :size
        * (1.25 + sin((extract(hour FROM at AT TIME ZONE 'UTC') - 13) / 24 * 2 * pi()))
        * (CASE WHEN extract(isodow FROM at AT TIME ZONE 'UTC') > 5 THEN 1.3 ELSE 1 END)
        * (1 + 0.008 * extract(day FROM at - now()))
        * (0.92 + mod(abs(hashtext(:flag || at::text || v.name)), 100) / 625.0)
        * (CASE WHEN s.span = 'hour' AND at = date_trunc('hour', now(), 'UTC')
           THEN extract(epoch FROM now() - at) / 3600 ELSE 1 END) AS asked) AS counted
    WHERE round(asked * v.share * e.share) > 0
""")
# What serves something else than its default to a few, and what is asked for elsewhere only.
_SHARES: dict[str, dict[str, float]] = {
    "new_cashier": {"on": 0.13, "off": 0.87},
    "instant_withdrawals": {"on": 0.05, "off": 0.95},
    "psp_routing": {"standard": 0.66, "turkey": 0.34},
    "lobby_layout": {"classic": 0.63, "grid": 0.28, "stories": 0.09},
    "jackpot_ticker": {"on": 1.0},
    "welcome_bonus": {"half": 0.97, "full": 0.03},
    "device_fingerprint": {"on": 0.96, "off": 0.04},
    "velocity_checks": {"on": 0.5, "off": 0.5},
}


async def seed_counts(db: AsyncSession, flag: str, since: datetime) -> None:
    """Count a flag of the demo. Those not named above were never asked for."""
    shares = _SHARES.get(flag)
    if shares is not None:
        await seed_shares(db, flag, shares, since, None, size=1500 + crc32(flag.encode()) % 4000)


async def seed_shares(
    db: AsyncSession,
    flag: str,
    shares: Mapping[str, float],
    since: datetime,
    until: datetime | None,
    *,
    size: float,
) -> None:
    """Count a flag from one day to another, about `size` times an hour, divided by `shares`."""
    await db.execute(
        _COUNT,
        {
            "tenant": TENANT,
            "flag": flag,
            "environments": list(_ALL),
            "sizes": list(_ALL.values()),
            "variants": list(shares),
            "shares": list(shares.values()),
            "since": since,
            "until": until,
            "size": size,
            "met": 0.62,
        },
    )
