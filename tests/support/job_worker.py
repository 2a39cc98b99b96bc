"""A real worker process with jobs made for tests: `python -m tests.support.job_worker URL`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from gapless.platform import telemetry
from gapless.platform.database import Database
from gapless.platform.feature import Feature
from gapless.platform.jobs import JobKind
from gapless.platform.problems import NotFound
from gapless.platform.switches import Module
from gapless.platform.worker import JobContext, Worker
from gapless.settings import Settings


async def count_up(context: JobContext) -> Mapping[str, Any]:
    """Count slowly, in one transaction that leaves a mark only if it ends."""
    async with context.unit(action="test.counted") as unit:
        unit.change.about("counter", context.job.id)
        for number in range(int(context.payload["steps"])):
            await context.progress(number, int(context.payload["steps"]), "counting", force=True)
            await asyncio.sleep(float(context.payload.get("pause", 0)))
        await unit.db.execute(
            text("INSERT INTO login_attempts (id, email_hash, ip_address) "
                 "VALUES (gen_random_uuid(), '', :mark)"),
            {"mark": str(context.job.id)},
        )  # fmt: skip
    return {"counted": context.payload["steps"], "attempt": context.job.attempts}


async def refuse(context: JobContext) -> None:
    """Fail for a reason that a retry does not mend."""
    raise NotFound


async def fail_once(context: JobContext) -> Mapping[str, Any]:
    """Fail the first time."""
    if context.job.attempts < 2:
        raise RuntimeError("the first attempt fails")
    return {"attempt": context.job.attempts}


feature = Feature(
    name="tests",
    jobs=(
        JobKind("test.count", count_up, audit="test.counted"),
        JobKind("test.refuse", refuse, audit="test.refused"),
        JobKind("test.fail_once", fail_once),
        JobKind("test.crm", count_up, audit="test.counted", module=Module.CRM),
    ),
)


async def main(url: str) -> None:
    """Work until told to stop."""
    settings = Settings(database_url=url)
    telemetry.configure_logging(settings, service="worker")
    database = Database(url)
    await Worker(database, settings, [feature]).run()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
