"""What a document means."""

from __future__ import annotations

from typing import Any

import pytest

from gapless.flagengine import ErrorCode, Reason, Step, StepCode, evaluate, explain
from gapless.flagengine.model import HashScheme, Rollout
from tests.support.flag_cases import CASES
from tests.support.flags import ON, attribute, document, flag, rule, split

PLAYER = {"targetingKey": "player-7"}


def outcome(condition: dict[str, Any], context: dict[str, Any]) -> bool | None:
    made = document(flag(rules=[rule(condition)]))
    answer = explain(made, "lobby", {**PLAYER, **context})
    step = answer.trace[0].steps[0]
    assert (step.outcome is True) == (answer.value is True)
    return step.outcome


@pytest.mark.parametrize(("condition", "value", "wanted"), CASES)
def test_operators(condition: dict[str, Any], value: Any, wanted: bool | None) -> None:
    assert outcome(condition, {condition["attribute"]: value}) is wanted
    # Negating turns yes and no around and leaves what is not known.
    turned = {**condition, "negate": not condition.get("negate", False)}
    opposite = None if wanted is None else not wanted
    assert outcome(turned, {condition["attribute"]: value}) is opposite


def test_a_rule_on_a_missing_attribute_does_not_match_negated_or_not() -> None:
    for negate in (False, True):
        condition = attribute("country", "in", "TR", negate=negate)
        for wrapped in (condition, {"kind": "not", "of": condition}):
            for context in (PLAYER, {**PLAYER, "country": None}):
                answer = explain(document(flag(rules=[rule(wrapped)])), "lobby", context)
                assert (answer.value, answer.reason) == (False, Reason.DEFAULT)
                assert StepCode.ATTRIBUTE_MISSING in codes(answer.trace)


def codes(steps: tuple[Step, ...]) -> set[StepCode]:
    return {s.code for s in steps}.union(*(codes(s.steps) for s in steps))


def test_any_is_satisfied_beside_an_unknown_and_all_is_not() -> None:
    missing, true = attribute("country", "in", "TR"), attribute("vip", "gte", 1)
    for kind, wanted in (("any", True), ("all", None)):
        assert outcome({"kind": kind, "of": [missing, true]}, {"vip": 3}) is wanted
    assert outcome({"kind": "all", "of": [missing, true]}, {"vip": 0}) is False
    assert outcome({"kind": "not", "of": {"kind": "all", "of": [missing, true]}}, {"vip": 0})


def test_dotted_names_reach_into_objects_and_full_names_win() -> None:
    condition = attribute("user.country", "in", "TR")
    assert outcome(condition, {"user": {"country": "TR"}})
    assert outcome(condition, {"user.country": "TR", "user": 5})
    assert outcome(condition, {"user": 5}) is None


def test_segments_nest_and_a_context_of_which_it_is_unknown_does_not_belong() -> None:
    segments = [
        {"key": "vips", "when": [attribute("vip", "gte", 3)]},
        {
            "key": "turkish-vips",
            "when": [{"kind": "segment", "segment": "vips"}, attribute("country", "in", "TR")],
        },
    ]
    inside = {"kind": "segment", "segment": "turkish-vips"}
    made = document(flag(rules=[rule(inside)]), segments=segments)
    assert evaluate(made, "lobby", {"vip": 3, "country": "TR"}).value is True
    assert evaluate(made, "lobby", {"vip": 2, "country": "TR"}).value is False
    outside = document(flag(rules=[rule({**inside, "negate": True})]), segments=segments)
    assert evaluate(outside, "lobby", {"vip": 3}).value is True


def test_reasons() -> None:
    assert evaluate(document(flag(default=ON)), "lobby", {}).reason is Reason.STATIC
    assert evaluate(document(flag(enabled=False, default=ON)), "lobby", {}) == evaluate(
        document(flag(enabled=False)), "lobby", {}
    )
    off = evaluate(document(flag(enabled=False, default=ON)), "lobby", {})
    assert (off.value, off.reason) == (False, Reason.DISABLED)
    matched = evaluate(document(flag(rules=[rule()])), "lobby", {})
    assert (matched.value, matched.reason, matched.rule) == (True, Reason.TARGETING_MATCH, "r1")
    parted = evaluate(document(flag(default=split(100_000, 0))), "lobby", PLAYER)
    assert (parted.value, parted.reason) == (True, Reason.SPLIT)
    unknown = evaluate(document(flag()), "no-such-flag", PLAYER)
    assert (unknown.reason, unknown.error) == (Reason.ERROR, ErrorCode.FLAG_NOT_FOUND)


def test_a_split_without_its_attribute() -> None:
    by_default = document(flag(default=split(100_000, 0)))
    for context in ({}, {"targetingKey": None}, {"targetingKey": ["x"]}, {"targetingKey": ""}):
        answer = evaluate(by_default, "lobby", context)
        assert answer.error is ErrorCode.TARGETING_KEY_MISSING
        assert answer.value is False
    by_account = document(flag(default=split(100_000, 0, by="account")))
    answer = explain(by_account, "lobby", PLAYER)
    assert (answer.value, answer.reason, answer.error) == (False, Reason.DEFAULT, None)
    assert StepCode.SPLIT_WITHOUT_ATTRIBUTE in codes(answer.trace)
    in_a_rule = document(flag(rules=[rule(serve=split(100_000, 0))]))
    assert evaluate(in_a_rule, "lobby", {}).reason is Reason.DEFAULT


def test_a_slice_without_variant_goes_on_to_the_next_rule() -> None:
    partial = split(0, 0, slices=[{"variant": None, "weight": 100_000}])
    made = document(flag(rules=[rule(serve=partial), rule(key="r2")]))
    # The second rule repeats the first one's conditions, but the first does not take everybody.
    assert evaluate(made, "lobby", PLAYER).rule == "r2"


def test_prerequisites_must_be_enabled_and_serve_a_wanted_variant() -> None:
    needs = [{"flag": "base", "variants": ["on"]}]
    for base, value, reason in (
        (flag("base", default=ON), True, Reason.DEFAULT),
        (flag("base"), False, Reason.PREREQUISITE_FAILED),
        (flag("base", enabled=False, off_variant="on"), False, Reason.PREREQUISITE_FAILED),
    ):
        made = document(base, flag(default=ON, prerequisites=needs))
        answer = evaluate(made, "lobby", PLAYER)
        assert (answer.value, answer.reason) == (value, reason)


def test_a_share_is_the_same_place_as_a_split_of_the_same_salt() -> None:
    share = {"kind": "share", "salt": "lobby", "end": 30_000}
    by_rule = document(flag(rules=[rule(share)]))
    by_split = document(flag(default=split(30_000, 70_000)))
    players = [{"targetingKey": f"player-{n}"} for n in range(400)]
    found = [evaluate(by_rule, "lobby", player).value for player in players]
    assert found == [evaluate(by_split, "lobby", player).value for player in players]
    assert 80 < sum(found) < 160


def test_growing_a_share_keeps_those_who_are_in() -> None:
    players = [{"targetingKey": f"player-{n}"} for n in range(500)]
    before: set[str] = set()
    for weight in (0, 10_000, 50_000, 90_000, 100_000):
        made = document(flag(default=split(weight, 100_000 - weight)))
        now = {p["targetingKey"] for p in players if evaluate(made, "lobby", p).value}
        assert before <= now
        before = now
    assert len(before) == 500


@pytest.mark.parametrize("scheme", HashScheme)
def test_every_scheme_spreads_evenly_over_its_total(scheme: HashScheme) -> None:
    from gapless.flagengine.hashing import place

    rollout = Rollout(salt="spread", hash=scheme, total=100)
    found = [place(rollout, f"player-{n}") for n in range(5_000)]
    assert (min(found), max(found)) == (0, 99)
    quarter = sum(at < 25 for at in found)
    assert 1_100 < quarter < 1_400  # 1,250 expected; 12 standard deviations wide


def test_the_explanation_names_each_step() -> None:
    segments = [{"key": "vips", "when": [attribute("vip", "gte", 3)]}]
    made = document(
        flag(
            rules=[
                rule(attribute("country", "in", "DE"), key="germans"),
                rule({"kind": "segment", "segment": "vips"}, serve=split(0, 100_000), key="vips"),
            ]
        ),
        segments=segments,
    )
    answer = explain(made, "lobby", {**PLAYER, "country": "TR", "vip": 5})
    assert [(s.code, s.outcome) for s in answer.trace] == [
        (StepCode.RULE, False),
        (StepCode.RULE, True),
        (StepCode.SERVED, True),
    ]
    first, second, served = answer.trace
    assert first.steps[0].params["found"] == "TR"
    assert [s.code for s in second.steps] == [StepCode.SEGMENT, StepCode.SPLIT]
    assert second.steps[0].steps[0].params["attribute"] == "vip"
    assert served.params == {"variant": "off", "reason": "SPLIT", "rule": "vips"}


@pytest.mark.parametrize(
    "odd",
    [[], {}, [[]], {"a": {}}, 10**400, -0.0, float("inf"), "\x00", "\ud800", "x" * 100_000, b"x"],
)
def test_no_context_makes_it_raise(odd: Any) -> None:
    conditions = [c for c, _, _ in CASES] + [{"kind": "share", "salt": "s", "by": "a", "end": 5}]
    rules = [
        rule(
            {**c, "attribute": "a"} if "attribute" in c else c, key=f"r{n}", serve=split(1, 99_999)
        )
        for n, c in enumerate(conditions)
    ]
    flags = [
        flag(f"f{n}", rules=[r], default=split(1, 99_999, by="a")) for n, r in enumerate(rules)
    ]
    made = document(*flags)
    for key in (f["key"] for f in flags):
        assert evaluate(made, key, {"a": odd}).variant in ("on", "off")
        assert evaluate(made, key, {"targetingKey": odd}).variant in ("on", "off")
