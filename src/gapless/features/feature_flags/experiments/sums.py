"""SQL of folding: what a batch needs, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.experiments.folding import (
    Event,
    Sheet,
    Subject,
    Totals,
)
from gapless.features.feature_flags.experiments.models import Experiment, ExperimentSubject
from gapless.features.feature_flags.experiments.rules import rule_id

OVERLAP = timedelta(minutes=10)
"""Exposures are looked for again this far back: a process writes them a little later."""

_TENANTS = text("""
    SELECT DISTINCT tenant_id FROM experiments
    WHERE status IN ('running', 'paused') OR (status = 'completed' AND ended_at > :ended_after)
    UNION SELECT DISTINCT tenant_id FROM experiment_inbox
""")
_TAKE = text("""
    WITH gone AS (
        DELETE FROM experiment_inbox WHERE metric_id IN (
            SELECT metric_id FROM experiment_inbox WHERE tenant_id = :tenant
            ORDER BY metric_id LIMIT :most)
        RETURNING metric_id
    )
    SELECT m.environment, m.metric, m.subject, m.value, m.at
    FROM gone JOIN flag_metrics m ON m.id = gone.metric_id ORDER BY m.id
""")
_EXPOSURES = text("""
    SELECT subject, variant, first_at, mixed FROM flag_exposures x
    WHERE tenant_id = :tenant AND environment = :environment AND flag_key = :flag
        AND rule = :rule AND first_at >= :since AND variant = ANY(:variants)
        AND NOT EXISTS (
            SELECT 1 FROM experiment_subjects s
            WHERE s.experiment_id = :experiment AND s.subject = x.subject)
    ORDER BY first_at LIMIT :most
""")
_MIXED = text("""
    SELECT s.subject FROM flag_exposures x
    JOIN experiment_subjects s ON s.experiment_id = :experiment AND s.subject = x.subject
    WHERE x.tenant_id = :tenant AND x.environment = :environment AND x.flag_key = :flag
        AND x.rule = :rule AND x.mixed AND NOT s.mixed
    LIMIT :most
""")
_HISTORY = text("""
    SELECT metric, subject, value, at FROM flag_metrics m
    WHERE tenant_id = :tenant AND environment = :environment AND subject = ANY(:subjects)
        AND metric = ANY(:events) AND at >= :since
        AND NOT EXISTS (SELECT 1 FROM experiment_inbox i WHERE i.metric_id = m.id)
""")
_TOTALS = text("""
    SELECT metric, subject, y, x FROM experiment_values
    WHERE experiment_id = :experiment AND subject = ANY(:subjects)
""")
_SUBJECT = text("""
    INSERT INTO experiment_subjects (experiment_id, subject, variant, first_at, mixed)
    VALUES (:experiment, :subject, :variant, :first_at, :mixed)
    ON CONFLICT (experiment_id, subject) DO UPDATE SET mixed = excluded.mixed
""")
_VALUE = text("""
    INSERT INTO experiment_values (experiment_id, metric, subject, y, x)
    VALUES (:experiment, :metric, :subject, :y, :x)
    ON CONFLICT (experiment_id, metric, subject) DO UPDATE SET y = excluded.y, x = excluded.x
""")
_SUM = text("""
    INSERT INTO experiment_sums AS s (experiment_id, day, metric, variant, n, y, yy, x, xx, xy)
    VALUES (:experiment, :day, :metric, :variant, :n, :y, :yy, :x, :xx, :xy)
    ON CONFLICT (experiment_id, day, metric, variant) DO UPDATE SET
        n = s.n + excluded.n, y = s.y + excluded.y, yy = s.yy + excluded.yy,
        x = s.x + excluded.x, xx = s.xx + excluded.xx, xy = s.xy + excluded.xy
""")


async def tenants_with_work(db: AsyncSession, ended_after: datetime) -> list[str]:
    """The brands that have something to fold."""
    rows = await db.execute(_TENANTS, {"ended_after": ended_after})
    return sorted(rows.scalars())


async def live(db: AsyncSession, tenant_id: str, ended_after: datetime) -> list[Experiment]:
    """The experiments whose sums may still change."""
    rows = await db.scalars(
        select(Experiment).where(
            Experiment.tenant_id == tenant_id,
            or_(
                Experiment.status.in_(("running", "paused")),
                and_(Experiment.status == "completed", Experiment.ended_at > ended_after),
            ),
        )
    )
    return list(rows)


async def take(db: AsyncSession, tenant_id: str, most: int) -> tuple[int, dict[str, list[Event]]]:
    """Take events from the inbox: how many, and those of users by environment."""
    rows = (await db.execute(_TAKE, {"tenant": tenant_id, "most": most})).all()
    events: dict[str, list[Event]] = {}
    for row in rows:
        event = Event(row.metric, row.subject, row.value, row.at)
        events.setdefault(row.environment, []).append(event)
    return len(rows), events


class SumsOf:
    """What is stored of one experiment."""

    def __init__(self, db: AsyncSession, experiment: Experiment, flag_key: str) -> None:
        self.db = db
        self.experiment = experiment
        self._where: dict[str, Any] = {
            "tenant": experiment.tenant_id,
            "environment": experiment.environment,
            "flag": flag_key,
            "rule": rule_id(experiment.id),
            "experiment": experiment.id,
        }

    async def new_exposures(self, since: datetime, most: int) -> dict[str, Subject]:
        """Users who met a variant and are not counted yet."""
        variants = [variant["variant"] for variant in self.experiment.variants]
        rows = await self.db.execute(
            _EXPOSURES, {**self._where, "since": since, "most": most, "variants": variants}
        )
        return {r.subject: Subject(r.variant, r.first_at, r.mixed) for r in rows}

    async def newly_mixed(self, most: int) -> list[str]:
        """Users who are counted, and who have met a second variant."""
        rows = await self.db.execute(_MIXED, {**self._where, "most": most})
        return list(rows.scalars())

    async def history(
        self, subjects: Sequence[str], events: Sequence[str], since: datetime
    ) -> dict[str, list[Event]]:
        """The users' events, without those that still wait in the inbox."""
        rows = await self.db.execute(
            _HISTORY,
            {**self._where, "subjects": list(subjects), "events": list(events), "since": since},
        )
        found: dict[str, list[Event]] = {}
        for row in rows:
            event = Event(row.metric, row.subject, row.value, row.at)
            found.setdefault(row.subject, []).append(event)
        return found

    async def known(self, subjects: Iterable[str]) -> dict[str, Subject]:
        """Those of the users who are in the experiment."""
        rows = await self.db.scalars(
            select(ExperimentSubject).where(
                ExperimentSubject.experiment_id == self.experiment.id,
                ExperimentSubject.subject.in_(list(subjects)),
            )
        )
        return {row.subject: Subject(row.variant, row.first_at, row.mixed) for row in rows}

    async def totals(self, subjects: Iterable[str]) -> dict[tuple[str, str], Totals]:
        """What the users' events add up to so far."""
        rows = await self.db.execute(
            _TOTALS, {"experiment": self.experiment.id, "subjects": list(subjects)}
        )
        return {(row.metric, row.subject): Totals(row.y, row.x) for row in rows}

    async def write(self, sheet: Sheet, changed: Iterable[str], seen_until: datetime) -> None:
        """Keep what a batch changed."""
        of: dict[str, UUID] = {"experiment": self.experiment.id}
        subjects = [
            {
                **of,
                "subject": name,
                "variant": sheet.subjects[name].variant,
                "first_at": sheet.subjects[name].first_at,
                "mixed": sheet.subjects[name].mixed,
            }
            for name in sorted(changed)
        ]
        values = [
            {
                **of,
                "metric": metric,
                "subject": subject,
                "y": sheet.totals[metric, subject].y,
                "x": sheet.totals[metric, subject].x,
            }
            for metric, subject in sorted(sheet.touched)
        ]
        sums = [
            {
                **of, "day": day, "metric": metric, "variant": variant,
                "n": m.n, "y": m.y, "yy": m.yy, "x": m.x, "xx": m.xx, "xy": m.xy,
            }
            for (day, metric, variant), m in sorted(sheet.sums.items())
        ]  # fmt: skip
        for statement, rows in ((_SUBJECT, subjects), (_VALUE, values), (_SUM, sums)):
            if rows:
                await self.db.execute(statement, rows)
        await self.db.execute(
            update(Experiment)
            .where(Experiment.id == self.experiment.id)
            .values(seen_until=seen_until)
            .execution_options(synchronize_session=False)
        )
