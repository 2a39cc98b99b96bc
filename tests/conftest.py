"""One real PostgreSQL for the whole run, migrated once; every test makes its own brands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from gapless.platform import migrate, telemetry
from gapless.platform.database import Database
from gapless.platform.embedded_postgres import temporary_postgres
from gapless.platform.identity import passwords
from gapless.settings import Settings
from tests.support.house import House


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Hash as the product does, at a thousandth of its cost: a run signs in thousands of times."""
    cheap = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._hasher = PasswordHash((cheap,))


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """Address of the run's own PostgreSQL."""
    with temporary_postgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def settings(database_url: str) -> Settings:
    """Settings of the run: defaults, on the run's own database."""
    telemetry.configure_logging(Settings(), service="tests")
    return Settings(database_url=database_url, login_max_failures_per_address=100_000)


@pytest.fixture(scope="session")
async def database(settings: Settings) -> AsyncIterator[Database]:
    """The migrated database."""
    assert settings.database_url
    found = Database(settings.database_url)
    await migrate.upgrade(found)
    yield found
    await found.close()


@pytest.fixture
async def house(database: Database, settings: Settings) -> AsyncIterator[House]:
    """The application on the real database, with two new brands and their admins."""
    async with House.build(database, settings) as built:
        yield built
