"""Telling the outside of breaches and reopenings, by webhook and by mail; both are tried again."""

from __future__ import annotations

import asyncio
import http.client
import json
import urllib.parse
from collections.abc import Mapping
from typing import Any, Literal

from gapless import __version__
from gapless.features.gap_register.rules import module_of
from gapless.gapscan.message import Message, Template
from gapless.gapscan.register import Language, Snapshot, sla_clock
from gapless.platform import clock, mail
from gapless.platform.i18n import Text
from gapless.platform.jobs import JobKind
from gapless.platform.switches import Module
from gapless.platform.unit import Unit
from gapless.platform.worker import JobContext

Event = Literal["gap.reopened", "gap.sla_breached"]
Why = Message | str
_TIMEOUT = 10.0
_ATTEMPTS = 6


_SUBJECTS: dict[Event, Text] = {
    "gap.reopened": Text(
        "[Gapless] {gap} is open again: {title}", "[Gapless] {gap} yeniden açıldı: {title}"
    ),
    "gap.sla_breached": Text(
        "[Gapless] {gap} is overdue: {title}", "[Gapless] {gap} gecikti: {title}"
    ),
}
DUE = Template("notice.due", "due {due}", "son tarih {due}")
_WHAT: dict[Event, Text] = {
    "gap.reopened": Text("The gap went back to Open.", "Boşluk yeniden Açık durumuna döndü."),
    "gap.sla_breached": Text(
        "The gap's deadline has passed and it is not Verified.",
        "Boşluğun süresi doldu ve boşluk henüz Doğrulanmadı.",
    ),
}
_BODY = Text(
    "{what}\n\n{gap} {title}\n{module}\n\nWhy: {reason}\nPriority: {priority}\n"
    "Owner: {owner}\nDue: {due}\n\n{link}",
    "{what}\n\n{gap} {title}\n{module}\n\nNeden: {reason}\nÖncelik: {priority}\n"
    "Sahip: {owner}\nSon tarih: {due}\n\n{link}",
)


class NotTaken(Exception):
    """The webhook's server did not take the call."""


async def tell(unit: Unit, event: Event, snapshot: Snapshot, gap_id: str, reason: Why) -> None:
    """Adds the call and the mails to the unit's transaction, where they are set."""
    if unit.settings.gap_webhook_url is not None:
        await _call(unit, event, snapshot, gap_id, reason)
    if unit.settings.gap_mail_to:
        await _write(unit, event, snapshot, gap_id, reason)


async def _write(unit: Unit, event: Event, snapshot: Snapshot, gap_id: str, reason: Why) -> None:
    locale = unit.settings.mail_language
    primary = snapshot.entry(gap_id)
    entry = snapshot.register(Language(locale)).entry(gap_id) or primary
    due = sla_clock(primary, snapshot.log.transitions, clock.now()).due
    await mail.send(
        unit,
        to=unit.settings.gap_mail_to,
        subject=_SUBJECTS[event],
        body=_BODY,
        locale=locale,
        params={
            "what": _WHAT[event].of(locale),
            "gap": entry.id,
            "title": entry.title,
            "module": module_of(entry),
            "reason": _worded(reason, Language(locale)),
            "priority": primary.priority or "-",
            "owner": primary.owner or "-",
            "due": due.strftime("%Y-%m-%d %H:%M UTC") if due else "-",
            "link": unit.settings.link(f"/gaps/{entry.id}"),
        },
    )


def _worded(reason: Why, language: Language) -> str:
    return reason.text(language) if isinstance(reason, Message) else reason


async def _call(unit: Unit, event: Event, snapshot: Snapshot, gap_id: str, reason: Why) -> None:
    entry = snapshot.entry(gap_id)
    await unit.enqueue(
        "gaps.notify",
        {
            "event": event,
            "at": clock.iso(clock.now()),
            "gap": entry.id,
            "title": entry.title,
            "module": module_of(entry),
            "priority": entry.priority.value if entry.priority else None,
            "owner": entry.owner or None,
            "reason": str(reason),
        },
    )


async def send(context: JobContext) -> Mapping[str, Any]:
    """Handler of the job `gaps.notify`: one call; any answer but 2xx is tried again."""
    url = context.settings.gap_webhook_url
    if url is None:
        return {"sent": False}
    body = json.dumps({**context.payload, "id": str(context.job.id)}, ensure_ascii=False).encode()
    status = await asyncio.to_thread(_post, url.get_secret_value(), body)
    return {"sent": True, "status": status}


def _post(url: str, body: bytes) -> int:
    """The answer's status. Redirects are not followed. Raises `NotTaken` and `OSError`."""
    parts = urllib.parse.urlsplit(url)
    secure = parts.scheme == "https"
    if not secure and parts.scheme != "http":
        raise NotTaken("the webhook's address is neither http nor https")
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = {"Content-Type": "application/json", "User-Agent": f"gapless/{__version__}"}
    try:
        connection.request("POST", target, body, headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotTaken(f"the webhook answered {status}")
    return status


NOTIFY = JobKind(
    "gaps.notify",
    send,
    audit="gap.notified",
    module=Module.GAP_REGISTER,
    max_attempts=_ATTEMPTS,
)
