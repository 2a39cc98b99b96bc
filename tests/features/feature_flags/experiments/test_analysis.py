"""What an experiment says and advises, from sums alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from gapless.expstats.moments import Moments
from gapless.features.feature_flags.experiments import analysis
from gapless.features.feature_flags.experiments.analysis import Design
from gapless.features.feature_flags.experiments.planning import plan
from gapless.features.feature_flags.experiments.problems import PlanImpossible
from gapless.features.feature_flags.experiments.rules import Metric, running_rule, slices
from gapless.features.feature_flags.experiments.schemas import PlanRequest
from gapless.flagengine.model import FULL
from gapless.platform.i18n import set_locale

CONVERSION = Metric("conversion", "conversion", "conversion")
DESIGN = Design(("off", "on"), (50, 50), (CONVERSION,), planned_users=40_000)


def read(*variants: tuple[int, int], design: Design = DESIGN) -> analysis.Reading:
    names = design.variants
    found = {
        name: Moments.of_conversions(n, y) for name, (n, y) in zip(names, variants, strict=True)
    }
    return analysis.read(design, {CONVERSION.key: found})


@pytest.mark.parametrize(
    ("control", "variant", "verdict", "winner"),
    [
        ((0, 0), (0, 0), "no_users", None),
        ((100, 10), (100, 30), "too_early", None),  # however large it looks
        ((5000, 500), (5000, 505), "keep_running", None),
        ((5000, 500), (5000, 700), "winner", "on"),
        ((5000, 700), (5000, 500), "control_wins", "off"),
        ((20_500, 2050), (20_400, 2060), "inconclusive", None),
        ((5000, 500), (4000, 600), "mismatch", None),  # nothing else counts then
    ],
)
def test_the_verdict(
    control: tuple[int, int], variant: tuple[int, int], verdict: str, winner: str | None
) -> None:
    found = read(control, variant)
    assert (found.verdict, found.winner) == (verdict, winner)


def test_a_difference_that_one_look_would_believe_is_not_yet_a_verdict() -> None:
    found = read((5000, 500), (5000, 565))
    [against] = found.metrics[0].against
    assert against.fixed.p_value < 0.05 < against.always.p_value
    assert found.verdict == "keep_running"
    low, high = against.always_lift.interval.low, against.always_lift.interval.high
    assert low < against.fixed.lift_interval.low < against.fixed.lift < high


def test_looking_again_does_not_tune_the_sequence_to_what_was_seen() -> None:
    """Without a plan too, the bound grows with the users, as the law of the iterated logarithm."""
    design = replace(DESIGN, planned_users=None)
    bounds = []
    for n in (20_000, 200_000, 2_000_000):
        [against] = read((n, n // 10), (n, n // 10), design=design).metrics[0].against
        bounds.append(against.always.interval.high / against.fixed.se)
    assert bounds == sorted(bounds)
    assert bounds[0] < bounds[1] - 0.1 < bounds[2] - 0.2


def test_less_is_better_where_the_goal_says_so() -> None:
    metric = replace(CONVERSION, goal="decrease")
    design = replace(DESIGN, metrics=(metric,))
    found = read((5000, 700), (5000, 500), design=design)
    assert (found.verdict, found.winner) == ("winner", "on")
    control, variant = found.metrics[0].posteriors or ()
    assert variant.probability_best > 0.99
    assert control.expected_loss == pytest.approx(0.04, abs=0.002)
    assert variant.mean == pytest.approx(0.1, abs=1e-3)  # shown as it is
    assert found.metrics[0].against[0].probability_better == pytest.approx(1, abs=1e-6)


def test_more_variants_need_more_proof() -> None:
    two = read((5000, 500), (5000, 598))
    design = Design(("off", "a", "b", "c"), (1, 1, 1, 1), (CONVERSION,), planned_users=40_000)
    four = read((5000, 500), (5000, 598), (5000, 500), (5000, 502), design=design)
    alone, among = two.metrics[0].against[0], four.metrics[0].against[0]
    assert among.fixed.p_value == pytest.approx(alone.fixed.p_value)
    assert among.p_adjusted == pytest.approx(3 * alone.p_adjusted)
    width = among.always_lift.interval.high - among.always_lift.interval.low
    assert width > alone.always_lift.interval.high - alone.always_lift.interval.low


def test_means_use_the_past_where_there_is_one_and_ratios_do_not() -> None:
    random = np.random.default_rng(2)

    def moments(shift: float) -> Moments:
        x = random.gamma(2, 10, 3000)
        y = x + random.normal(shift, 5, 3000)
        return Moments(
            3000, float(y.sum()), float(y @ y), float(x.sum()), float(x @ x), float(x @ y)
        )

    mean, ratio = Metric("deposit", "mean", "deposit"), Metric("ctr", "ratio", "click", "seen")
    found = {"off": moments(0), "on": moments(1)}
    design = replace(DESIGN, metrics=(mean, ratio))
    reading = analysis.read(design, {"deposit": found, "ctr": found})
    assert reading.metrics[0].variance_reduction == pytest.approx(200 / 225, abs=0.02)
    assert reading.metrics[1].variance_reduction is None
    assert reading.metrics[0].values[1].se < reading.metrics[0].values[1].mean


def test_a_primary_metric_without_a_denominator_leaves_the_verdict_to_no_other() -> None:
    rate = Metric("ctr", "ratio", "click", "impression")
    design = replace(DESIGN, metrics=(rate, CONVERSION))
    sums = {
        "ctr": {name: Moments(5000, 0.0, 0.0) for name in design.variants},
        "conversion": {
            "off": Moments.of_conversions(5000, 500),
            "on": Moments.of_conversions(5000, 700),
        },
    }
    found = analysis.read(design, sums)
    assert [m.metric.key for m in found.metrics] == ["conversion"]
    assert (found.verdict, found.winner) == ("too_early", None)
    assert [analysis.is_primary(design, m.metric) for m in found.metrics] == [False]


def test_the_series_ends_where_the_reading_is() -> None:
    days: list[tuple[str, Any]] = [
        ("2026-03-01", {"off": Moments.of_conversions(2000, 200)}),
        ("2026-03-02", {"on": Moments.of_conversions(5000, 700)}),
        ("2026-03-03", {"off": Moments.of_conversions(3000, 300), "gone": Moments(1, 1.0, 1.0)}),
    ]
    found = analysis.series(DESIGN, days)
    assert [reading is None for _, reading in found] == [True, False, False]
    last = found[-1][1]
    assert last is not None
    whole = analysis.read_metric(
        DESIGN,
        CONVERSION,
        [Moments.of_conversions(5000, 500), Moments.of_conversions(5000, 700)],
        bayesian=False,  # the curve over time shows the sequential reading alone
    )
    assert whole is not None
    assert last.against == whole.against


@pytest.mark.parametrize("weights", [(1, 1, 1), (50, 50), (0.1, 99.9), (3, 7, 11, 13)])
def test_weights_become_all_of_the_users(weights: tuple[float, ...]) -> None:
    found = slices([{"variant": str(i), "weight": w} for i, w in enumerate(weights)])
    assert sum(part["weight"] for part in found) == FULL
    for part, weight in zip(found, weights, strict=True):
        assert abs(part["weight"] - weight * FULL / sum(weights)) <= 1


def test_who_takes_part_is_decided_apart_from_who_gets_what() -> None:
    experiment = uuid4()
    variants = [{"variant": "off", "weight": 1}, {"variant": "on", "weight": 1}]
    rule = running_rule(
        experiment, name="x", bucket_by="targetingKey", audience=[], traffic=10_000,
        variants=variants,
    )  # fmt: skip
    [share] = rule["when"]
    assert share["end"] == 10_000
    assert share["salt"] != rule["serve"]["salt"]
    everybody = running_rule(
        experiment, name="x", bucket_by="targetingKey", audience=[], traffic=FULL,
        variants=variants,
    )  # fmt: skip
    assert everybody["when"] == []


def test_the_planner() -> None:
    found = plan(PlanRequest(baseline=0.2, effect=0.25, daily_users=300))
    assert found.per_variant == [1031, 1031]
    assert (found.total, found.days, found.weeks) == (2062, 7, 1)
    assert found.any_time.total == pytest.approx(1.9148 * 2062, abs=3)
    for point in found.by_weeks:
        assert point.effect is not None
        assert point.effect_any_time is not None
        assert point.effect_any_time > point.effect
    effects = [point.effect for point in found.by_weeks]
    assert all(e is not None for e in effects)
    assert effects == sorted(effects, reverse=True)  # type: ignore[type-var]  # checked above
    mean = plan(
        PlanRequest(
            kind="mean", baseline=10, deviation=20, effect=0.1, daily_users=1000, traffic=50
        )
    )
    assert mean.per_variant == [6281, 6281]  # statsmodels TTestIndPower: 6280.05
    three = plan(PlanRequest(baseline=0.2, effect=0.25, daily_users=300, weights=[2, 1, 1]))
    assert three.per_variant[0] == pytest.approx(2 * three.per_variant[1], abs=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"baseline": 1.5},
        {"effect": 0},
        {"effect": 9},
        {"kind": "mean"},
        {"weights": [1, 0]},
        {"traffic": 0.0001, "daily_users": 1e-300},
        {"baseline": 1e-300},
        {"kind": "mean", "baseline": 1e-300, "deviation": 1.0},
    ],
)
def test_what_cannot_be_planned_is_refused(wrong: dict[str, Any]) -> None:
    request = PlanRequest(**{"baseline": 0.2, "effect": 0.1, "daily_users": 100, **wrong})
    with pytest.raises(PlanImpossible) as refused:
        plan(request)
    set_locale("tr")
    try:
        with pytest.raises(PlanImpossible) as in_turkish:
            plan(request)
    finally:
        set_locale("en")
    assert refused.value.params["why"] != in_turkish.value.params["why"]
