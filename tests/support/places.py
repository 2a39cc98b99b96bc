"""A small database of places, written as MaxMind writes theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mmdb_writer import MMDBWriter
from netaddr import IPSet

ISTANBUL, ANKARA, TOKYO = "203.0.113.9", "198.51.100.9", "192.0.2.9"


def places_file(directory: Path) -> Path:
    """Three networks in two countries. Other addresses are nowhere."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="GeoLite2-City")
    for network, country, name, city, latitude, longitude in (
        ("203.0.113.0/24", "TR", "Türkiye", "Istanbul", 41.01, 28.98),
        ("198.51.100.0/24", "TR", "Türkiye", "Ankara", 39.93, 32.86),
        ("192.0.2.0/24", "JP", "Japan", "Tokyo", 35.68, 139.69),
    ):
        place: dict[str, Any] = {
            "country": {"iso_code": country, "names": {"en": name}},
            "city": {"names": {"en": city}},
            "location": {"latitude": latitude, "longitude": longitude},
        }
        writer.insert_network(IPSet([network]), place)
    path = directory / "places.mmdb"
    writer.to_db_file(str(path))
    return path
