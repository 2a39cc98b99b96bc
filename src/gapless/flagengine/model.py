"""The document of an environment: what is stored, sent to local providers and evaluated.

One JSON wire form (these models) for the panel's editor, the database, exports and the local
provider. Everything is a value: nothing here knows the time, the database or the web.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

FORMAT: Literal[1] = 1
"""Version of the wire form itself."""
FULL = 100_000
"""All of a rollout: weights count thousandths of a percent."""
TARGETING_KEY = "targetingKey"
"""OpenFeature's name of who or what a flag is evaluated for."""

MAX_FLAGS = 5_000
MAX_RULES = 100
MAX_CONDITIONS = 50
MAX_VALUES = 10_000
MAX_TEXT = 1_000
MAX_VARIANTS = 50
LEAST_INTEGER, MOST_INTEGER = -(2**63), 2**64 - 1
"""What JSON libraries write as a whole number."""

FlagKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$")]
"""Names a flag or a segment in URLs, so it holds nothing that a URL would swallow."""
Name = Annotated[str, Field(min_length=1, max_length=200)]
Scalar = (
    StrictBool
    | Annotated[StrictInt, Field(ge=LEAST_INTEGER, le=MOST_INTEGER)]
    | Annotated[StrictFloat, Field(allow_inf_nan=False)]
    | Annotated[StrictStr, Field(max_length=MAX_TEXT)]
)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FlagType(StrEnum):
    """What a flag's values are. `json` is an object or an array."""

    BOOLEAN = "boolean"
    STRING = "string"
    NUMBER = "number"
    JSON = "json"


class Operator(StrEnum):
    """How an attribute is compared. Each has a negation through `AttributeCondition.negate`."""

    IN = "in"
    """Is one of the values (one value: equals)."""
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    MATCHES = "matches"
    """A regular expression finds something (RE2 syntax, linear time)."""
    GREATER = "gt"
    GREATER_OR_EQUAL = "gte"
    LESS = "lt"
    LESS_OR_EQUAL = "lte"
    BETWEEN = "between"
    """From the first value to the second, both included."""
    BEFORE = "before"
    """A moment earlier than the value (ISO 8601, or milliseconds since 1970)."""
    AFTER = "after"
    SEMVER_EQUAL = "semver_eq"
    SEMVER_GREATER = "semver_gt"
    SEMVER_GREATER_OR_EQUAL = "semver_gte"
    SEMVER_LESS = "semver_lt"
    SEMVER_LESS_OR_EQUAL = "semver_lte"
    HAS_ANY = "has_any"
    """A list (tags) holds one of the values."""
    HAS_ALL = "has_all"
    EXISTS = "exists"
    """The attribute is there and not null. Takes no values."""


class HashScheme(StrEnum):
    """How a rollout finds a user's place. Ours is `gapless`; the others keep imported buckets."""

    GAPLESS = "gapless"
    UNLEASH = "unleash"
    FLAGSMITH = "flagsmith"
    GROWTHBOOK_1 = "growthbook_v1"
    GROWTHBOOK_2 = "growthbook_v2"
    FLAGD = "flagd"
    FLAGD_JOINED = "flagd_joined"
    """flagd told to hash flag key and attribute as one text (`cat`)."""
    LAUNCHDARKLY = "launchdarkly"


class Rollout(_Value):
    """Where a user stands between 0 and `total`: the same place as long as `salt` stays."""

    by: Name = TARGETING_KEY
    """The attribute whose value is hashed: users with the same value stand in the same place."""
    hash: HashScheme = HashScheme.GAPLESS
    salt: Annotated[str, Field(max_length=MAX_TEXT)]
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    total: Annotated[int, Field(ge=1, lt=2**31)] = FULL
    """What the places are counted in. Other than `FULL` only in imported rollouts, whose source
    divided differently."""


class Slice(_Value):
    """A share of the users, in the order of the list, and what they get."""

    variant: Name | None
    """None: the rule is left and the next one is looked at (a partial rollout)."""
    weight: Annotated[int, Field(ge=0)]


class FixedServe(_Value):
    """Everybody gets the variant."""

    kind: Literal["variant"] = "variant"
    variant: Name


class SplitServe(Rollout):
    """Users are split between variants; the weights sum to `total`."""

    kind: Literal["split"] = "split"
    slices: Annotated[tuple[Slice, ...], Field(min_length=1, max_length=MAX_VARIANTS)]


Serve = Annotated[FixedServe | SplitServe, Field(discriminator="kind")]


class AttributeCondition(_Value):
    """Compares an attribute of the context. A missing or unusable attribute matches nothing,
    negated or not."""

    kind: Literal["attribute"] = "attribute"
    attribute: Name
    op: Operator
    values: Annotated[tuple[Scalar, ...], Field(max_length=MAX_VALUES)] = ()
    """Any of them is enough (`has_all`: all of them)."""
    negate: bool = False
    ignore_case: bool = False


class SegmentCondition(_Value):
    """The context belongs to a segment (or not)."""

    kind: Literal["segment"] = "segment"
    segment: FlagKey
    negate: bool = False


class ShareCondition(Rollout):
    """The user's place lies from `start` up to, not including, `end`.

    A percentage of the users whatever they get: gradual rollouts, holdouts, exclusive layers.
    """

    kind: Literal["share"] = "share"
    start: Annotated[int, Field(ge=0)] = 0
    end: Annotated[int, Field(ge=0)]


class AllCondition(_Value):
    """Every condition holds."""

    kind: Literal["all"] = "all"
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class AnyCondition(_Value):
    """At least one condition holds."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class NotCondition(_Value):
    """The condition is known not to hold: one on a missing attribute is not known."""

    kind: Literal["not"] = "not"
    of: Condition


Condition = Annotated[
    AttributeCondition
    | SegmentCondition
    | ShareCondition
    | AllCondition
    | AnyCondition
    | NotCondition,
    Field(discriminator="kind"),
]
When = Annotated[tuple[Condition, ...], Field(max_length=MAX_CONDITIONS)]


class Rule(_Value):
    """Who (all conditions hold) gets what. The first rule that matches decides."""

    id: Name
    name: Annotated[str, Field(max_length=200)] = ""
    when: When = ()
    serve: Serve


class Prerequisite(_Value):
    """Another flag that must be enabled and serve one of the variants, else this flag is off."""

    flag: FlagKey
    variants: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MAX_VARIANTS)]


class Variant(_Value):
    """A value that a flag can have."""

    key: Name
    value: Any


class Flag(_Value):
    """A flag as one environment has it."""

    key: FlagKey
    type: FlagType
    enabled: bool
    variants: Annotated[tuple[Variant, ...], Field(min_length=1, max_length=MAX_VARIANTS)]
    off_variant: Name
    """Served while the flag is disabled or a prerequisite is not met."""
    default: Serve
    """What those get whom no rule matches."""
    rules: Annotated[tuple[Rule, ...], Field(max_length=MAX_RULES)] = ()
    prerequisites: Annotated[tuple[Prerequisite, ...], Field(max_length=20)] = ()

    def variant(self, key: str) -> Variant | None:
        """The variant of that name."""
        return next((variant for variant in self.variants if variant.key == key), None)


class Segment(_Value):
    """A named group of contexts, used by rules and by other segments."""

    key: FlagKey
    when: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class Document(_Value):
    """Everything that the evaluation of an environment's flags depends on, besides the context."""

    format: Literal[1] = FORMAT
    version: Annotated[int, Field(ge=0)] = 0
    flags: Annotated[tuple[Flag, ...], Field(max_length=MAX_FLAGS)] = ()
    segments: Annotated[tuple[Segment, ...], Field(max_length=1_000)] = ()
