"""Letting calls with API keys in: the table, the limits and the notes of use, kept going."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import time

import structlog
from starlette.requests import HTTPConnection

from gapless.platform.database import Database
from gapless.platform.identity import keys
from gapless.platform.identity.actor import Actor
from gapless.platform.identity.key_limits import KeyLimits, Quota
from gapless.platform.identity.key_table import CHANNEL, LOST, KeyTable, KnownSecret
from gapless.platform.identity.key_use import KeyUse
from gapless.platform.notifications import Notifications
from gapless.platform.problems import Problem
from gapless.settings import Settings

log = structlog.get_logger(__name__)

HEADER = "X-API-Key"
_CONFIRM_EVERY = 0.5
_EXCHANGE_EVERY = 1.0
_FLUSH_EVERY = 3.0
_FORGET_EVERY = 600.0


def presented_key(connection: HTTPConnection) -> str | None:
    """The API key that a call carries, right or wrong; None if it carries none.

    A Bearer token counts before `X-API-Key`, and both before the session's cookie.
    """
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() == "bearer" and token:
        return token if keys.looks_like_key(token) else None
    return connection.headers.get(HEADER)


class KeyGate:
    """The keys of one process."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.table = KeyTable(
            database,
            kind=keys.kind_in(settings.environment),
            offline_seconds=settings.api_key_offline_seconds,
        )
        self.limits = KeyLimits(database)
        self.use = KeyUse(database)

    async def admit(
        self,
        secret: str,
        address: str | None,
        agent: str | None,
        *,
        known: KnownSecret | None = None,
    ) -> tuple[Actor, Quota | None]:
        """Who calls with this key, and what is left of its rate if that is limited.

        Raises why the key does not work. Junk costs no look-up; anything else costs a query only
        if this process has not heard from the database for a second, or does not know the key.
        `known` is the secret, where a caller has just found it.
        """
        table = self.table
        known = known or table.find(secret)  # junk is refused here, before anything is asked
        if known is None:
            # Another process may have made it a moment ago.
            await _try(table.refresh)
        if known is None or not table.is_fresh:
            await table.be_fresh()
            known = table.find(secret)
        if known is None:
            raise table.unknown(secret)
        now = time()
        try:
            table.judge(known, address, now)
            quota = self.limits.take(known.key_id, known.limit) if known.limit else None
        except Problem as refusal:
            self.use.refused(known.key_id, now, address, refusal.code)
            raise
        self.use.called(known.key_id, now, address, agent, is_previous=known.is_previous)
        return known.actor, quota

    def listen(self, notifications: Notifications) -> None:
        """Hear of every change of a key as soon as it is made."""
        notifications.subscribe(CHANNEL, self.table.hear)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep what is known fresh and write what was used, for the time of the block."""
        tasks = [
            asyncio.create_task(_every(seconds, act))
            for seconds, act in (
                (_CONFIRM_EVERY, self.table.refresh),
                (_EXCHANGE_EVERY, self.limits.exchange),
                (_FLUSH_EVERY, self.use.flush),
                (_FORGET_EVERY, self.limits.forget),
            )
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await _try(self.use.flush)


async def _every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    while True:
        await _try(act)
        await asyncio.sleep(seconds)


async def _try(act: Callable[[], Awaitable[None]]) -> None:
    try:
        await act()
    except LOST as failure:
        log.warning("api_keys.database_lost", error=type(failure).__name__)
