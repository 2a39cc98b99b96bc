"""The worker: takes jobs from the queue, runs them, tells how far they are, retries what failed."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as Message
from pgqueuer.models import Schedule as CronMessage
from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError

from gapless.platform import audit, clock, jobs, mail
from gapless.platform.audit.recorder import Entry, Status
from gapless.platform.database import Database
from gapless.platform.feature import Feature
from gapless.platform.identity import SYSTEM, Actor, Admin, grants
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.identity.key_table import actor_of
from gapless.platform.identity.tenants import snapshot
from gapless.platform.jobs import BackgroundJob, JobKind, Schedule
from gapless.platform.notifications import Notifications
from gapless.platform.problems import InternalError, JobGaveUp, Problem
from gapless.platform.switches import SwitchTable
from gapless.platform.switches.store import CHANNEL, SwitchFeed
from gapless.platform.unit import Unit
from gapless.settings import Settings

log = structlog.get_logger("gapless.worker")

# A worker that was killed stops beating; its jobs are taken by another after this long.
HEARTBEAT = timedelta(seconds=12)
STOP_SECONDS = 8.0
"""A job that has not ended this long after the worker was told to stop is put back."""
HELD = "held"
"""The phase of a job that waits because its module is switched off."""
HOLD = timedelta(seconds=5)
"""A held job looks again after this long."""
LOST_AFTER = timedelta(minutes=2)
_PROGRESS_EVERY = 0.25
_LOST_JOBS = text("""
    SELECT id FROM jobs
    WHERE state IN ('queued', 'running') AND created_at < :before AND NOT EXISTS (
        SELECT 1 FROM pgqueuer WHERE payload = convert_to(jobs.id::text, 'UTF8'))
    LIMIT 1000
""")


class JobCancelled(Exception):
    """The job was asked to stop, and stopped."""


class JobHeld(Exception):
    """The job's module is switched off: it waits, and begins anew when the switch is lifted."""


class JobContext:
    """What a job's handler works with."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        job: BackgroundJob | None,
        is_held: Callable[[], bool] = lambda: False,
    ) -> None:
        self.database = database
        self.settings = settings
        self._job = job
        self._is_held = is_held
        self._told = 0.0

    @property
    def job(self) -> BackgroundJob:
        """The job being run (schedules have none)."""
        if self._job is None:
            raise RuntimeError("A schedule runs without a job")
        return self._job

    @property
    def payload(self) -> Mapping[str, Any]:
        """What was asked when the job was added."""
        return self.job.payload

    @asynccontextmanager
    async def unit(self, *, action: str | None = None) -> AsyncIterator[Unit]:
        """A transaction of the job, as whoever asked for it. Commits when it ends well.

        With `action`, an audit row of that name is committed with it.
        """
        async with self.database.session() as db:
            job = self._job
            tenant = await snapshot(db, job.tenant_id) if job and job.tenant_id else None
            unit = Unit(
                db=db,
                database=self.database,
                settings=self.settings,
                actor=await self._actor(db) if job else SYSTEM,
                tenant=tenant,
                request_id=job.request_id if job else None,
            )
            yield unit
            if action is not None:
                await db.flush()
                await audit.append(db, _entry(unit, action, "SUCCESS"))
            await db.commit()

    async def _actor(self, db: Any) -> Actor:
        creator: UUID | None = self.job.created_by
        admin = await db.get(Admin, creator) if creator else None
        if admin is None:
            key = await db.get(ApiKey, creator) if creator else None
            return actor_of(key) if key is not None else SYSTEM
        return Actor(
            admin_id=admin.id,
            email=admin.email,
            role=admin.role,
            tenant_id=admin.tenant_id,
            is_platform_owner=admin.is_platform_owner,
            full_name=admin.full_name,
            permissions=(await grants.load(db, admin)).permissions,
        )

    async def progress(
        self, current: int, total: int | None, phase: str, *, force: bool = False
    ) -> None:
        """Tell how far the job is, at most four times a second.

        Raises `JobCancelled` if the job was asked to stop, `JobHeld` if its module is off now.

        Written in a transaction of its own, so that it shows while the job's is still open.
        """
        if self._is_held():
            raise JobHeld
        moment = time.monotonic()
        if not force and moment - self._told < _PROGRESS_EVERY:
            return
        self._told = moment
        async with self.database.session() as db:
            row = await db.execute(
                update(BackgroundJob)
                .where(BackgroundJob.id == self.job.id)
                .values(progress_current=current, progress_total=total, phase=phase)
                .returning(BackgroundJob.cancel_requested)
                .execution_options(synchronize_session=False)
            )
            cancelled = row.scalar_one_or_none()
            await db.commit()
        if cancelled:
            raise JobCancelled


class Worker:
    """One worker process."""

    def __init__(self, database: Database, settings: Settings, features: Sequence[Feature]) -> None:
        self.database = database
        self.settings = settings
        self.kinds: dict[str, JobKind] = {
            kind.name: kind for kinds in (mail.JOBS, *(f.jobs for f in features)) for kind in kinds
        }
        self.schedules: list[Schedule] = [s for f in features for s in f.schedules]
        self.schedules.append(Schedule("requeue_lost_jobs", "* * * * *", self.requeue_lost))
        self._busy = asyncio.Semaphore(settings.worker_concurrency)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self.switches = SwitchTable(everything_off=settings.kill_switch_all)
        self._feed = SwitchFeed(database, self.switches)
        self.notifications = Notifications(database)
        self.notifications.subscribe(CHANNEL, self._feed.listen)

    async def run(self) -> None:
        """Work until SIGTERM or SIGINT, then finish what is running."""
        connection = await self.database.connect()
        queue = PgQueuer.from_asyncpg_connection(connection)
        queue.entrypoint(jobs.ENTRYPOINT, accepts_context=False)(self._take)
        for schedule in self.schedules:
            self._register(queue, schedule)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._stop, queue)
        log.info("worker.started", kinds=sorted(self.kinds))
        try:
            async with self.notifications.running():
                await queue.run(
                    dequeue_timeout=timedelta(seconds=2),
                    batch_size=max(1, self.settings.worker_concurrency // 2),
                    max_concurrent_tasks=max(2, self.settings.worker_concurrency),
                    heartbeat_timeout=HEARTBEAT,
                    shutdown_on_listener_failure=True,
                )
        finally:
            await connection.close()
            log.info("worker.stopped")

    def _register(self, queue: PgQueuer, schedule: Schedule) -> None:
        async def tick(_: CronMessage) -> None:
            if self.switches.seconds_off(schedule.module, None) is None:
                await schedule.run(JobContext(self.database, self.settings, None))

        queue.schedule(schedule.name, schedule.cron, accepts_context=False)(tick)

    async def _take(self, message: Message) -> None:
        """Run what a message names. Whatever goes wrong, the message stays until the job ended."""
        if message.payload is None:
            return
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self.run_job(UUID(message.payload.decode()))
        except RetryRequested:
            raise
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            task.uncancel()
            raise RetryRequested(delay=timedelta(0), reason="the worker stops") from None
        except Exception as failure:
            log.error("job.undecided", exc_info=failure)
            raise RetryRequested(delay=timedelta(seconds=5), reason="undecided") from failure
        finally:
            self._tasks.discard(task)

    def _stop(self, queue: PgQueuer) -> None:
        """Take no more jobs; those that do not end soon go back to the queue."""
        self._stopping = True
        queue.shutdown.set()
        asyncio.get_running_loop().call_later(STOP_SECONDS, self._cancel_all)

    def _cancel_all(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def requeue_lost(self, context: JobContext) -> None:
        """Give jobs that have not ended and have no message in the queue a new one."""
        async with context.unit() as unit:
            lost = await unit.db.execute(_LOST_JOBS, {"before": clock.now() - LOST_AFTER})
            for job_id in lost.scalars().all():
                log.warning("job.requeued", job_id=str(job_id))
                await jobs.send(unit.db, job_id)

    async def run_job(self, job_id: UUID) -> None:
        """Run one job, unless another worker has it or it has ended."""
        lock = await self.database.connect()
        try:
            # Held by the connection: it goes with the process, however the process ends.
            key = job_id.int & 0x7FFF_FFFF_FFFF_FFFF
            if not await lock.fetchval("SELECT pg_try_advisory_lock($1)", key):
                raise RetryRequested(delay=timedelta(seconds=5), reason="running elsewhere")
            async with self._busy:
                await self._run_locked(job_id)
        finally:
            await lock.close()

    async def _run_locked(self, job_id: UUID) -> None:
        job = await self._start(job_id)
        if job is None:
            return
        kind = self.kinds.get(job.kind)
        context = JobContext(self.database, self.settings, job, lambda: self._is_held(job))
        structlog.contextvars.bind_contextvars(job_id=str(job_id), kind=job.kind)
        try:
            if kind is None:
                raise InternalError
            if job.cancel_requested:
                raise JobCancelled
            if self._is_held(job):
                raise JobHeld
            if job.attempts > 2 * kind.max_attempts:
                # It never came to an end that could be counted: it takes its worker with it.
                raise JobGaveUp(attempts=job.attempts - 1)
            result = await kind.handler(context)
        except JobHeld:
            await self._hold(job)
        except JobCancelled:
            await self._end(context, kind, "cancelled", error={"error_code": "CANCELLED"})
        except Problem as problem:
            await self._end(context, kind, "failed", error=problem.body(request_id=job.request_id))
        except Exception as failure:
            await self._retry_or_fail(context, kind, failure)
        else:
            await self._end(context, kind, "succeeded", result=dict(result or {}))
        finally:
            structlog.contextvars.unbind_contextvars("job_id", "kind")

    async def _start(self, job_id: UUID) -> BackgroundJob | None:
        if not self.switches.loaded:
            await self._feed.load()
        async with self.database.session() as db:
            job = await jobs.find(db, job_id)
            if job is None or job.state in jobs.FINAL_STATES:
                return None
            job.state = "running"
            job.attempts += 1
            job.started_at = job.started_at or clock.now()
            await db.commit()
            return job

    def _is_held(self, job: BackgroundJob) -> bool:
        kind = self.kinds.get(job.kind)
        return kind is not None and bool(self.switches.seconds_off(kind.module, job.tenant_id))

    async def _hold(self, job: BackgroundJob) -> None:
        """Put the job back as if it had not been begun. What it did in its unit is rolled back."""
        async with self.database.session() as db:
            await db.execute(
                update(BackgroundJob)
                .where(BackgroundJob.id == job.id)
                .values(state="queued", phase=HELD, attempts=job.attempts - 1)
                .execution_options(synchronize_session=False)
            )
            await db.commit()
        log.info("job.held", job_id=str(job.id), kind=job.kind)
        raise RetryRequested(delay=HOLD, reason="its module is switched off")

    async def _retry_or_fail(
        self, context: JobContext, kind: JobKind | None, failure: Exception
    ) -> None:
        job = context.job
        log.error("job.failed", attempt=job.attempts, exc_info=failure)
        limit = kind.max_attempts if kind else 1
        # A lost database says nothing about the job: it is tried until the database is back.
        lost = isinstance(failure, OSError | SQLAlchemyError) and not await self._answers()
        if lost or job.attempts < limit:
            longest = kind.longest_delay if kind else timedelta(minutes=1)
            delay = min(longest, timedelta(seconds=2 ** min(job.attempts, 16)))
            raise RetryRequested(delay=delay, reason=type(failure).__name__) from failure
        await self._end(
            context, kind, "failed", error=InternalError().body(request_id=job.request_id)
        )

    async def _answers(self) -> bool:
        try:
            await self.database.ping()
        except (OSError, SQLAlchemyError):
            return False
        return True

    async def _end(
        self,
        context: JobContext,
        kind: JobKind | None,
        state: str,
        *,
        result: dict[str, Any] | None = None,
        error: dict[str, Any] | None = None,
    ) -> None:
        """Write the outcome. A handler that succeeded has written its own audit row."""
        async with context.unit() as unit:
            if state != "succeeded" and kind is not None:
                if kind.on_failure is not None:
                    await kind.on_failure(context, error or {})
                if kind.audit is not None:
                    await self._audit_failure(unit, kind.audit, context.job, error or {})
            await unit.db.execute(
                update(BackgroundJob)
                .where(BackgroundJob.id == context.job.id)
                .values(
                    state=state,
                    result=result,
                    error=error,
                    finished_at=clock.now(),
                    **({"payload": {}} if kind is not None and kind.forget_payload else {}),
                )
                .execution_options(synchronize_session=False)
            )
        log.info("job.ended", state=state)

    async def _audit_failure(
        self, unit: Unit, action: str, job: BackgroundJob, error: dict[str, Any]
    ) -> None:
        unit.change.about("job", job.id)
        unit.change.details = {"kind": job.kind, "attempts": job.attempts}
        await audit.append(unit.db, _entry(unit, action, "FAILED", error))


def _entry(
    unit: Unit, action: str, status: Status, error: Mapping[str, Any] | None = None
) -> Entry:
    return Entry(
        action=action,
        status=status,
        actor=unit.actor,
        tenant_id=unit.tenant.id if unit.tenant else None,
        change=unit.change,
        request_id=unit.request_id,
        error_code=(error or {}).get("error_code"),
        error_message=(error or {}).get("message"),
    )
