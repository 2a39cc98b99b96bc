"""Starting things: the whole product, the API alone, a worker alone, a database for a command."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from gapless.app import FEATURES, create_app
from gapless.bootstrap import ensure_first_owner, seed
from gapless.platform import migrate, telemetry
from gapless.platform.database import Database
from gapless.platform.embedded.errors import EmbeddedPostgresError, NotRunning
from gapless.platform.embedded_postgres import EmbeddedPostgres
from gapless.platform.http_protocol import OnePacket
from gapless.platform.identity.demo import DEMO_ADMINS, DEMO_PASSWORD
from gapless.platform.problems import Problem
from gapless.platform.processes import ProcessSpec, run_processes
from gapless.platform.worker import Worker
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


def serve(settings: Settings) -> None:
    """Run the API and the panel until told to stop."""
    telemetry.configure_logging(settings, service="api")
    with database_url(settings) as url:
        asyncio.run(_check(settings, url))
        database = Database(url, pool_size=settings.database_pool_size)
        app = create_app(settings, database)
        # What is there now stays until the end. Left to the garbage collector, its full runs would
        # look at all of it, and everybody would wait: for 270 ms of processor time, as measured
        # while flags were published.
        gc.collect()
        gc.freeze()
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            http=OnePacket,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )


def work(settings: Settings) -> None:
    """Run a background worker until told to stop."""
    telemetry.configure_logging(settings, service="worker")

    async def go(url: str) -> None:
        await _check(settings, url)
        # A running job holds one connection and tells its progress through another.
        enough = max(settings.database_pool_size, 2 * settings.worker_concurrency)
        database = Database(url, pool_size=enough)
        try:
            await Worker(database, settings, FEATURES).run()
        finally:
            await database.close()

    with database_url(settings) as url:
        asyncio.run(go(url))


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


class NotReady(SystemExit):
    """The database is not as this version needs it. Ends the process with the message."""


async def _check(settings: Settings, url: str) -> None:
    """Raise `NotReady` if the schema is not the newest; make the first owner if named."""
    database = Database(url, pool_size=1)
    try:
        found = await migrate.current_version(database)
        if found != migrate.newest_version():
            raise NotReady(
                f"The database is at {found or 'nothing'}, this version needs "
                f"{migrate.newest_version()}. Run: gapless db upgrade"
            )
        await ensure_first_owner(database, settings)
    finally:
        await database.close()


async def _prepare(settings: Settings, url: str) -> None:
    database = Database(url, pool_size=2)
    try:
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
