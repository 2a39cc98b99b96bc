"""Forgotten passwords: the link by mail, the help of another admin, and what nobody learns."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from gapless.features.admin_users import feature
from gapless.features.admin_users.passwords.models import PasswordReset
from gapless.platform import clock, mail
from gapless.platform.database import Database
from gapless.platform.feature import Feature
from gapless.platform.identity import Admin
from gapless.platform.jobs import BackgroundJob
from gapless.platform.worker import Worker
from gapless.settings import Settings
from tests.support.house import PASSWORD, House
from tests.support.post_office import PostOffice

GOOD = "Brand-New-Word-7"


async def ask(house: House, email: str) -> Any:
    return await house.client().post("/api/v1/auth/request-password-reset", json={"email": email})


async def reset(house: House, token: str, password: str = GOOD) -> Any:
    return await house.client().post(
        "/api/v1/auth/reset-password", json={"token": token, "new_password": password}
    )


async def sign_in(house: House, email: str, password: str) -> int:
    answer = await house.client().post(
        "/api/v1/auth/login", json={"email": email, "password": password}
    )
    return int(answer.status_code)


async def run_jobs(database: Database, settings: Settings) -> None:
    """Run what this feature and the mail have queued, as a worker does."""
    worker = Worker(database, settings, [feature, Feature(name="mail", jobs=mail.JOBS)])
    for kind in ("admin.password_reset_requested", "mail.send"):
        async with database.session() as db:
            queued = await db.scalars(
                select(BackgroundJob.id).where(
                    BackgroundJob.kind == kind, BackgroundJob.state == "queued"
                )
            )
            ids: list[UUID] = list(queued)
        for job_id in ids:
            await worker.run_job(job_id)


async def test_a_forgotten_password_is_set_by_the_link_in_a_mail(
    house: House, database: Database, settings: Settings
) -> None:
    session = await house.sign_in("Support")
    with PostOffice() as office:
        sending = settings.model_copy(
            update={
                "smtp_url": Settings(
                    smtp_url=f"smtp://127.0.0.1:{office.port}", mail_from="Gapless <g@example.com>"
                ).smtp_url,
                "mail_from": Settings(
                    smtp_url="smtp://127.0.0.1:25", mail_from="Gapless <g@example.com>"
                ).mail_from,
            }
        )
        assert (await ask(house, session.email.upper())).status_code == 202
        await run_jobs(database, sending)
        (letter,) = [m for m in office.letters if m.recipients == [session.email]]
        await ask(house, session.email)  # too soon for a second mail
        await run_jobs(database, sending)
        assert len([m for m in office.letters if m.recipients == [session.email]]) == 1
    text = letter.content.decode().replace("=\r\n", "").replace("=3D", "=")
    found = re.search(r"/reset-password\?token=(gls_rst_[\w-]+)", text)
    assert found, text
    token = found.group(1)
    look = await house.client().post("/api/v1/auth/link", json={"token": token})
    assert (look.json()["kind"], look.json()["email"]) == ("reset", session.email)
    assert (await reset(house, token, "weak")).json()["error_code"] == "PASSWORD_TOO_SHORT"
    assert (await reset(house, token)).status_code == 204
    assert (await session.get("/games")).status_code == 401
    assert await sign_in(house, session.email, PASSWORD) == 401
    assert await sign_in(house, session.email, GOOD) == 200
    assert (await reset(house, token)).json()["error_code"] == "RESET_TOKEN_INVALID"
    async with database.session() as db:
        kept = await db.scalars(
            select(BackgroundJob.payload).where(
                BackgroundJob.kind == "admin.password_reset_requested"
            )
        )
        assert all(payload == {} for payload in kept)


async def test_the_answer_is_the_same_for_anybody(house: House, database: Database) -> None:
    known = await house.add_admin()
    disabled = await house.add_admin(status="disabled")
    answers = [
        await ask(house, email)
        for email in (known.email, disabled.email, "nobody@example.com", "not an address")
    ]
    assert {a.status_code for a in answers} == {202}
    assert len({a.text for a in answers}) == 1
    async with database.session() as db:
        # All of the work is left to a job, so that its time tells nothing either.
        jobs = await db.scalar(
            select(func.count())
            .select_from(BackgroundJob)
            .where(
                BackgroundJob.kind == "admin.password_reset_requested",
                BackgroundJob.state == "queued",
            )
        )
        links = await db.scalar(
            select(func.count())
            .select_from(PasswordReset)
            .where(PasswordReset.admin_id.in_([known.id, disabled.id]))
        )
    assert jobs is not None
    assert jobs >= len(answers)
    assert links == 0


async def test_asking_too_often_is_refused(house: House, settings: Settings) -> None:
    few = settings.model_copy(update={"login_max_failures_per_address": 3})
    async with House.build(house.database, few) as strict:
        client = strict.client()
        client.headers["X-Forwarded-For"] = "203.0.113.77"  # believed from nobody
        answers = [
            await client.post("/api/v1/auth/accept-invite", json={"token": "x", "new_password": ""})
            for _ in range(4)
        ]
    assert [a.status_code for a in answers][-1] == 429
    assert answers[-1].headers["Retry-After"]


async def test_an_admin_sets_anothers_password_and_their_sessions_end(house: House) -> None:
    caller = await house.sign_in("Admin")
    other = await house.sign_in("Support")
    path = f"/admin/users/{other.admin_id}/reset-password"
    missing = await caller.post(path, json={"mode": "set"})
    assert missing.json()["error_code"] == "PASSWORD_REQUIRED"
    weak = await caller.post(path, json={"mode": "set", "password": "weak"})
    assert weak.json()["error_code"] == "PASSWORD_TOO_SHORT"
    done = await caller.post(path, json={"mode": "set", "password": GOOD})
    assert done.json() == {"mailed": False, "reset_url": None, "sessions_ended": 1}
    assert (await other.get("/games")).status_code == 401
    assert await sign_in(house, other.email, GOOD) == 200
    own = await caller.post(
        f"/admin/users/{caller.admin_id}/reset-password", json={"mode": "set", "password": GOOD}
    )
    assert own.json()["error_code"] == "OWN_ACCOUNT"
    superior = await house.add_admin("Platform Owner", owner=True)
    for body in ({"mode": "set", "password": GOOD}, {"mode": "link"}):
        refused = await caller.post(f"/admin/users/{superior.id}/reset-password", json=body)
        assert refused.json()["error_code"] == "ADMIN_OUTRANKS_YOU"


async def test_without_a_mail_server_the_helper_gets_the_link(
    house: House, database: Database
) -> None:
    caller = await house.sign_in("Admin")
    other = await house.add_admin("Support")
    answer = await caller.post(f"/admin/users/{other.id}/reset-password", json={"mode": "link"})
    url = answer.json()["reset_url"]
    token = url.partition("token=")[2]
    async with database.session() as db:
        await db.execute(
            update(PasswordReset)
            .where(PasswordReset.admin_id == other.id)
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )
        await db.commit()
    late = await reset(house, token)
    assert late.json()["error_code"] == "RESET_TOKEN_EXPIRED"
    answer = await caller.post(f"/admin/users/{other.id}/reset-password", json={"mode": "link"})
    newer = answer.json()["reset_url"].partition("token=")[2]
    assert (await reset(house, token)).json()["error_code"] == "RESET_TOKEN_INVALID"
    invite = await house.client().post(
        "/api/v1/auth/accept-invite", json={"token": newer, "new_password": GOOD}
    )
    assert invite.json()["error_code"] == "INVITE_TOKEN_INVALID"
    async with database.session() as db:
        await db.execute(update(Admin).where(Admin.id == other.id).values(status="disabled"))
        await db.commit()
    assert (await reset(house, newer)).json()["error_code"] == "RESET_TOKEN_INVALID"
    bulk = await caller.post(
        "/admin/users/bulk", json={"action": "send_reset_link", "ids": [str(other.id)]}
    )
    assert bulk.json()["results"][0]["error_code"] == "MAIL_NOT_CONFIGURED"


@pytest.mark.parametrize("token", ["", "x", "gls_rst_", "gls_sess_" + "x" * 43, "\u0000"])
async def test_what_is_no_token_is_refused(house: House, token: str) -> None:
    for path in ("reset-password", "link"):
        body = {"token": token, **({"new_password": GOOD} if path == "reset-password" else {})}
        answer = await house.client().post(f"/api/v1/auth/{path}", json=body)
        assert answer.status_code in (400, 422), answer.text
