"""Opens a file given as bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading import Format, open_bundle
from tests.support.house import House

from .desk import Desk, working


class Opened(NamedTuple):
    """All there is to know of a bundle."""

    format: Format
    encoding: str | None
    member: str | None
    headers: list[str]
    rows: list[tuple[int, Any]]

    @property
    def values(self) -> list[Any]:
        return [raw for _, raw in self.rows]


Open = Callable[..., Opened]


@pytest.fixture
def open_bytes(tmp_path: Path) -> Open:
    def open_it(
        data: bytes, name: str, limits: Limits | None = None, content_type: str | None = None
    ) -> Opened:
        path = tmp_path / "upload"
        path.write_bytes(data)
        with open_bundle(path, name, content_type, limits or Limits()) as bundle:
            rows = list(bundle)
            return Opened(bundle.format, bundle.encoding, bundle.member, bundle.headers(), rows)

    return open_it


@pytest.fixture
async def desk(house: House) -> AsyncIterator[Desk]:
    async with working(house):
        yield Desk(house, await house.sign_in("Manager"))
