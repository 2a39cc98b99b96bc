"""Somebody at the import desk, with a worker that does what is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select, text

from gapless.app import FEATURES
from gapless.platform.jobs import FINAL_STATES, BackgroundJob
from gapless.platform.worker import Worker
from tests.support.house import Caller, House

Answer = dict[str, Any]
SETTLED = {"needs_mapping", "ready", "completed", "failed", "cancelled", "undone"}


@asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """The worker's own code, on the brands of one test."""
    worker = Worker(house.database, house.settings, FEATURES)

    async def work() -> None:
        while True:
            async with house.database.session() as db:
                waiting = await db.scalars(
                    select(BackgroundJob.id).where(
                        BackgroundJob.tenant_id.in_((house.tenant_id, house.other_tenant_id)),
                        BackgroundJob.state.not_in(FINAL_STATES),
                    )
                )
                found = list(waiting)
            await asyncio.gather(*(worker.run_job(job_id) for job_id in found))
            await asyncio.sleep(0.02)

    task = asyncio.create_task(work())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@dataclass
class Desk:
    """An admin who imports catalogues."""

    house: House
    caller: Caller

    async def upload(
        self, data: bytes, name: str = "games.json", part: str = "file", **form: str
    ) -> httpx.Response:
        return await self.caller.post(
            "/game-import/manual/upload", files={part: (name, data)}, data=form
        )

    async def uploaded(self, data: bytes, name: str = "games.json", **form: str) -> Answer:
        """Upload, and wait for the analysis."""
        answer = await self.upload(data, name, **form)
        assert answer.status_code == 200, answer.text
        return await self.settled(answer.json()["job_id"])

    async def job(self, job_id: str) -> Answer:
        answer = await self.caller.get(f"/game-import/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        body: Answer = answer.json()
        return body

    async def settled(
        self, job_id: str, seconds: float = 30, until: Collection[str] = SETTLED
    ) -> Answer:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            job = await self.job(job_id)
            if job["status"] in until:
                return job
            await asyncio.sleep(0.03)
        raise AssertionError(f"the import stayed {job['status']}")

    async def worked(self, seconds: float = 30) -> list[str]:
        """How the brand's background jobs ended, once none is left."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            async with self.house.database.session() as db:
                states = list(
                    await db.scalars(
                        select(BackgroundJob.state)
                        .where(BackgroundJob.tenant_id == self.house.tenant_id)
                        .order_by(BackgroundJob.created_at)
                    )
                )
            if FINAL_STATES.issuperset(states):
                return states
            await asyncio.sleep(0.03)
        raise AssertionError(f"jobs stayed {states}")

    async def act(self, job_id: str, what: str, **body: Any) -> httpx.Response:
        return await self.caller.post(f"/game-import/jobs/{job_id}/{what}", json=body)

    async def confirm(self, job_id: str) -> httpx.Response:
        return await self.caller.post(f"/game-import/jobs/{job_id}/import")

    async def imported(self, data: bytes, name: str = "games.json") -> Answer:
        """Upload and import; what the import answered."""
        job = await self.uploaded(data, name)
        answer = await self.confirm(job["job_id"])
        assert answer.status_code == 200, answer.text
        body: Answer = answer.json()
        return body

    async def rows(self, job_id: str, **query: Any) -> list[Answer]:
        answer = await self.caller.get(
            f"/game-import/jobs/{job_id}/rows", params={"page_size": 200, **query}
        )
        assert answer.status_code == 200, answer.text
        items: list[Answer] = answer.json()["items"]
        return items

    async def games(self, **query: Any) -> list[Answer]:
        answer = await self.caller.get("/games", params={"page_size": 200, **query})
        items: list[Answer] = answer.json()["items"]
        return items

    async def count(self, table: str) -> int:
        """Rows of a table that belong to the brand."""
        async with self.house.database.session() as db:
            found = await db.scalar(
                text(f"SELECT count(*) FROM {table} WHERE tenant_id = :tenant"),
                {"tenant": self.house.tenant_id},
            )
        return int(found or 0)
