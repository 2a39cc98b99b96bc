"""API keys as text: how one is spelt, made, recognised and hashed. Pure.

`gls_live_` or `gls_test_`, 30 random base62 characters, and 6 more that are the CRC32 of all
before. One double click selects it, secret scanners find it, and what is mistyped or made up is
told from a key without looking anything up.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from typing import Literal, get_args
from zlib import crc32

Kind = Literal["live", "test"]

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM_LENGTH = 30
CHECK_LENGTH = 6
LENGTH = len("gls_live_") + RANDOM_LENGTH + CHECK_LENGTH
SHOWN_LENGTH = len("gls_live_") + 6
"""How much of a key is kept readable, to tell keys apart in a list."""
PATTERN = re.compile(rf"gls_(?:live|test)_[0-9A-Za-z]{{{RANDOM_LENGTH + CHECK_LENGTH}}}")

_BEFORE_CHECK = LENGTH - CHECK_LENGTH
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_SQUARE = len(_PAIRS)


def prefix_of(kind: Kind) -> str:
    """The public prefix of a kind of key."""
    return f"gls_{kind}_"


PREFIXES = tuple(prefix_of(kind) for kind in get_args(Kind))


def kind_in(environment: str) -> Kind:
    """The kind of key that an installation makes and takes.

    A database copied from production to a test system brings no key that works there, nor back.
    """
    return "live" if environment == "production" else "test"


def check_of(text: bytes) -> str:
    """The six characters that end a key."""
    left, low = divmod(crc32(text), _SQUARE)
    high, middle = divmod(left, _SQUARE)
    return _PAIRS[high] + _PAIRS[middle] + _PAIRS[low]


def make(kind: Kind) -> str:
    """A new key with 178 bits of entropy."""
    start = prefix_of(kind) + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return start + check_of(start.encode())


def looks_like_key(text: str) -> bool:
    """Whether a credential claims to be an API key, right or wrong."""
    return text.startswith(PREFIXES)


def is_well_formed(text: str) -> bool:
    """Whether a text is a key by its length and checksum: mistyped and made up ones are not."""
    if len(text) != LENGTH or not text.isascii():
        return False
    return check_of(text[:_BEFORE_CHECK].encode()) == text[_BEFORE_CHECK:]


def hash_of(text: str) -> bytes:
    """What is stored of a key.

    A password needs a slow hash because it can be guessed. These cannot.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def digest_of(text: str) -> bytes | None:
    """The hash of a key; None if the text is none by its length or checksum."""
    return hash_of(text) if is_well_formed(text) else None


def find_keys(text: str) -> list[str]:
    """Every real key that a text holds; names that merely look alike have no right checksum."""
    return [found for found in PATTERN.findall(text) if digest_of(found) is not None]
