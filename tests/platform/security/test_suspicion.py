"""What makes a sign-in suspicious."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gapless.platform.security.places import Place, distance_km
from gapless.platform.security.suspicion import Past, Reason, judge

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISTANBUL = Place("TR", "Türkiye", "Istanbul", 41.01, 28.98)
ANKARA = Place("TR", "Türkiye", "Ankara", 39.93, 32.86)
IZMIT = Place("TR", "Türkiye", "Izmit", 40.77, 29.92)
TOKYO = Place("JP", "Japan", "Tokyo", 35.68, 139.69)
SOMEWHERE = Place("JP")


def past(**known: object) -> Past:
    return Past(**{"signed_in_before": True, "device_known": True, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("earlier", "place", "expected"),
    [
        (Past(), TOKYO, ()),
        (past(), None, ()),
        (past(device_known=False), None, (Reason.NEW_DEVICE,)),
        (past(countries={"TR"}), ISTANBUL, ()),
        (past(countries={"TR"}), TOKYO, (Reason.NEW_COUNTRY,)),
        (past(countries={"TR"}), None, ()),
        (past(recent_failures=4), None, ()),
        (past(recent_failures=5), None, (Reason.BRUTE_FORCE,)),
    ],
)
def test_reasons(earlier: Past, place: Place | None, expected: tuple[Reason, ...]) -> None:
    assert judge(earlier, NOW, place) == expected


@pytest.mark.parametrize(
    ("before", "hours", "after", "impossible"),
    [
        (ISTANBUL, 9, TOKYO, True),  # 8,900 km: no airliner does that
        (ISTANBUL, 11, TOKYO, False),
        (ISTANBUL, 0, IZMIT, False),  # 90 km: addresses are placed no better than that
        (ISTANBUL, 0, ANKARA, True),
        (ISTANBUL, 1, ANKARA, False),
        (ISTANBUL, 1, SOMEWHERE, False),  # a country without coordinates
        (ISTANBUL, 0, ISTANBUL, False),
    ],
)
def test_journeys(before: Place, hours: float, after: Place, impossible: bool) -> None:
    earlier = past(last_at=NOW - timedelta(hours=hours), last_place=before, countries={"TR", "JP"})
    assert judge(earlier, NOW, after) == ((Reason.IMPOSSIBLE_TRAVEL,) if impossible else ())


def test_distances() -> None:
    assert distance_km(ISTANBUL, TOKYO) == pytest.approx(8950, abs=50)
    assert distance_km(ISTANBUL, ISTANBUL) == pytest.approx(0)
    assert distance_km(Place("X", latitude=0, longitude=0), Place("X", latitude=0, longitude=180))
    assert distance_km(ISTANBUL, SOMEWHERE) is None
