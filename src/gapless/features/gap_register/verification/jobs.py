"""Background work: verification runs, the nightly run, and the watch over deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from gapless.features.gap_register import notices, views
from gapless.features.gap_register.models import GapRun
from gapless.features.gap_register.notices import NOTIFY
from gapless.features.gap_register.repository import Book, RegisterRepository
from gapless.features.gap_register.rules import Listed, is_overdue
from gapless.features.gap_register.verification import target
from gapless.features.gap_register.verification.repository import RunRepository
from gapless.features.gap_register.verification.runs import Plan, Showing, follow, run_one
from gapless.gapscan.contracts import Progress
from gapless.gapscan.register import Keep
from gapless.platform import clock
from gapless.platform.jobs import JobKind, Schedule
from gapless.platform.switches import Module
from gapless.platform.worker import JobCancelled, JobContext

VERIFY = "gaps.verify"
_TELL_EVERY = 0.4
# A gap's part of the progress, so that the steps of its contract show too.
PART = 100


class _NothingToTell(Exception):
    """The breach was told meanwhile, or is none any more."""


async def verify(context: JobContext) -> Mapping[str, Any]:
    """Handler of the job `gaps.verify`: runs the contracts of `payload["gaps"]` one after another.

    Each gap's outcome is committed by itself, so that a job that is run again goes on where it was.
    """
    base_url = target.base_url(context.settings)
    actors = await asyncio.to_thread(target.actors, context.settings)
    wanted: list[str] = list(context.payload["gaps"])
    keep = Keep(context.payload.get("keep", Keep.ALL))
    async with context.unit() as unit:
        done = {run.gap_id for run in await RunRepository(unit.db).of_job(context.job.id)}
    for number, gap_id in enumerate(wanted):
        if gap_id in done:
            continue
        await context.progress(number * PART, len(wanted) * PART, gap_id, force=True)
        async with context.unit() as unit:
            book = await RegisterRepository(unit.db).read()
        kept = book.kept.get(gap_id)
        if book.is_empty or kept is None or not kept.contract:
            continue
        plan = Plan(gap_id, base_url, actors, keep=keep)
        showing = await _watched(context, book, plan, (number, len(wanted)))
        await _settle(context, plan, showing)
    await context.progress(len(wanted) * PART, len(wanted) * PART, "", force=True)
    return {"gaps": len(wanted)}


async def _watched(context: JobContext, book: Book, plan: Plan, place: tuple[int, int]) -> Showing:
    """The run of one contract, its steps told as the job's progress."""
    number, total = place
    phase, current = plan.gap_id, number * PART

    def hear(progress: Progress) -> None:
        nonlocal phase, current
        phase = f"{plan.gap_id}: {progress.step} ({progress.index}/{progress.total})"
        current = number * PART + PART * (progress.index - 1) // max(progress.total, 1)

    run = asyncio.create_task(run_one(book, plan, hear))
    cancelled = False
    while not run.done():
        await asyncio.wait([run], timeout=_TELL_EVERY)
        if not cancelled:
            try:
                await context.progress(current, total * PART, phase)
            except JobCancelled:
                # A contract restores what it changed; it is left to end.
                cancelled = True
    if cancelled:
        raise JobCancelled
    return run.result()


async def _settle(context: JobContext, plan: Plan, showing: Showing) -> None:
    """Stores the evidence, moves the gap as the run says, and keeps the run: all or nothing."""
    async with context.unit(action="gap.contract_run") as unit:
        register = RegisterRepository(unit.db)
        book = await register.read(lock=True)
        gap_id = plan.gap_id
        followed = await follow(book, plan, showing)
        runs = RunRepository(unit.db)
        await runs.keep(showing.files)
        await register.save(book, followed.snapshot)
        await runs.add(
            GapRun(
                gap_id=gap_id,
                job_id=context.job.id,
                outcome=showing.outcome.value,
                summary=showing.summary.text(),
                message=showing.summary.as_data(),
                before=followed.before.value if followed.before else None,
                after=followed.after.value if followed.after else None,
                refused=followed.refused.text() if followed.refused else "",
                refused_message=followed.refused.as_data() if followed.refused else None,
                evidence=list(showing.evidence),
                started_at=showing.started,
                finished_at=showing.finished,
            )
        )
        unit.change.about("gap", gap_id)
        unit.change.before = {"status": followed.before}
        unit.change.after = {"status": followed.after}
        unit.change.details = {
            "outcome": showing.outcome.value,
            "summary": showing.summary.text(),
            "evidence": list(showing.evidence),
            "refused": followed.refused.text() if followed.refused else "",
        }
        if followed.reopened:
            await notices.tell(unit, "gap.reopened", followed.snapshot, gap_id, showing.summary)


async def verify_nightly(context: JobContext) -> None:
    """Adds a run of every contract, if the setting says so."""
    if not context.settings.gap_verify_nightly:
        return
    async with context.unit() as unit:
        book = await RegisterRepository(unit.db).read()
        gaps = with_contract(book)
        if gaps:
            # A night that only confirms a verified gap leaves no line in its timeline.
            await unit.enqueue(VERIFY, {"gaps": gaps, "keep": Keep.NEWS})


def with_contract(book: Book) -> list[str]:
    """The gaps that have a contract, in the register's order."""
    if book.is_empty:
        return []
    entries = dict.fromkeys(entry.id for entry in book.snapshot.primary.entries)
    return [gap_id for gap_id in entries if (k := book.kept.get(gap_id)) and k.contract]


async def watch_deadlines(context: JobContext) -> None:
    """Tells each breach of a deadline once: an audit row, and the webhook where one is set."""
    async with context.unit() as unit:
        found = await _untold(await RegisterRepository(unit.db).read(), RunRepository(unit.db))
    for gap_id in found:
        with suppress(_NothingToTell):
            await _tell_breach(context, gap_id)


async def _tell_breach(context: JobContext, gap_id: str) -> None:
    async with context.unit(action="gap.sla_breached") as unit:
        book = await RegisterRepository(unit.db).read(lock=True)
        runs = RunRepository(unit.db)
        item = (await _untold(book, runs)).get(gap_id)
        unit.change.about("gap", gap_id)
        if item is None or item.clock.due is None:
            raise _NothingToTell
        due = clock.iso(item.clock.due)
        unit.change.details = {"due": due, "owner": item.entry.owner}
        await runs.tell_breach(gap_id, item.clock.due)
        reason = notices.DUE(due=due)
        await notices.tell(unit, "gap.sla_breached", book.snapshot, gap_id, reason)


async def _untold(book: Book, runs: RunRepository) -> dict[str, Listed]:
    if book.is_empty:
        return {}
    told = await runs.breaches_told()
    return {
        item.entry.id: item
        for item in views.listed(book, clock.now())
        if is_overdue(item) and told.get(item.entry.id) != item.clock.due
    }


JOBS = (
    JobKind(
        VERIFY,
        verify,
        audit="gap.verification_failed",
        module=Module.GAP_REGISTER,
        max_attempts=3,
    ),
    NOTIFY,
)
SCHEDULES = (
    Schedule("gap_register.verify", "0 2 * * *", verify_nightly, Module.GAP_REGISTER),
    Schedule("gap_register.deadlines", "*/10 * * * *", watch_deadlines),
)
