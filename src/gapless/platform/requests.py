"""What is read from a request outside its body: its id and the caller's address."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import cast
from urllib.parse import unquote

from starlette.requests import HTTPConnection

from gapless.platform import ids
from gapless.settings import Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}\Z")


def accept_request_id(given: str | None) -> str:
    """The caller's request id if it is safe to repeat, else a new one."""
    return given if given and REQUEST_ID.match(given) else ids.new_id().hex


def request_id_of(connection: HTTPConnection) -> str | None:
    """The id the middleware gave to this request."""
    return cast("str | None", connection.scope.get("state", {}).get("request_id"))


def reason_of(connection: HTTPConnection) -> str | None:
    """Why the caller does this, from `X-Reason`.

    Headers carry no letters beyond Latin-1, so the text may be percent-encoded UTF-8.
    """
    given = connection.headers.get("x-reason")
    return unquote(given).replace("\x00", "").strip()[:500] or None if given else None


def client_address(connection: HTTPConnection) -> str | None:
    """The caller's address. `X-Forwarded-For` counts only as far as trusted proxies wrote it."""
    settings: Settings = connection.app.state.settings
    address = connection.client.host if connection.client else None
    if not settings.trusted_proxies or address is None:
        return address
    forwarded = connection.headers.get("x-forwarded-for", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while hops and _trusted(address, settings):
        address = hops.pop()
    return address


def _trusted(address: str, settings: Settings) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(
        parsed.version == network.version and parsed in network
        for network in settings.trusted_proxies
    )
