"""Files: whose they are, other forms of them, and bad ones with their place."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gapless.flagengine import evaluate
from gapless.flagimport import Bundle, Format, NoteCode, Options, Unreadable, read_file
from tests.flagimport.test_same_answers import document


def read(data: Any, **options: Any) -> Bundle:
    """A file of this JSON."""
    return read_file(json.dumps(data).encode(), options=Options(**options))


def value(bundle: Bundle, flag: str, **context: Any) -> Any:
    """What the flag serves."""
    return evaluate(document(bundle), flag, context).value


def codes(bundle: Bundle, key: str) -> list[NoteCode]:
    """What is told of a flag."""
    found = [one.notes for one in bundle.flags if one.flag.key == key]
    found += [one.notes for one in bundle.left if one.key == key]
    return [note.code for note in found[0]]


@pytest.mark.parametrize(
    ("data", "place", "told"),
    [
        (b"\xff\xfe{}", "byte 1", "UTF-8"),
        (b'{"flags": {,}}', "line 1, column 12", "JSON"),
        (b'{"flags": \n{"a": NaN}}', "$", "NaN"),
        (b"[" * 100_000, "$", "deep"),
        (b"a: &x [1]\nb: *x\n", "$", "YAML"),
        (b"a: [1\nb: 2", "line 2", "YAML"),
        (b"", "$", "no export"),
        (b"[]", "$", "no export"),
        (b'{"flags": []}', "$", "no export"),
        (b'{"hello": 1}', "$", "no export"),
        (b'{"format": "gapless.flags/9", "flags": []}', "format", "gapless.flags/1"),
        (b'{"features": [{"name": 7, "strategies": []}]}', "features.0.name", "text"),
        (b'{"feature_states": []}', "api_key", "missing"),
        (b'{"flags": {"a": {"variations": []}}, "segments": 3}', "segments", "object"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(data: bytes, place: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(data)
    assert place in refused.value.place
    assert told in refused.value.text("en")
    assert refused.value.text("tr")


def test_one_bad_flag_leaves_the_others_alone() -> None:
    good = {"state": "ENABLED", "variants": {"on": True, "off": False}, "defaultVariant": "on"}
    flags = {
        "good": good,
        "no-list": {**good, "targeting": {"fractional": [["on", "half"]]}},
        "number": {**good, "defaultVariant": 7},
        "unknown-variant": {**good, "defaultVariant": "maybe"},
        "empty": {**good, "variants": {}},
        "mixed": {**good, "variants": {"on": True, "off": "no"}},
        "deep": {**good, "targeting": _deep(30)},
    }
    bundle = read({"flags": flags})
    assert [one.flag.key for one in bundle.flags] == ["good"]
    assert codes(bundle, "no-list") == [NoteCode.MALFORMED]
    assert codes(bundle, "mixed") == [NoteCode.MIXED_TYPES]
    assert codes(bundle, "unknown-variant") == [NoteCode.UNSOUND]
    assert codes(bundle, "deep") == [NoteCode.UNSOUND]
    told = next(one for one in bundle.left if one.key == "no-list").notes[0].text("en")
    assert told.startswith("flags.no-list.targeting.fractional.0.1: a number")


def _deep(levels: int) -> Any:
    """Conditions in conditions that do not fold into one another."""
    found: Any = {"==": [{"var": "a"}, 1]}
    for level in range(levels):
        kind = "and" if level % 2 else "or"
        found = {kind: [{"==": [{"var": f"a{level}"}, 1]}, found]}
    return {"if": [found, "on", "off"]}


def test_unleash_as_its_panel_exports_it() -> None:
    file = {
        "features": [
            {"name": "lobby", "type": "release", "description": "New", "stale": False},
            {"name": "old", "archived": True},
        ],
        "featureStrategies": [
            {"featureName": "lobby", "strategyName": "flexibleRollout", "sortOrder": 1,
             "parameters": {"rollout": "12.6", "stickiness": "random", "groupId": "lobby"}},
            {"featureName": "lobby", "strategyName": "default", "disabled": True},
            {"featureName": "lobby", "name": "default", "sortOrder": 0, "title": "Staff",
             "segments": [3]},
        ],
        "featureEnvironments": [
            {"featureName": "lobby", "environment": "production", "enabled": True, "variants": []}
        ],
        "featureTags": [{"featureName": "lobby", "tagType": "simple", "tagValue": "games"}],
        "segments": [{"id": 3, "name": "Staff!", "constraints": [
            {"contextName": "team", "operator": "IN", "values": ["crm"]}]}],
    }  # fmt: skip
    bundle = read(file)
    assert (bundle.format, bundle.environment) == (Format.UNLEASH, "production")
    assert bundle.flags[0].about.tags == ("games",)
    assert bundle.flags[0].about.description == "New"
    assert [rule.name for rule in bundle.flags[0].flag.rules] == ["Staff", ""]
    assert [one.segment.key for one in bundle.segments] == ["staff"]
    assert {NoteCode.ROUNDED, NoteCode.NOT_STICKY} < set(codes(bundle, "lobby"))
    assert codes(bundle, "old") == [NoteCode.ARCHIVED]
    assert value(bundle, "lobby", team="crm") is True


def test_launchdarkly_as_its_api_lists_it() -> None:
    def setup(**more: Any) -> dict[str, Any]:
        return {"on": True, "salt": "s", "fallthrough": {"variation": 1}, "rules": [],
                "targets": [], "prerequisites": [], **more}  # fmt: skip

    variations = [{"_id": "1", "value": "a", "name": "First"}, {"_id": "2", "value": "b"}]
    item = {"key": "menu", "name": "Menu", "tags": ["cms"], "variations": variations,
            "environments": {"test": setup(), "production": setup(
                offVariation=0, targets=[{"variation": 0, "values": ["p1"]}])}}  # fmt: skip
    nothing_off = {**item, "key": "other"}
    file = {"items": [item, nothing_off]}
    bundle = read(file, environment="production")
    assert bundle.environments == ("test", "production")
    assert [v.key for v in bundle.flags[0].flag.variants] == ["First", "b"]
    assert (value(bundle, "menu", targetingKey="p1"), value(bundle, "menu")) == ("a", "b")
    assert codes(read(file), "menu") == [NoteCode.OFF_VALUE]
    with pytest.raises(Unreadable, match="staging"):
        read(file, environment="staging")


def test_launchdarkly_contexts_of_other_kinds_are_paths() -> None:
    flag = {"key": "b2b", "on": True, "salt": "x", "variations": [True, False], "offVariation": 1,
            "fallthrough": {"variation": 1}, "rules": [{"variation": 0, "clauses": [
                {"contextKind": "org", "attribute": "/plan/tier", "op": "in", "values": ["gold"]}
            ]}]}  # fmt: skip
    bundle = read({"flags": {"b2b": flag}})
    assert value(bundle, "b2b", org={"plan": {"tier": "gold"}}) is True
    assert value(bundle, "b2b", org={"plan": {"tier": "tin"}}) is False


def test_growthbook_as_its_api_lists_it() -> None:
    definition = json.dumps({"defaultValue": 1, "rules": [{"force": 2, "condition": {"c": "TR"}}]})
    feature = {"id": "limit", "valueType": "number", "owner": "ece", "tags": ["risk"],
               "defaultValue": "1", "environments": {
                   "dev": {"enabled": False, "defaultValue": "1"},
                   "production": {"enabled": True, "definition": definition}}}  # fmt: skip
    file = {"features": [feature, {**feature, "id": "gone", "archived": True}]}
    bundle = read(file, environment="production")
    assert (value(bundle, "limit", c="TR"), value(bundle, "limit", c="DE")) == (2, 1)
    assert codes(bundle, "gone") == [NoteCode.ARCHIVED]
    off = read(file, environment="dev").flags[0].flag
    assert (off.enabled, value(read(file, environment="dev"), "limit")) == (False, 1)


def test_flagsmith_as_its_panel_exports_it() -> None:
    file = [
        {"name": "lobby", "default_enabled": True, "initial_value": None, "multivariate": []},
        {"name": "colour", "default_enabled": True, "initial_value": "grey", "multivariate": [
            {"percentage_allocation": 25, "type": "unicode", "string_value": "red"}]},
    ]  # fmt: skip
    bundle = read(file)
    assert bundle.format is Format.FLAGSMITH
    assert value(bundle, "lobby") is True
    assert NoteCode.REGROUPED in codes(bundle, "colour")
    weights = [s["weight"] for s in bundle.flags[1].flag.default.model_dump()["slices"]]
    assert weights == [25_000, 75_000]


def test_another_name_of_the_user_is_heeded() -> None:
    rule = {"condition": {"userId": "p1"}, "force": True}
    file = {"features": {"x": {"defaultValue": False, "rules": [rule]}}}
    assert value(read(file, user_attribute="userId"), "x", targetingKey="p1") is True
    assert value(read(file), "x", userId="p1") is True


def test_rules_that_could_never_decide_are_dropped_and_told() -> None:
    rules = [{"force": True}, {"condition": {"c": "TR"}, "force": False}]
    bundle = read({"features": {"x": {"defaultValue": False, "rules": rules}}})
    assert codes(bundle, "x") == [NoteCode.RULE_DROPPED]
    assert value(bundle, "x", c="TR") is True


def test_yaml_is_read_too() -> None:
    file = b"flags:\n  a:\n    state: ENABLED\n    variants: {'on': true, 'off': false}\n    defaultVariant: 'on'\n"  # noqa: E501
    assert value(read_file(file), "a") is True


def test_long_lists_of_people_are_carried_whole() -> None:
    people = [f"p{number}" for number in range(25_000)]
    targets = [{"variation": 0, "values": people}]
    flag = {"key": "x", "on": True, "salt": "s", "variations": [True, False], "offVariation": 1,
            "fallthrough": {"variation": 1}, "targets": targets}  # fmt: skip
    bundle = read({"flags": {"x": flag}})
    assert value(bundle, "x", targetingKey="p24999") is True
    assert value(bundle, "x", targetingKey="p25000") is False


WRONG: list[Any] = [
    None, True, 0, -1.5, 1e308, 10**400, "", "x", "(((", "NaN", "50", [], {}, ["a"], {"a": 1},
]  # fmt: skip


def members(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list in a value, with each of its keys."""
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield value, key
            yield from members(value[key])


@pytest.mark.parametrize("name", ["flagd", "flagsmith", "growthbook", "launchdarkly", "unleash"])
def test_whatever_is_wrong_in_a_file_is_told_and_never_raised(name: str) -> None:
    whole = json.loads((Path(__file__).parent / "files" / f"{name}.json").read_text())
    chance = random.Random(name)
    read_anyway = 0
    for _ in range(400):
        broken = copy.deepcopy(whole)
        for _ in range(chance.choice([1, 1, 3])):
            at, key = chance.choice(list(members(broken)))
            at[key] = copy.deepcopy(chance.choice(WRONG))
        with suppress(Unreadable):
            read_file(json.dumps(broken).encode(), Format(name))
            read_anyway += 1
    assert read_anyway > 100  # one bad flag leaves the others alone
