"""API keys: how many a core can judge in a second, on the path that every call with one takes.

The path is `KeyGate.admit` as the server runs it: checksum, SHA-256, look-up among many keys,
state, end, networks, rate limit, the note of its use. Measured beside it, in the same run: refusing
junk, argon2id with the parameters our passwords use, and a signed token (HS256, `joserfc`), the
usual way to spare a look-up. The limit is the one the project sets itself: 500,000 a core-second.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey
from pwdlib.hashers.argon2 import Argon2Hasher

from gapless.platform import ids
from gapless.platform.database import Database
from gapless.platform.identity import keys
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.problems import Problem
from gapless.settings import Settings

LIMIT = 500_000
KEYS = 1_000
MANY_KEYS = 100_000
ROUNDS = 5
CALLS = 100_000
ADDRESS, AGENT = "192.0.2.77", "bench/1"


def gate_of(secrets: list[str], **more: Any) -> KeyGate:
    """A gate that knows these keys and asks no database."""
    gate = KeyGate(Database("postgresql://nowhere/none"), Settings())
    for secret in secrets:
        values: dict[str, Any] = {
            "id": ids.new_id(), "tenant_id": "bench", "name": "A key", "kind": "test",
            "scopes": ["games.read", "audit.read"], "secret_hash": keys.digest_of(secret),
            "key_prefix": secret[: keys.SHOWN_LENGTH], "last_four": secret[-4:], "active": True,
            "allowed_cidrs": [], "expires_at": datetime(2099, 1, 1, tzinfo=UTC), **more,
        }  # fmt: skip
        gate.table._put(ApiKey(**values))
    gate.table._confirmed_at = time.monotonic() + 3600
    return gate


def best(act: Callable[[], int]) -> float:
    """The best rate of some rounds, in acts a second of processor time."""
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        count = act()
        rates.append(count / (time.process_time() - started))
    return max(rates)


def admitted(gate: KeyGate, secrets: list[str]) -> float:
    """Rate of calls that are let in."""

    async def all_of_them() -> None:
        admit = gate.admit
        for secret in secrets:
            await admit(secret, ADDRESS, AGENT)

    def act() -> int:
        asyncio.run(all_of_them())
        return len(secrets)

    return best(act)


def refused(gate: KeyGate, secrets: list[str]) -> float:
    """Rate of calls that are refused."""

    async def all_of_them() -> None:
        for secret in secrets:
            try:
                await gate.admit(secret, ADDRESS, AGENT)
            except Problem:
                continue
            raise AssertionError("let in")

    def act() -> int:
        asyncio.run(all_of_them())
        return len(secrets)

    return best(act)


def argon2() -> float:
    """Rate of argon2id, as passwords are checked."""
    hasher = Argon2Hasher()
    stored = hasher.hash("gls_live_secret")

    def act() -> int:
        for _ in range(5):
            hasher.verify("gls_live_secret", stored)
        return 5

    return best(act)


def signed_token() -> float:
    """Rate of checking a signed token that carries what a look-up would tell."""
    key = OctKey.import_key("s" * 32)
    claims = {"sub": str(ids.new_id()), "tenant": "bench", "scopes": ["games.read", "audit.read"]}
    token = jwt.encode({"alg": "HS256"}, claims, key)

    def act() -> int:
        for _ in range(2000):
            jwt.decode(token, key)
        return 2000

    return best(act)


def main() -> None:
    """Print the rates as ratios to the limit and to the peers."""
    known = [keys.make("test") for _ in range(KEYS)]
    many = [keys.make("test") for _ in range(MANY_KEYS)]
    chooser = random.Random(7)
    calls = [chooser.choice(known) for _ in range(CALLS)]
    junk = [secret[:20] + ("a" if secret[20] != "a" else "b") + secret[21:] for secret in calls]
    plain = admitted(gate_of(known), calls)
    rows = [
        ("let in", plain),
        (f"let in, of {MANY_KEYS:,} keys", admitted(gate_of(many), many)),
        ("let in, with an allowed network", admitted(
            gate_of(known, allowed_cidrs=["10.0.0.0/8", "192.0.2.0/24"]), calls)),
        ("let in, with a rate limit", admitted(
            gate_of(known, rate_limit_per_minute=1_000_000), calls)),
        ("junk refused", refused(gate_of(known), junk)),
    ]  # fmt: skip
    print(f"{KEYS:,} keys; rates a core-second, as ratios to the limit of {LIMIT:,}")
    for name, rate in rows:
        print(f"{name:34} {rate:12,.0f}   {rate / LIMIT:6.2f} of the limit")
    for name, rate in (("argon2id", argon2()), ("signed token (HS256)", signed_token())):
        print(f"{name:34} {rate:12,.0f}   {plain / rate:10,.1f} times as many keys")


if __name__ == "__main__":
    main()
