"""Pure rules of delegations: what may be asked, and where one stands at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(days=90)
LATE = timedelta(minutes=5)
"""A start this long ago is taken as now: forms take their time."""


class Decision(StrEnum):
    """What was decided of a delegation; stored."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"


class State(StrEnum):
    """Where a delegation stands; follows from what was decided and from the clock."""

    PENDING = "pending"
    LAPSED = "lapsed"
    """Nobody decided before its time was over."""
    REJECTED = "rejected"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    ENDED = "ended"
    REVOKED = "revoked"


def state_of(decision: str, starts_at: datetime, ends_at: datetime, now: datetime) -> State:
    """Where a delegation stands. It is active from `starts_at` up to, not including, `ends_at`."""
    if decision == Decision.REJECTED:
        return State.REJECTED
    if decision == Decision.REVOKED:
        return State.REVOKED
    if decision == Decision.PENDING:
        return State.LAPSED if ends_at <= now else State.PENDING
    if now < starts_at:
        return State.SCHEDULED
    return State.ACTIVE if now < ends_at else State.ENDED


def is_period(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether the period lies ahead, has a length, and is not too long."""
    return (
        starts_at >= now - LATE and starts_at < ends_at and ends_at - starts_at <= LONGEST
        and ends_at > now
    )  # fmt: skip
