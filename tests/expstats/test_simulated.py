"""What the statistics promise, on simulated experiments: coverage, false findings, less variance.

The seeds are fixed: a failure is a changed program, not bad luck.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from gapless.expstats import bayes, estimates, power, sequential
from gapless.expstats.comparison import two_proportions, welch
from gapless.expstats.moments import Estimate, Moments
from gapless.expstats.srm import check_ratio

approx = pytest.approx

Array = npt.NDArray[np.float64]


def moments(ys: Array, xs: Array | None = None) -> Moments:
    xs = np.zeros_like(ys) if xs is None else xs
    return Moments(
        n=ys.size, y=float(ys.sum()), yy=float(ys @ ys), x=float(xs.sum()), xx=float(xs @ xs),
        xy=float(xs @ ys),
    )  # fmt: skip


def test_intervals_of_rates_and_lifts_cover_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(7)
    rounds, n, p1, p2 = 2000, 4000, 0.10, 0.11
    y1, y2 = random.binomial(n, p1, rounds), random.binomial(n, p2, rounds)
    hits = lifts = 0
    for a, b in zip(y1, y2, strict=True):
        found = two_proportions(
            Moments.of_conversions(n, int(a)), Moments.of_conversions(n, int(b))
        )
        hits += (p2 - p1) in found.interval
        lifts += (p2 / p1 - 1) in found.lift_interval
    assert hits / rounds == approx(0.95, abs=0.012)
    assert lifts / rounds == approx(0.95, abs=0.012)


def test_welch_keeps_its_level_with_skewed_revenue_and_unequal_groups() -> None:
    random = np.random.default_rng(11)
    rounds = 2000
    wrong = 0
    for _ in range(rounds):
        small = random.lognormal(0, 1, 1500)
        large = random.lognormal(0, 1, 4000)
        found = welch(estimates.of_mean(moments(small)), estimates.of_mean(moments(large)))
        wrong += found.p_value < 0.05
    assert wrong / rounds == approx(0.05, abs=0.015)


def peeking(rounds: int, looks: int, batch: int, shift: float, seed: int) -> tuple[float, ...]:
    """Shares of experiments that a fixed p-value and an always-valid one find at some look."""
    random = np.random.default_rng(seed)
    first = random.normal(0, 1, (rounds, looks, batch))
    second = random.normal(shift, 1, (rounds, looks, batch))
    n = batch * np.arange(1, looks + 1)
    difference = (second.sum(2).cumsum(1) - first.sum(2).cumsum(1)) / n
    se = np.sqrt(2 / n)
    naive = (np.abs(difference) > 1.96 * se).any(1).mean()
    mixture = sequential.mixture_variance(float(se[-1]))
    reach = [-sequential.always_valid(0.0, float(s), mixture).interval.low for s in se]
    misses = np.abs(difference - shift) > np.array(reach)
    found = np.abs(difference) > np.array(reach)
    return float(naive), float(misses.any(1).mean()), float(found.any(1).mean())


def test_peeking_deceives_a_p_value_and_not_the_confidence_sequence() -> None:
    naive, wrong, _ = peeking(rounds=3000, looks=100, batch=20, shift=0.0, seed=3)
    assert naive > 0.25  # one in four experiments without any effect "finds" one
    assert wrong <= 0.05
    _, missed_truth, found = peeking(rounds=2000, looks=100, batch=20, shift=0.12, seed=4)
    assert missed_truth <= 0.05
    assert found > 0.75  # and a real effect is found


def test_a_plan_for_looking_at_any_time_finds_its_effect_as_often_as_it_says() -> None:
    once = power.users_for_means(0.1, 1.0)
    users = round(once * sequential.users_factor())
    _, _, found = peeking(rounds=1500, looks=30, batch=users // 30, shift=0.1, seed=6)
    assert 0.78 <= found <= 0.9
    _, _, too_few = peeking(rounds=1500, looks=30, batch=once // 30, shift=0.1, seed=7)
    assert too_few < 0.6  # the users of a single look are too few for it


def test_the_ratio_check_keeps_its_level_when_looked_at_all_the_time() -> None:
    random = np.random.default_rng(5)
    rounds, looks, batch = 400, 60, 500
    counts = random.binomial(batch, 0.5, (rounds, looks)).cumsum(1)
    totals = batch * np.arange(1, looks + 1)
    naive = always = 0
    for row in counts:
        checks = [
            check_ratio([int(c), int(t - c)], [1, 1], alarm=0.05)
            for c, t in zip(row, totals, strict=True)
        ]
        naive += any(check.p_value < 0.05 for check in checks)
        always += any(check.is_mismatch for check in checks)
    assert naive / rounds > 0.2
    assert always / rounds <= 0.05
    broken = int(0.52 * totals[-1])
    assert check_ratio([broken, int(totals[-1]) - broken], [1, 1]).is_mismatch


def test_cuped_takes_away_what_the_past_explains_and_moves_nothing() -> None:
    random = np.random.default_rng(13)
    rounds, n, effect = 400, 2000, 0.1
    plain, adjusted, covered = [], [], 0
    for _ in range(rounds):
        groups = []
        for shift in (0.0, effect):
            before = random.gamma(2, 1, n)
            groups.append(moments(before + random.normal(shift, 1, n), before))
        found = estimates.cuped(groups)
        assert found is not None
        plain.append(groups[1].mean - groups[0].mean)
        adjusted.append(found.variants[1].mean - found.variants[0].mean)
        covered += effect in welch(found.variants[0], found.variants[1]).interval
    assert float(np.mean(adjusted)) == approx(effect, abs=0.006)
    # The correlation is sqrt(2/3): two thirds of the variance go.
    assert np.var(adjusted) / np.var(plain) == approx(1 / 3, abs=0.06)
    assert found.variance_reduction == approx(2 / 3, abs=0.05)
    assert found.theta == approx(1, abs=0.06)
    assert covered / rounds == approx(0.95, abs=0.025)


def test_cuped_needs_a_past() -> None:
    flat = moments(np.array([1.0, 2.0, 3.0]))
    assert estimates.cuped([flat, flat]) is None
    assert estimates.cuped([flat, Moments(1, 1, 1)]) is None


def test_the_error_of_a_ratio_is_what_resampling_says() -> None:
    random = np.random.default_rng(17)
    rounds, n = 3000, 400
    sessions = random.poisson(3, (rounds, n)) + 1.0
    each = random.gamma(2, 1, (rounds, n))  # a user's own level: sessions of one user are alike
    revenue = sessions * each
    ratios = revenue.sum(1) / sessions.sum(1)
    told = estimates.of_ratio(moments(revenue[0], sessions[0]))
    assert told.mean == approx(float(ratios[0]))
    some = zip(revenue[:300], sessions[:300], strict=True)
    mean_se = np.mean([estimates.of_ratio(moments(r, s)).se for r, s in some])
    assert float(mean_se) == approx(float(ratios.std()), rel=0.04)
    naive = float(np.sqrt(revenue[0].sum()) / sessions[0].sum())
    assert told.se > naive  # sessions taken for independent would be too sure


def test_the_bayesian_readings_agree_with_draws_from_the_posteriors() -> None:
    random = np.random.default_rng(19)
    arms = [(1000, 100), (1000, 118), (1200, 131), (80, 11)]
    read = bayes.of_proportions([Moments.of_conversions(n, y) for n, y in arms])
    draws = np.stack([random.beta(1 + y, 1 + n - y, 400_000) for n, y in arms])
    best = (draws.argmax(0)[:, None] == np.arange(4)).mean(0)
    loss = (draws.max(0) - draws).mean(1)
    for i, variant in enumerate(read.variants):
        assert variant.probability_best == approx(best[i], abs=0.003)
        assert variant.expected_loss == approx(loss[i], rel=0.01)
    lift = draws[1] / draws[0] - 1
    low, high = np.quantile(lift, [0.025, 0.975])
    assert read.lift_intervals[0].low == approx(low, abs=0.003)
    assert read.lift_intervals[0].high == approx(high, abs=0.003)


@pytest.mark.parametrize("arms", [[(2, 0), (2, 2)], [(10**7, 10**6), (10, 1)], [(5, 5), (5, 5)]])
def test_the_bayesian_reading_holds_at_the_edges(arms: list[tuple[int, int]]) -> None:
    read = bayes.of_proportions([Moments.of_conversions(n, y) for n, y in arms])
    assert sum(v.probability_best for v in read.variants) == approx(1)
    for variant in read.variants:
        assert 0 <= variant.expected_loss < 1
        assert variant.interval.low < variant.interval.high


def test_sums_may_be_taken_in_parts() -> None:
    random = np.random.default_rng(23)
    ys, xs = random.normal(5, 2, 1000), random.normal(1, 1, 1000)
    whole = moments(ys, xs)
    parts = moments(ys[:300], xs[:300]) + moments(ys[300:], xs[300:])
    for name in ("n", "mean", "variance", "mean_x", "variance_x", "covariance"):
        assert getattr(parts, name) == approx(getattr(whole, name))
    assert whole.variance == approx(ys.var(ddof=1))
    assert whole.covariance == approx(float(np.cov(xs, ys)[0, 1]))


@pytest.mark.parametrize(
    ("control", "other"),
    [
        ((5.0, 1.0), (-3.0, 4.0)),  # the control may come near nought, the other is below it
        ((5.0, 1.04), (9.0, 0.01)),
        ((1e-9, 1e-11), (1e9, 1e8)),
        ((1.0, 1e-9), (1.0 + 2e-9, 1e-9)),
    ],
)
def test_the_interval_of_a_lift_is_found_wherever_it_lies(
    control: tuple[float, float], other: tuple[float, float]
) -> None:
    found = bayes.of_means([Estimate(*control, 50), Estimate(*other, 50)])
    assert found is not None
    [lift] = found.lift_intervals
    draws = np.random.default_rng(7)
    ratio = draws.normal(*other, 400_000) / draws.normal(*control, 400_000) - 1
    low, high = np.quantile(ratio, [0.025, 0.975])
    width = high - low
    assert lift.low == pytest.approx(low, abs=0.03 * width)
    assert lift.high == pytest.approx(high, abs=0.03 * width)


def test_a_spread_too_fine_for_its_mean_is_none() -> None:
    assert bayes.of_means([Estimate(1e6, 1e-9, 50), Estimate(1e6, 1.0, 50)]) is None
