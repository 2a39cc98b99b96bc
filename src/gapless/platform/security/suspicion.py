"""What makes a sign-in suspicious. Pure; the numbers are told in the manual."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gapless.platform.security.places import Place, distance_km

FASTEST_KMH = 900.0
"""An airliner. Faster than this between two sign-ins, somebody else was one of them."""
NEAR_KM = 300.0
"""Below this two places may be one: databases of addresses are that vague."""
FAILURES_BEFORE = 5
"""So many failures within `FAILURE_WINDOW` make the success after them suspicious."""
FAILURE_WINDOW = timedelta(hours=1)


class Reason(StrEnum):
    """Why a sign-in is suspicious."""

    NEW_DEVICE = "new_device"
    NEW_COUNTRY = "new_country"
    IMPOSSIBLE_TRAVEL = "impossible_travel"
    BRUTE_FORCE = "brute_force"


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of an admin's earlier sign-ins."""

    signed_in_before: bool = False
    device_known: bool = False
    countries: Collection[str] = ()
    last_at: datetime | None = None
    last_place: Place | None = None
    recent_failures: int = 0


def judge(past: Past, at: datetime, place: Place | None) -> tuple[Reason, ...]:
    """The reasons to suspect a successful sign-in. The first of all is new in everything: none."""
    reasons = []
    if past.signed_in_before and not past.device_known:
        reasons.append(Reason.NEW_DEVICE)
    if place and place.country and past.countries and place.country not in past.countries:
        reasons.append(Reason.NEW_COUNTRY)
    if place and past.last_place and past.last_at and _too_fast(past, at, place):
        reasons.append(Reason.IMPOSSIBLE_TRAVEL)
    if past.recent_failures >= FAILURES_BEFORE:
        reasons.append(Reason.BRUTE_FORCE)
    return tuple(reasons)


def _too_fast(past: Past, at: datetime, place: Place) -> bool:
    assert past.last_place is not None
    assert past.last_at is not None
    distance = distance_km(past.last_place, place)
    if distance is None or distance <= NEAR_KM:
        return False
    hours = max((at - past.last_at).total_seconds() / 3600, 1 / 3600)
    return distance / hours > FASTEST_KMH
