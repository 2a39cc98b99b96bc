"""Every fault of a document is found, with its place and a sentence in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from gapless.flagengine import Flag, Issue, IssueCode, check_flag, read_document, read_flag
from gapless.flagengine.checks import check_dependants
from tests.support.flags import ON, attribute, document, flag, issues_of, rule, split


def codes(issues: list[Issue]) -> list[tuple[str, str]]:
    return [(issue.code.value, issue.place) for issue in issues]


def with_rule(*when: Any, **more: Any) -> dict[str, Any]:
    return flag(rules=[rule(*when, **more)])


def needs(*others: str) -> list[dict[str, Any]]:
    return [{"flag": other, "variants": ["on"]} for other in others]


def negation(condition: Any) -> dict[str, Any]:
    return {"kind": "not", "of": condition}


LOBBY = "flags.lobby"
RULE = f"{LOBBY}.rules.0"
WHEN = f"{RULE}.when.0"
GONE = {"kind": "variant", "variant": "gone"}
ON_OFF = flag()["variants"]
TWINS = [rule(attribute("a", "exists")), rule(attribute("b", "exists"))]
BOMB = "((a{99}){99}){99}"
ONE_FAULT: list[tuple[dict[str, Any], str, str]] = [
    (flag("two words"), "INVALID", "flags.0.key"),
    (flag(type="date"), "INVALID", "flags.0.type"),
    (flag(surprise=1), "INVALID", "flags.0.surprise"),
    (flag(variants=[]), "INVALID", "flags.0.variants"),
    (with_rule(attribute("a", "resembles", 1)), "UNKNOWN_OPERATOR", "flags.0.rules.0.when.0.op"),
    (with_rule({"kind": "moon"}), "INVALID", "flags.0.rules.0.when.0"),
    (with_rule(attribute("a", "gt", float("nan"))), "INVALID", "flags.0.rules.0.when.0.values.0"),
    (flag(off_variant="gone"), "VARIANT_MISSING", f"{LOBBY}.off_variant"),
    (flag(default=GONE), "VARIANT_MISSING", f"{LOBBY}.default.variant"),
    (
        with_rule(serve=split(0, 0, slices=[{"variant": "gone", "weight": 100_000}])),
        "VARIANT_MISSING",
        f"{RULE}.serve.slices.0.variant",
    ),
    (flag(default=split(50_000, 40_000)), "WEIGHTS_NOT_FULL", f"{LOBBY}.default.slices"),
    (with_rule(serve=split(60_000, 60_000)), "WEIGHTS_NOT_FULL", f"{RULE}.serve.slices"),
    (flag(default=split(1, 1, total=3)), "WEIGHTS_NOT_FULL", f"{LOBBY}.default.slices"),
    (flag(variants=[*ON_OFF, {"key": "x", "value": 1}]), "VALUE_TYPE", f"{LOBBY}.variants.2.value"),
    (flag(rules=TWINS), "DUPLICATE", f"{LOBBY}.rules.1"),
    (with_rule(attribute("a", "gt", "x")), "NOT_A_NUMBER", f"{WHEN}.values.0"),
    (with_rule(attribute("a", "gt")), "VALUES_COUNT", f"{WHEN}.values"),
    (with_rule(attribute("a", "in")), "VALUES_COUNT", f"{WHEN}.values"),
    (with_rule(attribute("a", "exists", 1)), "VALUES_COUNT", f"{WHEN}.values"),
    (with_rule(attribute("a", "between", 5, 1)), "RANGE_EMPTY", f"{WHEN}.values"),
    (with_rule(attribute("a", "semver_gt", "01.2")), "NOT_A_VERSION", f"{WHEN}.values.0"),
    (with_rule(attribute("a", "before", "soon")), "NOT_A_MOMENT", f"{WHEN}.values.0"),
    (with_rule(attribute("a", "contains", 5)), "NOT_A_TEXT", f"{WHEN}.values.0"),
    (with_rule(attribute("a", "matches", "x", "(a")), "PATTERN_INVALID", f"{WHEN}.values.1"),
    (with_rule(attribute("a", "matches", "(?=a)")), "PATTERN_INVALID", f"{WHEN}.values.0"),
    (with_rule(attribute("a", "matches", BOMB)), "PATTERN_INVALID", f"{WHEN}.values.0"),
    (with_rule({"kind": "segment", "segment": "gone"}), "SEGMENT_UNKNOWN", f"{WHEN}.segment"),
    (with_rule(negation(attribute("a", "gt", "x"))), "NOT_A_NUMBER", f"{WHEN}.of.values.0"),
    (with_rule({"kind": "share", "salt": "s", "start": 9, "end": 5}), "SHARE_INVALID", WHEN),
    (with_rule({"kind": "share", "salt": "s", "end": 100_001}), "SHARE_INVALID", WHEN),
    (flag(prerequisites=needs("gone")), "FLAG_UNKNOWN", f"{LOBBY}.prerequisites.0.flag"),
    (flag(prerequisites=needs("lobby")), "PREREQUISITE_CYCLE", f"{LOBBY}.prerequisites"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "code", "place"), ONE_FAULT)
def test_each_fault_is_named_with_its_place(given: dict[str, Any], code: str, place: str) -> None:
    found = issues_of(given)
    assert codes(found) == [(code, place)]
    assert found[0].text("en") != found[0].text("tr")


@pytest.mark.parametrize(
    "when",
    [
        [attribute("vip", "gt", 5), attribute("vip", "lt", 3)],
        [attribute("vip", "gt", 5), attribute("vip", "lte", 5)],
        [attribute("vip", "between", 1, 3), attribute("vip", "in", 4, 5)],
        [attribute("country", "in", "TR"), attribute("country", "in", "DE")],
        [attribute("country", "in", "TR"), attribute("country", "in", "TR", negate=True)],
        [attribute("country", "exists", negate=True), attribute("country", "in", "TR")],
        [{"kind": "all", "of": [attribute("vip", "gt", 5)]}, attribute("vip", "lt", 3)],
        [{"kind": "segment", "segment": "s"}, {"kind": "segment", "segment": "s", "negate": True}],
        [{"kind": "share", "salt": "x", "start": 5, "end": 5}],
    ],
)
def test_contradictory_rules(when: list[Any]) -> None:
    segments = [{"key": "s", "when": [attribute("a", "exists")]}]
    found = issues_of(with_rule(*when), segments=segments)
    assert codes(found) == [("NEVER_MATCHES", f"{LOBBY}.rules.0")]


@pytest.mark.parametrize(
    "when",
    [
        [attribute("vip", "gte", 5), attribute("vip", "lte", 5)],
        [attribute("vip", "in", 5), attribute("vip", "in", "5")],
        [attribute("vip", "in", 5), attribute("vip", "in", "5", negate=True)],
        [attribute("vip", "in", 1), attribute("vip", "in", True, negate=True)],
        [attribute("country", "in", "TR"), attribute("country", "in", "tr", ignore_case=True)],
    ],
)
def test_what_can_match_is_not_called_contradictory(when: list[Any]) -> None:
    assert issues_of(with_rule(*when)) == []


def test_rules_never_reached() -> None:
    turks, vips = attribute("country", "in", "TR"), attribute("vip", "gte", 3)
    found = issues_of(flag(rules=[rule(turks), rule(vips, turks, key="r2")]))
    assert codes(found) == [("UNREACHABLE", f"{LOBBY}.rules.1")]
    assert issues_of(flag(rules=[rule(turks, vips), rule(turks, key="r2")])) == []
    apart = [rule(attribute("a", "in", 1)), rule(attribute("a", "in", True), key="r2")]
    assert issues_of(flag(rules=apart)) == []


def test_cycles_name_their_members() -> None:
    found = issues_of(
        flag("a", prerequisites=needs("b")),
        flag("b", prerequisites=needs("c")),
        flag("c", prerequisites=needs("a")),
        flag("d", prerequisites=needs("a")),
    )
    assert codes(found) == [("PREREQUISITE_CYCLE", "flags.a.prerequisites")]
    assert found[0].params["cycle"] == "a → b → c → a"

    def segment(key: str, other: str) -> dict[str, Any]:
        inner = {"kind": "not", "of": {"kind": "segment", "segment": other}}
        return {"key": key, "when": [{"kind": "any", "of": [inner]}]}

    found = issues_of(flag(), segments=[segment("x", "y"), segment("y", "x")])
    assert codes(found) == [("SEGMENT_CYCLE", "segments.x.when")]


def test_chains_and_nesting_have_an_end() -> None:
    chain = [flag(f"f{n}", prerequisites=needs(f"f{n - 1}") if n else []) for n in range(23)]
    assert {c for c, _ in codes(issues_of(*chain))} == {"TOO_DEEP"}
    assert issues_of(*chain[:21]) == []
    deep: dict[str, Any] = attribute("a", "exists")
    for _ in range(9):
        deep = {"kind": "not", "of": deep}
    assert [c for c, _ in codes(issues_of(with_rule(deep)))] == ["TOO_DEEP"]
    for _ in range(2_000):
        deep = {"kind": "not", "of": deep}
    assert issues_of(with_rule(deep)) != []


def test_a_variant_that_others_need_cannot_be_removed() -> None:
    made = document(flag("base", default=ON), flag(prerequisites=needs("base")))
    smaller, _ = read_flag(
        flag(
            "base",
            variants=[{"key": "off", "value": False}],
            default={"kind": "variant", "variant": "off"},
        )
    )
    assert smaller is not None
    assert codes(check_dependants(smaller, made.flags)) == [
        ("VARIANT_MISSING", f"{LOBBY}.prerequisites.0.variants.0")
    ]


def test_one_flag_is_checked_among_the_others() -> None:
    made = document(flag("base", prerequisites=needs("lobby")), flag())
    others = {f.key: f for f in made.flags}
    changed, _ = read_flag(flag(prerequisites=needs("base")))
    assert isinstance(changed, Flag)
    found = check_flag(changed, others, {})
    assert codes(found) == [("PREREQUISITE_CYCLE", "prerequisites")]
    assert found[0].params["cycle"] == "lobby → base → lobby"


def test_values_are_of_the_flags_type() -> None:
    for kind, good, bad in (
        ("boolean", True, 1),
        ("string", "", None),
        ("number", 1.5, True),
        ("json", {"a": [1]}, "x"),
        ("json", [], 3),
        ("number", 2**64 - 1, 2**64),  # larger ones are no numbers for those who read JSON
        ("number", -(2**63), 10**400),
        ("json", {"a": [2**63]}, {"a": [10**400]}),
    ):

        def made(value: Any, kind: str = kind) -> dict[str, Any]:
            variants = [{"key": "off", "value": value}]
            return flag(type=kind, variants=variants)

        assert issues_of(made(good)) == []
        assert [c for c, _ in codes(issues_of(made(bad)))] == ["VALUE_TYPE"]
    large = flag(type="json", variants=[{"key": "off", "value": ["x" * 70_000]}])
    assert [c for c, _ in codes(issues_of(large))] == ["TOO_LARGE"]


def test_the_document_comes_back_from_its_wire_form() -> None:
    made = document(flag(rules=[rule({"kind": "not", "of": attribute("a", "in", 1, True, "x")})]))
    again, issues = read_document(made.model_dump_json())
    assert (again, issues) == (made, [])


@pytest.mark.parametrize("odd", [b"", b"{", b"[]", b"null", b"\xff", "\ud800", b"[" * 5_000])
def test_what_is_no_document_is_an_issue(odd: Any) -> None:
    found, issues = read_document(odd)
    assert found is None
    assert [issue.code for issue in issues] == [IssueCode.INVALID]
