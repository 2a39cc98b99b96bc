"""Compiled flags answer what the interpreter says, and survive whatever they are given."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gapless.flagengine.segments
from gapless.flagengine import Document, ErrorCode, Reason, evaluate, read_document
from gapless.flagengine.compiler import CompileFailed, Compiler, Source
from gapless.flagengine.interpreter import Interpreter
from tests.support.flag_cases import CASES
from tests.support.flag_strategies import contexts, documents
from tests.support.flags import ON, attribute, document, flag, rule, split

PLAYER = {"targetingKey": "player-7"}


def read(data: dict[str, Any]) -> Document:
    found, issues = read_document(data)
    assert found is not None, issues
    return found


def source(*flags: dict[str, Any], segments: Any = (), version: int = 1) -> Source:
    """A source as it is stored, sound or not."""
    return Source(
        version,
        {f["key"]: json.dumps(f).encode() for f in flags},
        {s["key"]: json.dumps(s).encode() for s in segments},
    )


@settings(max_examples=60, deadline=None)
@given(documents(), st.lists(contexts, min_size=1, max_size=4), st.sampled_from([0, 2, 1_000]))
def test_compiled_flags_answer_what_the_interpreter_says(
    data: dict[str, Any], given_contexts: list[dict[str, Any]], largest_inlined: int
) -> None:
    made = read(data)
    with pytest.MonkeyPatch.context() as patched:  # segments asked for by bits, and written out
        patched.setattr(gapless.flagengine.segments, "LARGEST_INLINED", largest_inlined)
        compiled = Compiler().compile(Source.of(made))
    for context in given_contexts:
        answers = []
        for one in made.flags:
            wanted = evaluate(made, one.key, context)
            assert compiled.evaluate(one.key, context) == wanted
            outcome = compiled.outcome(one.key, context)
            assert outcome.evaluation == wanted
            answers.append(json.loads(outcome.body))
        bodies = b",".join(compiled.bodies(context))
        by_key = {answer["key"]: answer for answer in json.loads(b"[%b]" % bodies)}
        assert by_key == {answer["key"]: answer for answer in answers}


def wrapped(condition: dict[str, Any]) -> list[dict[str, Any]]:
    """The condition negated, turned around and beside others."""
    turned = {**condition, "negate": not condition.get("negate", False)}
    yes, no = attribute("yes", "exists"), attribute("no", "exists")
    found = [condition, turned]
    for kind in ("all", "any"):
        found += [{"kind": kind, "of": [condition, other]} for other in (yes, no)]
    return [*found, *({"kind": "not", "of": one} for one in found)]


def test_every_operator_in_every_position_answers_what_the_interpreter_says() -> None:
    conditions: dict[str, dict[str, Any]] = {}
    for condition, _, _ in CASES:
        for one in wrapped({**condition, "attribute": "a"}):
            conditions.setdefault(json.dumps(one), one)
    share = {"kind": "share", "by": "a", "salt": "s", "start": 10_000, "end": 60_000}
    member = {"kind": "segment", "segment": "s"}
    for inner in (share, member, {**member, "negate": True}):
        for one in ({"kind": "not", "of": inner}, inner):
            conditions[json.dumps(one)] = one
    values = [value for _, value, _ in CASES] + [None, {}, 0, "", 2.5]
    flags = [flag(f"f{n}", rules=[rule(c)]) for n, c in enumerate(conditions.values())]
    made = read({"flags": flags, "segments": [{"key": "s", "when": [attribute("a", "in", "TR")]}]})
    compiled = Compiler(bulk=False).compile(Source.of(made))
    for value in values:
        context = {"a": value, "yes": 1}
        interpreter = Interpreter.of(made, context)
        for one in flags:
            wanted = interpreter.evaluate(one["key"])
            assert compiled.evaluate(one["key"], context) == wanted, (one["rules"], value)


def test_prerequisites_bring_the_segments_that_they_need() -> None:
    segments = [
        {"key": "inner", "when": [attribute("vip", "gte", 3)]},
        {"key": "outer", "when": [{"kind": "segment", "segment": "inner"}]},
    ]
    base = flag("base", rules=[rule({"kind": "segment", "segment": "outer"})])
    needs = [{"flag": "base", "variants": ["on"]}]
    made = source(base, flag(default=ON, prerequisites=needs), segments=segments)
    compiled = Compiler().compile(made)
    for vip, value in ((3, True), (2, False)):
        assert compiled.evaluate("lobby", {"vip": vip}).value is value
        assert compiled.outcome("lobby", {"vip": vip}).body in compiled.bodies({"vip": vip})


@settings(max_examples=15, deadline=None)
@given(documents(), documents(), st.lists(contexts, min_size=1, max_size=3))
def test_what_is_compiled_anew_is_what_changed_and_answers_the_same(
    first: dict[str, Any], second: dict[str, Any], given_contexts: list[dict[str, Any]]
) -> None:
    mixed = read({**first, "flags": first["flags"][:1], "segments": second["segments"]})
    compiler = Compiler()
    for made in (read(first), read(second), mixed, read(first)):
        compiled = compiler.compile(Source.of(made))
        fresh = Compiler().compile(Source.of(made))
        for context in given_contexts:
            assert compiled.bodies(context) == fresh.bodies(context)
            for one in made.flags:
                wanted = fresh.evaluate(one.key, context)
                assert compiled.evaluate(one.key, context) == wanted


def test_no_text_of_a_user_reaches_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    from gapless.flagengine import compiler

    seen: list[str] = []
    real = compiler._code

    def spy(text: str) -> Any:
        seen.append(text)
        return real(text)

    monkeypatch.setattr(compiler, "_code", spy)
    evil = "');__import__('os').abort()#\n"
    conditions = [
        attribute(evil, op, *values, ignore_case=case)
        for op, values in (
            ("in", [evil]),
            ("contains", [evil]),
            ("exists", []),
            ("has_any", [evil]),
            ("gt", [31337]),
        )
        for case in (False, True)
    ]
    parted = split(0, 0, salt=evil, by=evil, slices=[{"variant": evil, "weight": 100_000}])
    made = document(
        flag(
            variants=[{"key": evil, "value": True}, {"key": "off", "value": False}],
            rules=[{"id": evil, "name": evil, "when": [c], "serve": parted} for c in conditions[:1]]
            + [
                {"id": f"r{n}", "when": [c], "serve": {"kind": "variant", "variant": evil}}
                for n, c in enumerate(conditions)
            ],
        )
    )
    compiled = compiler.Compiler().compile(Source.of(made))
    assert compiled.evaluate("lobby", {evil: evil}).variant == evil
    assert seen
    for text in seen:
        assert "abort" not in text
        assert "31337" not in text
        assert "import" not in text


def test_flags_that_did_not_change_keep_their_functions() -> None:
    flags = [flag(f"f{n}", default=split(n, 100_000 - n)) for n in range(1, 60)]
    compiler = Compiler()
    before = compiler.compile(source(*flags))
    flags[7] = flag("f8", default=ON)
    after = compiler.compile(source(*flags, version=2))
    same = [k for k in before._functions if before._functions[k] is after._functions[k]]
    assert len(same) == 58
    kept = {c.decide for c in before._chunks} & {c.decide for c in after._chunks}
    assert len(kept) == len(before._chunks) - 1
    assert (before.evaluate("f8", PLAYER).reason, before.version) == (Reason.SPLIT, 1)
    assert (after.evaluate("f8", PLAYER).reason, after.version) == (Reason.STATIC, 2)


@pytest.mark.parametrize("size", [1, 20])
def test_a_changed_segment_changes_the_flags_that_ask_for_it(size: int) -> None:
    def segments(country: str) -> list[dict[str, Any]]:
        more = [attribute(f"a{number}", "exists", negate=True) for number in range(size - 1)]
        inner = {"key": "inner", "when": [attribute("country", "in", country), *more]}
        return [inner, {"key": "outer", "when": [{"kind": "segment", "segment": "inner"}]}]

    asking = flag("asking", rules=[rule({"kind": "segment", "segment": "outer"})])
    building = flag("building", default=ON, prerequisites=[{"flag": "asking", "variants": ["on"]}])
    compiler = Compiler()
    for country, other in (("TR", "DE"), ("DE", "TR")):
        compiled = compiler.compile(source(asking, building, segments=segments(country)))
        for key in ("asking", "building"):
            assert compiled.evaluate(key, {"country": country}).value is True
            assert compiled.evaluate(key, {"country": other}).value is False
        answers = json.loads(b"[%b]" % b",".join(compiled.bodies({"country": country})))
        assert {one["value"] for one in answers} == {True}


def test_a_version_that_does_not_compile_leaves_the_one_before_as_it_is() -> None:
    compiler = Compiler()
    good = source(flag(default=ON), flag("other", default=split(1, 99_999)))
    before = compiler.compile(good)
    broken = {**good.flags, "lobby": b'{"key": "lobby"}'}
    with pytest.raises(CompileFailed) as refused:
        compiler.compile(Source(2, broken))
    assert list(refused.value.broken) == ["lobby"]
    assert before.evaluate("lobby", {}).value is True
    again = compiler.compile(good)
    assert again._functions["other"] is before._functions["other"]


@pytest.mark.parametrize(
    "bad",
    [
        {"key": "lobby"},
        flag(off_variant="gone"),
        flag(default=split(1, 2)),
        flag("another-key"),
        flag(rules=[rule(attribute("a", "matches", "(a"))]),
        flag(prerequisites=[{"flag": "lobby", "variants": ["on"]}]),
    ],
)
def test_leniently_what_is_broken_answers_with_an_error_and_the_rest_serves(bad: Any) -> None:
    stored = source(flag("other", default=ON))
    made = Source(1, {**stored.flags, "lobby": json.dumps(bad).encode()})
    compiled = Compiler().compile(made, lenient=True)
    assert list(compiled.broken) == ["lobby"]
    answer = compiled.outcome("lobby", PLAYER)
    assert (answer.evaluation.error, answer.status) == (ErrorCode.GENERAL, 500)
    assert compiled.evaluate("other", PLAYER).value is True
    assert b'"GENERAL"' in b",".join(compiled.bodies(PLAYER))


def test_segments_in_a_circle_have_no_members() -> None:
    inner = {"kind": "segment", "segment": "x"}
    circle = {"key": "x", "when": [{"kind": "not", "of": inner}]}
    made = source(flag(rules=[rule(inner)]), segments=[circle])
    compiled = Compiler().compile(made, lenient=True)
    assert "x" in compiled.broken
    assert compiled.evaluate("lobby", PLAYER).value is False


def test_large_flags_are_compiled_in_small_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    from gapless.flagengine import compiler

    lengths: list[int] = []
    real = compiler._code

    def spy(text: str) -> Any:
        lengths.append(len(text))
        return real(text)

    monkeypatch.setattr(compiler, "_code", spy)
    many = [attribute(f"a{n}", "gt", n) for n in range(50)]
    groups = [{"kind": "any", "of": many}, {"kind": "not", "of": {"kind": "all", "of": many}}]
    wide = {"kind": "any", "of": groups * 10}
    rules = [rule(wide, attribute("n", "in", n), key=f"r{n}") for n in range(5)]
    made = document(flag(rules=rules), segments=[{"key": "s", "when": [wide]}])
    compiled = compiler.Compiler().compile(Source.of(made))
    assert max(lengths) < 20_000
    for context in ({"a3": 4, "n": 2}, {"a3": 4}, {"n": 2}, {f"a{n}": 0 for n in range(50)}):
        assert compiled.evaluate("lobby", context) == evaluate(made, "lobby", context)


def test_no_context_makes_it_raise() -> None:
    conditions = [attribute("a", "in", "x", negate=True), attribute("a", "gt", 3)]
    made = document(*(flag(f"f{n}", rules=[rule(c)]) for n, c in enumerate(conditions)))
    compiled = Compiler().compile(Source.of(made))

    class Hostile:
        def __hash__(self) -> int:
            raise RuntimeError

        def __eq__(self, other: object) -> bool:
            raise RuntimeError

    for odd in (Hostile(), [], {}, b"\xff", object(), "\ud800", 10**400):
        for context in ({"a": odd}, {"targetingKey": odd, "a": odd}):
            for key in ("f0", "f1"):
                assert compiled.evaluate(key, context).variant in ("on", "off")
            assert len(compiled.bodies(context)) == 2


def test_the_source_puts_its_document_together() -> None:
    made = document(flag(), flag("b"), segments=[{"key": "s", "when": [attribute("a", "exists")]}])
    assert read_document(Source.of(made).document()) == (made, [])


def test_an_environment_without_flags_answers_nothing() -> None:
    compiled = Compiler().compile(Source(7))
    assert (compiled.bodies(PLAYER), len(compiled), compiled.version) == ([], 0, 7)
    assert compiled.outcome("lobby\ud800", PLAYER).status == 404
