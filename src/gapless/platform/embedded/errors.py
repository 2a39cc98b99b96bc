"""What can go wrong with the embedded server. Each message says what to do about it."""

from __future__ import annotations


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL server cannot be used."""


class AlreadyRunning(EmbeddedPostgresError):
    """Another supervisor holds this data directory."""


class NotRunning(EmbeddedPostgresError):
    """There is no running server to join."""


class WrongMajorVersion(EmbeddedPostgresError):
    """The data directory was written by another major version of PostgreSQL."""


class Unreachable(EmbeddedPostgresError):
    """The directory cannot be used by the user that the server runs as."""


class StartFailed(EmbeddedPostgresError):
    """The server did not come up."""
