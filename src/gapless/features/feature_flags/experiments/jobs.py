"""Folding: each minute, what programs reported becomes the sums of the experiments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.experiments import sums
from gapless.features.feature_flags.experiments.folding import LOOK_BACK, Event, Sheet, Subject
from gapless.features.feature_flags.experiments.models import Experiment
from gapless.features.feature_flags.experiments.rules import Metric, within
from gapless.features.feature_flags.experiments.sums import OVERLAP, SumsOf
from gapless.features.feature_flags.models import Flag
from gapless.platform import clock
from gapless.platform.database import Database
from gapless.platform.jobs import Schedule
from gapless.platform.switches import Module
from gapless.platform.worker import JobContext

log = structlog.get_logger("gapless.experiments")

BATCH = 5_000
LATE = timedelta(days=7)
"""Events of a completed experiment are waited for this long."""
_SECONDS = 45.0
_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('experiments:' || :tenant, 0))")


async def fold_everything(context: JobContext) -> None:
    """Fold what has come, brand by brand, until there is nothing left or the minute is over."""
    deadline = clock.now() + timedelta(seconds=_SECONDS)
    async with context.database.session() as db:
        tenants = await sums.tenants_with_work(db, clock.now() - LATE)
    for tenant_id in tenants:
        while clock.now() < deadline:
            try:
                if not await fold_batch(context.database, tenant_id):
                    break
            except DBAPIError as failure:
                # Another worker was faster (a serialisation failure): the next minute will do.
                log.warning("experiments.not_folded", tenant_id=tenant_id, error=str(failure.orig))
                break


async def fold_batch(database: Database, tenant_id: str) -> bool:
    """Fold one batch of a brand; False: nothing is left.

    In one transaction that sees one moment: an event is in the inbox and in the history, or in the
    history alone, but never half.
    """
    async with database.session() as db:
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        if not await db.scalar(_LOCK, {"tenant": tenant_id}):
            return False
        taken, events = await sums.take(db, tenant_id, BATCH)
        full = taken == BATCH
        for experiment in await sums.live(db, tenant_id, clock.now() - LATE):
            came = await _fold_experiment(db, experiment, events.get(experiment.environment, []))
            full = full or came == BATCH
        await db.commit()
        return full


async def _fold_experiment(db: AsyncSession, experiment: Experiment, events: list[Event]) -> int:
    """Fold new users and events into one experiment; how many users came."""
    flag = await db.get(Flag, experiment.flag_id)
    assert flag is not None
    assert experiment.started_at is not None
    store = SumsOf(db, experiment, flag.key)
    metrics = [Metric.of(kept) for kept in experiment.metrics]
    names = {name for metric in metrics for name in metric.events}
    now = clock.now()
    since = max(experiment.started_at, (experiment.seen_until or experiment.started_at) - OVERLAP)
    new = await store.new_exposures(since, BATCH)
    mixed = await store.newly_mixed(BATCH)
    wanted = [e for e in events if e.metric in names and e.subject not in new]
    known = {e.subject for e in wanted} | set(mixed)
    sheet = Sheet(
        metrics=metrics,
        runs=experiment.runs,
        subjects=await store.known(known) if known else {},
        totals=await store.totals(known) if known else {},
    )
    changed = set(mixed)
    if new:
        earliest = min(found.first_at for found in new.values()) - LOOK_BACK
        history = await store.history(list(new), sorted(names), earliest)
        changed |= _expose(sheet, new, history)
    for event in wanted:
        sheet.measure(event)
    for subject in mixed:
        sheet.mix(subject)
    seen = max((found.first_at for found in new.values()), default=now)
    await store.write(sheet, changed, min(now, seen) if len(new) == BATCH else now)
    return len(new)


def _expose(
    sheet: Sheet, new: Mapping[str, Subject], history: Mapping[str, list[Event]]
) -> set[str]:
    """Take in the users who met a variant while the experiment ran."""
    taken = set()
    for name, found in new.items():
        if within(found.first_at, sheet.runs):
            was_mixed, found.mixed = found.mixed, False
            sheet.expose(name, found, history.get(name, []))
            if was_mixed:
                sheet.mix(name)
            taken.add(name)
    return taken


FOLD = Schedule("experiments.fold", "* * * * *", fold_everything, module=Module.EXPERIMENTS)
