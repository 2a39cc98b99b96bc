"""Pure rules of ramps: what a step serves, and when a guardrail breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gapless.flagengine.model import FULL

Serve = dict[str, Any]


def serve_at(percent: int, *, variant: str, rest: str, bucket_by: str, salt: str) -> Serve:
    """What is served with so many (thousandths of a percent) in the share.

    The share keeps its salt and comes first, so that whoever is in stays in as it grows.
    """
    if percent >= FULL:
        return {"kind": "variant", "variant": variant}
    return {
        "kind": "split",
        "by": bucket_by,
        "hash": "gapless",
        "salt": salt,
        "seed": 0,
        "total": FULL,
        "slices": [
            {"variant": variant, "weight": percent},
            {"variant": rest, "weight": FULL - percent},
        ],
    }


def salt_of(serve: Mapping[str, Any], bucket_by: str, key: str) -> str:
    """The salt of a ramp: the one by which users are split already, else the flag's key."""
    if serve["kind"] == "split" and serve["by"] == bucket_by and serve["hash"] == "gapless":
        return str(serve["salt"])
    return key


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
