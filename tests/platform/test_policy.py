"""What follows from a policy line, on routes made for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from gapless.app import create_app, running
from gapless.platform.permissions import Permission
from gapless.platform.routing import Access, PolicyMissing, Router, policy
from gapless.platform.switches import BrandFeature, Module
from gapless.settings import Settings
from tests.support.house import House


def test_a_route_without_a_policy_does_not_start() -> None:
    router = Router()
    with pytest.raises(PolicyMissing, match="has no @policy"):

        @router.get("/x")
        async def forgotten() -> None:
            """Nothing."""


def test_a_write_without_an_audit_action_does_not_start() -> None:
    router = Router()
    with pytest.raises(PolicyMissing, match="names no audit"):

        @router.post("/x")
        @policy(Permission.GAMES_WRITE)
        async def silent() -> None:
            """Nothing."""


@pytest.mark.parametrize("access", [Permission.ADMINS_WRITE, Access.SIGNED_IN])
def test_a_write_that_decides_who_gets_in_and_is_silent_on_proof_does_not_start(
    access: Permission | Access,
) -> None:
    router = Router()
    with pytest.raises(PolicyMissing, match="wants step_up or without_proof"):

        @router.post("/x")
        @policy(access, audit="trial.done")
        async def unguarded() -> None:
            """Nothing."""


router = Router(prefix="/trial")


@router.get("/crm")
@policy(Access.SIGNED_IN, module=Module.CRM, feature=BrandFeature.CAN_USE_CRM)
async def crm() -> dict[str, bool]:
    """A route that a brand must have the feature for."""
    return {"reached": True}


@pytest.fixture
async def trial(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """The whole application with the trial route, as an admin of the house's brand."""
    app = create_app(house.settings, house.database)
    app.include_router(router, prefix="/api/v1")
    # The panel's page for every other address was added last and would win.
    app.router.routes.insert(0, app.router.routes.pop())
    caller = await house.sign_in()
    async with (
        running(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://gapless.example",
            headers={"Authorization": f"Bearer {caller.token}"},
        ) as client,
    ):
        yield client


async def test_gates_open_and_close_with_the_brands_features(
    house: House, trial: httpx.AsyncClient
) -> None:
    owner = await house.owner()
    path = f"/tenants/{house.tenant_id}"
    await owner.patch(path, json={"features": {"can_use_crm": False}})
    closed = await trial.get("/api/v1/trial/crm")
    assert (closed.status_code, closed.json()["error_code"]) == (403, "FEATURE_DISABLED")
    assert closed.json()["details"] == {"feature": "can_use_crm", "module": "crm"}
    await owner.patch(path, json={"features": {"can_use_crm": True}})
    assert (await trial.get("/api/v1/trial/crm")).json() == {"reached": True}
    await house.switch("crm", off=True)
    for _ in range(600):  # the trial's own application has to hear of it
        killed = await trial.get("/api/v1/trial/crm")
        if killed.status_code == 503:
            break
        await asyncio.sleep(0.05)
    assert (killed.status_code, killed.json()["module"]) == (503, "CRM")


async def test_the_global_kill_switch_comes_before_signing_in(house: House) -> None:
    settings = house.settings.model_copy(update={"kill_switch_all": True})
    app = create_app(settings, house.database)
    async with (
        running(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://gapless.example"
        ) as client,
    ):
        assert (await client.get("/api/v1/games")).status_code == 503
        # Signing in is no module, so that whoever lifts the switch can get in.
        login = await client.post("/api/v1/auth/login", json={"email": "x"})
        assert login.status_code == 422


async def test_headers_metrics_and_cors(house: House) -> None:
    settings = Settings.model_validate(
        {
            **house.settings.model_dump(),
            "trusted_proxies": "127.0.0.0/8",
            "cors_origins": "https://panel.example",
        }
    )
    app = create_app(settings, house.database)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://gapless.example"
    ) as client:
        page = await client.get("/healthz", headers={"Origin": "https://panel.example"})
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Access-Control-Allow-Origin"] == "https://panel.example"
        assert "X-Request-ID" in page.headers["Access-Control-Expose-Headers"]
        near = await client.get("/metrics")
        assert "gapless_http_requests_total" in near.text
        far = await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"})
        assert far.status_code == 403
