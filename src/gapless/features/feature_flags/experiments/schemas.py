"""Wire shapes of experiments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gapless.features.feature_flags.approvals.schemas import RequestStatus
from gapless.features.feature_flags.experiments.analysis import Verdict
from gapless.features.feature_flags.experiments.rules import Goal, MetricKind, Status
from gapless.features.feature_flags.metrics.schemas import MetricName
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import Reason

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Percent = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class VariantSpec(BaseModel):
    """A variant of the flag as it takes part."""

    model_config = ConfigDict(extra="forbid")

    variant: str = Field(min_length=1, max_length=200, description="The flag's variant.")
    name: Line | None = None
    weight: float = Field(
        gt=0, le=1_000_000, allow_inf_nan=False, description="Its share, in relation to the others."
    )


class MetricSpec(BaseModel):
    """What is measured."""

    model_config = ConfigDict(extra="forbid")

    key: MetricName = Field(
        description="`ctr`, `conversion`, `deposit`, `retention`, `game_revenue`, `session_time`, "
        "which need no more, or a name of your own."
    )
    kind: MetricKind | None = Field(
        None,
        description="`conversion`: whether a user had the event. `mean`: the sum of a user's "
        "values. `ratio`: the sum of one event over the sum of another.",
    )
    event: MetricName | None = Field(None, description="As programs report it.")
    denominator: MetricName | None = Field(None, description="The other event of a ratio.")
    goal: Goal = "increase"
    cap: float | None = Field(
        None, gt=0, allow_inf_nan=False, description="The most that one user counts."
    )


class ExperimentFields(BaseModel):
    """What may be said of an experiment."""

    model_config = ConfigDict(extra="forbid")

    hypothesis: Text = ""
    owner: Line | None = None
    environment: Environment = "production"
    bucket_by: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        "targetingKey",
        description="By what users are divided. Those who share it are read as if each stood "
        "alone: with any other than the targeting key the intervals are too narrow.",
    )
    audience: list[dict[str, Any]] = Field(
        default_factory=list, max_length=20, description="Conditions, as in a flag's rules."
    )
    traffic: Percent = Field(100.0, description="Percent of the audience that takes part.")
    variants: list[VariantSpec] = Field(min_length=2, max_length=10, description="Control first.")
    metrics: list[MetricSpec] = Field(min_length=1, max_length=10, description="Primary first.")
    alpha: float = Field(0.05, ge=0.001, le=0.2)
    power: float = Field(0.8, ge=0.5, le=0.99)
    planned_users: int | None = Field(None, ge=10, le=10_000_000_000)
    least_users: int = Field(
        1000, ge=10, le=10_000_000, description="Of each variant, before anything is said."
    )


class ExperimentCreate(ExperimentFields):
    """An experiment to make."""

    name: Line
    flag: UUID = Field(description="The flag whose variants are compared.")


class ExperimentEdit(BaseModel):
    """What to change. What is not sent stays; once started, only the first three may change."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    hypothesis: Text | None = None
    owner: Line | None = None
    environment: Environment | None = None
    bucket_by: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    audience: list[dict[str, Any]] | None = Field(None, max_length=20)
    traffic: Percent | None = None
    variants: list[VariantSpec] | None = Field(None, min_length=2, max_length=10)
    metrics: list[MetricSpec] | None = Field(None, min_length=1, max_length=10)
    alpha: float | None = Field(None, ge=0.001, le=0.2)
    power: float | None = Field(None, ge=0.5, le=0.99)
    planned_users: int | None = Field(None, ge=10, le=10_000_000_000)
    least_users: int | None = Field(None, ge=10, le=10_000_000)


class Ship(BaseModel):
    """Which variant everybody is to get, and why."""

    model_config = ConfigDict(extra="forbid")

    variant: str = Field(min_length=1, max_length=200)
    reason: Reason | None = None


class ExperimentVariant(BaseModel):
    """A variant as it takes part."""

    id: str = Field(description="The flag's variant.")
    name: str
    weight: float


class ExperimentMetric(BaseModel):
    """What is measured."""

    key: str
    kind: MetricKind
    event: str
    denominator: str | None
    goal: Goal
    cap: float | None


class Run(BaseModel):
    """A span in which it ran."""

    start: datetime
    end: datetime | None


class Decided(BaseModel):
    """What was made of it."""

    variant: str | None
    by: str
    at: datetime
    reason: str
    request: UUID | None = Field(description="The change request by which others agreed.")


class ExperimentRow(BaseModel):
    """An experiment."""

    id: UUID
    name: str
    hypothesis: str
    status: Status
    flag: UUID
    flag_id: str = Field(description="The flag's key.")
    flag_name: str
    environment: Environment
    owner: str | None
    bucket_by: str
    audience: list[dict[str, Any]]
    traffic: float
    variants: list[ExperimentVariant]
    metrics: list[ExperimentMetric]
    primary_metric: str
    alpha: float
    power: float
    planned_users: int | None
    least_users: int
    users: int = Field(description="Users that took part so far.")
    runs: list[Run]
    decision: Decided | None
    waits_for: UUID | None = Field(
        description="The change request that its last act asked for, until it is carried out."
    )
    request_status: RequestStatus | None = Field(
        description="What became of that request. With enough who agree the act is done at once."
    )
    archived: bool
    version: int
    started_at: datetime | None
    ended_at: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime


class Limits(BaseModel):
    """An interval; null: without end, or not to be told."""

    low: float | None
    high: float | None


class CurvePoint(BaseModel):
    """A point of a posterior."""

    x: float
    density: float


class VariantReading(BaseModel):
    """What a variant's users did."""

    variant: str
    users: int
    value: float | None = Field(description="Rate, mean or ratio.")
    se: float | None
    credible: Limits | None = Field(description="Where the true value lies, with 95 %.")
    probability_best: float | None
    expected_loss: float | None = Field(description="Given away, on average, by choosing it.")
    curve: list[CurvePoint] = Field(description="The posterior's density.")


class Against(BaseModel):
    """A variant against the control."""

    variant: str
    difference: float
    interval: Limits
    lift: float | None = Field(description="0.05 is five percent more than the control.")
    lift_interval: Limits
    p_value: float
    p_adjusted: float
    always_valid_interval: Limits = Field(description="Of the lift; right however often one looks.")
    always_valid_p: float
    lift_credible: Limits | None
    probability_better: float | None


class MetricResult(BaseModel):
    """What a metric says."""

    metric: ExperimentMetric
    primary: bool
    variants: list[VariantReading]
    against: list[Against]
    variance_reduction: float | None = Field(description="By CUPED; null: no past to use.")


class RatioResult(BaseModel):
    """Whether the users were divided as planned."""

    statistic: float
    p_value: float
    always_valid_p: float
    mismatch: bool
    expected: dict[str, float]
    observed: dict[str, int]


class DayPoint(BaseModel):
    """The primary metric as it stood at the end of a day."""

    day: str
    variant: str
    users: int
    lift: float | None
    low: float | None
    high: float | None
    value: float | None


class ExperimentResult(BaseModel):
    """What an experiment says so far."""

    experiment: ExperimentRow
    verdict: Verdict
    winner: str | None
    users: int
    mixed: int = Field(description="Users who met more than one variant, and were taken out.")
    ratio: RatioResult
    metrics: list[MetricResult]
    days: list[DayPoint]
    serves: bool | None = Field(
        description="Whether the flag still divides users as the experiment says; null: it should "
        "not at the moment."
    )
    read_at: datetime


class PlanRequest(BaseModel):
    """What is to be found, and with how many users a day."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["conversion", "mean"] = "conversion"
    baseline: float = Field(gt=0, allow_inf_nan=False, description="Rate (0 to 1) or mean now.")
    deviation: float | None = Field(
        None, gt=0, allow_inf_nan=False, description="Standard deviation of a mean's metric."
    )
    effect: float = Field(
        allow_inf_nan=False, description="Smallest relative change worth finding: 0.05 is 5 %."
    )
    alpha: float = Field(0.05, ge=0.001, le=0.2)
    power: float = Field(0.8, ge=0.5, le=0.99)
    weights: list[Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]] = Field(
        default_factory=lambda: [1.0, 1.0], min_length=2, max_length=10
    )
    daily_users: float = Field(gt=0, le=1e10, allow_inf_nan=False)
    traffic: Percent = 100.0


class WeekPoint(BaseModel):
    """What could be found after some weeks: the smallest relative change; null: none."""

    weeks: int
    users: int
    effect: float | None = Field(description="By a single look then.")
    effect_any_time: float | None = Field(description="By a verdict that may be asked for daily.")


class PlanSize(BaseModel):
    """How many users it takes, and how long."""

    per_variant: list[int] = Field(description="The control first.")
    total: int
    days: int
    weeks: int


class PlanResult(PlanSize):
    """What it takes if one looks once, at the end; and if one looks whenever one likes."""

    any_time: PlanSize = Field(description="For the verdict, which is right however often asked.")
    by_weeks: list[WeekPoint]


class EventCount(BaseModel):
    """An event that programs report, as something that can be measured."""

    event: str
    users: int = Field(description="Different users in the last 14 days.")
    rate: float | None = Field(description="Mean of a user's sum.")
    deviation: float | None


class Baselines(BaseModel):
    """What is known of the events, to plan with."""

    events: list[EventCount]
