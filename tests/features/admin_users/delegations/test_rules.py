"""Where a delegation stands, and which periods may be asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gapless.features.admin_users.delegations.rules import LONGEST, is_period, state_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("decision", "start", "end", "state"),
    [
        ("pending", HOUR, 2 * HOUR, "pending"),
        ("pending", -HOUR, HOUR, "pending"),
        ("pending", -2 * HOUR, -HOUR, "lapsed"),
        ("pending", -2 * HOUR, timedelta(0), "lapsed"),
        ("approved", HOUR, 2 * HOUR, "scheduled"),
        ("approved", timedelta(0), HOUR, "active"),
        ("approved", -HOUR, timedelta(0), "ended"),
        ("rejected", -HOUR, HOUR, "rejected"),
        ("revoked", -HOUR, HOUR, "revoked"),
    ],
)
def test_where_it_stands(decision: str, start: timedelta, end: timedelta, state: str) -> None:
    assert state_of(decision, NOW + start, NOW + end, NOW) == state


@pytest.mark.parametrize(
    ("start", "end", "possible"),
    [
        (timedelta(0), HOUR, True),
        (timedelta(minutes=-4), HOUR, True),
        (timedelta(minutes=-6), HOUR, False),
        (HOUR, HOUR, False),
        (2 * HOUR, HOUR, False),
        (timedelta(0), LONGEST, True),
        (timedelta(0), LONGEST + timedelta(seconds=1), False),
        (timedelta(minutes=-4), timedelta(minutes=-1), False),
    ],
)
def test_which_periods_may_be_asked_for(start: timedelta, end: timedelta, possible: bool) -> None:
    assert is_period(NOW + start, NOW + end, NOW) is possible
