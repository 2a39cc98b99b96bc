"""Where an address is, by a MaxMind database if the operator has one. Nothing is guessed."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import maxminddb
import structlog

from gapless.settings import Settings

log = structlog.get_logger(__name__)

_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the database knows it. Coordinates are the middle of an area."""

    country: str | None
    """ISO 3166 code."""
    country_name: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def label(self) -> str | None:
        """City and country in one line."""
        return ", ".join(part for part in (self.city, self.country_name) if part) or self.country


def place_of(address: str | None, settings: Settings) -> Place | None:
    """Where the address is; None without a database, or where it does not know the address."""
    if settings.geo_database is None or address is None:
        return None
    reader = _reader(settings.geo_database)
    if reader is None:
        return None
    try:
        found = reader.get(ip_address(address))
    except ValueError:  # no address, or one of a family that the database does not hold
        return None
    return _read(found) if isinstance(found, dict) else None


def distance_km(a: Place, b: Place) -> float | None:
    """The distance along the earth's surface; None if a place has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.longitude - a.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


@functools.cache
def _reader(path: Path) -> maxminddb.Reader | None:
    try:
        return maxminddb.open_database(path)
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        # A sign-in must not fail because the map of the world is missing.
        log.error("geo_database.unreadable", path=str(path), error=str(error))
        return None


def _read(found: dict[str, Any]) -> Place | None:
    country = found.get("country") or found.get("registered_country") or {}
    location = found.get("location") or {}
    place = Place(
        country=country.get("iso_code"),
        country_name=(country.get("names") or {}).get("en"),
        city=((found.get("city") or {}).get("names") or {}).get("en"),
        latitude=location.get("latitude"),
        longitude=location.get("longitude"),
    )
    return place if place.country else None
