"""Bringing a database to the newest schema: ours by Alembic, the queue's by PgQueuer."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import Connection, text

from gapless.platform.database import Database

_LOCK = 7_233_004_188_120_001
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


async def upgrade(database: Database) -> None:
    """Apply what is missing. Safe to call from several processes at once: they take turns."""
    queue = await database.connect()
    try:
        await queue.execute("SELECT pg_advisory_lock($1)", _LOCK)
        queries = Queries(AsyncpgDriver(queue))
        if await queue.fetchval("SELECT to_regclass('pgqueuer')") is None:
            async with queue.transaction():
                await queries.install()
        async with database.engine.begin() as connection:
            await connection.execute(text("SELECT 1"))
            await connection.run_sync(_upgrade)
    finally:
        await queue.close()


def newest_version() -> str | None:
    """The newest migration that this version of the code brings."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()


async def current_version(database: Database) -> str | None:
    """The migration the database stands at, or None before the first."""
    async with database.session() as db:
        if await db.scalar(text("SELECT to_regclass('alembic_version')")) is None:
            return None
        version: str | None = await db.scalar(text("SELECT version_num FROM alembic_version"))
        return version
