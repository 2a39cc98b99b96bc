"""A flag as a value: its state whole, what a patch makes of it, and what differs. Pure.

A state is the JSON that versions keep: what the flag is, and under `environments` how it is set in
each. A patch names only what changes; under `environments` it has `enabled`, `configuration`
(whole) or both.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from gapless.features.feature_flags.rules import ENVIRONMENTS, Environment

State = dict[str, Any]
Patch = Mapping[str, Any]

CONFIGURATION = ("off_variant", "default", "rules", "prerequisites")
"""What a patch replaces whole; `enabled` is apart."""
DEFINITION = (
    "name", "description", "scope", "group", "owner", "tags", "expires_at", "variants", "archived",
)  # fmt: skip
_SEEN_EVERYWHERE = ("variants", "archived", "scope")
"""What evaluation sees in every environment."""


def applied(state: State, patch: Patch) -> State:
    """The state after a patch."""
    after = copy.deepcopy(state)
    for key in DEFINITION:
        if key in patch:
            after[key] = copy.deepcopy(patch[key])
    for name, change in (patch.get("environments") or {}).items():
        setup = after["environments"][name]
        if change.get("configuration") is not None:
            setup.update(copy.deepcopy(change["configuration"]))
        if change.get("enabled") is not None:
            setup["enabled"] = change["enabled"]
    return after


def patch_between(before: State, after: State, environments: Iterable[str] | None = None) -> Patch:
    """The patch that makes `after` of `before`; of those environments alone, if they are named."""
    patch: dict[str, Any] = {}
    if environments is None:
        patch = {key: after[key] for key in DEFINITION if before[key] != after[key]}
    changed: dict[str, Any] = {}
    for name in environments or after["environments"]:
        old, new = before["environments"][name], after["environments"][name]
        change: dict[str, Any] = {}
        if old["enabled"] != new["enabled"]:
            change["enabled"] = new["enabled"]
        if configuration(old) != configuration(new):
            change["configuration"] = configuration(new)
        if change:
            changed[name] = change
    if changed:
        patch["environments"] = changed
    return patch


def configuration(setup: Mapping[str, Any]) -> dict[str, Any]:
    """A setup without whether it is on."""
    return {key: setup[key] for key in CONFIGURATION}


def seen_by(before: State, after: State) -> list[Environment]:
    """The environments whose evaluation may see the change."""
    everywhere = any(before[key] != after[key] for key in _SEEN_EVERYWHERE)
    return [
        name
        for name in ENVIRONMENTS
        if everywhere or before["environments"][name] != after["environments"][name]
    ]


def only_turned_off(before: State, after: State, environment: str) -> bool:
    """Whether all that the change does there is to switch the flag off."""
    if any(before[key] != after[key] for key in _SEEN_EVERYWHERE):
        return False
    old, new = before["environments"][environment], after["environments"][environment]
    return bool(old["enabled"] and not new["enabled"] and configuration(old) == configuration(new))


def engine_flag(state: State, setup: Mapping[str, Any]) -> dict[str, Any]:
    """The flag as the engine reads it, set in one of the ways it can be."""
    return {
        "key": state["flag_id"],
        "type": state["type"],
        "enabled": setup["enabled"],
        "variants": state["variants"],
        **configuration(setup),
    }


def moved_since(patch: Patch, base: State, current: State) -> list[str]:
    """The places that a patch replaces and that somebody else changed since it was made."""
    moved = [key for key in DEFINITION if key in patch and base[key] != current[key]]
    for name, change in (patch.get("environments") or {}).items():
        old, new = base["environments"][name], current["environments"][name]
        parts = change.get("configuration") or {}
        moved += [f"environments.{name}.{key}" for key in parts if old[key] != new[key]]
    return moved


def differences(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    """In what two setups of one flag differ: `enabled` and the parts of the configuration."""
    return [key for key in ("enabled", *CONFIGURATION) if left[key] != right[key]]
