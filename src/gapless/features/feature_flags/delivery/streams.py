"""Telling clients that flags changed, with server-sent events.

A browser's `EventSource` sends no headers, so the address itself proves who may listen: it names
an API key, an environment and a day, signed with what is stored of the key's secret. It stops
working when the key does.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sse_starlette import EventSourceResponse

from gapless.features.feature_flags.delivery.store import Environment, FlagStore
from gapless.platform.identity.key_table import KeyTable, KnownSecret
from gapless.platform.problems import Unauthorized
from gapless.platform.switches import Module, SwitchTable

PATH = "/ofrep/v1/stream"
PING_SECONDS = 15
_DAY = 86_400
_DAYS = 2
"""An address works for the rest of its day and one more; answers name a new one each day."""


def today() -> int:
    """The day that new addresses are of."""
    return int(time.time()) // _DAY


def make_token(digest: bytes, key_id: UUID, environment: str, day: int) -> str:
    """What proves that the holder of a key was given the address."""
    text = f"{key_id.hex}.{environment}.{day}"
    return f"{text}.{hmac.digest(digest, text.encode(), 'sha256')[:18].hex()}"


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens, and to what."""

    secret: KnownSecret
    environment: str


def read_token(table: KeyTable, token: str, address: str | None) -> Listener:
    """Whom the token was given to. Raises why it does not work, or its key does not."""
    text, _, _ = token.rpartition(".")
    try:
        key, environment, day = text.split(".")
        key_id, made = UUID(hex=key), int(day)
    except ValueError:
        raise Unauthorized from None
    if not 0 <= today() - made < _DAYS:
        raise Unauthorized
    for digest, secret in table.secrets_of(key_id):
        wanted = make_token(digest, key_id, environment, made)
        if hmac.compare_digest(wanted.encode(), token.encode()):
            table.judge(secret, address, time.time())
            return Listener(secret, environment)
    raise Unauthorized


class Streams:
    """The open streams of one process."""

    def __init__(self, store: FlagStore, switches: SwitchTable, table: KeyTable) -> None:
        self.store = store
        self.switches = switches
        self.table = table

    def open(
        self, environment: Environment, module: Module, key_id: UUID | None
    ) -> EventSourceResponse:
        """An answer that tells of each change until the module or the key is switched off."""
        return EventSourceResponse(
            self._events(environment, module, key_id),
            ping=PING_SECONDS,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _events(
        self, environment: Environment, module: Module, key_id: UUID | None
    ) -> AsyncIterator[dict[str, Any]]:
        # The first event comes at once: between the caller's evaluation and its listening the
        # flags may have changed. Asking again is cheap, the answer is 304.
        yield refetch(environment)
        off = asyncio.ensure_future(self.switches.until_off(module, environment.tenant_id))
        try:
            while not off.done():
                told = environment.changed
                change = asyncio.ensure_future(told.wait())
                try:
                    await asyncio.wait(
                        {change, off}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED
                    )
                finally:
                    change.cancel()
                if off.done() or not self._may_listen(key_id):
                    return
                if told.is_set():
                    yield refetch(environment)
        finally:
            off.cancel()

    def _may_listen(self, key_id: UUID | None) -> bool:
        if key_id is None:
            return True
        return any(secret.blocked is None for _, secret in self.table.secrets_of(key_id))


def refetch(environment: Environment) -> dict[str, Any]:
    """The event that asks clients to evaluate again."""
    told = {"type": "refetchEvaluation", "etag": f'"{environment.tag}"'}
    return {"id": str(environment.version), "data": json.dumps(told)}
