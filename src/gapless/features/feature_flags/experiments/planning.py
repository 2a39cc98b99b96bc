"""The planner: users, days, and what could be found after each week. Pure."""

from __future__ import annotations

import math

from gapless.expstats import power, sequential
from gapless.features.feature_flags.experiments.problems import PlanImpossible
from gapless.features.feature_flags.experiments.schemas import (
    PlanRequest,
    PlanResult,
    PlanSize,
    WeekPoint,
)
from gapless.platform.i18n import Text

WEEKS = range(1, 9)

_RATE = Text("a rate must lie between 0 and 1", "bir oran 0 ile 1 arasında olmalıdır")
_CHANGED_RATE = Text(
    "with this change the rate would no longer lie between 0 and 1",
    "bu değişimle oran artık 0 ile 1 arasında olmazdı",
)
_DEVIATION = Text("a mean needs its standard deviation", "ortalama, standart sapmasını ister")
_WEIGHT = Text("every weight must be positive", "her ağırlık sıfırdan büyük olmalıdır")
_NO_EFFECT = Text("the effect must not be nought", "etki sıfır olamaz")
_NOBODY = Text("nobody would come into the experiment", "deneye kimse girmezdi")
_TOO_LONG = Text("it would take more than a hundred years", "yüz yıldan uzun sürerdi")


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
        factor = sequential.users_factor(alpha, wanted.power)
        once, any_time = (
            power.plan(size, weights, wanted.daily_users, wanted.traffic / 100)
            for size in (users, math.ceil(users * factor))
        )
    except (ValueError, ArithmeticError):
        # `_check` has refused everything else; of the smallest effects not even the number of
        # users is a number.
        raise _impossible(_TOO_LONG) from None
    return PlanResult(
        **_size(once).model_dump(),
        any_time=_size(any_time),
        by_weeks=[_after(week, wanted, weights, alpha, ratio, factor) for week in WEEKS],
    )


def _size(found: power.Plan) -> PlanSize:
    return PlanSize(
        per_variant=list(found.per_variant),
        total=found.total,
        days=found.days,
        weeks=found.full_weeks,
    )


def _check(wanted: PlanRequest) -> None:
    if any(not weight > 0 for weight in wanted.weights):
        raise _impossible(_WEIGHT)
    if wanted.effect == 0:
        raise _impossible(_NO_EFFECT)
    if wanted.daily_users * wanted.traffic / 100 <= 0:
        raise _impossible(_NOBODY)
    if wanted.kind == "mean":
        if wanted.deviation is None:
            raise _impossible(_DEVIATION)
    elif not wanted.baseline < 1:
        raise _impossible(_RATE)
    elif not 0 < wanted.baseline * (1 + wanted.effect) < 1:
        raise _impossible(_CHANGED_RATE)


def _impossible(why: Text) -> PlanImpossible:
    return PlanImpossible(why=why.render())


def _after(
    weeks: int,
    wanted: PlanRequest,
    weights: tuple[float, ...],
    alpha: float,
    ratio: float,
    factor: float,
) -> WeekPoint:
    total = int(weeks * 7 * wanted.daily_users * wanted.traffic / 100)
    control = int(total * weights[0] / math.fsum(weights))
    return WeekPoint(
        weeks=weeks,
        users=total,
        effect=_found_by(control, wanted, alpha, ratio),
        effect_any_time=_found_by(int(control / factor), wanted, alpha, ratio),
    )


def _found_by(control: int, wanted: PlanRequest, alpha: float, ratio: float) -> float | None:
    """The smallest relative change that so many users of the control can find; None: none."""
    if control < 2:
        return None
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
    return relative if math.isfinite(relative) else None
