"""Planning: how many users, how small an effect, how long.

Two-sided tests throughout. `ratio` is users of the variant per user of the control.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import scipy


def users_for_proportions(
    baseline: float, effect: float, *, alpha: float = 0.05, power: float = 0.8, ratio: float = 1.0
) -> int:
    """Users of the control needed to find an absolute effect on a rate.

    n = (z_a sqrt((1 + 1/r) p (1 - p)) + z_b sqrt(p1 (1 - p1) + p2 (1 - p2) / r))^2 / effect^2,
    with p the baseline under the null. The formula of Evan Miller's sample-size calculator.
    """
    other = baseline + effect
    if not (0 < baseline < 1 and 0 < other < 1) or effect == 0:
        raise ValueError("rates must lie between 0 and 1, and the effect must not be nought")
    z_a, z_b = float(scipy.stats.norm.isf(alpha / 2)), float(scipy.stats.norm.isf(1 - power))
    null = math.sqrt((1 + 1 / ratio) * baseline * (1 - baseline))
    real = math.sqrt(baseline * (1 - baseline) + other * (1 - other) / ratio)
    return math.ceil((z_a * null + z_b * real) ** 2 / effect**2)


def power_of_means(
    users: float, effect: float, deviation: float, *, alpha: float = 0.05, ratio: float = 1.0
) -> float:
    """The power of the t-test to find a difference of means, by the noncentral t.

    Cohen: Statistical Power Analysis for the Behavioral Sciences, 2nd ed., chapter 2.
    """
    freedom = users * (1 + ratio) - 2
    if freedom < 1:
        return alpha
    shift = abs(effect) / deviation * math.sqrt(users * ratio / (1 + ratio))
    reach = float(scipy.stats.t.isf(alpha / 2, freedom))
    above = float(scipy.stats.nct.sf(reach, freedom, shift))
    below = float(scipy.stats.nct.cdf(-reach, freedom, shift))
    # Far in the tail the noncentral t of scipy is not a number; there the lower side is nought.
    return above + (below if math.isfinite(below) else 0.0)


def users_for_means(
    effect: float,
    deviation: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    ratio: float = 1.0,
) -> int:
    """Users of the control needed to find a difference of means.

    Begins at the normal approximation n = (1 + 1/r) ((z_a + z_b) s / effect)^2 and goes up to where
    the t-test has the power.
    """
    if effect == 0 or deviation <= 0:
        raise ValueError("the effect must not be nought and the deviation must be positive")
    z = float(scipy.stats.norm.isf(alpha / 2) + scipy.stats.norm.isf(1 - power))
    users = max(2, math.floor((1 + 1 / ratio) * (z * deviation / effect) ** 2))
    if users > _LARGE:
        return users + 1  # here t and normal are the same
    while power_of_means(users, effect, deviation, alpha=alpha, ratio=ratio) < power:
        users += 1
    return users


_LARGE = 10_000


def effect_of_proportions(
    baseline: float, users: int, *, alpha: float = 0.05, power: float = 0.8, ratio: float = 1.0
) -> float:
    """The smallest absolute rise of a rate that so many users of the control can find."""

    def missing(effect: float) -> float:
        needed = users_for_proportions(baseline, effect, alpha=alpha, power=power, ratio=ratio)
        return needed - users

    low, high = 1e-9, (1 - baseline) * (1 - 1e-9)
    if missing(high) > 0:
        return math.inf
    return float(scipy.optimize.brentq(missing, low, high, xtol=1e-9))


def effect_of_means(
    deviation: float, users: int, *, alpha: float = 0.05, power: float = 0.8, ratio: float = 1.0
) -> float:
    """The smallest difference of means that so many users of the control can find."""
    z = float(scipy.stats.norm.isf(alpha / 2) + scipy.stats.norm.isf(1 - power))
    return z * deviation * math.sqrt((1 + 1 / ratio) / users)


_LONGEST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Plan:
    """How many users an experiment needs, and how long they take to come."""

    per_variant: tuple[int, ...]
    """The control first."""
    total: int
    days: int
    full_weeks: int
    """Days rounded up to whole weeks: weekdays and weekends behave differently."""


def plan(
    users_of_control: int, weights: tuple[float, ...], daily_users: float, exposed_share: float
) -> Plan:
    """Spread the users of the control over variants with these weights (the control first).

    `daily_users` come each day, `exposed_share` of them into the experiment.
    """
    scale = users_of_control / weights[0]
    per_variant = tuple(math.ceil(scale * weight) for weight in weights)
    total = sum(per_variant)
    arriving = daily_users * exposed_share
    if arriving <= 0:
        raise ValueError("nobody would come into the experiment")
    if total > arriving * _LONGEST_DAYS:
        raise ValueError("it would take more than a hundred years")
    days = math.ceil(total / arriving)
    return Plan(per_variant, total, days, math.ceil(days / 7))
