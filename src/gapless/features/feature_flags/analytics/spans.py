"""The stretch of time that is looked at, and the buckets it is shown in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Bucket = Literal["minute", "hour", "day"]

LONGEST_HOURS = 24 * 366
_MINUTES_UP_TO = 3
_HOURS_UP_TO = 24 * 7
_STEPS: dict[Bucket, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


def bucket_for(hours: int) -> Bucket:
    """The buckets that so many hours are shown in."""
    if hours <= _MINUTES_UP_TO:
        return "minute"
    return "hour" if hours <= _HOURS_UP_TO else "day"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole buckets up to now; the last one is still being filled."""

    bucket: Bucket
    since: datetime
    until: datetime

    @classmethod
    def back_from(cls, now: datetime, hours: int) -> Span:
        """So many hours back, rounded down to where a bucket begins."""
        bucket = bucket_for(hours)
        step = _STEPS[bucket]
        return cls(bucket, _floor(now - timedelta(hours=hours) + step, bucket), now)

    @property
    def counted_by(self) -> Literal["minute", "hour"]:
        """Which of the two kept counts has it: minutes are forgotten after two days."""
        return "minute" if self.bucket == "minute" else "hour"

    def starts(self) -> list[datetime]:
        """When each bucket begins, also those in which nothing was counted."""
        step = _STEPS[self.bucket]
        count = (self.until - self.since) // step + 1
        return [self.since + n * step for n in range(count)]


def _floor(moment: datetime, bucket: Bucket) -> datetime:
    moment = moment.replace(second=0, microsecond=0)
    if bucket == "minute":
        return moment
    moment = moment.replace(minute=0)
    return moment if bucket == "hour" else moment.replace(hour=0)
