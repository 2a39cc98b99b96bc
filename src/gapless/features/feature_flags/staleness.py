"""Which flags look forgotten, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

StaleCode = Literal["expired", "served_to_all", "off_everywhere", "never_evaluated"]


@dataclass(frozen=True, slots=True)
class Stale:
    """One reason, and since when it holds."""

    code: StaleCode
    since: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """What staleness is judged by. `evaluated_at` None: evaluations are not known or there are
    none; `counted_since` says since when they are counted."""

    created_at: datetime
    expires_at: datetime | None
    setups: Mapping[str, tuple[bool, Mapping[str, Any], datetime]]
    """By environment: enabled, configuration, last change."""
    evaluated_at: datetime | None = None
    counted_since: datetime | None = None


def stale_reasons(life: Life, now: datetime, after: timedelta) -> list[Stale]:
    """Why a flag that is not archived looks forgotten; empty: it does not."""
    found: list[Stale] = []
    if life.expires_at is not None and life.expires_at <= now:
        found.append(Stale("expired", life.expires_at))
    before = now - after
    production = life.setups.get("production")
    if production is not None:
        enabled, configuration, changed_at = production
        if enabled and _serves_one(configuration) and changed_at <= before:
            found.append(Stale("served_to_all", changed_at))
    newest = max((changed for _, _, changed in life.setups.values()), default=life.created_at)
    if not any(enabled for enabled, _, _ in life.setups.values()) and newest <= before:
        found.append(Stale("off_everywhere", newest))
    if _never_evaluated(life, before):
        found.append(Stale("never_evaluated", life.created_at))
    return found


def _serves_one(configuration: Mapping[str, Any]) -> bool:
    served = {_variants(configuration["default"])}
    served |= {_variants(rule["serve"]) for rule in configuration["rules"]}
    return len(served) == 1 and len(next(iter(served))) == 1


def _variants(serve: Mapping[str, Any]) -> frozenset[str | None]:
    if serve["kind"] == "variant":
        return frozenset({serve["variant"]})
    return frozenset(part["variant"] for part in _weighty(serve["slices"]))


def _weighty(slices: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return (part for part in slices if part["weight"] > 0)


def _never_evaluated(life: Life, before: datetime) -> bool:
    if life.counted_since is None or life.evaluated_at is not None:
        return False
    return max(life.created_at, life.counted_since) <= before
