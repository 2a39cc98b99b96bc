"""Telling a database that is away from a statement that it will never take."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


def is_away(failure: BaseException) -> bool:
    """Whether to try again later what failed so."""
    if isinstance(failure, DBAPIError) and failure.connection_invalidated:
        return True
    return isinstance(
        failure, OSError | TimeoutError | PoolTimeout | OperationalError | InterfaceError
    )
