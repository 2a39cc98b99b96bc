"""Recovery codes: fifty random bits each, easy to write down. Pure."""

from __future__ import annotations

import secrets

from gapless.platform.vault import Vault

COUNT = 10
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: people copy these by hand."""
_HALF = 5


def new_codes() -> list[str]:
    """A new set, as it is shown."""
    return [f"{_half()}-{_half()}" for _ in range(COUNT)]


def digest(code: str, vault: Vault) -> bytes:
    """What is stored of a code; spaces, dashes and case do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return vault.sign(plain.encode(), purpose="recovery-code")


def _half() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_HALF))
