"""The plain interpreter: what a document means. The compiler is checked against it.

Conditions have three outcomes, as in SQL: yes, no, and unknown (None) where an attribute is
missing or cannot be compared. Negating unknown leaves unknown, and only yes matches. A segment is
a yes or no: a context of which it is unknown does not belong to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gapless.flagengine.evaluation import ErrorCode, Evaluation, Reason, Step, StepCode
from gapless.flagengine.hashing import bucketing_text, place
from gapless.flagengine.model import (
    TARGETING_KEY,
    AllCondition,
    AnyCondition,
    AttributeCondition,
    Condition,
    Document,
    FixedServe,
    Flag,
    NotCondition,
    Rollout,
    Rule,
    Segment,
    SegmentCondition,
    Serve,
    ShareCondition,
    SplitServe,
)
from gapless.flagengine.operators import make_test, read_attribute

Context = Mapping[str, Any]
_SHOWN_VALUES = 20
_SHOWN_TEXT = 200
_DEEPEST = 64


def evaluate(document: Document, flag_key: str, context: Context) -> Evaluation:
    """What the flag serves this context. Never raises, whatever the context holds."""
    return Interpreter.of(document, context).evaluate(flag_key)


def explain(document: Document, flag_key: str, context: Context) -> Evaluation:
    """The same with its trace: every step that led there."""
    return Interpreter.of(document, context, tracing=True).evaluate(flag_key)


class Interpreter:
    """Evaluates the flags of a document for one context."""

    def __init__(
        self,
        flags: Mapping[str, Flag],
        segments: Mapping[str, Segment],
        context: Context,
        *,
        tracing: bool = False,
    ) -> None:
        self._flags = flags
        self._segments = segments
        self._context = context
        self._tracing = tracing
        self._steps: list[Step] = []
        self._depth = 0

    @classmethod
    def of(cls, document: Document, context: Context, *, tracing: bool = False) -> Interpreter:
        """For the flags and segments of a document."""
        flags = {flag.key: flag for flag in document.flags}
        segments = {segment.key: segment for segment in document.segments}
        return cls(flags, segments, context, tracing=tracing)

    def evaluate(self, flag_key: str) -> Evaluation:
        """What the flag serves."""
        self._steps = []
        flag = self._flags.get(flag_key)
        if flag is None:
            self._note(StepCode.FLAG_UNKNOWN, False, flag=flag_key)
            error = ErrorCode.FLAG_NOT_FOUND
            return self._answer(flag_key, None, None, Reason.ERROR, error=error)
        return self._flag(flag)

    def is_member(self, segment_key: str) -> bool:
        """Whether the context belongs to the segment. Unknown segments have no members."""
        segment = self._segments.get(segment_key)
        return segment is not None and self._segment(segment)

    # Flags

    def _flag(self, flag: Flag) -> Evaluation:
        if not flag.enabled:
            self._note(StepCode.FLAG_DISABLED, False, flag=flag.key)
            return self._off(flag, Reason.DISABLED)
        if not self._prerequisites_hold(flag):
            return self._off(flag, Reason.PREREQUISITE_FAILED)
        for index, rule in enumerate(flag.rules):
            variant = self._rule(rule, index)
            if variant is not None:
                split = isinstance(rule.serve, SplitServe)
                reason = Reason.SPLIT if split else Reason.TARGETING_MATCH
                return self._serve(flag, variant, reason, rule.id)
        if isinstance(flag.default, FixedServe):
            reason = Reason.DEFAULT if flag.rules or flag.prerequisites else Reason.STATIC
            return self._serve(flag, flag.default.variant, reason, None)
        variant, known = self._choose(flag.default)
        if variant is not None:
            return self._serve(flag, variant, Reason.SPLIT, None)
        if not known and flag.default.by == TARGETING_KEY:
            return self._off(flag, Reason.ERROR, ErrorCode.TARGETING_KEY_MISSING)
        return self._off(flag, Reason.DEFAULT)

    def _prerequisites_hold(self, flag: Flag) -> bool:
        for wanted in flag.prerequisites:
            outer, self._steps = self._steps, []
            other = self._flags.get(wanted.flag)
            found: Evaluation | None = None
            if other is not None and self._depth < _DEEPEST:
                self._depth += 1
                found = self._flag(other)
                self._depth -= 1
            served = found.variant if found else None
            holds = bool(other and other.enabled and served in wanted.variants)
            inner, self._steps = self._steps, outer
            self._note(
                StepCode.PREREQUISITE,
                holds,
                inner,
                flag=wanted.flag,
                variant=served,
                wanted=list(wanted.variants),
            )
            if not holds:
                return False
        return True

    def _rule(self, rule: Rule, index: int) -> str | None:
        """The variant that the rule serves, or None if it does not match."""
        outer, self._steps = self._steps, []
        variant: str | None = None
        holds = self._all(rule.when)
        if holds:
            variant, _ = self._choose(rule.serve)
        inner, self._steps = self._steps, outer
        self._note(
            StepCode.RULE,
            holds if holds is not True else variant is not None,
            inner,
            rule=rule.id,
            name=rule.name,
            number=index + 1,
        )
        return variant

    def _choose(self, serve: Serve) -> tuple[str | None, bool]:
        """The variant served, if any, and whether the user's place was known."""
        if isinstance(serve, FixedServe):
            return serve.variant, True
        at = self._place(serve)
        if at is None:
            self._note(StepCode.SPLIT_WITHOUT_ATTRIBUTE, None, attribute=serve.by)
            return None, False
        end = 0
        for part in serve.slices:
            end += part.weight
            if at < end:
                self._note(
                    StepCode.SPLIT,
                    part.variant is not None,
                    attribute=serve.by,
                    place=at,
                    total=serve.total,
                    variant=part.variant,
                )
                return part.variant, True
        return None, True

    def _off(self, flag: Flag, reason: Reason, error: ErrorCode | None = None) -> Evaluation:
        return self._serve(flag, flag.off_variant, reason, None, error)

    def _serve(
        self,
        flag: Flag,
        variant: str,
        reason: Reason,
        rule: str | None,
        error: ErrorCode | None = None,
    ) -> Evaluation:
        found = flag.variant(variant)
        self._note(StepCode.SERVED, True, variant=variant, reason=reason.value, rule=rule)
        if found is None:
            return self._answer(flag.key, None, None, Reason.ERROR, error=ErrorCode.GENERAL)
        return self._answer(flag.key, found.value, variant, reason, rule=rule, error=error)

    def _answer(
        self,
        flag_key: str,
        value: Any,
        variant: str | None,
        reason: Reason,
        *,
        rule: str | None = None,
        error: ErrorCode | None = None,
    ) -> Evaluation:
        return Evaluation(flag_key, value, variant, reason, rule, error, tuple(self._steps))

    # Conditions

    def _all(self, conditions: tuple[Condition, ...]) -> bool | None:
        outcome: bool | None = True
        for condition in conditions:
            found = self._condition(condition)
            if found is False:
                return False
            if found is None:
                outcome = None
        return outcome

    def _any(self, conditions: tuple[Condition, ...]) -> bool | None:
        outcome: bool | None = False
        for condition in conditions:
            found = self._condition(condition)
            if found is True:
                return True
            if found is None:
                outcome = None
        return outcome

    def _condition(self, condition: Condition) -> bool | None:
        match condition:
            case AttributeCondition():
                return self._attribute(condition)
            case SegmentCondition():
                return self._segment_condition(condition)
            case ShareCondition():
                at = self._place(condition)
                holds = None if at is None else condition.start <= at < condition.end
                self._note(
                    StepCode.SHARE,
                    holds,
                    attribute=condition.by,
                    place=at,
                    start=condition.start,
                    end=condition.end,
                    total=condition.total,
                )
                return holds
            case AllCondition():
                return self._group(StepCode.ALL, condition.of)
            case AnyCondition():
                return self._group(StepCode.ANY, condition.of)
            case NotCondition():
                return self._group(StepCode.NOT, (condition.of,))

    def _group(self, code: StepCode, conditions: tuple[Condition, ...]) -> bool | None:
        outer, self._steps = self._steps, []
        outcome = self._any(conditions) if code is StepCode.ANY else self._all(conditions)
        if code is StepCode.NOT and outcome is not None:
            outcome = not outcome
        inner, self._steps = self._steps, outer
        self._note(code, outcome, inner)
        return outcome

    def _attribute(self, condition: AttributeCondition) -> bool | None:
        value = read_attribute(self._context, condition.attribute)
        facts: dict[str, Any] = {}
        if self._tracing:
            facts = {
                "attribute": condition.attribute,
                "op": condition.op.value,
                "values": list(condition.values[:_SHOWN_VALUES]),
                "negate": condition.negate,
                "found": shown(value),
            }
        if condition.op.value == "exists":
            outcome = (value is not None) is not condition.negate
            self._note(StepCode.ATTRIBUTE, outcome, **facts)
            return outcome
        if value is None:
            self._note(StepCode.ATTRIBUTE_MISSING, None, **facts)
            return None
        holds = make_test(condition)(value)
        if holds is None:
            self._note(StepCode.ATTRIBUTE_UNUSABLE, None, **facts)
            return None
        outcome = holds is not condition.negate
        self._note(StepCode.ATTRIBUTE, outcome, **facts)
        return outcome

    def _segment_condition(self, condition: SegmentCondition) -> bool:
        segment = self._segments.get(condition.segment)
        if segment is None:
            self._note(StepCode.SEGMENT_UNKNOWN, False, segment=condition.segment)
            return condition.negate
        outer, self._steps = self._steps, []
        outcome = self._segment(segment) is not condition.negate
        inner, self._steps = self._steps, outer
        self._note(
            StepCode.SEGMENT, outcome, inner, segment=condition.segment, negate=condition.negate
        )
        return outcome

    def _segment(self, segment: Segment) -> bool:
        if self._depth >= _DEEPEST:
            return False
        self._depth += 1
        try:
            return self._all(segment.when) is True
        finally:
            self._depth -= 1

    def _place(self, rollout: Rollout) -> int | None:
        text = bucketing_text(read_attribute(self._context, rollout.by))
        return None if text is None else place(rollout, text)

    def _note(
        self,
        code: StepCode,
        outcome: bool | None,
        inner: list[Step] | None = None,
        /,
        **params: Any,
    ) -> None:
        if self._tracing:
            self._steps.append(Step(code, outcome, params, tuple(inner or ())))


def shown(value: Any) -> Any:
    """A value of a context as an explanation shows it: short."""
    if isinstance(value, str):
        return value[:_SHOWN_TEXT]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:_SHOWN_TEXT]
