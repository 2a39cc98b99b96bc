"""Whoever an account belongs to is told by mail of what a stranger might have done with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from gapless.platform.jobs import BackgroundJob
from gapless.settings import Settings
from tests.features.auth.second_factors import first_step, second_step, set_up_app
from tests.support.house import PASSWORD, House

LOGIN = "/api/v1/auth/login"


@pytest.fixture
async def mailing(house: House) -> AsyncIterator[House]:
    """The house with a mail server that nobody will ask in this test."""
    values = {
        **house.settings.model_dump(),
        "smtp_url": "smtp://127.0.0.1:1",
        "mail_from": "Gapless <gapless@example.com>",
        "mail_language": "tr",
    }
    async with House.build(house.database, Settings(**values)) as built:
        yield built


async def mails_to(house: House, email: str) -> list[str]:
    async with house.database.session() as db:
        rows = await db.scalars(
            select(BackgroundJob)
            .where(BackgroundJob.kind == "mail.send")
            .order_by(BackgroundJob.created_at)
        )
        return [row.payload["body"] for row in rows if row.payload.get("to") == email]


async def test_a_new_device_is_told_and_a_known_one_not(mailing: House) -> None:
    admin = await mailing.add_admin()
    body = {"email": admin.email, "password": PASSWORD, "session": "cookie"}
    browser = mailing.client()
    for _ in range(2):
        await browser.post(LOGIN, json=body)
    assert await mails_to(mailing, admin.email) == []
    await mailing.client(**{"User-Agent": "curl/8.5.0"}).post(LOGIN, json=body)
    told = await mails_to(mailing, admin.email)
    assert len(told) == 1
    assert "new device" in told[0]
    assert "curl 8" in told[0]
    assert "127.0.0.1" in told[0]


async def test_changes_of_factors_and_password_are_told(mailing: House) -> None:
    boss = await mailing.sign_in("Admin")
    admin = await mailing.add_admin("Support")
    caller = await mailing.sign_in_as(admin)
    _, codes = await set_up_app(caller)
    await second_step(mailing, await first_step(mailing, admin), recovery_code=codes[0])
    await caller.post("/auth/factors/recovery-codes")
    await caller.post(
        "/auth/change-password",
        json={"current_password": PASSWORD, "new_password": "Otter-Kayak-Plum-7"},
    )
    await boss.post(
        f"/admin/users/{admin.id}/reset-password",
        json={"mode": "set", "password": "Lantern-Quarry-Fig-41"},
    )
    await boss.delete(f"/admin/users/{admin.id}/second-factors", headers={"X-Reason": "Lost"})
    first_lines = [mail.splitlines()[0] for mail in await mails_to(mailing, admin.email)]
    assert first_lines == [
        "A second factor was added to your Gapless account.",
        "A recovery code of your Gapless account was used.",
        "The recovery codes of your Gapless account were renewed; the old ones are void.",
        "The password of your Gapless account was changed.",
        # By somebody else: in the language that the installation writes in.
        "Gapless hesabınızın parolası değiştirildi.",
        "Bir yönetici Gapless hesabınızın tüm ikinci adımlarını kaldırdı.",
    ]


async def test_without_a_mail_server_nothing_waits_for_one(house: House) -> None:
    admin = await house.add_admin()
    await set_up_app(await house.sign_in_as(admin))
    assert await mails_to(house, admin.email) == []
