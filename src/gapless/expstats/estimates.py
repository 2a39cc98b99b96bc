"""From sums to estimates: plain means, ratio metrics, and means adjusted by a covariate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gapless.expstats.moments import Estimate, Moments


def of_mean(moments: Moments) -> Estimate:
    """The mean of a metric per user, se = s / sqrt(n)."""
    if moments.n < 2:
        return Estimate(moments.mean, math.nan, moments.n)
    return Estimate(moments.mean, math.sqrt(moments.variance / moments.n), moments.n)


def of_proportion(moments: Moments) -> Estimate:
    """A rate of conversion, se = sqrt(p (1 - p) / n)."""
    if not moments.n:
        return Estimate(math.nan, math.nan, 0)
    p = moments.mean
    return Estimate(p, math.sqrt(max(p * (1 - p), 0.0) / moments.n), moments.n)


def of_ratio(moments: Moments) -> Estimate:
    """A ratio of sums over users, such as revenue per session, by the delta method.

    R = mean(y) / mean(x);  var(R) = (s_y^2 + R^2 s_x^2 - 2 R s_xy) / (n mean(x)^2).
    Deng, Knoblich, Lu: Applying the Delta Method in Metric Analytics (KDD 2018), eq. 4. The users
    are the units that were assigned, so that sessions of one user may depend on each other.
    """
    if moments.n < 2 or moments.x == 0:
        return Estimate(math.nan, math.nan, moments.n)
    ratio = moments.y / moments.x
    spread = moments.variance + ratio**2 * moments.variance_x - 2 * ratio * moments.covariance
    variance = max(spread, 0.0) / (moments.n * moments.mean_x**2)
    return Estimate(ratio, math.sqrt(variance), moments.n)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Means adjusted by a covariate, and what the adjustment gained."""

    theta: float
    variants: tuple[Estimate, ...]
    variance_reduction: float
    """Share of the variance that is gone, 0 to 1; it is the squared correlation."""


def cuped(variants: Sequence[Moments]) -> Adjusted | None:
    """Means adjusted by each user's metric before the experiment (CUPED).

    y_adj = y - theta (x - mean(x)),  theta = cov(x, y) / var(x), both pooled within the variants,
    mean(x) over all users. Deng, Xu, Kohavi, Walker: Improving the Sensitivity of Online Controlled
    Experiments by Utilizing Pre-Experiment Data (WSDM 2013), eq. 4 and 5.

    None where there is no covariate to use: it must come from before the exposure, else the
    adjustment would take part of the effect away.
    """
    usable = [v for v in variants if v.n >= 2]
    freedom = sum(v.n - 1 for v in usable)
    if len(usable) != len(variants) or freedom <= 0:
        return None
    var_x = sum((v.n - 1) * v.variance_x for v in usable) / freedom
    var_y = sum((v.n - 1) * v.variance for v in usable) / freedom
    cov = sum((v.n - 1) * v.covariance for v in usable) / freedom
    if not var_x > 0 or not var_y > 0:
        return None
    theta = cov / var_x
    middle = sum(v.x for v in usable) / sum(v.n for v in usable)
    adjusted = []
    for v in variants:
        variance = v.variance + theta**2 * v.variance_x - 2 * theta * v.covariance
        mean = v.mean - theta * (v.mean_x - middle)
        adjusted.append(Estimate(mean, math.sqrt(max(variance, 0.0) / v.n), v.n))
    return Adjusted(theta, tuple(adjusted), min(1.0, cov**2 / (var_x * var_y)))
