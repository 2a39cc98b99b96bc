"""Telling the outside of breaches and reopenings: one webhook call for each, tried again."""

from __future__ import annotations

import asyncio
import http.client
import json
import urllib.parse
from collections.abc import Mapping
from typing import Any, Literal

from gapless import __version__
from gapless.features.gap_register.rules import module_of
from gapless.gapscan.register import Entry
from gapless.platform import clock
from gapless.platform.jobs import JobKind
from gapless.platform.unit import Unit
from gapless.platform.worker import JobContext

Event = Literal["gap.reopened", "gap.sla_breached"]
_TIMEOUT = 10.0
_ATTEMPTS = 6


class NotTaken(Exception):
    """The webhook's server did not take the call."""


async def tell(unit: Unit, event: Event, entry: Entry, reason: str) -> None:
    """Adds the call to the unit's transaction, if a webhook is set."""
    if unit.settings.gap_webhook_url is None:
        return
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
            "reason": reason,
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


NOTIFY = JobKind("gaps.notify", send, audit="gap.notified", max_attempts=_ATTEMPTS)
