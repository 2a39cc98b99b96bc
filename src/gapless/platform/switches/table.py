"""What is switched off, as one process knows it: read on each request, written by the feed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from gapless.platform import clock
from gapless.platform.problems import ModuleDisabled
from gapless.platform.switches.modules import Module

Chunk = TypeVar("Chunk")

RETRY_SECONDS = 60
"""When to ask again about a switch whose end is not known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A switch that stands: for one brand or, without one, for all."""

    module: str
    tenant_id: str | None
    until: datetime | None


class SwitchTable:
    """The state of every kill switch. It changes only by what the database says.

    A process that has not read the state yet answers as if everything were off; one that has lost
    the database keeps what it knew. A switch with an end falls by the clock, in every process by
    itself.
    """

    def __init__(self, *, everything_off: bool = False) -> None:
        self._everything_off = everything_off
        self._off: dict[tuple[str | None, str], datetime | None] | None = None
        self._quiet = False
        self._changed = asyncio.Event()

    @property
    def quiet(self) -> bool:
        """Whether nothing at all is off: the state of nearly every request."""
        return self._quiet

    @property
    def loaded(self) -> bool:
        """Whether the state has been read since the process began."""
        return self._off is not None

    def replace(self, standing: Iterable[Standing]) -> None:
        """Take over the whole state."""
        self._settle({(s.tenant_id, s.module): s.until for s in standing})

    def change(
        self, module: str, tenant_id: str | None, *, off: bool, until: datetime | None
    ) -> None:
        """Take over one change."""
        known = dict(self._off or {})
        known.pop((tenant_id, module), None)
        if off:
            known[tenant_id, module] = until
        self._settle(known)

    def _settle(self, off: dict[tuple[str | None, str], datetime | None]) -> None:
        self._off = off
        self._quiet = not off and not self._everything_off
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def seconds_off(self, module: Module | None, tenant_id: str | None) -> int | None:
        """When to ask again, in seconds, if the module is off for the brand or for all."""
        if self._quiet or module is None:
            return None
        if self._off is None or self._everything_off:
            return RETRY_SECONDS
        waits = [
            _seconds_to(self._off[key])
            for key in ((None, module.value), (tenant_id, module.value))
            if key in self._off
        ]
        return max(waits, default=0) or None

    def check(self, module: Module | None, tenant_id: str | None) -> None:
        """Raise `ModuleDisabled` if the module is off for everyone or for this brand."""
        wait = self.seconds_off(module, tenant_id)
        if wait is not None and module is not None:
            raise ModuleDisabled(module.value.upper(), retry_after=wait)

    async def until_off(self, module: Module, tenant_id: str | None) -> None:
        """Return when the module is off. For streams that have nothing to send at the moment."""
        while self.seconds_off(module, tenant_id) is None:
            await self._changed.wait()

    async def guard(
        self, chunks: AsyncIterable[Chunk], module: Module, tenant_id: str | None
    ) -> AsyncIterator[Chunk]:
        """The chunks of an answer that has begun, until its module is switched off.

        Then it raises, so that the connection breaks: an answer that merely ended would look whole.
        """
        async for chunk in chunks:
            self.check(module, tenant_id)
            yield chunk


def _seconds_to(until: datetime | None) -> int:
    if until is None:
        return RETRY_SECONDS
    left = (until - clock.now()).total_seconds()
    return 0 if left <= 0 else max(1, min(3600, round(left)))
