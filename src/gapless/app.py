"""The application: the list of features, nothing else. Importing it does nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from gapless import __version__
from gapless.features.admin_users import feature as admin_users
from gapless.features.audit_log import feature as audit_log
from gapless.features.auth import feature as auth
from gapless.features.dashboard import feature as dashboard
from gapless.features.feature_flags import feature as feature_flags
from gapless.features.games import feature as games
from gapless.features.gap_register import feature as gap_register
from gapless.features.tenants import feature as tenants
from gapless.platform.database import Database
from gapless.platform.errors import install_error_handlers
from gapless.platform.feature import Feature
from gapless.platform.health import install_health
from gapless.platform.middleware import RequestMiddleware
from gapless.platform.panel import find_panel, install_panel
from gapless.settings import Settings

FEATURES: Sequence[Feature] = (
    tenants,
    auth,
    admin_users,
    games,
    audit_log,
    dashboard,
    gap_register,
    feature_flags,
)


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The API and the panel, on a database that is already at the newest schema."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await database.close()

    app = FastAPI(
        title="Gapless",
        version=__version__,
        description="Back office of an online-casino platform with several brands.",
        lifespan=lifespan,
        redirect_slashes=False,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.database = database
    install_error_handlers(app)
    install_health(app)
    for feature in FEATURES:
        for router in feature.routers:
            app.include_router(router, prefix="/api/v1")
    install_panel(app, find_panel())
    app.add_middleware(RequestMiddleware)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "If-Match",
                "X-CSRF-Token",
                "X-Reason",
                "X-Request-ID",
                "X-Tenant-ID",
            ],
            expose_headers=["ETag", "Link", "X-Request-ID", "X-Total-Count"],
        )
    return app
