"""Table of measured values."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Double, ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock
from gapless.platform.database import Base


class FlagMetric(Base):
    """One value of a metric, measured on one subject."""

    __tablename__ = "flag_metrics"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    environment: Mapped[str]
    metric: Mapped[str]
    value: Mapped[float] = mapped_column(Double)
    subject: Mapped[str | None]
    """Whom it was measured on: the targeting key, where there is one."""
    flag_key: Mapped[str | None]
    variant: Mapped[str | None]
    event_id: Mapped[str | None]
    """What the program calls it: an event that is sent again is not taken twice."""
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ExperimentInbox(Base):
    """A value that is not yet folded into the experiments. See `experiments.jobs`."""

    __tablename__ = "experiment_inbox"

    metric_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tenant_id: Mapped[str]
