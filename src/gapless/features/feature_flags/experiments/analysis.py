"""From sums to a reading: what an experiment says so far, and what to do about it. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gapless.expstats import bayes, corrections, estimates, sequential
from gapless.expstats.comparison import (
    Comparison,
    Interval,
    relative_lift,
    two_proportions,
    welch,
)
from gapless.expstats.moments import Estimate, Moments
from gapless.expstats.sequential import AlwaysValid
from gapless.expstats.srm import RatioCheck, check_ratio
from gapless.features.feature_flags.experiments.rules import Metric

Verdict = Literal[
    "mismatch", "no_users", "too_early", "winner", "control_wins", "inconclusive", "keep_running"
]


@dataclass(frozen=True, slots=True)
class Design:
    """What was decided before the first user came."""

    variants: tuple[str, ...]
    """The control first."""
    weights: tuple[float, ...]
    metrics: tuple[Metric, ...]
    """The primary first."""
    alpha: float = 0.05
    planned_users: int | None = None
    """All variants together."""
    least_users: int = 1000
    """Of each variant, before anything is said."""


@dataclass(frozen=True, slots=True)
class Against:
    """A variant against the control, read in every way."""

    variant: str
    fixed: Comparison
    p_adjusted: float
    always: AlwaysValid
    always_lift: AlwaysValid
    always_p_adjusted: float
    lift_credible: Interval | None
    probability_better: float | None


@dataclass(frozen=True, slots=True)
class MetricReading:
    """What a metric says."""

    metric: Metric
    values: tuple[Estimate, ...]
    posteriors: tuple[bayes.Posterior, ...] | None
    against: tuple[Against, ...]
    variance_reduction: float | None
    """What CUPED took away; None where there was no past to use."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the experiment says."""

    users: tuple[int, ...]
    ratio: RatioCheck
    metrics: tuple[MetricReading, ...]
    verdict: Verdict
    winner: str | None


def read(design: Design, sums: Mapping[str, Mapping[str, Moments]]) -> Reading:
    """Read an experiment. `sums` are by metric and variant, with `n` the users of the variant."""
    primary = sums.get(design.metrics[0].key, {})
    users = tuple(primary[v].n if v in primary else 0 for v in design.variants)
    ratio = check_ratio(users, design.weights)
    readings = []
    for metric in design.metrics:
        of_metric = sums.get(metric.key, {})
        counted = zip(design.variants, users, strict=True)
        found = [of_metric.get(variant, Moments(n, 0.0, 0.0)) for variant, n in counted]
        reading = read_metric(design, metric, found)
        if reading is not None:
            readings.append(reading)
    metrics = _adjusted(design, readings)
    verdict, winner = _verdict(design, users, ratio, metrics)
    return Reading(users, ratio, metrics, verdict, winner)


def read_metric(
    design: Design, metric: Metric, variants: Sequence[Moments], *, bayesian: bool = True
) -> MetricReading | None:
    """Read one metric; None as long as a variant has fewer than two users, or no denominator."""
    if any(v.n < 2 for v in variants):
        return None
    values, reduction = _values(metric, variants)
    if not all(value.is_usable for value in values):
        return None
    control = values[0]
    plain, better = _bayes(metric, variants, values) if bayesian else (None, None)
    against = []
    for i, variant in enumerate(design.variants[1:], start=1):
        fixed = (
            two_proportions(variants[0], variants[i], design.alpha)
            if metric.kind == "conversion"
            else welch(control, values[i], design.alpha)
        )
        alpha = design.alpha / (len(variants) - 1)
        scale = _scale(design, sum(v.n for v in variants))
        lift, lift_se = relative_lift(control, values[i])
        always_lift = sequential.always_valid(lift, lift_se, _mixture(lift_se, scale, alpha), alpha)
        always = sequential.always_valid(
            fixed.difference, fixed.se, _mixture(fixed.se, scale, alpha), alpha
        )
        against.append(
            Against(
                variant=variant,
                fixed=fixed,
                p_adjusted=fixed.p_value,
                always=always,
                always_lift=always_lift,
                always_p_adjusted=always.p_value,
                lift_credible=plain.lift_intervals[i - 1] if plain else None,
                probability_better=better.probability_above_control[i - 1] if better else None,
            )
        )
    return MetricReading(
        metric=metric,
        values=values,
        posteriors=_posteriors(plain, better),
        against=tuple(against),
        variance_reduction=reduction,
    )


def _values(
    metric: Metric, variants: Sequence[Moments]
) -> tuple[tuple[Estimate, ...], float | None]:
    if metric.kind == "conversion":
        return tuple(estimates.of_proportion(v) for v in variants), None
    if metric.kind == "ratio":
        return tuple(estimates.of_ratio(v) for v in variants), None
    adjusted = estimates.cuped(variants)
    if adjusted is not None:
        return adjusted.variants, adjusted.variance_reduction
    return tuple(estimates.of_mean(v) for v in variants), None


def _bayes(
    metric: Metric, variants: Sequence[Moments], values: Sequence[Estimate]
) -> tuple[bayes.Reading | None, bayes.Reading | None]:
    """The reading as it is, and the one in which more is always better."""
    if metric.kind == "conversion":
        plain = bayes.of_proportions(variants)
        if metric.goal == "increase":
            return plain, plain
        turned = [Moments.of_conversions(v.n, round(v.n - v.y)) for v in variants]
        return plain, bayes.of_proportions(turned)
    found = bayes.of_means(values)
    if metric.goal == "increase":
        return found, found
    return found, bayes.of_means([replace(v, mean=-v.mean) for v in values])


def _posteriors(
    plain: bayes.Reading | None, better: bayes.Reading | None
) -> tuple[bayes.Posterior, ...] | None:
    if plain is None or better is None:
        return None
    return tuple(
        replace(shown, probability_best=judged.probability_best, expected_loss=judged.expected_loss)
        for shown, judged in zip(plain.variants, better.variants, strict=True)
    )


def _scale(design: Design, users: int) -> float:
    """How much smaller the standard error will be when the planned users are there.

    The number planned for never follows the users who came: tuned to what is seen, the confidence
    sequence would lose its promise.
    """
    planned = design.planned_users or 10 * design.least_users * len(design.variants)
    return math.sqrt(users / planned)


def _mixture(se: float, scale: float, alpha: float) -> float:
    if not se > 0:
        return math.nan
    return sequential.mixture_variance(se * scale, alpha)


def is_primary(design: Design, metric: Metric) -> bool:
    """Whether the metric decides. It may be the one that cannot be read yet."""
    return metric.key == design.metrics[0].key


def _adjusted(design: Design, readings: Sequence[MetricReading]) -> tuple[MetricReading, ...]:
    """P-values as they may be believed among the others.

    The primary metric decides, so its variants share the chance of one false finding (Holm); the
    secondary ones are a search, so all of them share their rate of false findings (BH).
    """
    adjusted = [_with_holm(one) for one in readings if is_primary(design, one.metric)]
    rest = [one for one in readings if not is_primary(design, one.metric)]
    flat = [a for reading in rest for a in reading.against]
    fixed = corrections.benjamini_hochberg([a.fixed.p_value for a in flat])
    always = corrections.benjamini_hochberg([a.always.p_value for a in flat])
    at = 0
    for reading in rest:
        mine = tuple(
            replace(a, p_adjusted=fixed[at + i], always_p_adjusted=always[at + i])
            for i, a in enumerate(reading.against)
        )
        at += len(mine)
        adjusted.append(replace(reading, against=mine))
    return tuple(adjusted)


def _with_holm(reading: MetricReading) -> MetricReading:
    fixed = corrections.holm([a.fixed.p_value for a in reading.against])
    always = corrections.holm([a.always.p_value for a in reading.against])
    return replace(
        reading,
        against=tuple(
            replace(a, p_adjusted=p, always_p_adjusted=q)
            for a, p, q in zip(reading.against, fixed, always, strict=True)
        ),
    )


def _verdict(
    design: Design,
    users: Sequence[int],
    ratio: RatioCheck,
    metrics: Sequence[MetricReading],
) -> tuple[Verdict, str | None]:
    """What to do. It rests on the sequential reading alone, so it may be asked for at any time."""
    if not any(users):
        return "no_users", None
    if ratio.is_mismatch:
        return "mismatch", None
    primary = next((one for one in metrics if is_primary(design, one.metric)), None)
    if primary is None or min(users) < design.least_users:
        return "too_early", None
    sign = 1 if primary.metric.goal == "increase" else -1
    proven = [a for a in primary.against if a.always_p_adjusted < design.alpha]
    better = [a for a in proven if sign * a.fixed.difference > 0]
    if better:
        best = max(better, key=lambda a: sign * a.fixed.difference)
        return "winner", best.variant
    if len(proven) == len(primary.against):
        return "control_wins", design.variants[0]
    if design.planned_users is not None and sum(users) >= design.planned_users:
        return "inconclusive", None
    return "keep_running", None


def series(
    design: Design, days: Sequence[tuple[str, Mapping[str, Moments]]]
) -> list[tuple[str, MetricReading | None]]:
    """The primary metric as it stood at the end of each day. Each day has its own changes."""
    running: dict[str, Moments] = {v: Moments(0, 0.0, 0.0) for v in design.variants}
    found = []
    for day, changes in days:
        for variant, change in changes.items():
            if variant in running:
                running[variant] = running[variant] + change
        moments = [running[v] for v in design.variants]
        found.append((day, read_metric(design, design.metrics[0], moments, bayesian=False)))
    return found
