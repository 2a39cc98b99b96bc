"""One HTTP exchange at a time, with nothing done behind the caller's back: no redirects."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from gapless.gapscan.model import ScanInputError

MAX_BODY = 50_000_000
TIMEOUT = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the content type and the body as text (replacement marks where it is not UTF-8)."""

    status: int
    kind: str
    body: str


def request(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: str | None = None
) -> Answer:
    """Send one request on a connection of its own.

    Raises :class:`ScanInputError` for what is no address, ``OSError`` or
    ``http.client.HTTPException`` when there is no answer within 15 seconds.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ScanInputError(f"{url}: not an address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ScanInputError(f"{url}: not an http or https address")
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection.request(method, target, body=body, headers=sent)
        response = connection.getresponse()
        text = response.read(MAX_BODY).decode("utf-8", "replace")
        return Answer(response.status, response.headers.get("Content-Type", ""), text)
    finally:
        connection.close()
