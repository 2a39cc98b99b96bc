"""How fast flags are evaluated: one at a time, all over HTTP's application, and while publishing.

Every number stands beside a peer's, measured in this run (extra `bench`). Times are of the
processor, so that a busy machine changes them little.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from gapless.features.feature_flags.delivery.store import compile_in_slices
from gapless.flagengine.compiled import Compiled
from gapless.flagengine.compiler import Compiler, Source

FLAGS = 100
PLAYERS = [{"targetingKey": f"player-{n}", "country": "TR", "vip": n % 6} for n in range(200)]
_IN = ["TR", "DE", "NL"]


def source(count: int, version: int = 1) -> Source:
    """Flags that each ask for a segment and split half and half."""
    member = {"kind": "segment", "segment": "home"}
    when = [{"kind": "attribute", "attribute": "country", "op": "in", "values": _IN}]
    variants = [{"key": "on", "value": True}, {"key": "off", "value": False}]
    halves = [{"variant": v, "weight": 50_000} for v in ("on", "off")]
    off = {"kind": "variant", "variant": "off"}

    def one(key: str) -> dict[str, Any]:
        split = {"kind": "split", "salt": f"{key}.{version}", "slices": halves}
        return {
            "key": key, "type": "boolean", "enabled": True, "variants": variants,
            "off_variant": "off", "default": off,
            "rules": [{"id": "r", "when": [member], "serve": split}],
        }  # fmt: skip

    flags = {f"flag-{n}": json.dumps(one(f"flag-{n}")).encode() for n in range(count)}
    segment = json.dumps({"key": "home", "when": when}).encode()
    return Source(version, flags, {"home": segment})


def rate(act: Callable[[], int], *, rounds: int = 5) -> float:
    """Evaluations a second of processor time: the best of some rounds."""
    best = 0.0
    for _ in range(rounds):
        started = time.process_time()
        done = act()
        best = max(best, done / (time.process_time() - started))
    return best


def ours(compiled: Compiled) -> Callable[[], int]:
    """One flag after the other."""
    keys = list(compiled.flags)

    def act() -> int:
        evaluate = compiled.evaluate
        for player in PLAYERS:
            for key in keys:
                evaluate(key, player)
        return len(PLAYERS) * len(keys)

    return act


def growthbook() -> Callable[[], int]:
    """GrowthBook's SDK."""
    from growthbook import GrowthBook

    rule = {"condition": {"country": {"$in": _IN}}, "force": True, "coverage": 0.5}
    features = {
        f"flag-{n}": {"defaultValue": False, "rules": [{**rule, "hashAttribute": "id"}]}
        for n in range(FLAGS)
    }
    client = GrowthBook(features=features)

    def act() -> int:
        for player in PLAYERS[:20]:
            client.set_attributes({"id": player["targetingKey"], "country": player["country"]})
            for key in features:
                client.is_on(key)
        return 20 * FLAGS

    return act


def flagd() -> Callable[[], int]:
    """flagd's evaluator for Python."""
    from openfeature.contrib.tools.flagd.core import FlagdCore
    from openfeature.evaluation_context import EvaluationContext

    half = {"fractional": [["on", 50], ["off", 50]]}
    targeting = {"if": [{"in": [{"var": "country"}, _IN]}, half, "off"]}
    one = {
        "state": "ENABLED", "variants": {"on": True, "off": False}, "defaultVariant": "off",
        "targeting": targeting,
    }  # fmt: skip
    core = FlagdCore()
    core.set_flags(json.dumps({"flags": {f"flag-{n}": one for n in range(FLAGS)}}))
    contexts = [EvaluationContext(p["targetingKey"], {"country": "TR"}) for p in PLAYERS[:20]]

    def act() -> int:
        for context in contexts:
            for n in range(FLAGS):
                core.resolve_boolean_value(f"flag-{n}", False, context)
        return len(contexts) * FLAGS

    return act


def unleash() -> Callable[[], int]:
    """Unleash's engine, which its SDK calls (without the SDK's own work around it)."""
    from yggdrasil_engine.engine import UnleashEngine

    strategy = {
        "name": "flexibleRollout",
        "parameters": {"rollout": "50", "stickiness": "userId", "groupId": "g"},
        "constraints": [{"contextName": "country", "operator": "IN", "values": _IN}],
    }
    features = [
        {"name": f"flag-{n}", "enabled": True, "strategies": [strategy]} for n in range(FLAGS)
    ]
    engine = UnleashEngine()
    engine.take_state(json.dumps({"version": 2, "features": features}))
    contexts = [
        {"userId": p["targetingKey"], "properties": {"country": "TR"}} for p in PLAYERS[:20]
    ]

    def act() -> int:
        for context in contexts:
            for n in range(FLAGS):
                engine.is_enabled(f"flag-{n}", context)
        return len(contexts) * FLAGS

    return act


PEERS = {
    "growthbook": growthbook,
    "flagd-core": flagd,
    "unleash": unleash,
}


async def longest_pause(count: int) -> float:
    """Milliseconds for which a publish of one change keeps the event loop from others, at most."""
    compiler = Compiler()
    before = source(count)
    await compile_in_slices(compiler, before, lenient=False)
    changed = {**before.flags, "flag-7": source(8, version=2).flags["flag-7"]}
    longest, last = 0.0, time.thread_time()

    async def others() -> None:
        nonlocal longest, last
        while True:
            last = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - last)

    task = asyncio.create_task(others())
    await asyncio.sleep(0)
    await compile_in_slices(compiler, Source(2, changed, before.segments), lenient=False)
    await asyncio.sleep(0)
    task.cancel()
    return longest * 1000


def main() -> None:
    """Print ours, each peer's, and the ratios to the limits."""
    compiled = Compiler().compile(source(FLAGS))
    single = rate(ours(compiled))

    def bulk() -> int:
        for player in PLAYERS:
            b",".join(compiled.bodies(player))
        return len(PLAYERS) * FLAGS

    print(f"one at a time      {single / 1e6:7.2f} million/s")
    print(f"all, as bytes      {rate(bulk) / 1e6:7.2f} million/s")
    peers: dict[str, float] = {}
    for name, make in PEERS.items():
        try:
            act = make()
        except ImportError:
            print(f"{name:18} not installed: make .venv/.bench")
            continue
        peers[name] = rate(act, rounds=3)
        print(f"{name:18} {peers[name] / 1e6:7.3f} million/s   ours {single / peers[name]:6.1f} x")
    if peers:
        print(f"best peer          ours {single / max(peers.values()):6.1f} x   (wanted: 6)")
    pause = asyncio.run(longest_pause(1_000))
    print(f"publish, 1,000 flags: longest pause {pause:5.2f} ms   {pause / 10:5.2f} of the limit")
