"""Mail, handed to a real SMTP server by the job that a worker would run."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import typer
from pydantic import SecretStr, ValidationError

from gapless.cli_server import load_settings
from gapless.platform import jobs, mail
from gapless.platform.i18n import Text
from gapless.platform.jobs import BackgroundJob
from gapless.platform.problems import MailAddressInvalid
from gapless.platform.unit import Unit
from gapless.platform.worker import Worker
from gapless.settings import Settings
from gapless.smtp_url import parse_smtp_url
from tests.support.house import House
from tests.support.post_office import PostOffice, own_certificate

SUBJECT = Text("You are invited to {brand}", "{brand} sizi davet ediyor")
BODY = Text(
    "Hello {name},\n\nopen {link} to choose a password.\n\nIf it was not you: ignore <this>.",
    "Merhaba {name},\n\nparola seçmek için açın: {link}.",
)
LINK = "https://office.example.com/accept-invite?token=s3cret&x=1"
PARAMS = {"brand": "Kumru Şans", "name": "Ayşe", "link": LINK}


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server that takes everything."""
    with PostOffice() as running:
        yield running


def mailing(house: House, url: str | None) -> Settings:
    return Settings.model_validate(
        {
            **house.settings.model_dump(),
            "smtp_url": url,
            "mail_from": "Gapless <office@gapless.example.com>",
        }
    )


async def enqueue(house: House, **mail_of: Any) -> list[UUID]:
    async with house.database.session() as db:
        unit = Unit(db=db, database=house.database, settings=house.settings, actor=None,
                    tenant=None)  # fmt: skip
        given = {"to": "ayse@example.com", "subject": SUBJECT, "body": BODY, "params": PARAMS}
        added = await mail.send(unit, **{**given, **mail_of})
        await db.commit()
    return [job.id for job in added]


async def run(house: House, job_id: UUID, settings: Settings) -> BackgroundJob:
    await Worker(house.database, settings, []).run_job(job_id)
    async with house.database.session() as db:
        job = await jobs.find(db, job_id)
    assert job is not None
    return job


def parsed(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    text: str = found.get_content()
    return text.replace("\r\n", "\n")


async def test_a_mail_arrives_in_the_recipients_language_and_is_then_forgotten(
    house: House, office: PostOffice
) -> None:
    [job_id] = await enqueue(house, locale="tr")
    job = await run(house, job_id, mailing(house, office.url))
    assert (job.state, job.result, job.payload) == ("succeeded", {"sent": True}, {})
    [letter] = office.letters
    assert (letter.sender, letter.recipients) == (
        "office@gapless.example.com", ["ayse@example.com"],
    )  # fmt: skip
    message = parsed(letter.content)
    assert message["From"] == "Gapless <office@gapless.example.com>"
    assert message["Subject"] == "Kumru Şans sizi davet ediyor"
    assert message["Message-ID"] == f"<{job_id}@gapless.example.com>"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "tr")
    assert message["Date"].datetime.utcoffset().total_seconds() == 0
    assert part(message, "plain").strip() == BODY.tr.format(**PARAMS)
    page = part(message, "html")
    escaped = LINK.replace("&", "&amp;")
    assert f'<a href="{escaped}">{escaped}</a>.</p>' in page
    assert '<html lang="tr">' in page


async def test_what_a_text_holds_is_no_markup(house: House, office: PostOffice) -> None:
    [job_id] = await enqueue(house, locale="en")
    await run(house, job_id, mailing(house, office.url))
    page = part(parsed(office.letters[0].content), "html")
    assert "ignore &lt;this&gt;" in page


async def test_every_recipient_gets_a_mail_of_their_own(house: House, office: PostOffice) -> None:
    settings = mailing(house, office.url)
    for job_id in await enqueue(house, to=["a@example.com", "b@example.com"]):
        await run(house, job_id, settings)
    assert [letter.recipients for letter in office.letters] == [
        ["a@example.com"], ["b@example.com"],
    ]  # fmt: skip
    assert b"b@example.com" not in office.letters[0].content


async def test_a_mail_whose_cause_was_rolled_back_does_not_exist(house: House) -> None:
    async with house.database.session() as db:
        unit = Unit(db=db, database=house.database, settings=house.settings, actor=None,
                    tenant=None)  # fmt: skip
        [job] = await mail.send(unit, to="a@example.com", subject="s", body="b")
        await db.rollback()
    async with house.database.session() as db:
        assert await jobs.find(db, job.id) is None


async def test_without_a_mail_server_it_is_said_and_nobody_fails(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    [job_id] = await enqueue(house)
    job = await run(house, job_id, mailing(house, None))
    assert job.state == "succeeded"
    assert job.result == {"sent": False, "reason": "not sent: no mail server configured"}
    assert job.payload == {}
    assert "no mail server configured" in caplog.text
    assert "s3cret" not in caplog.text
    assert not mail.is_configured(mailing(house, None))


@pytest.mark.parametrize(
    "address",
    ["a@example.com\nBcc: all@example.com", "a@example.com\r\n\r\nhi", "a@b@c", "", "nobody"],
)
async def test_an_address_that_holds_more_is_refused(house: House, address: str) -> None:
    with pytest.raises(MailAddressInvalid):
        await enqueue(house, to=address)


async def test_a_subject_cannot_add_a_header(house: House, office: PostOffice) -> None:
    [job_id] = await enqueue(house, subject="Hello\r\nBcc: all@example.com\u2028x")
    await run(house, job_id, mailing(house, office.url))
    message = parsed(office.letters[0].content)
    assert message["Subject"] == "Hello Bcc: all@example.com x"
    assert message["Bcc"] is None
    assert office.letters[0].recipients == ["ayse@example.com"]


async def test_a_refusal_for_good_is_not_tried_again_and_is_audited(house: House) -> None:
    with PostOffice(answer="550 no such mailbox") as office:
        [job_id] = await enqueue(house)
        job = await run(house, job_id, mailing(house, office.url))
    assert (job.state, job.payload) == ("failed", {})
    assert job.error is not None
    assert job.error["error_code"] == "MAIL_REFUSED"
    assert "550 no such mailbox" in job.error["message"]
    owner = await house.owner()
    rows = await owner.get("/audit/events", params={"action": "mail.failed"})
    assert str(job_id) in [row["resource_id"] for row in rows.json()["items"]]


@pytest.mark.parametrize("answer", ["451 greylisted, come again", None])
async def test_a_refusal_for_now_is_tried_again(house: House, answer: str | None) -> None:
    with PostOffice(answer=answer) as office:
        settings = mailing(house, office.url if answer else "smtp://127.0.0.1:9")
        [job_id] = await enqueue(house)
        with pytest.raises(Exception, match="SMTP"):
            await Worker(house.database, settings, []).run_job(job_id)
    async with house.database.session() as db:
        job = await jobs.find(db, job_id)
    assert job is not None
    assert (job.state, job.attempts) == ("running", 1)
    assert job.payload["to"] == "ayse@example.com"
    with PostOffice() as office:
        assert (await run(house, job_id, mailing(house, office.url))).state == "succeeded"
    assert len(office.letters) == 1


async def test_a_password_goes_over_tls_only(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with PostOffice(tls=context, user="ayşe", password="p@ss:wörd") as office:
        url = f"smtp://ay%C5%9Fe:p%40ss%3Aw%C3%B6rd@localhost:{office.port}"
        [job_id] = await enqueue(house)
        job = await run(house, job_id, mailing(house, url))
        assert (job.state, len(office.letters)) == ("succeeded", 1)
        assert office.letters[0].encrypted
    # Somebody between strips STARTTLS: nothing is said to them.
    with PostOffice(user="ayşe", password="p@ss:wörd") as stripped:
        url = f"smtp://u:p@localhost:{stripped.port}"
        [job_id] = await enqueue(house)
        with pytest.raises(Exception, match="SMTP"):
            await Worker(house.database, mailing(house, url), []).run_job(job_id)
        assert (stripped.letters, stripped.logins) == ([], 0)
    assert isinstance(context, ssl.SSLContext)


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "start_tls"),
    [
        ("smtp://relay", 25, False, None),
        ("smtp://relay:2525?tls=off", 2525, False, False),
        ("smtp://u:p@relay", 587, False, True),
        ("smtps://u:p@relay", 465, True, False),
        ("smtp://u:p@localhost:1025?tls=off", 1025, False, False),
    ],
)
def test_the_url_says_how(url: str, port: int, use_tls: bool, start_tls: bool | None) -> None:
    server = parse_smtp_url(url)
    assert (server.port, server.use_tls, server.start_tls) == (port, use_tls, start_tls)


@pytest.mark.parametrize(
    "url",
    ["relay:25", "http://relay", "smtp://", "smtp://u@relay", "smtp://u:s3cret@relay:port",
     "smtp://u:s3cret@relay?tls=off", "smtps://relay?tls=off", "smtp://u:s3cret@relay?tls=maybe",
     "smtp://relay/path"],
)  # fmt: skip
def test_a_wrong_url_stops_the_start_and_keeps_its_secret(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(smtp_url=SecretStr(url), mail_from="a@example.com")  # type: ignore[arg-type]
    assert all("s3cret" not in error["msg"] for error in refused.value.errors())


def test_the_command_line_names_the_setting_and_not_the_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAPLESS_SMTP_URL", "smtp://u:s3cret@relay?tls=off")
    monkeypatch.setenv("GAPLESS_PORT", "x")
    with pytest.raises(typer.Exit):
        load_settings()
    told = capsys.readouterr().err
    assert "GAPLESS_SMTP_URL: Value error, a password is not sent" in told
    assert "(found 'x')" in told
    assert "s3cret" not in told


def test_mail_needs_a_sender_and_links_a_base() -> None:
    with pytest.raises(ValidationError, match="GAPLESS_MAIL_FROM"):
        Settings(smtp_url=SecretStr("smtp://relay"))
    assert Settings(host="0.0.0.0", port=81).link("/x") == "http://127.0.0.1:81/x"
    assert Settings(host="::1").own_url == "http://[::1]:8000"
    assert Settings(public_url="https://a.example/panel/").link("/x") == "https://a.example/panel/x"
    for wrong in ("a.example", "ftp://a.example", "https://a.example?x=1", "https://u:p@a.example"):
        with pytest.raises(ValidationError):
            Settings(public_url=wrong)
