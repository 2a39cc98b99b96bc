"""Codes of authenticator apps (RFC 6238): six digits, thirty seconds. Pure."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import segno

ISSUER = "Gapless"
STEP_SECONDS = 30
TOLERANCE = 1
"""Steps that a clock may be ahead or behind."""


def new_secret() -> str:
    """A new shared secret, 160 bits, in base32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, account: str) -> str:
    """What an app reads to learn the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def qr_code(uri: str) -> str:
    """The address as a picture, in a data URI of SVG."""
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=3, dark="#000", light="#fff")


def counter_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, within the tolerance; None if it is none's."""
    digits = "".join(code.split())
    present = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    found = None
    for counter in range(present - TOLERANCE, present + TOLERANCE + 1):
        # Every step is compared, so that the time taken does not tell which was near.
        if hmac.compare_digest(totp.generate_otp(counter).encode(), digits.encode()):
            found = counter
    return found
