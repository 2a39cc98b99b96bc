"""What is stored of a key's secret, and a key as the audit log keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gapless.features.api_keys.rules import status_of
from gapless.platform import clock
from gapless.platform.identity import keys
from gapless.platform.identity.key_models import ApiKey


def secret_fields(secret: str) -> dict[str, Any]:
    """What is stored of a new secret."""
    return {
        "secret_hash": keys.digest_of(secret),
        "key_prefix": secret[: keys.SHOWN_LENGTH],
        "last_four": secret[-4:],
    }


def forget_previous(key: ApiKey) -> None:
    """Stop the secret from before the last rotation."""
    key.previous_hash = key.previous_prefix = key.previous_last_four = key.previous_until = None


def state_of(key: ApiKey) -> dict[str, Any]:
    """A key as the audit log keeps it before and after an act."""
    return {
        "name": key.name,
        "status": status_of(key, clock.now()),
        "active": key.active,
        "key_prefix": key.key_prefix,
        "scopes": key.scopes,
        "expires_at": _iso(key.expires_at),
        "allowed_cidrs": key.allowed_cidrs,
        "rate_limit_per_minute": key.rate_limit_per_minute,
        "previous_secret_until": _iso(key.previous_until),
    }


def _iso(moment: datetime | None) -> str | None:
    return clock.iso(moment) if moment else None
