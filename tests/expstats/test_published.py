"""The statistics against values that others have published or computed with proven programs."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from gapless.expstats import bayes, corrections, estimates, power, sequential
from gapless.expstats.comparison import two_proportions, welch
from gapless.expstats.moments import Estimate, Moments
from gapless.expstats.srm import check_ratio

approx = pytest.approx


def moments_of(ys: list[float], xs: list[float] | None = None) -> Moments:
    xs = xs or [0.0] * len(ys)
    return Moments(
        n=len(ys), y=sum(ys), yy=sum(y * y for y in ys), x=sum(xs),
        xx=sum(x * x for x in xs), xy=sum(x * y for x, y in zip(xs, ys, strict=True)),
    )  # fmt: skip


def test_the_physicians_health_study() -> None:
    # Agresti, Categorical Data Analysis, 3rd ed., 3.1: aspirin and heart attacks. Difference
    # 0.0077, standard error 0.00154, interval (0.0047, 0.0107), ratio of the rates 1.82.
    aspirin = Moments.of_conversions(11037, 104)
    placebo = Moments.of_conversions(11034, 189)
    found = two_proportions(aspirin, placebo)
    assert found.difference == approx(0.0077, abs=5e-5)
    assert found.se == approx(0.00154, abs=5e-6)
    assert (found.interval.low, found.interval.high) == (
        approx(0.0047, abs=5e-5), approx(0.0107, abs=5e-5),
    )  # fmt: skip
    assert found.lift + 1 == approx(1.82, abs=5e-3)
    # statsmodels 0.15 proportions_ztest([104, 189], [11037, 11034]).
    assert (found.statistic, found.p_value) == (approx(5.001388204), approx(5.691896974e-07))


def test_two_proportions_as_statsmodels_has_them() -> None:
    found = two_proportions(
        Moments.of_conversions(10000, 1730), Moments.of_conversions(10010, 1843)
    )
    assert (found.statistic, found.p_value) == (approx(2.05284806646), approx(0.0400873151256))


def test_students_sleep_data() -> None:
    # R: t.test(extra ~ group, data = sleep) gives t = -1.8608, df = 17.776, p = 0.07939,
    # interval (-3.3654832, 0.2054832) of the first minus the second.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = welch(estimates.of_mean(moments_of(first)), estimates.of_mean(moments_of(second)))
    assert found.statistic == approx(1.860813467)
    assert found.freedom == approx(17.776473516)
    assert found.p_value == approx(0.07939414019)
    assert (found.interval.low, found.interval.high) == (
        approx(-0.2054832307),
        approx(3.3654832307),
    )


def test_benjamini_and_hochbergs_own_example_and_holm() -> None:
    # Benjamini and Hochberg 1995, table of 15 p-values: their procedure finds four at 0.05, and
    # Bonferroni-like ones three. The adjusted values are those of statsmodels multipletests.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
         0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    bh, holm = corrections.benjamini_hochberg(p), corrections.holm(p)
    assert sum(q <= 0.05 for q in bh) == 4
    assert sum(q <= 0.05 for q in holm) == 3
    assert bh[:9] == approx(
        [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765], abs=1e-6
    )
    assert holm[:9] == approx(
        [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213], abs=1e-6
    )
    assert holm[9:] == [1.0] * 6
    assert corrections.holm([0.04, 0.01]) == approx([0.04, 0.02])
    assert corrections.benjamini_hochberg([]) == corrections.holm([]) == []


def test_kohavis_sample_ratio_mismatch() -> None:
    # Kohavi, Tang, Xu, Trustworthy Online Controlled Experiments, ch. 3: 821,588 users against
    # 815,482 where halves were meant; p = 1.8e-6.
    found = check_ratio([821_588, 815_482], [50, 50])
    assert found.p_value == approx(1.8e-6, rel=0.03)
    assert found.is_mismatch
    assert not check_ratio([5_050, 4_950], [1, 1]).is_mismatch
    assert check_ratio([100, 3], [100, 0]).is_mismatch  # somebody in a variant without traffic
    assert not check_ratio([0, 0], [1, 1]).is_mismatch


def test_evan_millers_sample_sizes() -> None:
    # evanmiller.org/ab-testing/sample-size.html: 20 % and 5 points: 1,030 a variant (its opening
    # example), at alpha 5 % and power 80 %.
    assert power.users_for_proportions(0.20, 0.05) == pytest.approx(1030, abs=1)
    back = power.effect_of_proportions(0.20, 1031)
    assert back == approx(0.05, rel=1e-3)


def test_cohens_table_of_the_t_test() -> None:
    # Cohen, Statistical Power Analysis, table 2.4.1 (two-sided 0.05, power 0.80):
    # 393, 64, 26.
    assert [power.users_for_means(d, 1) for d in (0.2, 0.5, 0.8)] == [394, 64, 26]
    # statsmodels TTestIndPower: 393.4057, 63.7656, 25.5246; power(0.5, 64) = 0.8014595579.
    assert power.power_of_means(64, 0.5, 1) == approx(0.8014595579)
    assert power.users_for_means(0.5, 1, power=0.9, ratio=2) == 64  # 63.69
    assert power.effect_of_means(1, 63) == approx(0.5, rel=2e-3)
    assert power.users_for_means(0.001, 1) > 10_000_000


def test_the_plan_spreads_users_over_the_variants() -> None:
    found = power.plan(1000, (50, 25, 25), daily_users=400, exposed_share=0.5)
    assert (found.per_variant, found.total) == ((1000, 500, 500), 2000)
    assert (found.days, found.full_weeks) == (10, 2)
    with pytest.raises(ValueError, match="nobody"):
        power.plan(10, (1, 1), 0, 1)
    with pytest.raises(ValueError, match="rates"):
        power.users_for_proportions(0.9, 0.2)
    assert math.isinf(power.effect_of_proportions(0.5, 2))


def millers_probability(a1: int, b1: int, a2: int, b2: int) -> float:
    """P(second > first) of two beta posteriors, in closed form.

    Evan Miller, Formulas for Bayesian A/B Testing: the sum over i < a2 of
    B(a1 + i, b1 + b2) / ((b2 + i) B(1 + i, b2) B(a1, b1)).
    """

    def log_b(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return math.fsum(
        math.exp(log_b(a1 + i, b1 + b2) - math.log(b2 + i) - log_b(1 + i, b2) - log_b(a1, b1))
        for i in range(a2)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [((100, 10), (100, 13)), ((1000, 80), (900, 95)), ((20, 0), (20, 1)), ((5000, 250), (50, 9))],
)
def test_millers_closed_form_of_the_probability_to_be_better(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    (n1, y1), (n2, y2) = first, second
    read = bayes.of_proportions([Moments.of_conversions(n1, y1), Moments.of_conversions(n2, y2)])
    exact = millers_probability(1 + y1, 1 + n1 - y1, 1 + y2, 1 + n2 - y2)
    assert read.probability_above_control[0] == approx(exact, rel=1e-9)
    assert read.variants[1].probability_best == approx(exact, rel=1e-9)
    assert sum(v.probability_best for v in read.variants) == approx(1)


def test_normal_posteriors_in_closed_form() -> None:
    control, variant = Estimate(10.0, 0.3, 500), Estimate(10.5, 0.4, 500)
    read = bayes.of_means([control, variant])
    assert read is not None
    # P(V > C) = Phi(0.5 / 0.5); E[max(C, V)] - m = s phi(d/s) + ... (Clark 1961).
    assert read.probability_above_control[0] == approx(0.8413447460685429)
    pdf = math.exp(-0.5) / math.sqrt(2 * math.pi)
    highest = 10.5 * 0.8413447460685429 + 10.0 * (1 - 0.8413447460685429) + 0.5 * pdf
    assert read.variants[0].expected_loss == approx(highest - 10.0, rel=1e-9)
    assert read.variants[1].expected_loss == approx(highest - 10.5, rel=1e-9)
    assert read.variants[0].interval.low == approx(10 - 1.959963985 * 0.3)
    # The ratio of normals: P(V <= r C) = Phi((r mc - mv) / sqrt(sv^2 + r^2 sc^2)) (Hinkley 1969).
    for lift, share in ((read.lift_intervals[0].low, 0.025), (read.lift_intervals[0].high, 0.975)):
        r = lift + 1
        below = NormalDist().cdf((r * 10.0 - 10.5) / math.hypot(0.4, r * 0.3))
        assert below == approx(share, abs=1e-8)
    assert bayes.of_means([control, Estimate(1.0, 0.0, 500)]) is None


def test_the_mixture_is_the_one_under_which_the_sequence_is_narrowest() -> None:
    # Howard et al. 2021, 3.5: no other mixture is narrower at the planned moment.
    se = 0.02

    def width(mixture: float) -> float:
        interval = sequential.always_valid(0.0, se, mixture).interval
        return interval.high - interval.low

    best = sequential.mixture_variance(se)
    assert all(width(best) <= width(best * factor) for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2))
    # And it is not much wider than the interval for a single look: about 1.5 times.
    assert 1.4 < width(best) / (2 * 1.96 * se) < 1.6


def test_the_sequence_and_the_always_valid_p_say_the_same() -> None:
    for difference in (0.0, 0.01, 0.05, 0.0572, 0.08):
        found = sequential.always_valid(difference, 0.02, sequential.mixture_variance(0.02))
        assert (0.0 in found.interval) == (found.p_value > 0.05)
    nothing = sequential.always_valid(0.1, math.nan, 0.01)
    assert (nothing.p_value, nothing.interval.low) == (1.0, -math.inf)
