"""Hypothesis strategies for sound documents and for contexts of every kind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from gapless.flagengine.model import HashScheme, Operator
from gapless.flagengine.operators import MOMENTS, NUMBERS, TEXTS, VERSIONS

NAMES = ("targetingKey", "country", "vip", "tags", "app", "user.plan")
TEXT = st.sampled_from(["TR", "tr", "a", "ab", "3", "3.0", "1.2.3", "2026-01-01", "", "x" * 30])
NUMBER = st.sampled_from([-1, 0, 1, 3, 3.0, 3.5, 10**30])
SCALAR = TEXT | NUMBER | st.booleans()
ODD = st.sampled_from([float("nan"), "\ud800", "1.0.0-rc.1", "2026-01-01T00:00:00+03:00", 2**70])
LEAF = SCALAR | ODD | st.none()
VALUE = LEAF | st.lists(LEAF, max_size=3) | st.dictionaries(TEXT, LEAF, max_size=2)

contexts = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES, VALUE),
        "user": st.fixed_dictionaries({}, optional={"plan": VALUE}) | VALUE,
    },
)


def _values(op: Operator) -> st.SearchStrategy[list[Any]]:
    if op is Operator.EXISTS:
        return st.just([])
    if op in NUMBERS:
        return st.lists(NUMBER | st.just("3"), min_size=1, max_size=1)
    if op is Operator.BETWEEN:
        return st.tuples(NUMBER, NUMBER).map(sorted)
    if op in VERSIONS:
        return st.sampled_from([["1.2.3"], ["1.0.0-rc.1"], ["3"]])
    if op is Operator.SEMVER_EQUAL:
        return st.just(["1.2.3", "3.0"])
    if op in MOMENTS:
        return st.sampled_from([["2026-01-01"], [3]])
    if op is Operator.MATCHES:
        return st.sampled_from([["^T"], ["a+b?$", "[0-9]"]])
    if op in TEXTS:
        return st.lists(TEXT.filter(bool), min_size=1, max_size=2)
    return st.lists(SCALAR, min_size=1, max_size=3)


@st.composite
def attributes(draw: st.DrawFn) -> dict[str, Any]:
    op = draw(st.sampled_from(Operator))
    return {
        "kind": "attribute",
        "attribute": draw(st.sampled_from(NAMES)),
        "op": op.value,
        "values": draw(_values(op)),
        "negate": draw(st.booleans()),
        "ignore_case": draw(st.booleans()),
    }


@st.composite
def rollouts(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "by": draw(st.sampled_from(NAMES)),
        "hash": draw(st.just("gapless") | st.sampled_from([h.value for h in HashScheme])),
        "salt": draw(st.sampled_from(["", "s", "salt-2"])),
        "total": draw(st.sampled_from([100_000, 100, 3])),
    }


@st.composite
def shares(draw: st.DrawFn) -> dict[str, Any]:
    rollout = draw(rollouts())
    ends = draw(st.lists(st.integers(0, rollout["total"]), min_size=2, max_size=2).map(sorted))
    return {"kind": "share", **rollout, "start": ends[0], "end": ends[1]}


@st.composite
def splits(draw: st.DrawFn, variants: list[str], *, may_skip: bool = True) -> dict[str, Any]:
    rollout = draw(rollouts())
    total = rollout["total"]
    cuts = sorted(draw(st.lists(st.integers(0, total), max_size=3)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    served = st.sampled_from([*variants, None] if may_skip else variants)
    slices = [{"variant": draw(served), "weight": weight} for weight in weights]
    return {"kind": "split", **rollout, "slices": slices}


def conditions(segments: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    leaves = attributes() | shares()
    if segments:
        leaves |= st.builds(
            lambda segment, negate: {"kind": "segment", "segment": segment, "negate": negate},
            st.sampled_from([*segments, "no-such-segment"]),
            st.booleans(),
        )
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(
                lambda kind, of: {"kind": kind, "of": of},
                st.sampled_from(["all", "any"]),
                st.lists(inner, min_size=1, max_size=3),
            )
            | st.builds(lambda of: {"kind": "not", "of": of}, inner)
        ),
        max_leaves=5,
    )


@st.composite
def flags(draw: st.DrawFn, key: str, before: list[str], segments: list[str]) -> dict[str, Any]:
    variants = [f"v{n}" for n in range(draw(st.integers(1, 3)))]
    serve = st.sampled_from(variants).map(lambda v: {"kind": "variant", "variant": v})
    when = st.lists(conditions(segments), max_size=3)
    rules = draw(
        st.lists(st.tuples(when, serve | splits(variants)), max_size=3).map(
            lambda made: [{"id": f"r{n}", "when": w, "serve": s} for n, (w, s) in enumerate(made)]
        )
    )
    wanted = st.lists(st.sampled_from(["v0", "v1"]), min_size=1, max_size=2)
    needed = st.sampled_from([*before, "no-such-flag"])
    return {
        "key": key,
        "type": "string",
        "enabled": draw(st.sampled_from([True, True, True, False])),
        "variants": [{"key": v, "value": f"{key}={v}"} for v in variants],
        "off_variant": draw(st.sampled_from(variants)),
        "default": draw(serve | splits(variants)),
        "rules": rules,
        "prerequisites": draw(
            st.lists(st.builds(lambda f, v: {"flag": f, "variants": v}, needed, wanted), max_size=1)
        ),
    }


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """The JSON of a document that compiles; some of its flags name what does not exist."""
    segments: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 3))):
        known = [segment["key"] for segment in segments]
        when = draw(st.lists(conditions(known), min_size=1, max_size=2))
        segments.append({"key": f"s{number}", "when": when})
    names = [segment["key"] for segment in segments]
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 4))):
        made.append(draw(flags(f"f{number}", [flag["key"] for flag in made], names)))
    return {"version": draw(st.integers(0, 9)), "flags": made, "segments": segments}
