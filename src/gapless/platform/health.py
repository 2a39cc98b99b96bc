"""Health and version: for orchestrators, for the panel's widget, for Prometheus."""

from __future__ import annotations

import asyncio
import functools
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from starlette.responses import JSONResponse, PlainTextResponse

from gapless import __version__
from gapless.platform import telemetry
from gapless.platform.database import Database
from gapless.platform.identity.sessions import same_secret
from gapless.platform.jobs import BackgroundJob
from gapless.platform.notifications import Notifications
from gapless.platform.requests import client_address
from gapless.platform.switches import SwitchTable
from gapless.settings import Settings

STALE_SECONDS = 5.0
"""Kill switches not confirmed for this long are reported as stale. A poll runs each second."""


class Version(BaseModel):
    """What runs here."""

    service: str
    version: str
    environment: str
    git_sha: str = Field(description="Commit that runs, or `unknown` outside a checkout.")


class Dependencies(BaseModel):
    """State of what the server stands on: connected, unreachable or skipped."""

    database: str
    redis: str


class SwitchState(BaseModel):
    """How well this process knows which kill switches stand."""

    state: Literal["live", "stale", "unknown"] = Field(
        description="`live`: confirmed within the last seconds. `stale`: the database is away, and "
        "what was known last still holds. `unknown`: never read; every module answers 503."
    )
    age_seconds: float | None = Field(description="Since the state was last confirmed.")


class Readiness(BaseModel):
    """Whether the server can answer requests."""

    status: str
    dependencies: Dependencies
    kill_switches: SwitchState


def _switch_state(request: Request) -> SwitchState:
    switches: SwitchTable = request.app.state.switches
    notifications: Notifications = request.app.state.notifications
    age = notifications.age
    if age is None or not switches.loaded:
        return SwitchState(state="unknown", age_seconds=None)
    state: Literal["live", "stale"] = "live" if age < STALE_SECONDS else "stale"
    return SwitchState(state=state, age_seconds=round(age, 1))


async def _database_answers(database: Database) -> bool:
    try:
        async with asyncio.timeout(2):
            await database.ping()
    except Exception:
        return False
    return True


def install_health(app: FastAPI) -> None:
    """Add the routes that need no policy: they show nothing of any brand."""
    router = APIRouter(tags=["health"])

    async def readyz(request: Request) -> Response:
        """Whether the server can answer requests now: 200, or 503 with what is missing."""
        ready = await _database_answers(request.app.state.database)
        body = Readiness(
            status="ready" if ready else "unavailable",
            dependencies=Dependencies(
                database="connected" if ready else "unreachable",
                # The house has no Redis; the existing panel's widget reads the key.
                redis="skipped",
            ),
            kill_switches=_switch_state(request),
        )
        return JSONResponse(body.model_dump(), status_code=200 if ready else 503)

    async def alive() -> dict[str, str]:
        """Whether the process runs."""
        return {"status": "ok"}

    async def version(request: Request) -> Version:
        """What runs here."""
        settings: Settings = request.app.state.settings
        return Version(
            service="gapless",
            version=__version__,
            environment=settings.environment,
            git_sha=settings.git_sha or checkout_commit() or "unknown",
        )

    async def metrics(request: Request) -> Response:
        settings: Settings = request.app.state.settings
        if not _may_read_metrics(request, settings):
            return PlainTextResponse("Not for you.\n", status_code=403)
        age = request.app.state.notifications.age
        telemetry.switches_age.set(-1 if age is None else age)
        await _count_jobs(request.app.state.database)
        return Response(generate_latest(telemetry.registry), media_type=CONTENT_TYPE_LATEST)

    common: dict[str, Any] = {"methods": ["GET"]}
    quiet: dict[str, Any] = {"methods": ["HEAD"], "include_in_schema": False}
    router.add_api_route("/api/readyz", readyz, response_model=Readiness, **common)
    for path in ("/api/v1/readyz", "/api/readiness", "/api/ready"):
        router.add_api_route(path, readyz, include_in_schema=False, **common)
    router.add_api_route("/healthz", alive, **common)
    for path in ("/api/health", "/api/v1/healthz"):
        router.add_api_route(path, alive, include_in_schema=False, **common)
    router.add_api_route("/api/version", version, response_model=Version, **common)
    router.add_api_route("/metrics", metrics, include_in_schema=False, **common)
    for path, answer in (("/api/readyz", readyz), ("/healthz", alive), ("/api/version", version)):
        router.add_api_route(path, answer, **quiet)
    app.include_router(router)


@functools.cache
def checkout_commit() -> str | None:
    """The commit of the checkout the code runs from; None if it runs from somewhere else."""
    git = Path(__file__).resolve().parents[3] / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        return (git / head.removeprefix("ref: ")).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _may_read_metrics(request: Request, settings: Settings) -> bool:
    if settings.metrics_token is not None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return same_secret(token, settings.metrics_token.get_secret_value())
    try:
        return ip_address(client_address(request) or "").is_loopback
    except ValueError:
        return False


async def _count_jobs(database: Database) -> None:
    async with database.session() as db:
        rows = await db.execute(
            select(BackgroundJob.kind, BackgroundJob.state, func.count()).group_by(
                BackgroundJob.kind, BackgroundJob.state
            )
        )
        telemetry.jobs_by_state.clear()
        for kind, state, count in rows:
            telemetry.jobs_by_state.labels(kind, state).set(count)
