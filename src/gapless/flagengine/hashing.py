"""Where a value stands in a rollout: ours, and the hashing of others, kept bit by bit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import mmh3

from gapless.flagengine.model import HashScheme, Rollout

_UINT32 = 1 << 32
_FNV_PRIME = 0x01000193
_FNV_BASIS = 0x811C9DC5
_LAUNCHDARKLY_SCALE = 0xFFFFFFFFFFFFFFF
_FLAGSMITH_SCALE = 9998


def murmur3(text: str, seed: int = 0) -> int:
    """Murmur3 of 32 bits, unsigned.

    Of encoded bytes only: given a text with a lone surrogate, `mmh3` ends the process.
    """
    return mmh3.mmh3_32_uintdigest(_bytes(text), seed)


def seed_of(rollout: Rollout) -> int:
    """The seed that our own scheme hashes with: one hash of the value then does."""
    return murmur3(rollout.salt, rollout.seed)


def threshold(place: int, total: int) -> int:
    """The smallest hash of 32 bits that stands at `place` or beyond, in our own scheme."""
    return -(-place * _UINT32 // total)


def bucketing_text(value: object) -> str | None:
    """The text that is hashed for an attribute's value; None if it cannot be bucketed."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -(1 << 256) < value < 1 << 256 else None
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return repr(value) if value - value == 0 else None
    return None


def place(rollout: Rollout, text: str) -> int:
    """Where `text` stands, from 0 up to the rollout's total."""
    return _SCHEMES[rollout.hash](rollout, text)


def _gapless(rollout: Rollout, text: str) -> int:
    return murmur3(text, seed_of(rollout)) * rollout.total >> 32


def _unleash(rollout: Rollout, text: str) -> int:
    return murmur3(f"{rollout.salt}:{text}", rollout.seed) % rollout.total


def _flagd(rollout: Rollout, text: str) -> int:
    # flagd hashes the CBOR of [flag key, targeting key], or of one text if it was told by what.
    pair = [rollout.salt, text] if rollout.salt else [text]
    encoded = b"".join(_cbor_text(part) for part in pair)
    prefix = b"\x82" if rollout.salt else b""
    hashed = mmh3.mmh3_32_uintdigest(prefix + encoded, rollout.seed)
    return hashed * rollout.total >> 32


def _flagd_joined(rollout: Rollout, text: str) -> int:
    hashed = mmh3.mmh3_32_uintdigest(_cbor_text(rollout.salt + text), rollout.seed)
    return hashed * rollout.total >> 32


def _cbor_text(text: str) -> bytes:
    data = _bytes(text)
    size = len(data)
    if size < 24:
        return bytes([0x60 + size]) + data
    for marker, width in ((0x78, 1), (0x79, 2)):
        if size < 1 << 8 * width:
            return bytes([marker]) + size.to_bytes(width, "big") + data
    return b"\x7a" + size.to_bytes(4, "big") + data


def _flagsmith(rollout: Rollout, text: str) -> int:
    repeated = 1
    while True:
        joined = ",".join([rollout.salt + text] * repeated)
        digest = hashlib.md5(_bytes(joined), usedforsecurity=False).hexdigest()
        found = int(digest, 16) % (_FLAGSMITH_SCALE + 1)
        if found < _FLAGSMITH_SCALE:
            return found * rollout.total // _FLAGSMITH_SCALE
        repeated += 1


def _fnv1a(text: str) -> int:
    # Of UTF-16 units, because GrowthBook's first SDK was JavaScript's.
    data = text.encode("utf-16-le", "surrogatepass")
    found = _FNV_BASIS
    for low, high in zip(data[::2], data[1::2], strict=True):
        found = (found ^ (low | high << 8)) * _FNV_PRIME % _UINT32
    return found


def _growthbook_1(rollout: Rollout, text: str) -> int:
    return _fnv1a(text + rollout.salt) % 1_000 * rollout.total // 1_000


def _growthbook_2(rollout: Rollout, text: str) -> int:
    return _fnv1a(str(_fnv1a(rollout.salt + text))) % 10_000 * rollout.total // 10_000


def _launchdarkly(rollout: Rollout, text: str) -> int:
    digest = hashlib.sha1(_bytes(f"{rollout.salt}.{text}"), usedforsecurity=False).hexdigest()
    return min(int(digest[:15], 16) * rollout.total // _LAUNCHDARKLY_SCALE, rollout.total - 1)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_SCHEMES: dict[HashScheme, Callable[[Rollout, str], int]] = {
    HashScheme.GAPLESS: _gapless,
    HashScheme.UNLEASH: _unleash,
    HashScheme.FLAGSMITH: _flagsmith,
    HashScheme.GROWTHBOOK_1: _growthbook_1,
    HashScheme.GROWTHBOOK_2: _growthbook_2,
    HashScheme.FLAGD: _flagd,
    HashScheme.FLAGD_JOINED: _flagd_joined,
    HashScheme.LAUNCHDARKLY: _launchdarkly,
}
