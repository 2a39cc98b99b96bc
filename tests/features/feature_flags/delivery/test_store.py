"""What a process serves: current within its notification, and the last good version otherwise."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from gapless.features.feature_flags.delivery import store as served
from gapless.features.feature_flags.delivery.loading import DatabaseLoader
from gapless.features.feature_flags.delivery.store import (
    FlagStore,
    compile_in_slices,
    content_tag,
)
from gapless.flagengine.compiler import Compiler, Source
from gapless.platform.database import Database
from gapless.platform.notifications import Notifications
from gapless.platform.problems import Unavailable
from tests.support.flags import ON, attribute, flag, rule, split
from tests.support.house import House
from tests.support.stored_flags import publish


def source(*flags: dict[str, Any], version: int = 1) -> Source:
    return Source(version, {f["key"]: json.dumps(f).encode() for f in flags})


class Shelf:
    """A loader whose database can be away."""

    def __init__(self, content: Source) -> None:
        self.content = content
        self.away = False
        self.loads = 0

    async def load(self, tenant_id: str, environment: str) -> Source:
        self.loads += 1
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionError
        return self.content


def changed(version: int) -> str:
    return json.dumps({"tenant": "t", "environments": {"production": version}})


async def test_the_last_good_version_serves_while_the_database_is_away() -> None:
    shelf = Shelf(source(flag(default=ON)))
    store = FlagStore(shelf)
    shelf.away = True
    with pytest.raises(Unavailable):
        await store.get("t", "production")
    shelf.away = False
    served = await store.get("t", "production")
    shelf.away = True
    with pytest.raises(ConnectionError):  # whoever told us asks again when it is back
        await store.listen(changed(2))
    assert (await store.get("t", "production")) is served
    assert served.compiled.evaluate("lobby", {}).value is True
    shelf.away, shelf.content = False, source(flag(), version=2)
    await store.listen(None)
    assert (served.version, served.compiled.evaluate("lobby", {}).value) == (2, False)


async def test_a_version_that_does_not_compile_does_not_replace_the_one_before() -> None:
    shelf = Shelf(source(flag(default=ON)))
    store = FlagStore(shelf)
    served = await store.get("t", "production")
    tag = served.tag
    shelf.content = source(flag(default=split(1, 2)), version=2)
    await store.listen(changed(2))
    assert (served.version, served.tag) == (1, tag)
    assert served.compiled.evaluate("lobby", {}).value is True
    assert "lobby" in (served.failure or "")
    shelf.content = source(flag(), version=3)
    await store.listen(changed(3))
    assert (served.version, served.failure) == (3, None)


async def test_only_what_is_served_is_loaded_again() -> None:
    shelf = Shelf(source(flag()))
    store = FlagStore(shelf)
    await store.listen(changed(1))
    assert shelf.loads == 0
    first, second = await asyncio.gather(store.get("t", "production"), store.get("t", "production"))
    assert first is second
    await store.listen(json.dumps({"tenant": "t", "environments": {"staging": 1}}))
    await store.listen(json.dumps({"tenant": "other", "environments": {"production": 1}}))
    before = shelf.loads
    waiting = asyncio.create_task(first.changed.wait())
    await store.listen(changed(1))  # nothing has changed
    assert (shelf.loads, waiting.done()) == (before + 1, False)
    shelf.content = source(flag(), flag("b"), version=2)
    await store.listen(changed(2))
    async with asyncio.timeout(30):
        await waiting


async def test_compiling_lets_others_run_between_its_slices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flags = [flag(f"f{n}", rules=[rule(attribute("vip", "gt", n))]) for n in range(30)]
    steps = sum(1 for _ in Compiler().steps(source(*flags)))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(others())
    monkeypatch.setattr(served, "SLICE_SECONDS", 0)  # every step is a slice of its own
    await compile_in_slices(Compiler(), source(*flags), lenient=False)
    task.cancel()
    assert steps > 100
    assert turns >= steps


def test_the_tag_names_the_content() -> None:
    one = source(flag())
    assert content_tag("t", "production", one) == content_tag("t", "production", source(flag()))
    tags = {
        content_tag(*place, what)
        for place in (("t", "production"), ("t", "staging"), ("u", "production"))
        for what in (one, source(flag(default=ON)), source(flag(), version=2))
    }
    assert len(tags) == 9


async def test_an_environment_is_read_whole_from_the_database(house: House) -> None:
    segments = [{"key": "vips", "when": [attribute("vip", "gte", 3)]}]
    loader = DatabaseLoader(house.database)
    assert await loader.load(house.tenant_id, "production") == Source(0)
    flags = [flag(f"f{n:03}", rules=[rule(attribute("vip", "gt", n))]) for n in range(130)]
    version, _ = await publish(house.database, house.tenant_id, *flags, segments=segments)
    found = await loader.load(house.tenant_id, "production")
    assert (found.version, len(found.flags), list(found.segments)) == (version, 130, ["vips"])
    assert list(found.flags) == sorted(found.flags)
    assert json.loads(found.flags["f007"]) == flags[7]
    assert (await loader.load(house.tenant_id, "staging")).flags == {}
    assert (await loader.load(house.other_tenant_id, "production")).flags == {}


async def test_every_process_hears_of_a_change(house: House, database: Database) -> None:
    await publish(database, house.tenant_id, flag())
    stores = [FlagStore(DatabaseLoader(database)) for _ in range(2)]
    ears = [Notifications(database) for _ in stores]
    for store, ear in zip(stores, ears, strict=True):
        ear.subscribe("flags", store.listen)
    async with ears[0].running(), ears[1].running():
        served = [await store.get(house.tenant_id, "production") for store in stores]
        told = [one.changed for one in served]
        await publish(database, house.tenant_id, flag(default=ON))
        async with asyncio.timeout(30):
            await asyncio.gather(*(event.wait() for event in told))
        assert [one.compiled.evaluate("lobby", {}).value for one in served] == [True, True]
