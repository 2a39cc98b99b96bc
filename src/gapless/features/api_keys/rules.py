"""Pure rules of API keys: their state, their networks, the order of their scopes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_network
from typing import Literal

from gapless.platform.identity.key_models import ApiKey
from gapless.platform.identity.scopes import CATALOGUE

Status = Literal["active", "disabled", "expired", "leaked", "deleted"]

MAX_KEYS = 500
"""Keys of one brand that are not deleted."""
MAX_OVERLAP_HOURS = 30 * 24
LONGEST_LIFE = timedelta(days=3660)


def status_of(key: ApiKey, now: datetime) -> Status:
    """What a key is now: the first of these that holds."""
    if key.deleted_at is not None:
        return "deleted"
    if key.leaked_at is not None:
        return "leaked"
    if key.expires_at is not None and key.expires_at <= now:
        return "expired"
    return "active" if key.active else "disabled"


def has_previous(key: ApiKey, now: datetime) -> bool:
    """Whether the secret from before the last rotation still works."""
    return key.previous_until is not None and key.previous_until > now


def ordered(scopes: Iterable[str]) -> list[str]:
    """The scopes without repetition, in the order of the catalogue; unknown ones at the end."""
    place = {scope: number for number, scope in enumerate(CATALOGUE)}
    return sorted(set(scopes), key=lambda scope: (place.get(scope, len(place)), scope))


def network_text(text: str) -> str:
    """A network in its one spelling: `10.0.0.7` is `10.0.0.7/32`. Raises `ValueError`."""
    network = ip_network(text.strip())
    if isinstance(network, IPv6Network) and (
        network.network_address.ipv4_mapped is not None or network.network_address.scope_id
    ):
        raise ValueError("write an IPv4 network as IPv4, and leave the interface out")
    return str(network)
