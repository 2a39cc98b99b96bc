"""Pure rules of feature flags: environments, states, and what a new flag starts with."""

from __future__ import annotations

from typing import Any, Literal, get_args

Environment = Literal["production", "staging", "development"]
FlagType = Literal["boolean", "string", "number", "json"]
FlagScope = Literal["frontend", "backend", "both"]
FlagStatus = Literal["on", "off", "scheduled"]

ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)
GROUPS = ("Payments", "Games", "Fraud", "CMS", "CRM")
"""What is offered to a brand that has no groups of its own."""

_EMPTY: dict[str, Any] = {"string": "", "number": 0, "json": {}}


def new_variants(kind: FlagType, value: Any) -> list[dict[str, Any]]:
    """The variants of a flag whose maker named none: on and off, or the one value given."""
    if kind == "boolean":
        return [{"key": "on", "value": True}, {"key": "off", "value": False}]
    fits = {
        "string": isinstance(value, str),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "json": isinstance(value, dict | list),
    }
    return [{"key": "default", "value": value if fits[kind] else _EMPTY[kind]}]


def new_configuration(variants: list[dict[str, Any]]) -> dict[str, Any]:
    """How a new flag is set: the first variant while it is on, the last while it is off."""
    return {
        "off_variant": variants[-1]["key"],
        "default": {"kind": "variant", "variant": variants[0]["key"]},
        "rules": [],
        "prerequisites": [],
    }


def status_of(*, enabled: bool, will_be_enabled: bool) -> FlagStatus:
    """A flag's state in an environment; `scheduled`: off now, with a change that turns it on."""
    if enabled:
        return "on"
    return "scheduled" if will_be_enabled else "off"
