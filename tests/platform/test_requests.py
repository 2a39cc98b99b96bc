"""Reading the caller's address, whatever proxies say."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from starlette.requests import Request

from gapless.platform.requests import client_address, network_of
from gapless.settings import Settings


def request(peer: str, *forwarded: str, trusted: str = "10.0.0.0/8") -> Request:
    settings = Settings.model_validate({"trusted_proxies": trusted})
    return Request(
        {
            "type": "http",
            "client": (peer, 1),
            "headers": [(b"x-forwarded-for", f.encode()) for f in forwarded],
            "app": SimpleNamespace(state=SimpleNamespace(settings=settings)),
        }
    )


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("203.0.113.5", ["6.6.6.6"], "203.0.113.5"),
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
        ("10.0.0.1", ["198.51.100.7:5123"], "198.51.100.7"),
        ("10.0.0.1", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("10.0.0.1", ["198.51.100.7, <script>"], "198.51.100.7"),
        ("10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_the_address_is_the_first_one_no_trusted_proxy_wrote(
    peer: str, forwarded: list[str], found: str
) -> None:
    assert client_address(request(peer, *forwarded)) == found


def test_one_network_of_ipv6_is_one_caller() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff") == "2001:db8::/64"
    assert network_of("198.51.100.7") == "198.51.100.7"
    assert network_of(None) == ""
