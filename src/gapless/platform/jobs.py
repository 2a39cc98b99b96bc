"""Background jobs: durable, in the database, delivered by PgQueuer, with one progress model.

A job is a row of `jobs` (what the panel shows) and a message in PgQueuer's queue (what wakes a
worker), written in one transaction. Delivery is at least once: a handler must be able to run
again from the start after its worker was killed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base, raw_connection
from gapless.platform.switches.modules import Module

if TYPE_CHECKING:
    from gapless.platform.worker import JobContext

ENTRYPOINT = "gapless"
FINAL_STATES = frozenset({"succeeded", "failed", "cancelled"})


class BackgroundJob(Base):
    """One piece of work done outside a request, and how far it has come."""

    __tablename__ = "jobs"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str | None]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    payload: Mapped[dict[str, Any]]
    phase: Mapped[str | None]
    progress_current: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    attempts: Mapped[int] = mapped_column(default=0)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[UUID | None]
    request_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


JobHandler = Callable[["JobContext"], Awaitable[Mapping[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of work and who does it.

    `audit` names the action written with the job's outcome, in its own transaction.
    `on_failure` runs in a transaction of its own after the last attempt failed. Between attempts
    the worker waits twice as long each time, `longest_delay` at most. `forget_payload` empties the
    payload once the job has ended: what was to be sent may hold a secret. While `module` is
    switched off (for all, or for the job's brand), the job is held: it waits and does not fail.
    """

    name: str
    handler: JobHandler
    audit: str | None = None
    module: Module | None = None
    max_attempts: int = 5
    longest_delay: timedelta = timedelta(minutes=1)
    forget_payload: bool = False
    on_failure: Callable[[JobContext, dict[str, Any]], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work done on a clock (cron expression, UTC); left out while `module` is off for all."""

    name: str
    cron: str
    run: Callable[[JobContext], Awaitable[None]]
    module: Module | None = None


async def enqueue(
    db: AsyncSession,
    kind: str,
    payload: Mapping[str, Any],
    *,
    tenant_id: str | None,
    created_by: UUID | None,
    request_id: str | None = None,
    delay: timedelta | None = None,
) -> BackgroundJob:
    """Add a job inside the caller's transaction: it exists if and only if that commits."""
    job = BackgroundJob(
        tenant_id=tenant_id,
        kind=kind,
        payload=dict(payload),
        created_by=created_by,
        request_id=request_id,
    )
    db.add(job)
    await db.flush()
    await send(db, job.id, delay=delay)
    return job


async def send(db: AsyncSession, job_id: UUID, *, delay: timedelta | None = None) -> None:
    """Put a message for a job into the queue, inside the caller's transaction."""
    queries = Queries(AsyncpgDriver(await raw_connection(db)))
    await queries.enqueue(ENTRYPOINT, str(job_id).encode(), execute_after=delay)


async def find(db: AsyncSession, job_id: UUID) -> BackgroundJob | None:
    """The job as it stands in the database now."""
    found: BackgroundJob | None = await db.scalar(
        select(BackgroundJob)
        .where(BackgroundJob.id == job_id)
        .execution_options(populate_existing=True)
    )
    return found


async def request_cancel(db: AsyncSession, job_id: UUID) -> bool:
    """Ask a job to stop. False if it has ended already. A queued one ends without running."""
    asked = await db.execute(
        update(BackgroundJob)
        .where(BackgroundJob.id == job_id, BackgroundJob.state.not_in(FINAL_STATES))
        .values(cancel_requested=True)
        .returning(BackgroundJob.id)
        .execution_options(synchronize_session=False)
    )
    return asked.first() is not None
