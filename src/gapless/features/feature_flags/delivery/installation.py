"""How delivery becomes part of the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from fastapi import FastAPI

from gapless.features.feature_flags.delivery.front import ALL, FlagFront
from gapless.features.feature_flags.delivery.service import Delivery
from gapless.platform.application import Application


def install(app: Application) -> None:
    """Put the front before the application and listen for changes."""
    delivery = Delivery(
        app.state.database,
        app.state.settings,
        keys=app.state.keys,
        switches=app.state.switches,
        traffic=app.state.traffic,
    )
    app.state.flag_delivery = delivery
    delivery.listen(app.state.notifications)
    # Browsers of other origins need what CORS adds: for them the front stands behind it.
    app.add_middleware(FlagFront, delivery=delivery)
    app.short_way = ALL, FlagFront(app.the_long_way, delivery, leaves_origins=True)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Count while the application runs."""
    delivery = cast(Delivery, app.state.flag_delivery)
    async with delivery.running():
        yield
