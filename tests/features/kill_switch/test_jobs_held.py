"""Jobs of a module that is switched off: held, whether they wait or run, and never failed."""

from __future__ import annotations

from gapless.platform.jobs import BackgroundJob
from tests.platform.test_jobs import add, ended, marks, wait_for, worker
from tests.support.house import House


async def test_a_waiting_job_is_held_until_the_switch_is_lifted(
    house: House, database_url: str
) -> None:
    await house.switch("crm", off=True)
    held_id = await add(house, "test.crm", steps=1)
    free_id = await add(house, "test.count", steps=1)
    with worker(database_url):
        await wait_for(house, free_id, ended)
        held = await wait_for(house, held_id, lambda job: job.phase == "held")
        assert (held.state, held.attempts, held.error) == ("queued", 0, None)
        assert await marks(house, held_id) == 0
        await house.switch("crm", off=False)
        done = await wait_for(house, held_id, ended)
    assert (done.state, done.attempts) == ("succeeded", 1)
    assert await marks(house, held_id) == 1


async def test_a_running_job_stops_leaves_nothing_and_begins_anew(
    house: House, database_url: str
) -> None:
    job_id = await add(house, "test.crm", steps=1000, pause=0.05)
    with worker(database_url):
        await wait_for(house, job_id, lambda job: job.progress_current >= 3)
        await house.switch("crm", off=True)
        held = await wait_for(house, job_id, lambda job: job.phase == "held")
        assert (held.state, held.attempts) == ("queued", 0)
        assert await marks(house, job_id) == 0
        # Long enough to be caught running, and short once it begins anew.
        async with house.database.session() as db:
            (await db.get_one(BackgroundJob, job_id)).payload = {"steps": 1}
            await db.commit()
        await house.switch("crm", off=False)
        done = await wait_for(house, job_id, ended)
    assert done.state == "succeeded"
    assert await marks(house, job_id) == 1


async def test_another_brands_jobs_go_on(house: House, database_url: str) -> None:
    await house.switch("crm", off=True, tenant_id=house.other_tenant_id)
    job_id = await add(house, "test.crm", steps=1)
    with worker(database_url):
        assert (await wait_for(house, job_id, ended)).state == "succeeded"
