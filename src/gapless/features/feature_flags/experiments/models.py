"""Tables of experiments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Double, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class Experiment(Base):
    """A question that is put to users: which variant of a flag does better."""

    __tablename__ = "experiments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"))
    environment: Mapped[str]
    name: Mapped[str]
    hypothesis: Mapped[str] = mapped_column(default="")
    owner: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft")
    bucket_by: Mapped[str]
    audience: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Who takes part, in the engine's conditions; empty: everybody whom no rule has taken."""
    traffic: Mapped[int]
    """The share of them, in thousandths of a percent."""
    variants: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`{variant, name, weight}`, the control first."""
    metrics: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`rules.Metric`, the primary first."""
    alpha: Mapped[float] = mapped_column(Double, default=0.05)
    power: Mapped[float] = mapped_column(Double, default=0.8)
    planned_users: Mapped[int | None] = mapped_column(BigInteger)
    least_users: Mapped[int] = mapped_column(default=1000)
    runs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    """The spans `{from, to}` in which it ran."""
    seen_until: Mapped[datetime | None]
    """Exposures up to here are folded in."""
    decision: Mapped[dict[str, Any] | None]
    request_id: Mapped[UUID | None]
    """The change request that its start waits for."""
    version: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class ExperimentSubject(Base):
    """A user who met a variant while the experiment ran."""

    __tablename__ = "experiment_subjects"

    experiment_id: Mapped[UUID] = mapped_column(ForeignKey("experiments.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    variant: Mapped[str]
    first_at: Mapped[datetime]
    mixed: Mapped[bool] = mapped_column(default=False)


class ExperimentValue(Base):
    """What a user's events of a metric add up to, before and after the exposure."""

    __tablename__ = "experiment_values"

    experiment_id: Mapped[UUID] = mapped_column(ForeignKey("experiments.id"), primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    y: Mapped[float] = mapped_column(Double)
    x: Mapped[float] = mapped_column(Double)


class ExperimentSum(Base):
    """What one day changed in the sums of a metric and a variant."""

    __tablename__ = "experiment_sums"

    experiment_id: Mapped[UUID] = mapped_column(ForeignKey("experiments.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    """Empty: the users themselves."""
    variant: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
    y: Mapped[float] = mapped_column(Double)
    yy: Mapped[float] = mapped_column(Double)
    x: Mapped[float] = mapped_column(Double)
    xx: Mapped[float] = mapped_column(Double)
    xy: Mapped[float] = mapped_column(Double)
