"""What is read from a request outside its body: its id and the caller's address."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from secrets import token_hex
from typing import cast
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

from gapless.settings import Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}\Z")


def accept_request_id(given: str | None) -> str:
    """The caller's request id if it is safe to repeat, else a new one."""
    return given if given and REQUEST_ID.match(given) else token_hex(16)


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
    return address_in(connection.scope, connection.app.state.settings)


def address_in(scope: Scope, settings: Settings) -> str | None:
    """The same of a request that has no object yet."""
    client = scope.get("client")
    address: str | None = client[0] if client else None
    if not settings.trusted_proxies or address is None:
        return address
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    hops = [hop for part in forwarded.split(",") if (hop := _address(part))]
    while hops and _trusted(address, settings):
        address = hops.pop()
    return address


def network_of(address: str | None) -> str:
    """What counts as one caller in a limit: an IPv4 address, or the /64 an IPv6 address is in."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return address or ""
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def _address(hop: str) -> str | None:
    """The address in one hop of X-Forwarded-For, without its port; None if it is none."""
    text = hop.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def _trusted(address: str, settings: Settings) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(
        parsed.version == network.version and parsed in network
        for network in settings.trusted_proxies
    )
