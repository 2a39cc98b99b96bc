"""Mail: sent by a durable background job, so that no user's act waits for a mail server or fails.

`send` puts a mail into the caller's transaction: it leaves if and only if that commits. Without a
mail server it is given up with a line in the log, and whatever caused it succeeds all the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import aiosmtplib
import structlog
from email_validator import EmailNotValidError, validate_email

from gapless.platform import clock
from gapless.platform.i18n import Locale, Text, current_locale
from gapless.platform.jobs import BackgroundJob, JobKind
from gapless.platform.problems import MailAddressInvalid, MailRefused
from gapless.settings import Settings
from gapless.smtp_url import parse_smtp_url

if TYPE_CHECKING:
    from gapless.platform.unit import Unit
    from gapless.platform.worker import JobContext

log = structlog.get_logger("gapless.mail")

NO_SERVER = "not sent: no mail server configured"
_KIND = "mail.send"
_TIMEOUT = 30.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_PAGE = """\
<!doctype html>
<html lang="{locale}"><head><meta charset="utf-8"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#f4f5f7;color:#1f2933;\
font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
{paragraphs}
</div></body></html>
"""


def is_configured(settings: Settings) -> bool:
    """Whether mail can leave at all; where it cannot, show a link instead of promising a mail."""
    return settings.smtp_url is not None


async def send(
    unit: Unit,
    *,
    to: str | Sequence[str],
    subject: Text | str,
    body: Text | str,
    locale: Locale | None = None,
    params: Mapping[str, object] | None = None,
) -> list[BackgroundJob]:
    """Send a mail when the unit commits: one to each recipient, who sees no other.

    `params` fill the `{placeholders}` of `subject` and `body`; paragraphs of the body are parted by
    an empty line, and addresses in it become links. `locale` is the recipient's language, the
    request's if nobody knows. Raises `MailAddressInvalid`. Line breaks in a subject become spaces,
    so that no text can add a header.
    """
    language = locale or current_locale()
    recipients = [_address(one) for one in ([to] if isinstance(to, str) else to)]
    filled = {
        "subject": _CONTROL.sub(" ", _text(subject, language, params)).strip(),
        "body": _text(body, language, params),
        "locale": language,
    }
    return [await unit.enqueue(_KIND, {"to": one, **filled}) for one in recipients]


def _text(text: Text | str, locale: Locale, params: Mapping[str, object] | None) -> str:
    template = text.of(locale) if isinstance(text, Text) else text
    return template.format(**params) if params else template


def _address(given: str) -> str:
    try:
        return validate_email(given, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as wrong:
        raise MailAddressInvalid(address=given[:200], why=str(wrong)) from wrong


async def deliver(context: JobContext) -> Mapping[str, Any]:
    """Handler of the job `mail.send`: hands one mail to the server.

    Raises `MailRefused` where the server will never take it; anything else is tried again.
    """
    settings, mail = context.settings, context.payload
    if settings.smtp_url is None or settings.mail_from is None:
        log.warning("mail.not_sent", reason=NO_SERVER, to=_masked(mail["to"]))
        return {"sent": False, "reason": NO_SERVER}
    server = parse_smtp_url(settings.smtp_url.get_secret_value())
    message = compose(mail, settings, identity=str(context.job.id))
    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.use_tls,
            start_tls=server.start_tls,
            timeout=_TIMEOUT,
        )
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPDataError) as refused:
        answers = getattr(refused, "recipients", [refused])
        if all(answer.code >= 500 for answer in answers):
            raise MailRefused(answer=f"{answers[0].code} {answers[0].message}") from refused
        raise
    log.info("mail.sent", to=_masked(mail["to"]))
    return {"sent": True}


def compose(mail: Mapping[str, Any], settings: Settings, *, identity: str) -> EmailMessage:
    """The message: plain text, the same as simple HTML, and headers that say a machine wrote it.

    Its Message-ID is the job's, so that a mail handed in twice is one mail to who receives it.
    """
    assert settings.mail_from is not None
    message = EmailMessage()
    message["From"] = str(settings.mail_from)
    message["To"] = mail["to"]
    message["Subject"] = mail["subject"]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{identity}@{settings.mail_from.email.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail["body"])
    message.add_alternative(_as_html(mail), subtype="html")
    message["Content-Language"] = mail["locale"]  # before, it would go down with the first part
    return message


def _as_html(mail: Mapping[str, Any]) -> str:
    blocks = re.split(r"\n\s*\n", mail["body"].strip())
    return _PAGE.format(
        locale=mail["locale"],
        subject=html.escape(mail["subject"]),
        paragraphs="\n".join(f"<p>{_linked(b).replace(chr(10), '<br>')}</p>" for b in blocks),
    )


def _linked(text: str) -> str:
    out, end = [], 0
    for match in _LINK.finditer(text):
        url = html.escape(match.group())
        out += [html.escape(text[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*out, html.escape(text[end:])])


def _masked(address: str) -> str:
    """Enough of an address to recognise it in a log, and no more."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"


JOBS = (
    JobKind(
        _KIND,
        deliver,
        audit="mail.failed",
        max_attempts=12,
        longest_delay=timedelta(minutes=15),  # a mail server that greylists wants to be asked later
        forget_payload=True,
    ),
)
