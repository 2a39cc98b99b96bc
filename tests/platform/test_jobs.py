"""Background jobs, with real worker processes that are really killed."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gapless.platform import jobs
from gapless.platform.jobs import BackgroundJob
from gapless.platform.worker import JobContext, Worker
from tests.support.house import House

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process; stopped at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.job_worker", url],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


async def add(house: House, kind: str, **payload: Any) -> UUID:
    async with house.database.session() as db:
        job = await jobs.enqueue(
            db, kind, payload, tenant_id=house.tenant_id, created_by=None, request_id="req-1"
        )
        await db.commit()
        return job.id


async def wait_for(
    house: House, job_id: UUID, condition: Callable[[BackgroundJob], bool], seconds: float = 40
) -> BackgroundJob:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with house.database.session() as db:
            job = await jobs.find(db, job_id)
        assert job is not None
        if condition(job):
            return job
        await asyncio.sleep(0.05)
    raise AssertionError(f"job stayed {job.state} at {job.progress_current}")


def ended(job: BackgroundJob) -> bool:
    return job.state in jobs.FINAL_STATES


async def marks(house: House, job_id: UUID) -> int:
    async with house.database.session() as db:
        count = await db.scalar(
            text("SELECT count(*) FROM login_attempts WHERE ip_address = :mark"),
            {"mark": str(job_id)},
        )
    return int(count or 0)


async def test_a_job_runs_tells_its_progress_and_is_audited(
    house: House, database_url: str
) -> None:
    job_id = await add(house, "test.count", steps=5, pause=0.05)
    with worker(database_url):
        running = await wait_for(house, job_id, lambda j: j.progress_current >= 2)
        assert (running.progress_total, running.phase) == (5, "counting")
        done = await wait_for(house, job_id, ended)
    assert (done.state, done.result) == ("succeeded", {"counted": 5, "attempt": 1})
    assert await marks(house, job_id) == 1
    admin = await house.sign_in()
    events = (await admin.get("/audit/events", params={"action": "test.counted"})).json()["items"]
    assert [(e["status"], e["request_id"]) for e in events] == [("SUCCESS", "req-1")]


async def test_a_job_that_was_never_committed_never_runs(house: House) -> None:
    async with house.database.session() as db:
        job = await jobs.enqueue(
            db, "test.count", {"steps": 1}, tenant_id=house.tenant_id, created_by=None
        )
        await db.rollback()
    async with house.database.session() as db:
        assert await jobs.find(db, job.id) is None
        left = await db.scalar(
            text("SELECT count(*) FROM pgqueuer WHERE payload = :id"), {"id": str(job.id).encode()}
        )
    assert left == 0


async def test_a_problem_ends_the_job_and_an_accident_is_tried_again(
    house: House, database_url: str
) -> None:
    refused_id = await add(house, "test.refuse")
    accident_id = await add(house, "test.fail_once")
    with worker(database_url):
        refused = await wait_for(house, refused_id, ended)
        accident = await wait_for(house, accident_id, ended)
    assert refused.state == "failed"
    assert refused.attempts == 1
    assert refused.error is not None
    assert refused.error["error_code"] == "NOT_FOUND"
    assert (accident.state, accident.result) == ("succeeded", {"attempt": 2})


async def test_a_job_can_be_cancelled_and_leaves_nothing(house: House, database_url: str) -> None:
    job_id = await add(house, "test.count", steps=500, pause=0.05)
    with worker(database_url):
        await wait_for(house, job_id, lambda j: j.progress_current >= 2)
        async with house.database.session() as db:
            assert await jobs.request_cancel(db, job_id)
            await db.commit()
        stopped = await wait_for(house, job_id, ended)
    assert stopped.state == "cancelled"
    assert await marks(house, job_id) == 0
    async with house.database.session() as db:
        assert not await jobs.request_cancel(db, job_id)


async def test_a_killed_workers_job_runs_again_and_is_done_once(
    house: House, database_url: str
) -> None:
    job_id = await add(house, "test.count", steps=20, pause=0.1)
    with worker(database_url) as first:
        await wait_for(house, job_id, lambda j: j.progress_current >= 3)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    assert await marks(house, job_id) == 0
    with worker(database_url):
        done = await wait_for(house, job_id, ended, seconds=60)
    assert (done.state, done.result) == ("succeeded", {"counted": 20, "attempt": 2})
    assert await marks(house, job_id) == 1


async def test_a_job_whose_message_was_lost_is_sent_again(house: House, database_url: str) -> None:
    job_id = await add(house, "test.count", steps=1)
    young_id = await add(house, "test.count", steps=1)
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM pgqueuer"))
        await db.execute(
            text("UPDATE jobs SET created_at = now() - interval '5 minutes' WHERE id = :id"),
            {"id": job_id},
        )
        await db.commit()
    keeper = Worker(house.database, house.settings, [])
    await keeper.requeue_lost(JobContext(house.database, house.settings, None))
    with worker(database_url):
        done = await wait_for(house, job_id, ended)
    assert done.state == "succeeded"
    async with house.database.session() as db:
        young = await jobs.find(db, young_id)
    assert young is not None
    assert young.state == "queued"  # its message may only be on its way


async def test_a_worker_told_to_stop_puts_a_long_job_back(house: House, database_url: str) -> None:
    job_id = await add(house, "test.count", steps=400, pause=0.1)
    with worker(database_url) as first:
        await wait_for(house, job_id, lambda j: j.progress_current >= 2)
        first.terminate()
        assert first.wait(20) == 0
    async with house.database.session() as db:
        waiting = await db.scalar(
            text("SELECT count(*) FROM pgqueuer WHERE payload = :id AND status = 'queued'"),
            {"id": str(job_id).encode()},
        )
        assert await jobs.request_cancel(db, job_id)
        await db.commit()
    assert waiting == 1
    assert await marks(house, job_id) == 0
    with worker(database_url):
        stopped = await wait_for(house, job_id, ended)
    assert stopped.state == "cancelled"
