"""Where an address is, with and without a database of places."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapless.platform.security.places import place_of
from gapless.settings import Settings
from tests.support.places import ISTANBUL, places_file


def test_a_place_has_country_city_and_coordinates(tmp_path: Path) -> None:
    settings = Settings(geo_database=places_file(tmp_path))
    found = place_of(ISTANBUL, settings)
    assert found is not None
    assert (found.country, found.label) == ("TR", "Istanbul, Türkiye")
    assert found.latitude == pytest.approx(41.01)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "8.8.8.8", "no address", "", None])
def test_what_the_database_does_not_know_is_nowhere(tmp_path: Path, address: str | None) -> None:
    assert place_of(address, Settings(geo_database=places_file(tmp_path))) is None


def test_without_a_readable_database_nothing_is_known(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mmdb"
    broken.write_bytes(b"not a database")
    for path in (None, tmp_path / "missing.mmdb", broken):
        assert place_of(ISTANBUL, Settings(geo_database=path)) is None
