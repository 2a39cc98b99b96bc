"""Secrets never reach the audit log or the logs."""

from __future__ import annotations

from typing import Any

MASK = "***"
SECRET_KEYS = frozenset(
    {
        "authorization", "cookie", "set-cookie", "token", "access_token", "secret", "api_key",
        "password", "new_password", "current_password", "password_hash", "key_hash", "csrf_token",
        "invite_token", "password_reset_token", "client_secret",
    }
)  # fmt: skip


def mask(value: Any) -> Any:
    """The same JSON value with the values of secret keys replaced."""
    if isinstance(value, dict):
        return {
            str(key): MASK if str(key).lower() in SECRET_KEYS and item is not None else mask(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [mask(item) for item in value]
    return value
