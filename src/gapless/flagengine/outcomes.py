"""Everything a flag can answer, made ahead: the evaluation, and its bytes as OFREP sends them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from gapless.flagengine.evaluation import ErrorCode, Evaluation, Reason
from gapless.flagengine.model import TARGETING_KEY, FixedServe, Flag, Rule, Serve, SplitServe

# OFREP's closed list of reasons; `metadata.reason` tells the exact one where it has none.
_OFREP_REASONS = {
    Reason.STATIC: "STATIC",
    Reason.TARGETING_MATCH: "TARGETING_MATCH",
    Reason.SPLIT: "SPLIT",
    Reason.DISABLED: "DISABLED",
    Reason.PREREQUISITE_FAILED: "DISABLED",
    Reason.DEFAULT: "UNKNOWN",
}
ERROR_DETAILS = {
    ErrorCode.TARGETING_KEY_MISSING: "The flag is split by targetingKey, and the context has none.",
    ErrorCode.GENERAL: "The flag's definition cannot be evaluated; use your default.",
    ErrorCode.FLAG_NOT_FOUND: "There is no such flag.",
}
_STATUS = {
    ErrorCode.TARGETING_KEY_MISSING: 400,
    ErrorCode.FLAG_NOT_FOUND: 404,
    ErrorCode.GENERAL: 500,
}


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One answer of a flag. Shared by all who get it: its value must not be changed."""

    evaluation: Evaluation
    body: bytes
    """The answer as OFREP's JSON, in a bulk answer and alone."""
    status: int
    served: str | None
    """The variant if the flag is enabled, else None: what prerequisites ask for."""


def outcome_of(evaluation: Evaluation, *, enabled: bool = False) -> Outcome:
    """The outcome with its bytes."""
    return Outcome(
        evaluation=evaluation,
        body=render(evaluation),
        status=_STATUS[evaluation.error] if evaluation.error else 200,
        served=evaluation.variant if enabled else None,
    )


def failure_of(flag_key: str, error: ErrorCode) -> Outcome:
    """The outcome of a flag of which nothing can be said."""
    return outcome_of(Evaluation(flag_key, None, None, Reason.ERROR, None, error))


def render(evaluation: Evaluation) -> bytes:
    """An evaluation as OFREP's JSON: `evaluationSuccess` or `evaluationFailure`."""
    if evaluation.error is not None:
        return _json(
            {
                "key": evaluation.flag,
                "errorCode": evaluation.error.value,
                "errorDetails": ERROR_DETAILS[evaluation.error],
            }
        )
    reason = _OFREP_REASONS[evaluation.reason]
    answer = {
        "key": evaluation.flag,
        "value": evaluation.value,
        "variant": evaluation.variant,
        "reason": reason,
    }
    metadata = {}
    if reason != evaluation.reason.value:
        metadata["reason"] = evaluation.reason.value
    if evaluation.rule is not None:
        metadata["rule"] = evaluation.rule
    return _json({**answer, "metadata": metadata} if metadata else answer)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


class Outcomes:
    """The outcomes of one flag, each made once."""

    def __init__(self, flag: Flag) -> None:
        self.flag = flag
        self._made: dict[tuple[str, Reason, str | None, ErrorCode | None], Outcome] = {}

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._made.values())

    def of(
        self,
        variant: str,
        reason: Reason,
        rule: str | None = None,
        error: ErrorCode | None = None,
    ) -> Outcome:
        """The outcome that serves a variant for a reason."""
        key = variant, reason, rule, error
        made = self._made.get(key)
        if made is None:
            found = self.flag.variant(variant)
            if found is None:
                raise ValueError(f"The flag {self.flag.key} has no variant {variant}")
            evaluation = Evaluation(self.flag.key, found.value, variant, reason, rule, error)
            made = self._made[key] = outcome_of(evaluation, enabled=self.flag.enabled)
        return made

    def by_rule(self, rule: Rule, variant: str) -> Outcome:
        """What a rule that matches answers with."""
        split = isinstance(rule.serve, SplitServe)
        return self.of(variant, Reason.SPLIT if split else Reason.TARGETING_MATCH, rule.id)

    def off(self, reason: Reason) -> Outcome:
        """The off variant."""
        return self.of(self.flag.off_variant, reason)

    def by_default(self, serve: FixedServe) -> Outcome:
        """What those get whom no rule matches."""
        asked = self.flag.rules or self.flag.prerequisites
        return self.of(serve.variant, Reason.DEFAULT if asked else Reason.STATIC)

    def without_attribute(self, serve: Serve) -> Outcome:
        """What a default split answers to whom it cannot place."""
        if isinstance(serve, SplitServe) and serve.by == TARGETING_KEY:
            error = ErrorCode.TARGETING_KEY_MISSING
            return self.of(self.flag.off_variant, Reason.ERROR, None, error)
        return self.off(Reason.DEFAULT)

    def constant(self) -> Outcome | None:
        """The only answer, if the flag answers everybody the same."""
        flag = self.flag
        if not flag.enabled:
            return self.off(Reason.DISABLED)
        if isinstance(flag.default, FixedServe) and not flag.rules and not flag.prerequisites:
            return self.by_default(flag.default)
        return None
