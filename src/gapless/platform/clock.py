"""The only source of the present time."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC, with its time zone."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds and `Z`, the one spelling the API and the audit use."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
