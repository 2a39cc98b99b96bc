"""Pure rules of experiments: states, metrics, and the rule that an experiment is in its flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from gapless.flagengine.model import FULL

Status = Literal["draft", "running", "paused", "completed"]
Act = Literal["start", "pause", "resume", "complete"]
MetricKind = Literal["conversion", "mean", "ratio"]
Goal = Literal["increase", "decrease"]

MOVES: dict[Act, tuple[tuple[Status, ...], Status]] = {
    "start": (("draft",), "running"),
    "pause": (("running",), "paused"),
    "resume": (("paused",), "running"),
    "complete": (("running", "paused"), "completed"),
}
"""From which states an act is possible, and to which it leads."""

WELL_KNOWN: dict[str, tuple[MetricKind, str, str | None]] = {
    "ctr": ("ratio", "click", "impression"),
    "conversion": ("conversion", "conversion", None),
    "deposit": ("mean", "deposit", None),
    "retention": ("conversion", "return", None),
    "game_revenue": ("mean", "game_revenue", None),
    "session_time": ("ratio", "session_seconds", "session"),
}
"""The metrics that the existing panel knows: kind, event, and the event of the denominator."""


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured: an event, and how a user's events become one number."""

    key: str
    kind: MetricKind
    event: str
    denominator: str | None = None
    goal: Goal = "increase"
    cap: float | None = None
    """The most that one user counts: a single high roller does not decide an experiment."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Metric:
        """As the database keeps it."""
        return cls(
            key=kept["key"],
            kind=kept["kind"],
            event=kept["event"],
            denominator=kept.get("denominator"),
            goal=kept.get("goal", "increase"),
            cap=kept.get("cap"),
        )

    @property
    def events(self) -> tuple[str, ...]:
        """The events that it is made of."""
        return (self.event,) if self.denominator is None else (self.event, self.denominator)

    def contribution(self, total: float) -> float:
        """What a user counts whose events add up to a total."""
        if self.kind == "conversion":
            return 1.0 if total > 0 else 0.0
        return total if self.cap is None else min(total, self.cap)


def within(moment: datetime, runs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the experiment ran at a moment: neither before, after, nor while it was paused."""
    return any(
        datetime.fromisoformat(run["from"]) <= moment
        and (run["to"] is None or moment < datetime.fromisoformat(run["to"]))
        for run in runs
    )


def rule_id(experiment_id: UUID) -> str:
    """The id of the experiment's rule in its flag."""
    return f"experiment-{experiment_id}"


def running_rule(
    experiment_id: UUID,
    *,
    name: str,
    bucket_by: str,
    audience: Sequence[Mapping[str, Any]],
    traffic: int,
    variants: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The rule that divides the users.

    Who takes part is decided by another salt than who gets what: with one, a growing share would
    move users between variants.
    """
    when = [dict(condition) for condition in audience]
    if traffic < FULL:
        when.append(
            {
                "kind": "share",
                "by": bucket_by,
                "salt": f"{experiment_id}:traffic",
                "start": 0,
                "end": traffic,
            }
        )
    return {
        "id": rule_id(experiment_id),
        "name": name[:200],
        "when": when,
        "serve": {
            "kind": "split",
            "by": bucket_by,
            "salt": str(experiment_id),
            "slices": slices(variants),
        },
    }


def slices(variants: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The variants' weights as the engine wants them: whole numbers that sum to all."""
    whole = sum(variant["weight"] for variant in variants)
    exact = [variant["weight"] * FULL / whole for variant in variants]
    parts = [int(share) for share in exact]
    # What rounding left over goes to those who lost most by it.
    by_loss = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in by_loss[: FULL - sum(parts)]:
        parts[i] += 1
    return [
        {"variant": variant["variant"], "weight": part}
        for variant, part in zip(variants, parts, strict=True)
    ]


def with_rule(setup: Mapping[str, Any], rule: Mapping[str, Any]) -> dict[str, Any]:
    """The change of a setup that puts the rule in: last, so that targeted users stay targeted."""
    others = [kept for kept in setup["rules"] if kept["id"] != rule["id"]]
    return {"rules": [*others, dict(rule)]}


def without_rule(setup: Mapping[str, Any], experiment_id: UUID) -> dict[str, Any]:
    """The change of a setup that takes the rule out."""
    gone = rule_id(experiment_id)
    return {"rules": [kept for kept in setup["rules"] if kept["id"] != gone]}


def shipped(
    setup: Mapping[str, Any],
    experiment_id: UUID,
    variant: str,
    audience: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The change of a setup that gives the variant to all whom the experiment was about."""
    change = without_rule(setup, experiment_id)
    serve = {"kind": "variant", "variant": variant}
    if not audience:
        return {**change, "default": serve}
    rule = {
        "id": rule_id(experiment_id),
        "name": "Shipped",
        "when": [dict(condition) for condition in audience],
        "serve": serve,
    }
    return {"rules": [*change["rules"], rule]}


def rule_in(setup: Mapping[str, Any], experiment_id: UUID) -> Mapping[str, Any] | None:
    """The experiment's rule as the flag has it now."""
    wanted = rule_id(experiment_id)
    found: Mapping[str, Any] | None = next((r for r in setup["rules"] if r["id"] == wanted), None)
    return found
