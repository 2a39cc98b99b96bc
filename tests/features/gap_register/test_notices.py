"""What the outside is told: a real HTTP receiver and a real mail server."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import update

from gapless.app import FEATURES
from gapless.platform.jobs import BackgroundJob
from gapless.platform.worker import JobContext, Worker
from gapless.settings import Settings
from tests.features.gap_register.proving import Shop, fix, put_contract, verify, work
from tests.support.house import Caller, House
from tests.support.post_office import Letter, PostOffice


def telling(house: House, shop: Shop, office: PostOffice, **more: Any) -> Settings:
    """The house's settings, and both ways to be told; the routes see them too."""
    told = {
        "gap_webhook_url": SecretStr(f"{shop.url}/hook"),
        "gap_mail_to": ("lead@example.com", "ops@example.com"),
        "smtp_url": office.url,
        "mail_from": "Gapless <office@example.com>",
        "public_url": "https://office.example.com",
        **more,
    }
    return Settings.model_validate({**house.settings.model_dump(), **told})


@pytest.fixture(autouse=True)
async def empty_outbox(house: House) -> None:
    """Other tests of this process leave mails that nobody has sent."""
    async with house.database.session() as db:
        await db.execute(
            update(BackgroundJob)
            .where(BackgroundJob.kind == "mail.send", BackgroundJob.state == "queued")
            .values(state="cancelled")
        )
        await db.commit()


@pytest.fixture
def told(house: House, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts settings into the running house."""

    def put(settings: Settings) -> None:
        for name in ("gap_webhook_url", "gap_mail_to", "public_url", "mail_language"):
            monkeypatch.setattr(house.settings, name, getattr(settings, name))

    return put


def read(letter: Letter) -> tuple[str, str]:
    message = message_from_bytes(letter.content, policy=policy.default)
    body = message.get_body(("plain",))
    return message["Subject"], body.get_content().replace("\r\n", "\n")


async def nightly(house: House, settings: Settings, name: str) -> None:
    """What the worker does when that schedule's hour has come."""
    worker = Worker(house.database, settings, FEATURES)
    [schedule] = [one for one in worker.schedules if one.name == name]
    await schedule.run(JobContext(house.database, settings, None))


async def test_a_regression_seen_at_night_is_told_by_webhook_and_mail(
    house: House, owner: Caller, register: Any, shop: Shop, told: Any
) -> None:
    with PostOffice() as office:
        settings = telling(house, shop, office)
        told(settings)
        await put_contract(owner)
        await fix(owner)
        await verify(house, owner, "G-001")
        assert (await owner.get("/gaps/G-001")).json()["status"] == "Verified"
        shop.status = 500
        await nightly(house, settings, "gap_register.verify")
        await work(house, "gaps.verify", settings)
        assert (await owner.get("/gaps/G-001")).json()["status"] == "Open"
        shop.status = 200
        await work(house, "gaps.notify", settings)
        await work(house, "mail.send", settings)
    [call] = shop.posts
    assert (call["event"], call["gap"]) == ("gap.reopened", "G-001")
    assert [letter.recipients for letter in office.letters] == [
        ["lead@example.com"], ["ops@example.com"],
    ]  # fmt: skip
    subject, body = read(office.letters[0])
    assert subject.startswith("[Gapless] G-001 is open again: ")
    assert "status 500" in body
    assert "https://office.example.com/gaps/G-001" in body


async def test_a_breach_is_told_once_in_the_language_of_the_mails(
    house: House, owner: Caller, register: Any, shop: Shop, told: Any
) -> None:
    with PostOffice() as office:
        settings = telling(house, shop, office, gap_mail_to=("a@example.com",), mail_language="tr")
        told(settings)
        for _ in range(2):
            await nightly(house, settings, "gap_register.deadlines")
            await work(house, "gaps.notify", settings)
            await work(house, "mail.send", settings)
    assert sorted(call["gap"] for call in shop.posts) == ["G-001", "G-002", "G-003", "G-004"]
    assert {call["event"] for call in shop.posts} == {"gap.sla_breached"}
    found = sorted(read(letter) for letter in office.letters)
    assert len(found) == 4
    turkish = (await owner.get("/gaps/G-001", params={"language": "tr"})).json()
    assert found[0][0] == f"[Gapless] G-001 gecikti: {turkish['title']}"
    assert "Boşluğun süresi doldu" in found[0][1]


async def test_a_mail_that_names_nobody_is_refused_at_the_start() -> None:
    settings = Settings.model_validate({"gap_mail_to": "a@example.com, b@example.com"})
    assert settings.gap_mail_to == ("a@example.com", "b@example.com")
    with pytest.raises(ValidationError):
        Settings.model_validate({"gap_mail_to": "a@example.com, nobody"})


async def test_nobody_is_told_where_nothing_is_set(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await nightly(house, house.settings, "gap_register.deadlines")
    await work(house, "gaps.notify")
    await work(house, "mail.send")
    assert shop.posts == []
