"""What a feature shows of itself to the house."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.application import Application
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
    root_routers: Sequence[Router] = ()
    """Routes of protocols that fix their own addresses, such as OFREP: not below /api/v1."""
    jobs: Sequence[JobKind] = ()
    schedules: Sequence[Schedule] = ()
    seeds: Sequence[Seed] = field(default=())
    extend: Callable[[Application], None] | None = None
    """Adds to the application what is no route: state, listeners, an ASGI front."""
    running: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None
    """What goes on beside the requests while the application runs."""
