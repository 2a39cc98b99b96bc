"""Sums that grow with each event, against sums computed from all events at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapless.expstats.moments import Moments
from gapless.features.feature_flags.experiments.folding import (
    GRACE,
    LOOK_BACK,
    USERS,
    Event,
    Sheet,
    Subject,
    Totals,
)
from gapless.features.feature_flags.experiments.rules import Metric

START = datetime(2026, 3, 1, tzinfo=UTC)
RUNS = [
    {"from": START.isoformat(), "to": (START + timedelta(days=5)).isoformat()},
    {"from": (START + timedelta(days=7)).isoformat(), "to": None},
]
METRICS = (
    Metric("deposit", "mean", "deposit", cap=100.0),
    Metric("conversion", "conversion", "deposit"),
    Metric("ctr", "ratio", "click", "impression"),
)

hours = st.integers(-20 * 24, 12 * 24)
people = st.integers(0, 4).map(lambda n: f"player-{n}")
event = st.builds(
    lambda metric, subject, value, hour: Event(metric, subject, value, START + hour),
    st.sampled_from(["deposit", "click", "impression", "other"]),
    people,
    st.integers(-3, 60).map(float),
    hours.map(lambda n: timedelta(hours=n)),
)
exposure = st.tuples(people, st.sampled_from(["a", "b"]), st.integers(0, 5 * 24 - 1), st.booleans())


def ran(moment: datetime) -> bool:
    paused = START + timedelta(days=5), START + timedelta(days=7)
    return moment >= START and not paused[0] <= moment < paused[1]


def naive(
    subjects: dict[str, Subject], events: list[Event]
) -> dict[tuple[str, str], tuple[float, ...]]:
    """The sums of each metric and variant, from everything at once."""
    found: dict[tuple[str, str], list[float]] = {}
    for name, subject in subjects.items():
        if subject.mixed:
            continue
        users = found.setdefault((USERS, subject.variant), [0.0] * 6)
        users[0] += 1
        mine = [e for e in events if e.subject == name]
        after = [e for e in mine if e.at >= subject.first_at - GRACE and ran(e.at)]
        before = [
            e for e in mine if subject.first_at - LOOK_BACK <= e.at < subject.first_at - GRACE
        ]
        for metric in METRICS:
            y = metric.contribution(sum(e.value for e in after if e.metric == metric.event))
            if metric.kind == "ratio":
                x = sum(e.value for e in after if e.metric == metric.denominator)
            else:
                x = metric.contribution(sum(e.value for e in before if e.metric == metric.event))
            sums = found.setdefault((metric.key, subject.variant), [0.0] * 6)
            for i, part in enumerate((0.0, y, y * y, x, x * x, x * y)):
                sums[i] += part
    return {key: tuple(sums) for key, sums in found.items()}


def folded(sheet: Sheet) -> dict[tuple[str, str], Moments]:
    found: dict[tuple[str, str], Moments] = {}
    for (_, metric, variant), change in sheet.sums.items():
        key = metric, variant
        found[key] = found.get(key, Moments(0, 0.0, 0.0)) + change
    return found


@settings(max_examples=150, deadline=None)
@given(
    st.lists(exposure, max_size=5, unique_by=lambda e: e[0]),
    st.lists(event, max_size=30),
    st.integers(0, 30),
    st.data(),
)
def test_sums_do_not_depend_on_the_order_in_which_things_come(
    exposures: list[tuple[str, str, int, bool]],
    events: list[Event],
    split: int,
    data: st.DataObject,
) -> None:
    # Some events are known when a user is exposed (history), others come later, in any order.
    known, later = events[:split], events[split:]
    sheet = Sheet(METRICS, RUNS, {}, {})
    for name, variant, hour, _ in exposures:
        found = Subject(variant, START + timedelta(hours=hour))
        sheet.expose(name, found, [e for e in known if e.subject == name])
    for one in data.draw(st.permutations(later)):
        # The covariate is looked up at the exposure alone: what is late for it is left out.
        sheet.measure(one)
    for name, *_, is_mixed in exposures:
        if is_mixed:
            sheet.mix(name)
            sheet.mix(name)
    subjects = {
        name: Subject(variant, START + timedelta(hours=hour), is_mixed)
        for name, variant, hour, is_mixed in exposures
    }
    late_past = [
        e for e in later if e.subject in subjects and e.at < subjects[e.subject].first_at - GRACE
    ]
    wanted = naive(subjects, [e for e in events if not any(e is gone for gone in late_past)])
    told = folded(sheet)
    for key in told.keys() | wanted.keys():
        got = told.get(key, Moments(0, 0.0, 0.0))
        sums = (got.n, got.y, got.yy, got.x, got.xx, got.xy)
        assert sums == pytest.approx(wanted.get(key, (0.0,) * 6), abs=1e-6), key


def test_a_user_counts_once_up_to_the_cap_and_on_the_day_of_the_event() -> None:
    sheet = Sheet(METRICS, RUNS, {}, {})
    sheet.expose("p", Subject("a", START), [])
    for day, value in ((0, 80.0), (1, 80.0), (2, 80.0)):
        sheet.measure(Event("deposit", "p", value, START + timedelta(days=day, hours=1)))
    days: dict[date, Any] = {
        day: m for (day, metric, _), m in sheet.sums.items() if metric == "deposit"
    }
    assert [(m.y, m.yy) for _, m in sorted(days.items())] == [(80, 6400), (20, 3600), (0, 0)]
    assert folded(sheet)["conversion", "a"].y == 1
    assert sheet.totals["deposit", "p"] == Totals(240.0, 0.0)


def test_what_does_not_belong_is_left_out() -> None:
    sheet = Sheet(METRICS, RUNS, {}, {})
    sheet.expose("p", Subject("a", START + timedelta(hours=5)), [])
    for subject, at in (
        ("stranger", START + timedelta(hours=6)),
        ("p", START + timedelta(hours=4)),  # before the exposure, and too late for the past
        ("p", START + timedelta(days=6)),  # while it was paused
    ):
        sheet.measure(Event("deposit", subject, 10.0, at))
    assert folded(sheet) == {(USERS, "a"): Moments(1, 0.0, 0.0)}
