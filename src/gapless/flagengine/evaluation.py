"""What an evaluation answers: value, variant, reason, and step by step why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a value was served."""

    STATIC = "STATIC"
    """The flag serves everybody the same: no rules, no split."""
    TARGETING_MATCH = "TARGETING_MATCH"
    """A rule matched and serves one variant."""
    SPLIT = "SPLIT"
    """The user's place in a split decided, in a rule or by default."""
    DEFAULT = "DEFAULT"
    """No rule matched."""
    DISABLED = "DISABLED"
    """The flag is off."""
    PREREQUISITE_FAILED = "PREREQUISITE_FAILED"
    """A flag that this one builds on is off or serves another variant."""
    ERROR = "ERROR"
    """Nothing could be decided; see `Evaluation.error`."""


class ErrorCode(StrEnum):
    """Why nothing could be decided (OpenFeature's names)."""

    FLAG_NOT_FOUND = "FLAG_NOT_FOUND"
    TARGETING_KEY_MISSING = "TARGETING_KEY_MISSING"
    GENERAL = "GENERAL"


class StepCode(StrEnum):
    """What a step of an explanation looked at. The panel has a sentence for each."""

    FLAG_UNKNOWN = "flag_unknown"
    FLAG_DISABLED = "flag_disabled"
    PREREQUISITE = "prerequisite"
    RULE = "rule"
    ATTRIBUTE = "attribute"
    ATTRIBUTE_MISSING = "attribute_missing"
    ATTRIBUTE_UNUSABLE = "attribute_unusable"
    SEGMENT = "segment"
    SEGMENT_UNKNOWN = "segment_unknown"
    SHARE = "share"
    ALL = "all"
    ANY = "any"
    NOT = "not"
    SPLIT = "split"
    SPLIT_WITHOUT_ATTRIBUTE = "split_without_attribute"
    SERVED = "served"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: what was looked at, how it came out, and the steps inside it.

    `outcome` is True (holds), False (does not) or None (cannot be known: the attribute is missing
    or unusable, or no rule asked). `params` are the facts for the sentence about it.
    """

    code: StepCode
    outcome: bool | None
    params: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer for one flag and one context."""

    flag: str
    value: Any
    variant: str | None
    reason: Reason
    rule: str | None = None
    """The id of the rule that matched."""
    error: ErrorCode | None = None
    """Set with reason ERROR: callers fall back to their own default. `value` is the off variant's
    where there is one."""
    trace: tuple[Step, ...] = ()
    """Empty unless asked for."""
