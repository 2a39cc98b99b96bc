"""Writes `expected/`: what each system's own SDK serves to the people of `people.py`.

    python -m venv /tmp/sdks && /tmp/sdks/bin/pip install growthbook openfeature-flagd-core \
        launchdarkly-server-sdk UnleashClient          # flagsmith: in another, they do not agree
    /tmp/sdks/bin/python -m tests.flagimport.make_expected growthbook flagd launchdarkly unleash

Each SDK has dependencies of its own that do not fit ours, so what they answered is kept. The files
say which version answered. Written with growthbook 4.0.0, openfeature-flagd-core 2.0.0,
launchdarkly-server-sdk 9.20.0, yggdrasil-engine 2.0.0 (which UnleashClient 6.9 evaluates with)
and flagsmith 6.3.0 with flagsmith-flag-engine 11.1.1.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.flagimport.people import people

HERE = Path(__file__).parent
Answers = dict[str, list[Any]]


def growthbook(file: dict[str, Any]) -> Answers:
    from growthbook import GrowthBook

    client = GrowthBook(features=file["features"], savedGroups=file["savedGroups"])
    found: Answers = {key: [] for key in file["features"]}
    for one in people():
        client.set_attributes({**one, "id": one["targetingKey"]})
        for key, answers in found.items():
            answers.append(client.eval_feature(key).value)
    return found


def flagd(file: dict[str, Any]) -> Answers:
    from openfeature.contrib.tools.flagd.core import FlagdCore
    from openfeature.evaluation_context import EvaluationContext

    core = FlagdCore()
    core.set_flags(json.dumps(file))
    contexts = [
        EvaluationContext(
            one["targetingKey"], {k: v for k, v in one.items() if k != "targetingKey"}
        )
        for one in people()
    ]
    found: Answers = {}
    for key, flag in file["flags"].items():
        first = next(iter(flag["variants"].values()))
        kind, other = {
            bool: ("boolean", None), str: ("string", None), int: ("float", None),
            float: ("float", None), dict: ("object", None),
        }[type(first)]  # fmt: skip
        resolve = getattr(core, f"resolve_{kind}_value")
        found[key] = []
        for context in contexts:
            try:
                found[key].append(resolve(key, other, context).value)
            except Exception as error:  # disabled, or no default: the program's own value
                found[key].append(f"! {type(error).__name__}")
    return found


def launchdarkly(file: dict[str, Any]) -> Answers:
    import ldclient
    from ldclient.config import Config
    from ldclient.integrations import Files

    source = Files.new_data_source(paths=[str(HERE / "files" / "launchdarkly.json")])
    client = ldclient.LDClient(Config("sdk", update_processor_class=source, send_events=False))
    found: Answers = {key: [] for key in file["flags"]}
    for one in people():
        builder = ldclient.Context.builder(one["targetingKey"])
        for name, value in one.items():
            if name != "targetingKey":
                builder.set(name, value)
        context = builder.build()
        for key, answers in found.items():
            answers.append(client.variation(key, context, None))
    client.close()
    return found


def unleash(file: dict[str, Any]) -> Answers:
    from yggdrasil_engine.engine import UnleashEngine

    engine = UnleashEngine()
    engine.take_state(json.dumps(file))
    found: Answers = {}
    for feature in file["features"]:
        answers = found[feature["name"]] = []
        by_variant = bool(feature.get("variants")) or any(
            one.get("variants") for one in feature["strategies"]
        )
        for one in people():
            properties = {k: str(v) for k, v in one.items() if k in
                          ("country", "vip", "email", "app", "device", "since")}  # fmt: skip
            context = {"userId": one["targetingKey"], "properties": properties}
            if "sessionId" in one:
                context["sessionId"] = one["sessionId"]
            if not by_variant:
                answers.append(bool(engine.is_enabled(feature["name"], context).is_enabled))
                continue
            variant = engine.get_variant(feature["name"], context)
            if not variant.variant.enabled:
                answers.append(None)
            else:
                payload = variant.variant.payload
                assert payload is not None
                number = payload["type"] == "number"
                answers.append(json.loads(payload["value"]) if number else payload["value"])
    return found


def flagsmith(file: dict[str, Any]) -> Answers:
    from flag_engine.engine import get_evaluation_result
    from flagsmith.mappers import (
        map_context_and_identity_data_to_context,
        map_environment_document_to_context,
    )

    whole = map_environment_document_to_context(file)
    found: Answers = {one["feature"]["name"]: [] for one in file["feature_states"]}
    valued = {"colour", "limit"}
    for one in people():
        traits = {k: v for k, v in one.items() if k not in ("targetingKey", "tags")}
        context = map_context_and_identity_data_to_context(whole, one["targetingKey"], traits)
        flags = get_evaluation_result(context)["flags"]
        for key, answers in found.items():
            flag = flags[key]
            if key in valued:
                answers.append(flag["value"] if flag["enabled"] else None)
            else:
                answers.append(flag["enabled"])
    return found


MAKERS: dict[str, tuple[str, Callable[[dict[str, Any]], Answers]]] = {
    "growthbook": ("growthbook", growthbook),
    "flagd": ("openfeature-flagd-core", flagd),
    "launchdarkly": ("launchdarkly-server-sdk", launchdarkly),
    "unleash": ("yggdrasil-engine", unleash),
    "flagsmith": ("flagsmith-flag-engine", flagsmith),
}


def main() -> None:
    """Write the files of the systems that are named."""
    for name in sys.argv[1:]:
        package, make = MAKERS[name]
        file = json.loads((HERE / "files" / f"{name}.json").read_text(encoding="utf-8"))
        flags = {}
        for key, answers in make(file).items():
            texts = [json.dumps(one, sort_keys=True) for one in answers]
            distinct = sorted(set(texts))
            # One character a person: which of the distinct values they get.
            flags[key] = {
                "values": [json.loads(text) for text in distinct],
                "people": "".join(chr(97 + distinct.index(text)) for text in texts),
            }
        written = {"by": f"{package} {importlib.metadata.version(package)}", "flags": flags}
        path = HERE / "expected" / f"{name}.json"
        path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(path, {key: len(one["values"]) for key, one in flags.items()})  # noqa: T201


if __name__ == "__main__":
    main()
