"""Links that let somebody in once: made, hashed, recognised."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gapless.platform import ids
from gapless.platform.identity.sessions import hash_token
from gapless.platform.security import attempts
from gapless.platform.unit import Unit

INVITE_PREFIX = "gls_inv_"
RESET_PREFIX = "gls_rst_"


def new_link_token(prefix: str) -> tuple[str, bytes]:
    """A token of a kind, and what is stored of it."""
    token = prefix + ids.new_secret()
    return token, hash_token(token)


def stored_form(token: str, prefix: str) -> bytes | None:
    """What a token of this kind is stored as. A token of another kind is none."""
    return hash_token(token) if token.startswith(prefix) else None


@asynccontextmanager
async def guarded(unit: Unit, token: str) -> AsyncIterator[None]:
    """Use a token: each try counts against the caller's network, unless it succeeds.

    Raises `RateLimited`. The tokens cannot be guessed; the limit keeps floods out of the log.
    """
    subject = attempts.subject_of(token)
    await attempts.count(unit, subject, limit=unit.settings.login_max_failures_per_address)
    yield
    await attempts.forget(unit.db, subject)
