"""What a feature shows of itself to the house."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.jobs import JobKind, Schedule
from gapless.platform.routing import Router
from gapless.settings import Settings

Seed = Callable[[AsyncSession, Settings], Awaitable[None]]
"""Adds demo data inside the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A room of the house: its routes, its background jobs, its demo data."""

    name: str
    routers: Sequence[Router] = ()
    jobs: Sequence[JobKind] = ()
    schedules: Sequence[Schedule] = ()
    seeds: Sequence[Seed] = field(default=())
