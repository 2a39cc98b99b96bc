"""The local provider with a real server, which is stopped and started again."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.event import EventDetails, ProviderEvent
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import Reason
from openfeature.provider import ProviderStatus
from sqlalchemy import text

from gapless.client import GaplessProvider
from tests.support.faulty_proxy import in_front_of
from tests.support.flags import ON, attribute, flag, rule, split
from tests.support.house import House
from tests.support.running import free_port
from tests.support.served import served
from tests.support.stored_flags import program, publish

_COUNTED = text("""
    SELECT sum(evaluations) AS evaluations, sum(exposures) AS exposures FROM flag_counts
    WHERE tenant_id = :tenant AND flag_key = :flag AND span = 'hour'
""")
_RULES = text("""
    SELECT rule, count(*) FROM flag_exposures
    WHERE tenant_id = :tenant AND flag_key = 'parted' GROUP BY rule
""")
SCOPES = ("flags.read", "flags.evaluate")
TR = EvaluationContext("player-7", {"country": "TR"})


class Machine:
    """A server that can be switched off and on, always at the same address."""

    def __init__(self, database_url: str, directory: Path) -> None:
        self.port = free_port()
        self._make: Callable[[], Any] = lambda: served(database_url, directory, port=self.port)
        self._stack = ExitStack()
        self.url = f"http://127.0.0.1:{self.port}"
        self.on = False

    def start(self) -> None:
        """Switch it on, if it is off."""
        if not self.on:
            self._stack.enter_context(self._make())
            self.on = True

    def stop(self) -> None:
        """Switch it off."""
        self._stack.close()
        self.on = False


@pytest.fixture(scope="module")
def machine(
    database: Any, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machine]:
    """A server on the run's database."""
    made = Machine(database_url, tmp_path_factory.mktemp("machine"))
    yield made
    made.stop()


class Program:
    """A program with the provider, and what it heard."""

    def __init__(self, provider: GaplessProvider, domain: str) -> None:
        self.provider = provider
        self.domain = domain
        self.heard: list[tuple[ProviderEvent, EventDetails]] = []
        self.client: OpenFeatureClient = api.get_client(domain)

    async def start(self) -> Program:
        """Set the provider, and wait until it is there or failed."""

        def go() -> None:
            api.set_provider(self.provider, self.domain)
            until(lambda: self.client.get_provider_status() is not ProviderStatus.NOT_READY)
            # A handler is told at once of the state that the provider is in.
            for event in ProviderEvent:
                self.client.add_handler(event, lambda d, e=event: self.heard.append((e, d)))
            until(lambda: bool(self.heard))

        await asyncio.to_thread(go)
        return self

    def events(self) -> list[ProviderEvent]:
        """What happened, in order."""
        return [event for event, _ in self.heard]

    def get(self, key: str, context: EvaluationContext = TR) -> bool:
        """A boolean flag; false by default."""
        return self.client.get_boolean_value(key, False, context)


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    """Wait for something."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


async def eventually(holds: Callable[[], bool]) -> None:
    """The same, while others go on."""
    await asyncio.to_thread(until, holds)


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    """Programs, ended with the test."""
    made: list[Program] = []
    yield made
    for one in made:
        one.provider.shutdown()


async def key_of(house: House, machine: Machine) -> str:
    """An API key that may evaluate, and that the server has heard of."""
    secret: str = (await program(house, *SCOPES)).headers["authorization"]
    known = httpx.Client(base_url=machine.url, headers={"Authorization": secret}, timeout=60)
    with known:
        await eventually(lambda: known.get("/api/v1/flags/document").status_code == 200)
    return secret.removeprefix("Bearer ")


async def start(programs: list[Program], url: str, key: str, name: str, **options: Any) -> Program:
    """A program that runs."""
    options = {"poll_seconds": 1.0, **options}
    made = Program(GaplessProvider(url, key, **options), name)
    programs.append(made)
    return await made.start()


def by_country(served_to: str = "TR", **more: Any) -> dict[str, Any]:
    """On for one country."""
    return flag("lobby", rules=[rule(attribute("country", "in", served_to))], **more)


def of_type(key: str, kind: str, value: Any) -> dict[str, Any]:
    default = {"kind": "variant", "variant": "v"}
    variants = [{"key": "v", "value": value}]
    return flag(key, type=kind, variants=variants, off_variant="v", default=default)


async def test_it_evaluates_here_and_hears_of_changes(
    house: House, machine: Machine, programs: list[Program]
) -> None:
    machine.start()
    await publish(
        house.database, house.tenant_id, by_country(),
        of_type("colour", "string", "blue"), of_type("limit", "number", 3),
        of_type("share", "number", 0.5), of_type("menu", "json", {"items": ["Boğaz", 1]}),
        flag("off", enabled=False, default=ON), flag("parted", default=split(100_000, 0)),
    )  # fmt: skip
    running = await start(programs, machine.url, await key_of(house, machine), "here")
    assert running.events() == [ProviderEvent.PROVIDER_READY]
    client = running.client
    details = client.get_boolean_details("lobby", False, TR)
    assert (details.value, details.variant, details.reason) == (True, "on", Reason.TARGETING_MATCH)
    assert details.flag_metadata == {"version": running.provider.version, "rule": "r1"}
    assert client.get_string_value("colour", "x", TR) == "blue"
    assert client.get_integer_value("limit", 0, TR) == 3
    assert client.get_float_value("share", 0.0, TR) == 0.5
    assert client.get_object_value("menu", {}, TR) == {"items": ["Boğaz", 1]}
    assert client.get_boolean_details("off", True, TR).reason == Reason.DISABLED
    assert client.get_boolean_details("parted", False, TR).reason == Reason.SPLIT
    assert await client.get_boolean_value_async("lobby", False, TR) is True
    for key, code in (
        ("nowhere", ErrorCode.FLAG_NOT_FOUND), ("colour", ErrorCode.TYPE_MISMATCH),
    ):  # fmt: skip
        failed = client.get_boolean_details(key, True, TR)
        assert (failed.value, failed.error_code) == (True, code)
    nobody = client.get_boolean_details("parted", True, EvaluationContext())
    assert (nobody.value, nobody.error_code) == (True, ErrorCode.TARGETING_KEY_MISSING)

    await publish(house.database, house.tenant_id, by_country("DE"))
    await eventually(lambda: not running.get("lobby"))
    await eventually(lambda: ProviderEvent.PROVIDER_CONFIGURATION_CHANGED in running.events())
    changed = [d.flags_changed for e, d in running.heard
               if e is ProviderEvent.PROVIDER_CONFIGURATION_CHANGED]  # fmt: skip
    assert changed == [["lobby"]]


async def test_no_context_makes_it_raise(
    house: House, machine: Machine, programs: list[Program]
) -> None:
    machine.start()
    deep: Any = {}
    for _ in range(2_000):
        deep = {"a": deep}
    tests = [
        attribute("a", "in", "x"), attribute("a", "gt", 1), attribute("a", "matches", "(a+)+$"),
        attribute("a.a.a", "exists"), attribute("a", "semver_gt", "1.0.0"),
        attribute("a", "has_any", "x"), attribute("a", "before", "2026-01-01"),
    ]  # fmt: skip
    flags = [flag(f"f{n}", rules=[rule(one)]) for n, one in enumerate(tests)]
    flags.append(flag("split", default=split(50_000, 50_000, by="a")))
    await publish(house.database, house.tenant_id, *flags)
    running = await start(programs, machine.url, await key_of(house, machine), "odd")
    odd: list[Any] = [
        None, "", "\ud800", "a" * 1_000_000, float("nan"), float("inf"), 10**400, b"bytes",
        object(), {1, 2}, [[[]]], deep, {"a": object()}, lambda: 1, True, -0.0,
    ]  # fmt: skip
    for value in odd:
        for key in ("f0", "f1", "f2", "f3", "f4", "f5", "f6", "split"):
            details = running.client.get_boolean_details(
                key, False, EvaluationContext("p", {"a": value})
            )
            assert isinstance(details.value, bool)
        running.client.get_boolean_details("f0", False, EvaluationContext(value, {}))


async def test_it_goes_on_while_the_server_is_away_and_starts_from_the_disk(
    house: House, machine: Machine, programs: list[Program], tmp_path: Path
) -> None:
    machine.start()
    cache = tmp_path / "kept" / "flags.json"
    await publish(house.database, house.tenant_id, by_country())
    key = await key_of(house, machine)
    first = await start(programs, machine.url, key, "first", cache=cache)
    assert first.provider.is_fresh, first.heard

    machine.stop()
    await eventually(lambda: ProviderEvent.PROVIDER_STALE in first.events())
    assert first.client.get_provider_status() == ProviderStatus.STALE
    assert first.get("lobby") is True
    assert first.provider.is_fresh is False

    # Another program starts meanwhile: it has what was kept.
    assert key not in cache.read_text(encoding="utf-8")
    second = await start(programs, machine.url, key, "second", cache=cache)
    assert second.events()[0] is ProviderEvent.PROVIDER_READY
    assert second.get("lobby") is True
    await eventually(lambda: ProviderEvent.PROVIDER_STALE in second.events())
    # One without anything has only its own defaults; so has one with another's or a broken file.
    broken = tmp_path / "broken.json"
    broken.write_bytes(b'{"kept": "gapless.client/1", "document": {"format"')
    elsewhere = json.loads(cache.read_text(encoding="utf-8"))
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**elsewhere, "origin": "https://other#production"}))
    without = [
        await start(programs, machine.url, key, f"without-{n}", cache=path)
        for n, path in enumerate((None, broken, other))
    ]
    for one in without:
        assert one.events() == [ProviderEvent.PROVIDER_ERROR]
        details = one.client.get_boolean_details("lobby", True, TR)
        assert (details.value, details.error_code) == (True, ErrorCode.PROVIDER_NOT_READY)

    await publish(house.database, house.tenant_id, by_country("DE"))
    machine.start()
    for one in (first, second, *without):
        await eventually(lambda one=one: one.provider.is_fresh)  # type: ignore[misc]
        await eventually(lambda one=one: one.events()[-2:].count(  # type: ignore[misc]
            ProviderEvent.PROVIDER_READY) == 1)  # fmt: skip
        assert one.get("lobby") is False
        assert one.client.get_provider_status() == ProviderStatus.READY
    assert json.loads(cache.read_text(encoding="utf-8"))["document"]["version"] == (
        first.provider.version
    )


async def test_a_key_that_is_refused_is_told_and_what_is_known_serves_on(
    house: House, machine: Machine, programs: list[Program]
) -> None:
    machine.start()
    await publish(house.database, house.tenant_id, by_country())
    nobody = await start(programs, machine.url, "gls_live_nothing", "nobody")
    assert nobody.events() == [ProviderEvent.PROVIDER_ERROR]
    await eventually(lambda: any("401" in (d.message or "") for _, d in nobody.heard))
    assert set(nobody.events()) == {ProviderEvent.PROVIDER_ERROR}

    key = await key_of(house, machine)
    running = await start(programs, machine.url, key, "revoked")
    admin = await house.sign_in("Super Admin")
    rows = (await admin.get("/api-keys/")).json()
    rows = rows if isinstance(rows, list) else rows["items"]
    mine = next(row for row in rows if key.startswith(row["key_prefix"]))
    gone = await admin.delete(f"/api-keys/{mine['id']}", headers={"X-Reason": "lost laptop"})
    assert gone.status_code < 300, gone.text
    await publish(house.database, house.tenant_id, by_country("DE"))  # wakes the stream
    await eventually(lambda: ProviderEvent.PROVIDER_ERROR in running.events())
    assert running.get("lobby") is True


async def test_where_streams_do_not_come_through_it_asks_now_and_then(
    house: House, machine: Machine, programs: list[Program]
) -> None:
    machine.start()
    await publish(house.database, house.tenant_id, by_country())
    key = await key_of(house, machine)
    with in_front_of(machine.url) as proxy:
        proxy.broken = re.compile("GET /ofrep/v1/stream")
        running = await start(programs, proxy.url, key, "polling", poll_seconds=0.3)
        assert running.get("lobby") is True
        await publish(house.database, house.tenant_id, by_country("DE"))
        await eventually(lambda: not running.get("lobby"))
        assert any("stream" in one for one in proxy.refused)


async def test_what_was_served_is_told_to_the_server(
    house: House, machine: Machine, programs: list[Program]
) -> None:
    machine.start()
    parted = flag("parted", rules=[rule(attribute("country", "in", "TR"), serve=split(100_000, 0))])
    await publish(house.database, house.tenant_id, by_country(), parted)
    running = await start(programs, machine.url, await key_of(house, machine), "counting")
    for number in range(30):
        running.get("lobby")
        running.get("parted", EvaluationContext(f"p{number % 10}", {"country": "TR"}))
    await asyncio.to_thread(running.provider.shutdown)  # tells what is left
    assert running.get("lobby") is True

    async def counted(key: str) -> tuple[int, int]:
        async with house.database.session() as db:
            row = (await db.execute(_COUNTED, {"tenant": house.tenant_id, "flag": key})).one()
        return int(row.evaluations or 0), int(row.exposures or 0)

    for _ in range(400):
        if await counted("parted") == (30, 10):
            break
        await asyncio.sleep(0.1)
    assert await counted("parted") == (30, 10)
    async with house.database.session() as db:
        rules = await db.execute(_RULES, {"tenant": house.tenant_id})
    assert [tuple(row) for row in rules] == [("r1", 10)]  # as an experiment finds its own
    assert await counted("lobby") == (30, 0)
