"""The database: engine, sessions, and the base of every table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import DateTime, Numeric, Text, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of every table. Python types decide column types, so that there is one way."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        UUID: postgresql.UUID(as_uuid=True),
        Decimal: Numeric(20, 4),
        dict[str, Any]: postgresql.JSONB(none_as_null=True),
        list[str]: postgresql.JSONB(none_as_null=True),
    }


def _default(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def to_json(value: object) -> str:
    """JSON text as the database stores it; decimals as text, so that no digit is lost."""
    return orjson.dumps(value, default=_default, option=orjson.OPT_NON_STR_KEYS).decode()


def plain_url(url: str) -> str:
    """The same database, spelled for asyncpg itself."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


_SERVER_SETTINGS = {"application_name": "gapless", "timezone": "UTC"}


class Database:
    """One process's connections to PostgreSQL."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = plain_url(url)
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._open,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            json_serializer=to_json,
            json_deserializer=orjson.loads,
            hide_parameters=True,  # they hold hashes and tokens, and errors are logged
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session whose transaction is committed by who opened it, else rolled back."""
        async with self._sessions() as session:
            yield session

    async def _open(self) -> asyncpg.Connection[Any]:
        # asyncpg reads the URL itself, with libpq's parameters such as sslmode.
        return await asyncpg.connect(self.url, server_settings=_SERVER_SETTINGS)

    async def connect(self) -> asyncpg.Connection[Any]:
        """A connection of its own, outside the pool (LISTEN, workers). The caller closes it."""
        return await self._open()

    async def ping(self) -> None:
        """Raise if the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def raw_connection(session: AsyncSession) -> asyncpg.Connection[Any]:
    """The asyncpg connection under a session, inside its transaction (for COPY and NOTIFY)."""
    connection = await session.connection()
    # The dialect begins its transaction with the first statement; this makes sure it has.
    await connection.execute(text("SELECT 1"))
    driver: asyncpg.Connection[Any] = (await connection.get_raw_connection()).driver_connection
    return driver
