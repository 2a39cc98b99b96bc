"""Wire shapes of explanations and trials."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.feature_flags.rules import Environment
from gapless.flagengine import Evaluation, Step, StepCode
from gapless.platform.problems import FieldError

MOST_CONTEXTS = 20
ServedReason = Literal[
    "STATIC", "TARGETING_MATCH", "SPLIT", "DEFAULT", "DISABLED", "PREREQUISITE_FAILED", "ERROR"
]
"""The engine's reasons."""


class ExplainStep(BaseModel):
    """One step: what was looked at, how it came out, and the steps inside it."""

    code: StepCode
    outcome: bool | None = Field(description="True holds, false does not, null cannot be known.")
    params: dict[str, Any]
    steps: list[ExplainStep]

    @classmethod
    def of(cls, step: Step) -> ExplainStep:
        """The wire shape of a step."""
        return cls(
            code=step.code,
            outcome=step.outcome,
            params=dict(step.params),
            steps=[cls.of(inner) for inner in step.steps],
        )


class Served(BaseModel):
    """What a context gets."""

    value: Any
    variant: str | None
    reason: ServedReason
    rule: str | None
    error: str | None

    @classmethod
    def of(cls, found: Evaluation) -> Served:
        """The wire shape of an evaluation."""
        return cls(
            value=found.value,
            variant=found.variant,
            reason=found.reason.value,
            rule=found.rule,
            error=found.error.value if found.error else None,
        )


class ExplainRequest(BaseModel):
    """Who asks for the flag, and where."""

    model_config = ConfigDict(extra="forbid")

    environment: Environment
    context: dict[str, Any] = Field(
        default_factory=dict, description="As OpenFeature has it: `targetingKey` and attributes."
    )


class Explanation(BaseModel):
    """What a context gets, and step by step why."""

    served: Served
    steps: list[ExplainStep]


class TrialRequest(BaseModel):
    """A change to try, and on whom. Without contexts some are made of the rules."""

    model_config = ConfigDict(extra="forbid")

    environment: Environment
    enabled: bool | None = None
    configuration: dict[str, Any] | None = None
    variants: list[dict[str, Any]] | None = Field(None, min_length=1, max_length=50)
    contexts: list[dict[str, Any]] | None = Field(None, max_length=MOST_CONTEXTS)


class TriedContext(BaseModel):
    """One context, before the change and after."""

    context: dict[str, Any]
    made_of: Literal["given", "rules"]
    before: Served
    after: Served
    flips: bool


class TriedCrowd(BaseModel):
    """What invented users, of whom nothing but their key is known, would get."""

    size: int
    before: dict[str, int] = Field(description="Users by variant.")
    after: dict[str, int]
    flipped: int


class Trial(BaseModel):
    """What a change would do. Nothing was changed."""

    faults: list[FieldError] = Field(description="Why the change would be refused; empty: sound.")
    contexts: list[TriedContext]
    crowd: TriedCrowd | None
