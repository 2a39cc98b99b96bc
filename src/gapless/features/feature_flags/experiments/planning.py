"""The planner: users, days, and what could be found after each week. Pure."""

from __future__ import annotations

import math

from gapless.expstats import power
from gapless.features.feature_flags.experiments.problems import PlanImpossible
from gapless.features.feature_flags.experiments.schemas import (
    PlanRequest,
    PlanResult,
    WeekPoint,
)

WEEKS = range(1, 9)


def plan(wanted: PlanRequest) -> PlanResult:
    """How many users, how long; raise `PlanImpossible` where no number would do."""
    _check(wanted)
    weights = tuple(wanted.weights)
    ratio = min(weights[1:]) / weights[0]
    # Each variant is compared with the control, and all share the chance of a false finding.
    alpha = wanted.alpha / (len(weights) - 1)
    effect = wanted.effect * wanted.baseline
    try:
        if wanted.kind == "conversion":
            users = power.users_for_proportions(
                wanted.baseline, effect, alpha=alpha, power=wanted.power, ratio=ratio
            )
        else:
            assert wanted.deviation is not None
            users = power.users_for_means(
                effect, wanted.deviation, alpha=alpha, power=wanted.power, ratio=ratio
            )
        found = power.plan(users, weights, wanted.daily_users, wanted.traffic / 100)
    except ValueError as impossible:
        raise PlanImpossible(why=str(impossible)) from None
    return PlanResult(
        per_variant=list(found.per_variant),
        total=found.total,
        days=found.days,
        weeks=found.full_weeks,
        by_weeks=[_after(week, wanted, weights, alpha, ratio) for week in WEEKS],
    )


def _check(wanted: PlanRequest) -> None:
    if wanted.kind == "conversion" and not wanted.baseline < 1:
        raise PlanImpossible(why="a rate must be less than 1")
    if wanted.kind == "mean" and wanted.deviation is None:
        raise PlanImpossible(why="a mean needs its standard deviation")
    if any(not weight > 0 or not math.isfinite(weight) for weight in wanted.weights):
        raise PlanImpossible(why="every weight must be positive")
    if wanted.effect == 0:
        raise PlanImpossible(why="the effect must not be nought")


def _after(
    weeks: int, wanted: PlanRequest, weights: tuple[float, ...], alpha: float, ratio: float
) -> WeekPoint:
    total = int(weeks * 7 * wanted.daily_users * wanted.traffic / 100)
    control = int(total * weights[0] / math.fsum(weights))
    if control < 2:
        return WeekPoint(weeks=weeks, users=total, effect=None)
    if wanted.kind == "conversion":
        found = power.effect_of_proportions(
            wanted.baseline, control, alpha=alpha, power=wanted.power, ratio=ratio
        )
    else:
        assert wanted.deviation is not None
        found = power.effect_of_means(
            wanted.deviation, control, alpha=alpha, power=wanted.power, ratio=ratio
        )
    relative = found / wanted.baseline
    return WeekPoint(weeks=weeks, users=total, effect=relative if math.isfinite(relative) else None)
