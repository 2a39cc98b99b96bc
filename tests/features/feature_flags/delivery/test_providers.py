"""The official OpenFeature providers against a served process, unmodified."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import FlagEvaluationDetails, Reason

from tests.support.flags import ON, attribute, flag, rule, split
from tests.support.house import House
from tests.support.running import ROOT
from tests.support.served import served
from tests.support.stored_flags import program, publish

CLIENTS = Path(__file__).parent / "clients"


@pytest.fixture(scope="module")
def url(
    database: Any, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A served process on the run's database."""
    with served(database_url, tmp_path_factory.mktemp("served")) as address:
        yield address


def by_rule(value: str = "on") -> dict[str, Any]:
    serve = {"kind": "variant", "variant": value}
    return flag("by-rule", rules=[rule(attribute("country", "in", "TR"), serve=serve)])


async def key_with_flags(house: House) -> str:
    """A key of a brand with a flag of each type."""

    def of_type(key: str, kind: str, value: Any) -> dict[str, Any]:
        default = {"kind": "variant", "variant": "v"}
        variants = [{"key": "v", "value": value}]
        return flag(key, type=kind, variants=variants, off_variant="v", default=default)

    await publish(
        house.database,
        house.tenant_id,
        by_rule(),
        of_type("colour", "string", "blue"),
        of_type("limit", "number", 3),
        of_type("share", "number", 0.5),
        of_type("menu", "json", {"items": ["Boğaz", 1]}),
        flag("off", enabled=False, default=ON),
        flag("parted", default=split(100_000, 0)),
    )
    secret: str = (await program(house)).headers["authorization"]
    return secret.removeprefix("Bearer ")


async def test_the_python_provider(house: House, url: str) -> None:
    key = await key_with_flags(house)

    def use() -> dict[str, FlagEvaluationDetails[Any]]:
        def headers() -> dict[str, str]:
            return {"Authorization": f"Bearer {key}"}

        api.set_provider(OFREPProvider(url, headers_factory=headers, timeout=60), "python")
        client = api.get_client("python")
        player = EvaluationContext("player-7", {"country": "TR"})
        german = EvaluationContext("player-7", {"country": "DE"})
        return {
            "boolean": client.get_boolean_details("by-rule", False, player),
            "elsewhere": client.get_boolean_details("by-rule", False, german),
            "string": client.get_string_details("colour", "none", player),
            "integer": client.get_integer_details("limit", 0, player),
            "float": client.get_float_details("share", 0.0, player),
            "object": client.get_object_details("menu", {}, player),
            "off": client.get_boolean_details("off", True, player),
            "parted": client.get_boolean_details("parted", False, player),
            "unknown": client.get_boolean_details("no-such-flag", True, player),
            "mismatch": client.get_string_details("by-rule", "fallback", player),
            "nobody": client.get_boolean_details("parted", True, EvaluationContext()),
        }

    seen = await asyncio.to_thread(use)
    assert {name: found.value for name, found in seen.items()} == {
        "boolean": True,
        "elsewhere": False,
        "string": "blue",
        "integer": 3,
        "float": 0.5,
        "object": {"items": ["Boğaz", 1]},
        "off": False,
        "parted": True,
        "unknown": True,
        "mismatch": "fallback",
        "nobody": True,
    }
    assert seen["boolean"].reason == Reason.TARGETING_MATCH
    assert seen["boolean"].variant == "on"
    assert seen["boolean"].flag_metadata == {"rule": "r1"}
    assert seen["off"].reason == Reason.DISABLED
    assert seen["parted"].reason == Reason.SPLIT
    assert seen["unknown"].error_code == ErrorCode.FLAG_NOT_FOUND
    assert seen["mismatch"].error_code == ErrorCode.TYPE_MISMATCH
    assert seen["nobody"].error_code == ErrorCode.TARGETING_KEY_MISSING


async def node(script: str, *arguments: str) -> asyncio.subprocess.Process:
    """A script in Node, with the panel's packages."""
    found = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert found, "Node comes with the extra `panel`"
    return await asyncio.create_subprocess_exec(
        found,
        "--experimental-eventsource",
        str(CLIENTS / script),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "NODE_PATH": str(ROOT / "web" / "node_modules")},
    )


async def next_line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    async with asyncio.timeout(120):
        found: dict[str, Any] = json.loads(await process.stdout.readline())
        return found


async def test_the_javascript_server_provider(house: House, url: str) -> None:
    process = await node("server.cjs", url, await key_with_flags(house))
    seen = await next_line(process)
    assert await process.wait() == 0
    assert {name: found["value"] for name, found in seen.items()} == {
        "boolean": True,
        "string": "blue",
        "number": 3,
        "object": {"items": ["Boğaz", 1]},
        "elsewhere": False,
        "off": False,
        "unknown": True,
        "mismatch": "fallback",
        "nobody": True,
        "stranger": True,
    }
    assert seen["boolean"]["reason"] == "TARGETING_MATCH"
    assert seen["boolean"]["variant"] == "on"
    assert seen["off"]["reason"] == "DISABLED"
    assert seen["unknown"]["errorCode"] == "FLAG_NOT_FOUND"
    assert seen["mismatch"]["errorCode"] == "TYPE_MISMATCH"
    assert seen["nobody"]["errorCode"] == "TARGETING_KEY_MISSING"
    assert seen["stranger"]["reason"] == "ERROR"


async def test_the_javascript_web_provider_hears_of_changes(house: House, url: str) -> None:
    process = await node("web.cjs", url, await key_with_flags(house))
    first = await next_line(process)
    assert first["boolean"]["value"] is True
    assert first["boolean"]["reason"] == "TARGETING_MATCH"
    assert first["string"]["value"] == "blue"
    assert first["unknown"]["errorCode"] == "FLAG_NOT_FOUND"
    assert first["answers"] == [200, 304]  # asked again when the stream opened
    await publish(house.database, house.tenant_id, by_rule("off"))
    second = await next_line(process)
    assert second["boolean"]["value"] is False
    assert second["answers"] == [200, 304, 200]
    third = await next_line(process)
    assert third["boolean"]["reason"] != "TARGETING_MATCH"
    assert await process.wait() == 0
