"""From events to sums: what a batch of events changes in the sums of an experiment. Pure.

An experiment's sums are kept by day, metric and variant, so that reading a result adds up a few
rows. Each user's own totals are kept too: a sum of squares changes by (v + d)^2 - v^2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gapless.expstats.moments import Moments
from gapless.features.feature_flags.experiments.rules import Metric, within

LOOK_BACK = timedelta(days=14)
"""How far before the exposure the covariate of CUPED reaches."""
GRACE = timedelta(minutes=1)
"""Exposures are reported a little after they happened: events this much before count as after."""
USERS = ""
"""The metric under which users are counted."""
NOTHING = Moments(0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Event:
    """One measured value."""

    metric: str
    subject: str
    value: float
    at: datetime


@dataclass(slots=True)
class Subject:
    """A user in an experiment."""

    variant: str
    first_at: datetime
    mixed: bool = False
    """Met more than one variant: nothing can be learnt from them."""


@dataclass(slots=True)
class Totals:
    """What a user's events add up to: the metric's, and the covariate's or denominator's."""

    y: float = 0.0
    x: float = 0.0


Key = tuple[str, str]
"""A metric and a subject."""
Cell = tuple[date, str, str]
"""A day, a metric and a variant."""


@dataclass(slots=True)
class Sheet:
    """An experiment as far as a batch needs it, and what the batch changes."""

    metrics: Sequence[Metric]
    runs: Sequence[Mapping[str, Any]]
    subjects: dict[str, Subject]
    totals: dict[Key, Totals]
    sums: dict[Cell, Moments] = field(default_factory=dict)
    touched: set[Key] = field(default_factory=set)

    def expose(self, subject: str, found: Subject, history: Iterable[Event]) -> None:
        """Take in a user who has met a variant, with all events of theirs that are known.

        Events before the exposure are the covariate, those after it the metric.
        """
        self.subjects[subject] = found
        self._add(found.first_at.date(), USERS, found.variant, Moments(1, 0.0, 0.0))
        for event in history:
            if event.at < found.first_at - GRACE:
                self._remember(found, event)
            else:
                self.measure(event)

    def _remember(self, found: Subject, event: Event) -> None:
        if event.at < found.first_at - LOOK_BACK:
            return
        for metric in self.metrics:
            if metric.kind != "ratio" and event.metric == metric.event:
                self._change(metric, event.subject, found, found.first_at.date(), x=event.value)

    def measure(self, event: Event) -> None:
        """Take in an event, if its user is in the experiment and it happened in time."""
        found = self.subjects.get(event.subject)
        if found is None or found.mixed or event.at < found.first_at - GRACE:
            return
        if not within(event.at, self.runs):
            return
        for metric in self.metrics:
            if event.metric == metric.event:
                self._change(metric, event.subject, found, event.at.date(), y=event.value)
            if metric.kind == "ratio" and event.metric == metric.denominator:
                self._change(metric, event.subject, found, event.at.date(), x=event.value)

    def mix(self, subject: str) -> None:
        """Take a user out again who has met a second variant."""
        found = self.subjects[subject]
        if found.mixed:
            return
        day = found.first_at.date()
        self._add(day, USERS, found.variant, Moments(-1, 0.0, 0.0))
        for metric in self.metrics:
            totals = self.totals.get((metric.key, subject))
            if totals is not None:
                gone = _moments(metric, totals)
                self._add(day, metric.key, found.variant, _minus(NOTHING, gone))
        found.mixed = True

    def _change(
        self,
        metric: Metric,
        subject: str,
        found: Subject,
        day: date,
        *,
        y: float = 0.0,
        x: float = 0.0,
    ) -> None:
        key = (metric.key, subject)
        totals = self.totals.setdefault(key, Totals())
        before = _moments(metric, totals)
        totals.y += y
        totals.x += x
        self.touched.add(key)
        self._add(day, metric.key, found.variant, _minus(_moments(metric, totals), before))

    def _add(self, day: date, metric: str, variant: str, change: Moments) -> None:
        cell = (day, metric, variant)
        self.sums[cell] = self.sums.get(cell, NOTHING) + change


def _moments(metric: Metric, totals: Totals) -> Moments:
    """What one user adds to the sums."""
    y = metric.contribution(totals.y)
    x = totals.x if metric.kind == "ratio" else metric.contribution(totals.x)
    return Moments(n=0, y=y, yy=y * y, x=x, xx=x * x, xy=x * y)


def _minus(after: Moments, before: Moments) -> Moments:
    return Moments(
        n=after.n - before.n,
        y=after.y - before.y,
        yy=after.yy - before.yy,
        x=after.x - before.x,
        xx=after.xx - before.xx,
        xy=after.xy - before.xy,
    )
