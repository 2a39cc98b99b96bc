"""Starting the whole product, and a database for a command. Imports little: see `_prepare`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from gapless.platform import migrate
from gapless.platform.database import Database
from gapless.platform.embedded.errors import EmbeddedPostgresError, NotRunning
from gapless.platform.embedded_postgres import EmbeddedPostgres
from gapless.platform.identity.demo import DEMO_ADMINS, DEMO_PASSWORD
from gapless.platform.identity.owners import count_owners
from gapless.platform.problems import Problem
from gapless.platform.processes import ProcessSpec, run_processes
from gapless.settings import Settings


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The configured database's address, or the embedded one's: joined if it runs, else started."""
    if settings.database_url:
        yield settings.database_url
        return
    try:
        running = EmbeddedPostgres.attach(settings.data_dir)
    except NotRunning:
        with EmbeddedPostgres(settings.data_dir, progress=_say) as server:
            yield server.url
    else:
        yield running.url


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """A database for the time of one command."""
    with database_url(settings) as url:
        database = Database(url, pool_size=2)
        try:
            yield database
        finally:
            await database.close()


def run_everything(settings: Settings) -> int:
    """Run database, API, panel and worker together; returns the exit code."""
    try:
        with database_url(settings) as url:
            asyncio.run(_prepare(settings, url))
            environment = {**os.environ, "GAPLESS_DATABASE_URL": url}
            command = [sys.executable, "-m", "gapless.cli"]
            return run_processes(
                [
                    ProcessSpec("api", [*command, "serve"], env=environment),
                    ProcessSpec("worker", [*command, "worker"], env=environment),
                ],
                ready_url=f"{settings.own_url}/api/readyz",
                on_ready=lambda: _banner(settings),
            )
    except EmbeddedPostgresError as failure:
        _say(str(failure))
        return 1
    except (OSError, SQLAlchemyError, asyncpg.PostgresError) as failure:
        _say(f"The database cannot be used: {failure}")
        return 1
    except Problem as refused:
        _say(f"The first owner was not made: {refused.message.render(**refused.params)}")
        return 1


async def _prepare(settings: Settings, url: str) -> None:
    database = Database(url, pool_size=2)
    try:
        if await _is_prepared(database, settings):
            return
        # Features take seconds to import, and this process stays: it imports them only to fill a
        # database. The programs that it starts have their own.
        from gapless.app import FEATURES
        from gapless.bootstrap import ensure_first_owner, seed

        await migrate.upgrade(database)
        if settings.demo:
            await seed(database, settings, FEATURES)
        if not await ensure_first_owner(database, settings):
            _say(
                "There is no platform owner yet. Set GAPLESS_OWNER_EMAIL and "
                "GAPLESS_OWNER_PASSWORD and start again, or run: gapless owner create"
            )
    finally:
        await database.close()


async def _is_prepared(database: Database, settings: Settings) -> bool:
    """Whether the schema is the newest and somebody can sign in."""
    if await migrate.current_version(database) != migrate.newest_version():
        return False
    async with database.session() as db:
        return await count_owners(db, settings) > 0


def _banner(settings: Settings) -> None:
    lines = [f"Gapless is ready:  {settings.own_url}", ""]
    if settings.demo:
        lines.append(f"Sign in (demo data, password {DEMO_PASSWORD}):")
        lines += [
            f"  {one.email:22} {one.role:15} {one.tenant_id:15} {one.full_name}"
            for one in DEMO_ADMINS
        ]
    elif settings.owner_email:
        lines.append(f"Sign in as {settings.owner_email}.")
    lines += ["", "Ctrl-C stops everything."]
    _say("\n" + "\n".join(lines) + "\n")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
