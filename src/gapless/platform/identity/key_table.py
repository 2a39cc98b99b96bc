"""What one process knows of all API keys, so that a call with one costs no query.

The table holds every key by the hash of its secret. It hears of changes by notification, and
whenever a decision would rest on knowledge older than `MAX_AGE`, it asks the database for the
newest change number first: even if every notification is lost, a key that was switched off works
for a second at most.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from gapless.platform.database import Database
from gapless.platform.identity import keys
from gapless.platform.identity.actor import Actor
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.identity.key_problems import (
    ApiKeyAddressRefused,
    ApiKeyDisabled,
    ApiKeyExpired,
    ApiKeyInvalid,
    ApiKeyLeaked,
    ApiKeyWrongEnvironment,
)
from gapless.platform.identity.scopes import permissions_of_scopes
from gapless.platform.problems import Problem, Unavailable

log = structlog.get_logger(__name__)

MAX_AGE = 1.0
"""Seconds after which what is known must be confirmed before it decides anything."""
CHANNEL = "api_keys"
LOST = (OSError, SQLAlchemyError, TimeoutError)
_ANSWER_WITHIN = 5.0
_NEVER = float("inf")

Net = tuple[int, int, int]
"""A network as version, mask and the bits under it: compared much faster than as an object."""
_VERSION = text("SELECT version FROM channel_versions WHERE channel = :channel")


@dataclass(frozen=True, slots=True)
class KnownSecret:
    """One secret of a key, ready to be judged."""

    key_id: str
    """The key's id as text, whose hash Python remembers; that of a UUID it works out each time."""
    actor: Actor
    scopes: frozenset[str]
    blocked: type[Problem] | None
    until: float
    """Unix time at which it stops working."""
    networks: tuple[Net, ...]
    limit: int | None
    is_previous: bool


class KeyTable:
    """All keys, as this process knows them."""

    def __init__(
        self,
        database: Database,
        *,
        kind: keys.Kind,
        offline_seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.kind = kind
        self._database = database
        self._offline_seconds = offline_seconds
        self._monotonic = monotonic
        self._by_digest: dict[bytes, KnownSecret] = {}
        self._digests: dict[UUID, tuple[bytes, ...]] = {}
        self._version = -1
        self._confirmed_at = -_NEVER
        self._failed_at = -_NEVER
        self._lock = asyncio.Lock()
        self._begun = self._ended = 0

    def __len__(self) -> int:
        return len(self._digests)

    def find(self, secret: str) -> KnownSecret | None:
        """The secret, if it is known. Raises `ApiKeyInvalid` for what is no key at all."""
        # Found by its hash, which whoever guesses cannot steer: the time it takes tells nothing.
        known = self._by_digest.get(keys.hash_of(secret))
        # What is known needs no proof of its form.
        if known is None and not keys.is_well_formed(secret):
            raise ApiKeyInvalid
        return known

    def secrets_of(self, key_id: UUID) -> list[tuple[bytes, KnownSecret]]:
        """The secrets of a key that are known, with the hash of each."""
        return [(d, self._by_digest[d]) for d in self._digests.get(key_id, ())]

    def judge(self, known: KnownSecret, address: str | None, now: float) -> None:
        """Raise the reason why the secret does not work now, or not from this address."""
        if known.blocked is not None:
            raise known.blocked
        if known.until <= now:
            raise ApiKeyExpired
        if known.networks and not _inside(address, known.networks):
            raise ApiKeyAddressRefused(address=address)

    def unknown(self, secret: str) -> Problem:
        """Why a well-formed secret is not known."""
        wanted = keys.prefix_of(self.kind)
        if not secret.startswith(wanted):
            return ApiKeyWrongEnvironment(given=secret[: len(wanted)], wanted=wanted)
        return ApiKeyInvalid()

    @property
    def is_fresh(self) -> bool:
        """Whether what is known may decide."""
        return self._monotonic() - self._confirmed_at <= MAX_AGE

    async def hear(self, _: str | None) -> int:
        """Learn of a change that was announced. Returns the version that is known then."""
        await self.refresh()
        return self._version

    def expire(self) -> None:
        """Something changed: the next decision waits for it."""
        self._confirmed_at = min(self._confirmed_at, self._monotonic() - MAX_AGE - 1e-6)

    async def be_fresh(self) -> None:
        """Make sure that what is known may decide.

        Without the database the last state is believed for a while; then raises `Unavailable`.
        """
        if self.is_fresh:
            return
        if self._monotonic() - self._failed_at > MAX_AGE:
            try:
                await self.refresh()
            except LOST as failure:
                self._failed_at = self._monotonic()
                log.warning("api_keys.database_lost", error=type(failure).__name__)
            else:
                return
        if self._monotonic() - self._confirmed_at > self._offline_seconds:
            raise Unavailable(headers={"Retry-After": "1"})

    async def refresh(self) -> None:
        """Learn what has changed up to now. Many who ask at once are answered by one query."""
        asked = self._begun
        async with self._lock:
            if self._ended > asked:  # one began after we asked, and has ended
                return
            self._begun += 1
            number, began = self._begun, self._monotonic()
            async with asyncio.timeout(_ANSWER_WITHIN):
                await self._load()
            self._ended, self._confirmed_at = number, began

    async def _load(self) -> None:
        async with self._database.session() as db:
            version: int = await db.scalar(_VERSION, {"channel": CHANNEL}) or 0
            if version < self._version:  # another database, or one from a backup
                self._by_digest.clear()
                self._digests.clear()
                self._version = -1
            if version == self._version:
                return
            changed = await db.scalars(select(ApiKey).where(ApiKey.revision > self._version))
            for key in changed:
                self._put(key)
        self._version = version

    def _put(self, key: ApiKey) -> None:
        for digest in self._digests.pop(key.id, ()):
            self._by_digest.pop(digest, None)
        if key.deleted_at is not None or key.kind != self.kind:
            return
        known = dict(_secrets_of(key))
        self._by_digest.update(known)
        self._digests[key.id] = tuple(known)


def _secrets_of(key: ApiKey) -> list[tuple[bytes, KnownSecret]]:
    end = key.expires_at.timestamp() if key.expires_at else _NEVER
    common: dict[str, Any] = {
        "key_id": str(key.id),
        "actor": actor_of(key),
        "scopes": frozenset(key.scopes),
        "blocked": ApiKeyLeaked if key.leaked_at else None if key.active else ApiKeyDisabled,
        "networks": tuple(_net(text) for text in key.allowed_cidrs),
        "limit": key.rate_limit_per_minute,
    }
    found = [(key.secret_hash, KnownSecret(**common, until=end, is_previous=False))]
    if key.previous_hash is not None and key.previous_until is not None:
        until = min(end, key.previous_until.timestamp())
        found.append((key.previous_hash, KnownSecret(**common, until=until, is_previous=True)))
    return found


def actor_of(key: ApiKey) -> Actor:
    """The actor that a call with the key is. Its label begins with what nobody can choose."""
    return Actor(
        admin_id=None,
        email=f"{key.key_prefix}… ({key.name})",
        role="API key",
        tenant_id=key.tenant_id,
        via="api_key",
        full_name=key.name,
        permissions=permissions_of_scopes(key.scopes),
        key_id=key.id,
    )


def _net(text: str) -> Net:
    network = ip_network(text)
    return network.version, int(network.netmask), int(network.network_address)


@lru_cache(maxsize=4096)
def _parsed(address: str) -> tuple[int, int]:
    """An address as version and bits; an IPv4 address that comes as IPv6 is the IPv4 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return 0, 0
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.version, int(found)


def _inside(address: str | None, networks: tuple[Net, ...]) -> bool:
    version, bits = _parsed(address or "")
    for wanted, mask, start in networks:  # noqa: SIM110 - a generator would cost more than the rest
        if version == wanted and bits & mask == start:
            return True
    return False
