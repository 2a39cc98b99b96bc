"""Emergency access: past every lock, once, for a time, and nobody can overlook it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from gapless.features.auth.break_glass import console
from gapless.features.auth.break_glass.jobs import end_what_is_over
from gapless.features.auth.break_glass.models import BreakGlass
from gapless.platform import clock
from gapless.platform.audit import AuditEvent
from gapless.platform.identity import Admin
from gapless.platform.identity.models import Session
from gapless.platform.identity.owners import can_sign_in
from gapless.platform.jobs import BackgroundJob
from gapless.platform.worker import JobContext
from gapless.settings import Settings
from tests.support.house import House

USE = "/api/v1/auth/break-glass"
ME = "/api/v1/auth/me"


async def open_access(house: House, minutes: int = 30) -> str:
    """Open access; the link's token."""
    link = await console.open_access(
        house.database, house.settings, tenant_id=house.tenant_id, opened_for="Ada Night",
        reason="everybody is locked out", minutes=minutes,
    )  # fmt: skip
    return link.partition("?token=")[2]


async def begin(house: House) -> httpx.AsyncClient:
    """Somebody who has used a link, with the header that writes by cookie need."""
    client = house.client()
    answer = await client.post(USE, json={"token": await open_access(house)})
    assert answer.status_code == 200, answer.text
    client.headers["X-CSRF-Token"] = client.cookies["gapless_csrf"]
    return client


async def case_of(house: House, client: httpx.AsyncClient) -> BreakGlass:
    own = (await client.get(ME)).json()["id"]
    async with house.database.session() as db:
        found = await db.scalar(select(BreakGlass).where(BreakGlass.admin_id == UUID(own)))
    assert found is not None
    return found


async def test_it_lets_in_past_networks_and_fresh_proofs_and_mends_what_is_broken(
    house: House,
) -> None:
    owner = await house.sign_in("Platform Owner", owner=True)
    locked_out = await house.add_admin("Support", status="disabled")
    rule = {
        "ip_address": "127.0.0.0/8",
        "restriction_type": "blocked",
        "reason": "a mistake",
        "confirm_lockout": True,
    }
    client = await begin(house)
    blocked = await owner.post("/admin/ip-restrictions", json=rule)
    assert blocked.status_code in (200, 201), blocked.text
    assert (await owner.get("/auth/me")).status_code == 403
    me = (await client.get(ME)).json()
    assert me["is_platform_owner"] is True
    assert me["break_glass"]["opened_for"] == "Ada Night"
    assert me["break_glass"]["is_own"] is True
    async with house.database.session() as db:
        await db.execute(
            update(Session)
            .where(Session.admin_id == UUID(me["id"]))
            .values(proved_at=clock.now() - timedelta(hours=3))
        )
        await db.commit()
    removed = await client.delete(
        f"/api/v1/admin/ip-restrictions/{blocked.json()['id']}",
        headers={"X-Reason": "everybody is locked out"},
    )
    assert removed.status_code < 300, removed.text
    enabled = await client.post(
        f"/api/v1/admin/users/{locked_out.id}/status", json={"is_active": True},
        headers={"X-Reason": "needed tonight"},
    )  # fmt: skip
    assert enabled.status_code == 200, enabled.text
    assert (await owner.get("/auth/me")).json()["break_glass"]["is_own"] is False


async def test_a_link_works_once_and_in_time_and_a_guess_never(house: House) -> None:
    token = await open_access(house)
    first = await house.client().post(USE, json={"token": token})
    assert first.status_code == 200
    for wrong in (token, "gls_brk_guess", "x"):
        answer = await house.client().post(USE, json={"token": wrong})
        assert (answer.status_code, answer.json()["error_code"]) == (
            404, "BREAK_GLASS_LINK_INVALID",
        )  # fmt: skip
    late = await open_access(house)
    async with house.database.session() as db:
        await db.execute(
            update(BreakGlass)
            .where(BreakGlass.used_at.is_(None))
            .values(link_ends_at=clock.now() - timedelta(seconds=1))
        )
        await db.commit()
    assert (await house.client().post(USE, json={"token": late})).status_code == 404


async def test_it_ends_with_its_time_and_the_account_with_it(house: House) -> None:
    client = await begin(house)
    case = await case_of(house, client)
    assert case.ends_at is not None
    assert timedelta(minutes=29) < case.ends_at - clock.now() <= timedelta(minutes=30)
    past = clock.now() - timedelta(seconds=1)
    async with house.database.session() as db:
        await db.execute(
            update(Session).where(Session.id == case.session_id).values(expires_at=past)
        )
        await db.execute(update(BreakGlass).where(BreakGlass.id == case.id).values(ends_at=past))
        await db.commit()
    assert (await client.get(ME)).status_code == 401
    await end_what_is_over(JobContext(house.database, house.settings, None))
    async with house.database.session() as db:
        admin = await db.get_one(Admin, case.admin_id)
        ended = await db.get_one(BreakGlass, case.id)
        rows = await db.scalars(
            select(AuditEvent.action).where(AuditEvent.resource_id == str(case.id))
        )
        assert sorted(rows) == [
            "auth.break_glass_ended", "auth.break_glass_opened", "auth.break_glass_used",
        ]  # fmt: skip
    assert admin.status == "disabled"
    assert ended.ended_at is not None


async def test_the_command_line_ends_it_at_once_and_unused_links_too(house: House) -> None:
    client = await begin(house)
    unused = await open_access(house)
    assert await console.end_all(house.database, house.settings) >= 2
    assert (await client.get(ME)).status_code == 401
    assert (await house.client().post(USE, json={"token": unused})).status_code == 404


async def test_the_account_opens_nothing_but_by_its_link_and_is_no_last_owner(
    house: House,
) -> None:
    client = await begin(house)
    own = (await client.get(ME)).json()
    given = await client.patch(
        f"/api/v1/admin/users/{own['id']}", json={"password": "Another-Horse-77"}
    )
    tried = await house.client().post(
        "/api/v1/auth/login", json={"email": own["email"], "password": "Another-Horse-77"}
    )
    assert (given.json()["error_code"], tried.status_code) == ("EMERGENCY_ACCOUNT", 422)
    owner = await house.owner()
    path = f"/admin/users/{own['id']}"
    assert (await owner.post(f"{path}/status", json={"is_active": False})).status_code == 200
    again = await owner.post(f"{path}/status", json={"is_active": True})
    assert again.json()["error_code"] == "EMERGENCY_ACCOUNT"
    async with house.database.session() as db:
        counted = await db.scalar(
            select(Admin.id).where(can_sign_in(house.settings), Admin.id == UUID(own["id"]))
        )
    assert counted is None


@pytest.fixture
async def mailing(house: House) -> AsyncIterator[House]:
    """The house with a mail server that nobody will ask in this test."""
    values = {
        **house.settings.model_dump(),
        "smtp_url": "smtp://127.0.0.1:1",
        "mail_from": "Gapless <gapless@example.com>",
    }
    async with House.build(house.database, Settings(**values)) as built:
        yield built


async def test_every_owner_is_told_when_it_is_opened_and_when_it_is_used(mailing: House) -> None:
    owner = await mailing.add_admin("Platform Owner", owner=True, status="disabled")
    await begin(mailing)
    async with mailing.database.session() as db:
        rows = await db.scalars(
            select(BackgroundJob)
            .where(BackgroundJob.kind == "mail.send")
            .order_by(BackgroundJob.created_at)
        )
        bodies = [row.payload["body"] for row in rows if row.payload.get("to") == owner.email]
    assert len(bodies) == 2
    assert "was opened on the server" in bodies[0]
    assert "is in use now, from 127.0.0.1" in bodies[1]
    assert all("Ada Night" in body and "everybody is locked out" in body for body in bodies)
