"""The application: the list of features, nothing else. Importing it does nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from gapless import __version__
from gapless.features.admin_users import feature as admin_users
from gapless.features.api_keys import feature as api_keys
from gapless.features.audit_log import feature as audit_log
from gapless.features.auth import feature as auth
from gapless.features.dashboard import feature as dashboard
from gapless.features.feature_flags import feature as feature_flags
from gapless.features.games import feature as games
from gapless.features.gap_register import feature as gap_register
from gapless.features.kill_switch import feature as kill_switch
from gapless.features.tenants import feature as tenants
from gapless.platform import operations
from gapless.platform.application import Application
from gapless.platform.database import Database
from gapless.platform.errors import install_error_handlers
from gapless.platform.feature import Feature
from gapless.platform.health import install_health
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.middleware import RequestMiddleware
from gapless.platform.notifications import Notifications
from gapless.platform.panel import find_panel, install_panel
from gapless.platform.routing import PolicyRoute
from gapless.platform.switches import SwitchTable
from gapless.platform.switches.gate import SwitchGate, modules_by_segment
from gapless.platform.switches.reach import reach_of
from gapless.platform.switches.store import CHANNEL, SwitchFeed
from gapless.platform.traffic import Traffic
from gapless.settings import Settings

FEATURES: Sequence[Feature] = (
    tenants,
    auth,
    admin_users,
    games,
    api_keys,
    audit_log,
    dashboard,
    gap_register,
    feature_flags,
    kill_switch,
)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """What an application does beside its requests. It may be asked when the block begins."""
    notifications: Notifications = app.state.notifications
    traffic: Traffic = app.state.traffic
    keys: KeyGate = app.state.keys
    async with AsyncExitStack() as stack:
        for part in (notifications, traffic, keys):
            await stack.enter_async_context(part.running())
        for feature in FEATURES:
            if feature.running is not None:
                await stack.enter_async_context(feature.running(app))
        yield


def _operations() -> operations.Operations:
    """Every operation of the features, wherever its router is included."""
    below = [router for feature in FEATURES for router in feature.routers]
    at_root = [router for feature in FEATURES for router in feature.root_routers]
    return {
        **operations.collect(below, prefix="/api/v1"),
        **operations.collect(at_root, prefix=""),
    }


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The API and the panel, on a database that is already at the newest schema."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(app):
            yield
        await database.close()

    app = Application(
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
    app.state.features = FEATURES
    app.state.keys = KeyGate(database, settings)
    app.state.switches = SwitchTable(everything_off=settings.kill_switch_all)
    app.state.reach = reach_of(FEATURES)
    app.state.traffic = Traffic(database)
    app.state.notifications = Notifications(database)
    app.state.keys.listen(app.state.notifications)
    app.state.notifications.subscribe(CHANNEL, SwitchFeed(database, app.state.switches).listen)
    install_error_handlers(app)
    install_health(app)
    for feature in FEATURES:
        for router in feature.routers:
            app.include_router(router, prefix="/api/v1")
        for router in feature.root_routers:
            app.include_router(router)
    at_root = (route for f in FEATURES for router in f.root_routers for route in router.routes)
    words = {route.path.split("/")[1] for route in at_root if isinstance(route, PolicyRoute)}
    install_panel(app, find_panel(), apart=sorted(words))
    routers = [router for feature in FEATURES for router in feature.routers]
    app.state.operations = _operations()
    app.add_middleware(SwitchGate, table=app.state.switches, modules=modules_by_segment(routers))
    app.add_middleware(RequestMiddleware)
    for feature in FEATURES:
        if feature.extend is not None:
            feature.extend(app)
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
                "If-None-Match",
                "X-API-Key",
                "X-CSRF-Token",
                "X-Flag-Environment",
                "X-Reason",
                "X-Request-ID",
                "X-Tenant-ID",
            ],
            expose_headers=[
                "ETag",
                "Link",
                "RateLimit",
                "RateLimit-Policy",
                "Retry-After",
                "X-Request-ID",
                "X-Total-Count",
            ],
        )
    return app
