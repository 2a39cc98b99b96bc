"""The SLA clock: when a gap is due, what is left, whether it is breached.

Nothing of it is stored: it is computed on reading from the entry and the transition log. The clock
starts when the gap was first seen, or when a verified gap regressed, and stops only when a machine
run verifies the gap: a claim of being fixed does not stop it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gapless.gapscan.register.lifecycle import Cause, Transition, history_of
from gapless.gapscan.register.model import Entry, FieldKey, Priority, Status, is_blank

DEFAULT_SLA: dict[Priority, timedelta] = {
    Priority.P0: timedelta(hours=24),
    Priority.P1: timedelta(days=7),
    Priority.P2: timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class SlaClock:
    """One gap's clock; moments are in UTC, None where the entry does not tell.

    `remaining` is negative after `due`; for a verified gap it is what was left when it was
    verified. `defaulted` tells that the entry names no SLA and its priority's default holds.
    """

    allowed: timedelta | None
    started: datetime | None
    due: datetime | None
    stopped: datetime | None
    remaining: timedelta | None
    breached: bool
    defaulted: bool = False


def sla_clock(entry: Entry, log: Sequence[Transition], now: datetime) -> SlaClock:
    """The clock of that entry at `now`, with the transitions of its register's log."""
    allowed, defaulted = entry.sla, False
    if allowed is None and is_blank(entry.text(FieldKey.SLA)) and entry.priority is not None:
        allowed, defaulted = DEFAULT_SLA[entry.priority], True
    started, stopped = entry.first_seen, None
    for step in history_of(log, entry.id):
        if step.before is Status.VERIFIED and step.after is Status.OPEN:
            started, stopped = step.at, None
        elif step.after is Status.VERIFIED and step.before is not Status.VERIFIED:
            # An imported status tells nothing of when the gap was closed but that it was by then.
            stopped = step.at
            if step.cause is Cause.IMPORT and started is not None:
                stopped = max(started, step.at)
    if entry.status is not Status.VERIFIED:
        stopped = None
    if allowed is None or started is None:
        return SlaClock(allowed, started, None, stopped, None, breached=False, defaulted=defaulted)
    due = started + allowed
    if entry.status is Status.VERIFIED and stopped is None:
        return SlaClock(allowed, started, due, None, None, breached=False, defaulted=defaulted)
    remaining = due - (stopped or now)
    return SlaClock(
        allowed,
        started,
        due,
        stopped,
        remaining,
        breached=remaining < timedelta(0),
        defaulted=defaulted,
    )


def span(length: timedelta) -> str:
    """A span as people say it: `2d 4h`, `-3h 10m`, `0m`."""
    minutes = int(abs(length).total_seconds()) // 60
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [f"{n}{unit}" for n, unit in ((days, "d"), (hours, "h"), (left, "m")) if n][:2]
    sign = "-" if length < timedelta(0) and parts else ""
    return sign + (" ".join(parts) or "0m")
