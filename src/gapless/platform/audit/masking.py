"""Secrets never reach the audit log or the logs."""

from __future__ import annotations

import re
from typing import Any

MASK = "***"
SECRET_KEYS = frozenset(
    {
        "authorization", "cookie", "set-cookie", "token", "access_token", "secret", "api_key",
        "password", "new_password", "current_password", "password_hash", "key_hash", "csrf_token",
        "invite_token", "password_reset_token", "client_secret",
    }
)  # fmt: skip

_SECRETS = re.compile(r"(gls_(?:live|test)_)[0-9A-Za-z]{36}|(gls_sess_)[\w-]{43}")


def mask_text(text: str) -> str:
    """The text without the API keys and session tokens that somebody put into it."""
    if "gls_" not in text:
        return text
    return _SECRETS.sub(lambda found: f"{found[1] or found[2]}{MASK}", text)


def mask(value: Any) -> Any:
    """The same JSON value with the values of secret keys, and secrets in texts, replaced."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {
            str(key): MASK if str(key).lower() in SECRET_KEYS and item is not None else mask(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [mask(item) for item in value]
    return value
