"""Pure rules of ramps: what a step serves, and when a guardrail breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gapless.flagengine.model import FULL, TARGETING_KEY

Serve = dict[str, Any]


def serve_at(
    percent: int, before: Mapping[str, Any], *, variant: str, rest: str, bucket_by: str, key: str
) -> Serve:
    """What is served with so many (thousandths of a percent) in the share.

    `before` is what was served before the ramp. If it split by the same attribute, its hashing goes
    on and whoever had the variant keeps it, also in an imported split; as the share grows, nobody
    leaves it.
    """
    if percent >= FULL:
        return {"kind": "variant", "variant": variant}
    rollout = rollout_of(before, bucket_by, key)
    total: int = rollout["total"]
    wanted = max(min(1, percent), percent * total // FULL)
    pieces = [(False, total)]
    if _goes_on(before, bucket_by):
        pieces = [(s["variant"] == variant, s["weight"]) for s in before["slices"]]
    slices: list[dict[str, Any]] = []
    for inside, weight in _resized(pieces, wanted):
        name = variant if inside else rest
        if slices and slices[-1]["variant"] == name:
            slices[-1]["weight"] += weight
        elif weight:
            slices.append({"variant": name, "weight": weight})
    return {"kind": "split", **rollout, "slices": slices}


def rollout_of(before: Mapping[str, Any], bucket_by: str, key: str) -> dict[str, Any]:
    """How a ramp finds a user's place: as before, if users are split already, else by the key."""
    if not _goes_on(before, bucket_by):
        before = {"salt": key}
    return {
        "by": bucket_by,
        "hash": before.get("hash", "gapless"),
        "salt": before["salt"],
        "seed": before.get("seed", 0),
        "total": before.get("total", FULL),
    }


def _goes_on(before: Mapping[str, Any], bucket_by: str) -> bool:
    return bool(before["kind"] == "split" and before.get("by", TARGETING_KEY) == bucket_by)


def _resized(pieces: Sequence[tuple[bool, int]], wanted: int) -> Iterator[tuple[bool, int]]:
    """The pieces of the line with `wanted` places inside: those that were, then from the left."""
    keep = min(wanted, sum(weight for inside, weight in pieces if inside))
    more = wanted - keep
    for inside, weight in pieces:
        taken = min(weight, keep if inside else more)
        if inside:
            keep -= taken
        else:
            more -= taken
        yield True, taken
        yield False, weight - taken


def serve_in(setup: Mapping[str, Any], rule: str | None) -> Serve | None:
    """The serve of a rule, or the default; None if the rule is gone."""
    if rule is None:
        return dict(setup["default"])
    return next((dict(r["serve"]) for r in setup["rules"] if r["id"] == rule), None)


def with_serve(setup: Mapping[str, Any], rule: str | None, serve: Serve) -> dict[str, Any]:
    """The part of a configuration that changes when a rule, or the default, serves that."""
    if rule is None:
        return {"default": serve}
    rules: Sequence[Mapping[str, Any]] = setup["rules"]
    return {"rules": [{**r, "serve": serve} if r["id"] == rule else dict(r) for r in rules]}


def breaks(guardrail: Mapping[str, Any], count: int, value: float | None) -> bool:
    """Whether what was measured breaks a guardrail. Too few values break none."""
    if value is None or count < guardrail["min_count"]:
        return False
    limit: float = guardrail["limit"]
    return value > limit if guardrail["direction"] == "above" else value < limit


def broken_text(outcome: Mapping[str, Any]) -> str:
    """What broke a guardrail, in signs that every language reads."""
    rail = outcome["guardrail"]
    sign = ">" if rail["direction"] == "above" else "<"
    return f"{rail['metric']} ({rail['aggregate']}) {outcome['value']:.4g} {sign} {rail['limit']:g}"
