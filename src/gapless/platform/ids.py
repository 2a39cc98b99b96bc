"""Identifiers: how they are made, and how they are read from a path."""

from __future__ import annotations

import secrets
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import BeforeValidator, WithJsonSchema

NIL = UUID(int=0)


def new_id() -> UUID:
    """A new random identifier."""
    return uuid4()


def new_secret(bytes_of_entropy: int = 32) -> str:
    """A new URL-safe secret."""
    return secrets.token_urlsafe(bytes_of_entropy)


def _read(value: object) -> object:
    try:
        return UUID(str(value))
    except ValueError:
        return NIL


PathId = Annotated[
    UUID,
    BeforeValidator(_read),
    WithJsonSchema({"type": "string", "format": "uuid"}),
]
"""An identifier in a path. Text that is none names nothing, so it is answered 404, not 422."""
