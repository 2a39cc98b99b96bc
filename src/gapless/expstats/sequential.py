"""Inference that stays valid however often one looks, and whenever one stops.

An ordinary p-value is right at one moment chosen in advance; looked at daily, it finds an effect
that is not there several times as often as it says. A confidence sequence holds at all moments
together: the truth is in every one of its intervals with probability 1 - alpha.

All here is Robbins' normal mixture. For an estimate d with standard error s, the mixture with
variance m over the true effect gives the likelihood ratio

    L = sqrt(s^2 / (s^2 + m)) exp( m d^2 / (2 s^2 (s^2 + m)) )

whose inverse is an always-valid p-value (mSPRT), and whose inversion is the confidence sequence

    d +- sqrt( s^2 (s^2 + m) / m  (2 log(1/alpha) + log((s^2 + m) / s^2)) ).

Robbins: Statistical Methods Related to the Law of the Iterated Logarithm (Ann. Math. Stat. 1970);
Johari, Koomen, Pekelis, Walsh: Always Valid Inference (Oper. Res. 2022), eq. 3;
Howard, Ramdas, McAuliffe, Sekhon: Time-uniform, nonparametric, nonasymptotic confidence sequences
(Ann. Stat. 2021), eq. 14, whose rho is 1/m on the scale of the information 1/s^2; asymptotically
valid with an estimated s: Waudby-Smith et al., Time-uniform central limit theory (Ann. Stat. 2024).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import scipy

from gapless.expstats.comparison import Interval


@dataclass(frozen=True, slots=True)
class AlwaysValid:
    """A reading that may be taken at any time."""

    interval: Interval
    p_value: float


def mixture_variance(planned_se: float, alpha: float = 0.05) -> float:
    """The mixture under which the sequence is narrowest when the standard error is the planned one.

    m = s^2 (-W_{-1}(-alpha^2 / e) - 1), with the lower branch of Lambert's W.
    Howard et al. 2021, 3.5 (their rho is v / (-W_{-1}(-alpha^2 / e) - 1)). It has to be fixed
    before the data are seen: here it follows from the sample size that was planned.
    """
    branch = float(scipy.special.lambertw(-(alpha**2) / math.e, k=-1).real)
    return planned_se**2 * (-branch - 1)


def always_valid(difference: float, se: float, mixture: float, alpha: float = 0.05) -> AlwaysValid:
    """The confidence sequence's interval and the always-valid p-value at this moment."""
    if not (se > 0 and mixture > 0 and math.isfinite(se)):
        return AlwaysValid(Interval(-math.inf, math.inf), 1.0)
    variance = se**2
    total = variance + mixture
    log_ratio = 0.5 * math.log(variance / total) + mixture * difference**2 / (2 * variance * total)
    p_value = math.exp(-log_ratio) if log_ratio > 0 else 1.0
    reach = math.sqrt(
        variance * total / mixture * (2 * math.log(1 / alpha) + math.log(total / variance))
    )
    return AlwaysValid(Interval(difference - reach, difference + reach), p_value)


def users_factor(alpha: float = 0.05, power: float = 0.8) -> float:
    """How many times the users of a single look the sequence takes to be as sure to find an effect.

    At the planned size the sequence reaches r standard errors to each side and a single look z_a,
    so it takes ((r + z_b) / (z_a + z_b))^2 times the users. It may cross before, so the power is a
    little higher than asked for.
    """
    reach = always_valid(0.0, 1.0, mixture_variance(1.0, alpha), alpha).interval.high
    z_a, z_b = float(scipy.stats.norm.isf(alpha / 2)), float(scipy.stats.norm.isf(1 - power))
    return ((reach + z_b) / (z_a + z_b)) ** 2
