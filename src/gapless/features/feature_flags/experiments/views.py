"""What experiments show: rows, and results read from their sums."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gapless.expstats.comparison import Interval
from gapless.expstats.moments import Moments
from gapless.features.feature_flags.experiments import analysis, rules, schemas
from gapless.features.feature_flags.experiments.analysis import Design, MetricReading, Reading
from gapless.features.feature_flags.experiments.folding import USERS
from gapless.features.feature_flags.experiments.models import Experiment
from gapless.features.feature_flags.experiments.repository import DaySums, Found
from gapless.features.feature_flags.experiments.rules import Metric
from gapless.features.feature_flags.experiments.service import ExperimentService
from gapless.platform import clock


def row(found: Found) -> schemas.ExperimentRow:
    """The wire shape of an experiment."""
    experiment, flag, users, request_status = found
    plain = {
        name: getattr(experiment, name)
        for name in (
            "id", "name", "hypothesis", "status", "environment", "owner", "bucket_by", "audience",
            "alpha", "power", "planned_users", "least_users", "version", "started_at", "ended_at",
            "created_by", "created_at", "updated_at", "decision",
        )
    }  # fmt: skip
    return schemas.ExperimentRow.model_validate(
        {
            **plain,
            "flag": flag.id,
            "flag_id": flag.key,
            "flag_name": flag.name,
            "traffic": experiment.traffic / 1000,
            "variants": [
                {"id": v["variant"], "name": v["name"], "weight": v["weight"]}
                for v in experiment.variants
            ],
            "metrics": [metric(Metric.of(kept)) for kept in experiment.metrics],
            "primary_metric": experiment.metrics[0]["key"],
            "users": users,
            "runs": [{"start": run["from"], "end": run["to"]} for run in experiment.runs],
            "waits_for": experiment.request_id,
            "request_status": request_status,
            "archived": experiment.archived_at is not None,
        }
    )


def metric(found: Metric) -> schemas.ExperimentMetric:
    """The wire shape of a metric."""
    return schemas.ExperimentMetric(
        key=found.key,
        kind=found.kind,
        event=found.event,
        denominator=found.denominator,
        goal=found.goal,
        cap=found.cap,
    )


def design_of(experiment: Experiment) -> Design:
    """What was decided before the first user came."""
    return Design(
        variants=tuple(v["variant"] for v in experiment.variants),
        weights=tuple(float(v["weight"]) for v in experiment.variants),
        metrics=tuple(Metric.of(kept) for kept in experiment.metrics),
        alpha=experiment.alpha,
        planned_users=experiment.planned_users,
        least_users=experiment.least_users,
    )


async def result(service: ExperimentService, found: Found) -> schemas.ExperimentResult:
    """What the experiment says so far."""
    experiment = found.experiment
    design = design_of(experiment)
    days = await service.repository.sums(experiment.id)
    # Up to a quarter of a second of arithmetic, and scipy's loading before the first.
    reading, points = await asyncio.to_thread(_read, design, days)
    shares = dict(zip(design.variants, design.weights, strict=True))
    whole = math.fsum(shares.values())
    return schemas.ExperimentResult(
        experiment=row(found),
        verdict=reading.verdict,
        winner=reading.winner,
        users=sum(reading.users),
        mixed=await service.repository.mixed(experiment.id),
        ratio=schemas.RatioResult(
            statistic=_finite(reading.ratio.statistic) or 0.0,
            p_value=reading.ratio.p_value,
            always_valid_p=reading.ratio.always_valid_p,
            mismatch=reading.ratio.is_mismatch,
            expected={variant: weight / whole for variant, weight in shares.items()},
            observed=dict(zip(design.variants, reading.users, strict=True)),
        ),
        metrics=[
            _metric_result(design, m, primary=analysis.is_primary(design, m.metric))
            for m in reading.metrics
        ],
        days=points,
        serves=await _serves(service, experiment),
        read_at=clock.now(),
    )


def _read(design: Design, days: DaySums) -> tuple[Reading, list[schemas.DayPoint]]:
    return analysis.read(design, added(design, days)), _days(design, days)


def added(design: Design, days: DaySums) -> dict[str, dict[str, Moments]]:
    """The sums of all days by metric and variant, each with the variant's users."""
    found: dict[str, dict[str, Moments]] = {}
    for _, by_metric in days:
        for name, by_variant in by_metric.items():
            into = found.setdefault(name, {})
            for variant, change in by_variant.items():
                into[variant] = into.get(variant, Moments(0, 0.0, 0.0)) + change
    users = found.pop(USERS, {})
    return {
        m.key: {
            variant: replace(
                found.get(m.key, {}).get(variant, Moments(0, 0.0, 0.0)),
                n=users[variant].n if variant in users else 0,
            )
            for variant in design.variants
        }
        for m in design.metrics
    }


def _days(design: Design, days: DaySums) -> list[schemas.DayPoint]:
    changes = [(day, _day(design, by_metric)) for day, by_metric in days]
    return [
        schemas.DayPoint(
            day=day,
            variant=against.variant,
            users=sum(value.n for value in reading.values),
            lift=_finite(against.fixed.lift),
            low=_finite(against.always_lift.interval.low),
            high=_finite(against.always_lift.interval.high),
            value=_finite(reading.values[design.variants.index(against.variant)].mean),
        )
        for day, reading in analysis.series(design, changes)
        if reading is not None
        for against in reading.against
    ]


def _day(design: Design, by_metric: Mapping[str, Mapping[str, Moments]]) -> dict[str, Moments]:
    primary = by_metric.get(design.metrics[0].key, {})
    users = by_metric.get(USERS, {})
    nothing = Moments(0, 0.0, 0.0)
    return {v: primary.get(v, nothing) + users.get(v, nothing) for v in design.variants}


async def _serves(service: ExperimentService, experiment: Experiment) -> bool | None:
    """Whether the flag still divides users as the experiment says."""
    if experiment.status != "running":
        return None
    loaded = await service.editor.load(experiment.flag_id)
    service.unit.change.about("experiment", experiment.id)
    setup = loaded.state()["environments"][experiment.environment]
    there = rules.rule_in(setup, experiment.id)
    wanted = service.rule_of(experiment)
    same = there is not None and all(
        [w[key] for w in wanted["serve"]["slices"]] == [s[key] for s in there["serve"]["slices"]]
        for key in ("variant", "weight")
    )
    return bool(setup["enabled"]) and same and loaded.flag.archived_at is None


def _metric_result(
    design: Design, reading: MetricReading, *, primary: bool
) -> schemas.MetricResult:
    return schemas.MetricResult(
        metric=metric(reading.metric),
        primary=primary,
        variants=_variants(design.variants, reading),
        against=[_against(a) for a in reading.against],
        variance_reduction=reading.variance_reduction,
    )


def _variants(names: Sequence[str], reading: MetricReading) -> list[schemas.VariantReading]:
    found = []
    for i, (name, value) in enumerate(zip(names, reading.values, strict=True)):
        posterior = reading.posteriors[i] if reading.posteriors else None
        found.append(
            schemas.VariantReading(
                variant=name,
                users=value.n,
                value=_finite(value.mean),
                se=_finite(value.se),
                credible=_limits(posterior.interval) if posterior else None,
                probability_best=posterior.probability_best if posterior else None,
                expected_loss=posterior.expected_loss if posterior else None,
                curve=[
                    schemas.CurvePoint(x=x, density=density)
                    for x, density in (posterior.curve if posterior else ())
                ],
            )
        )
    return found


def _against(found: analysis.Against) -> schemas.Against:
    return schemas.Against(
        variant=found.variant,
        difference=found.fixed.difference,
        interval=_limits(found.fixed.interval),
        lift=_finite(found.fixed.lift),
        lift_interval=_limits(found.fixed.lift_interval),
        p_value=found.fixed.p_value,
        p_adjusted=found.p_adjusted,
        always_valid_interval=_limits(found.always_lift.interval),
        always_valid_p=found.always_p_adjusted,
        lift_credible=_limits(found.lift_credible) if found.lift_credible else None,
        probability_better=found.probability_better,
    )


def _limits(interval: Interval) -> schemas.Limits:
    return schemas.Limits(low=_finite(interval.low), high=_finite(interval.high))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
