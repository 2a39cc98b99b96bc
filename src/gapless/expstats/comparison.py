"""A variant against the control: difference, relative lift, intervals and p-values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import scipy

from gapless.expstats.moments import Estimate, Moments


@dataclass(frozen=True, slots=True)
class Interval:
    """A lower and an upper limit."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a test says of a variant against the control, at one look: for many, see sequential."""

    difference: float
    se: float
    interval: Interval
    lift: float
    """The relative difference: 0.05 is five percent more than the control."""
    lift_interval: Interval
    statistic: float
    freedom: float
    """Degrees of freedom of Student's t; infinite for the normal."""
    p_value: float


def two_proportions(control: Moments, variant: Moments, alpha: float = 0.05) -> Comparison:
    """Two rates: z-test with the pooled variance, Wald interval with the unpooled one.

    z = (p2 - p1) / sqrt(p (1 - p) (1/n1 + 1/n2)),  p = (y1 + y2) / (n1 + n2).
    Agresti: Categorical Data Analysis, 3rd ed., 3.1. The square of z is Pearson's chi-square.
    """
    p1, p2 = control.mean, variant.mean
    se = math.sqrt(p1 * (1 - p1) / control.n + p2 * (1 - p2) / variant.n)
    pooled = (control.y + variant.y) / (control.n + variant.n)
    se_null = math.sqrt(pooled * (1 - pooled) * (1 / control.n + 1 / variant.n))
    z = (p2 - p1) / se_null if se_null > 0 else 0.0
    p_value = float(2 * scipy.stats.norm.sf(abs(z)))
    return _comparison(
        Estimate(p1, math.sqrt(p1 * (1 - p1) / control.n), control.n),
        Estimate(p2, math.sqrt(p2 * (1 - p2) / variant.n), variant.n),
        se=se, statistic=z, freedom=math.inf, p_value=p_value, alpha=alpha,
    )  # fmt: skip


def welch(control: Estimate, variant: Estimate, alpha: float = 0.05) -> Comparison:
    """Two means whose variances may differ: Welch's t-test.

    t = (m2 - m1) / sqrt(se1^2 + se2^2), with Satterthwaite's degrees of freedom.
    Welch: The generalization of "Student's" problem (Biometrika 1947). Also for adjusted means and
    ratios, whose standard errors come from the delta method.
    """
    a, b = control.se**2, variant.se**2
    se = math.sqrt(a + b)
    if se == 0:
        return _comparison(
            control, variant, se=0.0, statistic=0.0, freedom=math.inf, p_value=1.0, alpha=alpha
        )
    freedom = (a + b) ** 2 / (a**2 / (control.n - 1) + b**2 / (variant.n - 1))
    t = (variant.mean - control.mean) / se
    p_value = float(2 * scipy.stats.t.sf(abs(t), freedom))
    return _comparison(
        control, variant, se=se, statistic=t, freedom=freedom, p_value=p_value, alpha=alpha
    )


def _comparison(
    control: Estimate,
    variant: Estimate,
    *,
    se: float,
    statistic: float,
    freedom: float,
    p_value: float,
    alpha: float,
) -> Comparison:
    reach = critical(alpha, freedom)
    difference = variant.mean - control.mean
    lift, lift_se = relative_lift(control, variant)
    return Comparison(
        difference=difference,
        se=se,
        interval=Interval(difference - reach * se, difference + reach * se),
        lift=lift,
        lift_interval=Interval(lift - reach * lift_se, lift + reach * lift_se),
        statistic=statistic,
        freedom=freedom,
        p_value=p_value,
    )


def critical(alpha: float, freedom: float = math.inf) -> float:
    """The two-sided critical value of the normal, or of Student's t."""
    if math.isinf(freedom):
        return float(scipy.stats.norm.isf(alpha / 2))
    return float(scipy.stats.t.isf(alpha / 2, freedom))


def relative_lift(control: Estimate, variant: Estimate) -> tuple[float, float]:
    """m2 / m1 - 1 and its standard error, by the delta method for independent means.

    var = se2^2 / m1^2 + m2^2 se1^2 / m1^4. Not a number where the control's mean is nought.
    """
    if control.mean == 0:
        return math.nan, math.nan
    ratio = variant.mean / control.mean
    variance = (variant.se**2 + ratio**2 * control.se**2) / control.mean**2
    return ratio - 1, math.sqrt(variance)
