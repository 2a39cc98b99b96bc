"""The API with the panel, and a background worker: what each process runs."""

from __future__ import annotations

import asyncio
import gc

import uvicorn

from gapless.app import FEATURES, create_app
from gapless.bootstrap import ensure_first_owner
from gapless.launch import database_url
from gapless.platform import migrate, telemetry
from gapless.platform.database import Database
from gapless.platform.http_protocol import OnePacket
from gapless.platform.worker import Worker
from gapless.settings import Settings


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
