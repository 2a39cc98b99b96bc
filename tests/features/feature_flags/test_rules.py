"""The pure rules: staleness, ramps, sample contexts, patches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gapless.features.feature_flags.ramps.rules import breaks, serve_at
from gapless.features.feature_flags.staleness import Life, stale_reasons
from gapless.features.feature_flags.states import applied, moved_since, patch_between, seen_by
from gapless.features.feature_flags.why.samples import sample_contexts
from gapless.flagengine import Document, check_flag, evaluate, read_flag
from tests.features.feature_flags.conftest import attribute, rule, split, variant

NOW = datetime(2026, 11, 25, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=90)
TO_ALL: dict[str, Any] = {"default": variant("on"), "rules": []}
TO_SOME: dict[str, Any] = {"default": split(on=50, off=50), "rules": []}
SETUP = {"enabled": True, "off_variant": "off", "default": variant("on"), "rules": [],
         "prerequisites": []}  # fmt: skip
STATE: dict[str, Any] = {
    "flag_id": "x", "name": "X", "description": "", "type": "boolean", "scope": "both",
    "group": None, "owner": None, "tags": [], "expires_at": None, "archived": False,
    "variants": [{"key": "on", "value": True}, {"key": "off", "value": False}],
    "environments": {"production": SETUP, "staging": {**SETUP, "enabled": False},
                     "development": SETUP},
}  # fmt: skip


@pytest.mark.parametrize(
    ("life", "codes"),
    [
        (Life(LONG_AGO, None, {"production": (True, TO_ALL, LONG_AGO)}), ["served_to_all"]),
        (Life(LONG_AGO, None, {"production": (True, TO_ALL, NOW)}), []),
        (Life(LONG_AGO, None, {"production": (True, TO_SOME, LONG_AGO)}), []),
        (Life(LONG_AGO, None, {"production": (True, {**TO_ALL, "rules": [
            {"serve": variant("on")}]}, LONG_AGO)}), ["served_to_all"]),
        (Life(LONG_AGO, None, {"production": (True, {**TO_ALL, "rules": [
            {"serve": variant("off")}]}, LONG_AGO)}), []),
        (Life(LONG_AGO, None, {"production": (False, TO_ALL, LONG_AGO)}), ["off_everywhere"]),
        (Life(LONG_AGO, None, {"production": (False, TO_ALL, LONG_AGO),
                               "staging": (True, TO_SOME, LONG_AGO)}), []),
        (Life(NOW, NOW - timedelta(days=1), {"production": (True, TO_SOME, NOW)}), ["expired"]),
        (Life(NOW, NOW + timedelta(days=1), {"production": (True, TO_SOME, NOW)}), []),
        (Life(LONG_AGO, None, {"production": (True, TO_SOME, NOW)}, counted_since=LONG_AGO),
         ["never_evaluated"]),
        (Life(LONG_AGO, None, {"production": (True, TO_SOME, NOW)}, evaluated_at=NOW,
              counted_since=LONG_AGO), []),
        (Life(LONG_AGO, None, {"production": (True, TO_SOME, NOW)}), []),
    ],
)  # fmt: skip
def test_staleness(life: Life, codes: list[str]) -> None:
    assert [s.code for s in stale_reasons(life, NOW, timedelta(days=60))] == codes


def test_a_growing_share_keeps_everybody_who_is_in() -> None:
    inside: set[str] = set()
    for percent in (1_000, 10_000, 50_000, 100_000):
        serve = serve_at(
            percent, variant("off"), variant="on", rest="off", bucket_by="targetingKey", key="s"
        )
        flag, _ = read_flag({**SETUP, "key": "x", "type": "boolean", "default": serve,
                             "variants": STATE["variants"]})  # fmt: skip
        assert flag is not None
        document = Document(flags=(flag,))
        now = {
            f"u{n}" for n in range(400)
            if evaluate(document, "x", {"targetingKey": f"u{n}"}).value is True
        }  # fmt: skip
        assert inside <= now
        assert abs(len(now) - 4 * percent / 1000) < 30
        inside = now


THREE = {"variants": [{"key": k, "value": k} for k in ("on", "off", "old")], "type": "string"}


@pytest.mark.parametrize(
    "before",
    [
        split("x", on=30, off=70),
        split("x", off=70, on=30),
        split("x", old=20, on=10, off=40, old_again=10, on_again=20),
        {**split("x", off=0.08, on=0.02), "hash": "unleash", "seed": 0, "total": 100},
        {**split("x", off=7, on=3), "hash": "launchdarkly", "seed": 0, "total": 10_000},
    ],
)
def test_a_ramp_that_goes_on_from_a_split_lets_nobody_out(before: dict[str, Any]) -> None:
    for part in before["slices"]:
        part["variant"] = part["variant"].removesuffix("_again")

    def inside(serve: dict[str, Any]) -> set[int]:
        flag, _ = read_flag({**SETUP, "key": "x", "default": serve, **THREE})
        assert flag is not None
        assert check_flag(flag, {}, {}) == []
        document = Document(flags=(flag,))
        found = (evaluate(document, "x", {"targetingKey": str(n)}).value for n in range(500))
        return {n for n, value in enumerate(found) if value == "on"}

    last = inside(before)
    assert last
    for percent in (30_000, 31_000, 50_000, 80_000, 99_000, 100_000):
        serve = serve_at(
            percent, before, variant="on", rest="off", bucket_by="targetingKey", key="other"
        )
        now = inside(serve)
        assert last <= now
        assert abs(len(now) - 5 * percent / 1000) < 40
        last = now
    fewer = serve_at(5_000, before, variant="on", rest="off", bucket_by="targetingKey", key="other")
    assert inside(fewer) <= inside(before)


@pytest.mark.parametrize(
    ("direction", "count", "value", "broken"),
    [
        ("above", 20, 0.06, True),
        ("above", 20, 0.05, False),
        ("above", 19, 0.9, False),
        ("below", 20, 0.04, True),
        ("below", 20, 0.05, False),
        ("above", 20, None, False),
    ],
)
def test_guardrails(direction: str, count: int, value: float | None, broken: bool) -> None:
    rail = {"direction": direction, "limit": 0.05, "min_count": 20}
    assert breaks(rail, count, value) is broken


def test_patches_lead_there_and_back() -> None:
    patch = {
        "name": "Y",
        "environments": {"staging": {"enabled": True, "configuration": {"off_variant": "on"}}},
    }
    after = applied(STATE, patch)
    assert applied(after, patch_between(after, STATE)) == STATE
    assert seen_by(STATE, after) == ["staging"]
    assert seen_by(STATE, applied(STATE, {"variants": []})) == [
        "production", "staging", "development",
    ]  # fmt: skip
    assert moved_since(patch, STATE, applied(STATE, {"name": "Z"})) == ["name"]
    elsewhere = applied(STATE, {"environments": {"staging": {"configuration": {"rules": [1]}}}})
    assert moved_since(patch, STATE, elsewhere) == []


def test_sample_contexts_meet_the_rules_they_are_made_of() -> None:
    rules = [
        rule("a", attribute("country", "in", "TR", "DE"), serve=variant("on")),
        rule("b", attribute("age", "gt", 17), attribute("tags", "has_all", "x", "y"),
             serve=variant("on")),
        rule("c", attribute("app", "semver_gte", "2.1.0"), serve=variant("on")),
        rule("d", attribute("since", "before", "2026-01-01T00:00:00Z"), serve=variant("on")),
        rule("e", {"kind": "any", "of": [attribute("mail", "ends_with", "@x.com")]},
             serve=variant("on")),
    ]  # fmt: skip
    setup = {**SETUP, "rules": rules, "default": variant("off")}
    flag, issues = read_flag({**setup, "key": "x", "type": "boolean",
                              "variants": STATE["variants"]})  # fmt: skip
    assert flag is not None, issues
    document = Document(flags=(flag,))
    contexts = sample_contexts(document, [flag])
    assert [evaluate(document, "x", c).rule for c in contexts] == [None, "a", "b", "c", "d", "e"]
