"""How much is asked of each module, by minute: what a kill switch would hit.

Requests are counted in the process and added to the database every few seconds, so that counting
costs a request nothing that could be measured. A process that is killed loses its last seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from gapless.platform import clock
from gapless.platform.database import Database
from gapless.platform.switches.modules import Module

log = structlog.get_logger("gapless.traffic")

FLUSH_SECONDS = 5.0
KEPT = timedelta(days=1)
_MOST_KEYS = 100_000
"""Counts kept while the database is away; beyond that, new ones are dropped."""

_ADD = text("""
    INSERT INTO module_traffic (minute, module, tenant_id, requests)
    VALUES (:minute, :module, :tenant_id, :requests)
    ON CONFLICT (minute, module, tenant_id)
    DO UPDATE SET requests = module_traffic.requests + excluded.requests
""")
_FORGET = text("DELETE FROM module_traffic WHERE minute < :before")


class Traffic:
    """One process's counts that the database does not have yet."""

    def __init__(self, database: Database, *, flush_seconds: float = FLUSH_SECONDS) -> None:
        self.database = database
        self.flush_seconds = flush_seconds
        self._counts: dict[tuple[datetime, str, str], int] = {}

    def count(self, module: Module | None, tenant_id: str | None, requests: int = 1) -> None:
        """Count requests that reached a module."""
        if module is None:
            return
        minute = clock.now().replace(second=0, microsecond=0)
        key = (minute, module.value, tenant_id or "")
        if key in self._counts or len(self._counts) < _MOST_KEYS:
            self._counts[key] = self._counts.get(key, 0) + requests

    async def flush(self) -> None:
        """Add what was counted to the database; keep it if the database is away."""
        counts, self._counts = self._counts, {}
        if not counts:
            return
        rows = [
            {"minute": minute, "module": module, "tenant_id": tenant_id, "requests": requests}
            # In one order, so that two processes do not wait for each other.
            for (minute, module, tenant_id), requests in sorted(counts.items())
        ]
        try:
            async with self.database.session() as db:
                await db.execute(_ADD, rows)
                await db.execute(_FORGET, {"before": clock.now() - KEPT})
                await db.commit()
        except (OSError, SQLAlchemyError) as failure:
            log.warning("traffic.not_kept", error=type(failure).__name__)
            for key, requests in counts.items():
                self._counts[key] = self._counts.get(key, 0) + requests

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Flush now and then for the time of the block, and at its end."""
        task = asyncio.create_task(self._flush_for_ever())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.flush()

    async def _flush_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self.flush_seconds)
            await self.flush()
