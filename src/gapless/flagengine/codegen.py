"""From a flag to the text of a Python expression that decides it.

No text of a user is ever part of the source: names, values, patterns and answers are constants in
the namespace of the function, and the source holds only their numbered names. Conditions have
three outcomes, so each is written in one of two forms, "holds" or "is known not to hold", and a
negation writes the other form of what it negates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mmh3

from gapless.flagengine import values
from gapless.flagengine.evaluation import Reason
from gapless.flagengine.hashing import bucketing_text, place, seed_of, threshold
from gapless.flagengine.model import (
    AllCondition,
    AnyCondition,
    AttributeCondition,
    Condition,
    FixedServe,
    Flag,
    HashScheme,
    NotCondition,
    Operator,
    Rollout,
    Segment,
    SegmentCondition,
    ShareCondition,
    SplitServe,
)
from gapless.flagengine.operators import NUMBERS, make_test, read_attribute
from gapless.flagengine.outcomes import Outcome, Outcomes

LARGEST_UNIT = 60
"""Conditions in one function. More are moved to functions of their own, so that compiling any one
of them takes a millisecond or two."""
_SYMBOLS = {
    Operator.GREATER: ">",
    Operator.GREATER_OR_EQUAL: ">=",
    Operator.LESS: "<",
    Operator.LESS_OR_EQUAL: "<=",
}


def encoded(value: object) -> bytes | None:
    """The bytes that our own rollouts hash."""
    text = bucketing_text(value)
    return None if text is None else text.encode("utf-8", "replace")


class Unit:
    """One function in the making: `(c, m, S)`, context, segment bitmap, and the flags' functions.

    `c` is a dict of JSON values. What a value of another kind does is caught by the caller.
    """

    def __init__(
        self, bits: Mapping[str, int], inlined: Mapping[str, Segment] | None = None
    ) -> None:
        """`inlined`: segments to write out where they are asked for, instead of asking `m`."""
        self.names: dict[str, Any] = {}
        self.parts: list[Unit] = []
        self._bits = bits
        self._inlined = inlined or {}
        self._lines: dict[str, str] = {}
        self._known: dict[Any, str] = {}
        self._outcomes: dict[str, Outcome] = {}
        self.answer = ""
        self.bound_as = ""

    def source(self) -> str:
        """The text of the function. Its constants are defaults of its parameters, so that
        functions of one shape share their code."""
        parameters = ", ".join(["c", "m", "S", *self.names])
        body = [f"    {name} = {line}" for name, line in self._lines.items()]
        return "\n".join([f"def unit({parameters}):", *body, f"    return {self.answer}", ""])

    def constant(self, value: Any) -> str:
        """A name for a value. The text of the source never holds the value itself."""
        name = f"K{len(self.names)}"
        self.names[name] = value
        return name

    def _shared(self, value: Any) -> str:
        """The same for what many conditions use."""
        name = self._known.get(value)
        if name is None:
            name = self._known[value] = self.constant(value)
        return name

    def _local(self, key: tuple[str, str], line: str) -> str:
        """A value read once a call."""
        name = self._known.get(key)
        if name is None:
            name = self._known[key] = f"{key[0]}{len(self._lines)}"
            self._lines[name] = line
        return name

    # What is read from the context

    def attribute(self, name: str) -> str:
        """The attribute's value."""
        constant = self._shared(name)
        if "." in name:
            return self._local(("a", name), f"read(c, {constant})")
        return self._local(("a", name), f"c.get({constant})")

    def number(self, name: str) -> str:
        """The attribute as a number, or None."""
        value = self.attribute(name)
        plain = f"{value} is None or type({value}) is int"
        return self._local(("n", name), f"{value} if {plain} else number({value})")

    def key_bytes(self, name: str) -> str:
        """The attribute's bytes (or ASCII) to hash, or None."""
        value = self.attribute(name)
        # A text that is not ASCII is hashed as bytes: `mmh3` would end the process over a lone
        # surrogate, while encoding it raises, and it is then interpreted.
        text = f"({value} or None if {value}.isascii() else {value}.encode())"
        return self._local(("b", name), f"{text} if type({value}) is str else encoded({value})")

    def key_text(self, name: str) -> str:
        """The attribute's text to hash, or None."""
        value = self.attribute(name)
        return self._local(("t", name), f"text({value})")

    # Rollouts

    def known_place(self, rollout: Rollout) -> str:
        """That the user can be placed."""
        if rollout.hash is HashScheme.GAPLESS:
            return f"{self.key_bytes(rollout.by)} is not None"
        return f"{self.key_text(rollout.by)} is not None"

    def hashed(self, rollout: Rollout) -> str:
        """Where the user stands, as a number that `bound` compares with."""
        if rollout.hash is HashScheme.GAPLESS:
            seed = self.constant(seed_of(rollout))
            return f"murmur({self.key_bytes(rollout.by)}, {seed}, False)"
        return f"place({self.constant(rollout)}, {self.key_text(rollout.by)})"

    def bound(self, rollout: Rollout, at: int) -> str:
        """A place as the number that `hashed` is compared with."""
        if rollout.hash is HashScheme.GAPLESS:
            return self.constant(threshold(at, rollout.total))
        return self.constant(at)

    # Conditions

    def every(self, conditions: tuple[Condition, ...], *, holds: bool = True) -> str:
        """That all hold, or that one is known not to."""
        return self._joined(conditions, " and " if holds else " or ", holds=holds)

    def apart(self, conditions: tuple[Condition, ...], joint: str = " and ") -> str:
        """That they hold, by a call of a function of its own."""
        return self._apart(conditions, joint, holds=True)

    def _joined(self, conditions: tuple[Condition, ...], joint: str, *, holds: bool) -> str:
        if not conditions:
            return str(holds)
        if sum(map(size_of, conditions)) <= LARGEST_UNIT:
            return f"({joint.join(self.condition(c, holds=holds) for c in conditions)})"
        groups = _packed(conditions)
        return f"({joint.join(self._apart(group, joint, holds=holds) for group in groups)})"

    def _apart(self, conditions: tuple[Condition, ...], joint: str, *, holds: bool) -> str:
        unit = Unit(self._bits, self._inlined)
        inner = [unit.condition(c, holds=holds) for c in conditions]
        unit.answer = joint.join(inner)
        self.parts.append(unit)
        unit.bound_as = self.constant(None)
        return f"{unit.bound_as}(c, m, S)"

    def condition(self, condition: Condition, *, holds: bool) -> str:
        """That a condition holds, or that it is known not to."""
        match condition:
            case AttributeCondition():
                return self._attribute(condition, holds is not condition.negate)
            case SegmentCondition():
                inside = self._member(condition.segment)
                return f"({inside})" if holds is not condition.negate else f"(not {inside})"
            case ShareCondition():
                start, end = (self.bound(condition, at) for at in (condition.start, condition.end))
                within = f"{start} <= {self.hashed(condition)} < {end}"
                turned = within if holds else f"not {within}"
                return f"({self.known_place(condition)} and {turned})"
            case NotCondition():
                return self.condition(condition.of, holds=not holds)
            case AllCondition():
                return self._joined(condition.of, " and " if holds else " or ", holds=holds)
            case AnyCondition():
                return self._joined(condition.of, " or " if holds else " and ", holds=holds)

    def _member(self, segment: str) -> str:
        """That the context belongs to a segment: a plain yes or no."""
        written = self._inlined.get(segment)
        if written is not None:
            return self.every(written.when)
        return f"m & {self._shared(1 << self._bits[segment])}"

    def _attribute(self, condition: AttributeCondition, holds: bool) -> str:
        value = self.attribute(condition.attribute)
        if condition.op is Operator.EXISTS:
            return f"({value} is not None)" if holds else f"({value} is None)"
        if condition.op in NUMBERS:
            number = self.number(condition.attribute)
            wanted = self.constant(values.number(condition.values[0]))
            compared = f"{number} {_SYMBOLS[condition.op]} {wanted}"
            turned = compared if holds else f"not {compared}"
            return f"({number} is not None and {turned})"
        texts = condition.op is Operator.IN and not condition.ignore_case
        if texts and all(isinstance(v, str) for v in condition.values):
            members = self.constant(frozenset(condition.values))
            # What cannot be hashed raises, and is then left to the interpreter.
            return (
                f"({value} in {members})"
                if holds
                else (f"({value} is not None and {value} not in {members})")
            )
        test = self.constant(make_test(condition))
        return f"({value} is not None and {test}({value}) is {holds})"

    # Flags

    def flag(self, outcomes: Outcomes) -> str:
        """What the flag answers."""
        flag = outcomes.flag
        constant = outcomes.constant()
        if constant is not None:
            return self._answer(constant)
        arms: list[tuple[str, str]] = []
        if flag.prerequisites:
            unmet = self._answer(outcomes.off(Reason.PREREQUISITE_FAILED))
            arms.append((f"not ({self._prerequisites(flag)})", unmet))
        large = size_of_flag(flag) > LARGEST_UNIT
        for rule in flag.rules:
            when = self.apart(rule.when) if large and rule.when else self.every(rule.when)
            if isinstance(rule.serve, FixedServe):
                arms.append((when, self._answer(outcomes.by_rule(rule, rule.serve.variant))))
            else:
                named = [
                    (None if s.variant is None else outcomes.by_rule(rule, s.variant), s.weight)
                    for s in rule.serve.slices
                ]
                arms += self._split(rule.serve, named, when)
        if isinstance(flag.default, FixedServe):
            last = self._answer(outcomes.by_default(flag.default))
        else:
            named = [
                (
                    outcomes.off(Reason.DEFAULT)
                    if s.variant is None
                    else outcomes.of(s.variant, Reason.SPLIT),
                    s.weight,
                )
                for s in flag.default.slices
            ]
            arms += self._split(flag.default, named, "True")
            last = self._answer(outcomes.without_attribute(flag.default))
        return "".join(f"{answer} if {when} else " for when, answer in arms) + last

    def _split(
        self, serve: SplitServe, slices: list[tuple[Outcome | None, int]], when: str
    ) -> list[tuple[str, str]]:
        guard = f"{when} and {self.known_place(serve)}"
        if all(outcome is not None for outcome, _ in slices):
            return [(guard, self._pick(serve, slices))]
        arms, start = [], 0
        for outcome, weight in slices:
            end = start + weight
            if outcome is not None and weight:
                low, high = self.bound(serve, start), self.bound(serve, end)
                within = f"{low} <= {self.hashed(serve)} < {high}"
                arms.append((f"{guard} and {within}", self._answer(outcome)))
            start = end
        return arms

    def _pick(self, serve: SplitServe, slices: list[tuple[Outcome | None, int]]) -> str:
        weighty = [(o, w) for o, w in slices if w and o is not None]
        if len(weighty) == 1:
            return self._answer(weighty[0][0])
        found, end = [], 0
        for number, (outcome, weight) in enumerate(weighty[:-1]):
            end += weight
            place_of = "x"
            if number == 0:
                hashed = self.hashed(serve)
                place_of = hashed if len(weighty) == 2 else f"(x := {hashed})"
            bound = self.bound(serve, end)
            found.append(f"{self._answer(outcome)} if {place_of} < {bound} else ")
        return f"({''.join(found)}{self._answer(weighty[-1][0])})"

    def _prerequisites(self, flag: Flag) -> str:
        return " and ".join(
            f"served(S, {self.constant(wanted.flag)}, c, m)"
            f" in {self.constant(frozenset(wanted.variants))}"
            for wanted in flag.prerequisites
        )

    def _answer(self, outcome: Outcome) -> str:
        name = self._known.get(id(outcome))
        if name is None:
            name = self._known[id(outcome)] = self.constant(outcome)
            self._outcomes[name] = outcome
        return name

    def answer_with_bodies(self) -> None:
        """Let the function answer with bytes instead of outcomes."""
        for name, outcome in self._outcomes.items():
            self.names[name] = outcome.body

    def evaluations(self) -> tuple[Any, ...]:
        """The constants with which the same function answers with evaluations."""
        made = {name: outcome.evaluation for name, outcome in self._outcomes.items()}
        return tuple(made.get(name, value) for name, value in self.names.items())


def served(functions: Any, flag_key: str, context: Any, members: int) -> str | None:
    """The variant that another flag serves, or None if it is off or unknown."""
    function = functions.get(flag_key)
    if function is None:
        return None
    variant: str | None = function(context, members, functions).served
    return variant


def _packed(conditions: tuple[Condition, ...]) -> list[tuple[Condition, ...]]:
    groups: list[list[Condition]] = [[]]
    size = 0
    for condition in conditions:
        more = size_of(condition)
        if groups[-1] and size + more > LARGEST_UNIT:
            groups.append([])
            size = 0
        groups[-1].append(condition)
        size += more
    return [tuple(group) for group in groups]


def size_of_flag(flag: Flag) -> int:
    """How many conditions and slices a flag is made of."""
    serves = [flag.default, *(rule.serve for rule in flag.rules)]
    slices = sum(len(serve.slices) for serve in serves if isinstance(serve, SplitServe))
    return slices + sum(1 + sum(map(size_of, rule.when)) for rule in flag.rules)


def size_of(condition: Condition) -> int:
    """How many conditions a condition is made of."""
    if isinstance(condition, AllCondition | AnyCondition):
        return 1 + sum(map(size_of, condition.of))
    return 1 + size_of(condition.of) if isinstance(condition, NotCondition) else 1


GLOBALS = {
    "__builtins__": {},
    "encoded": encoded, "int": int, "murmur": mmh3.hash, "number": values.number,
    "place": place, "read": read_attribute, "served": served, "str": str, "text": bucketing_text,
    "type": type,
}  # fmt: skip
"""All that the functions may call by name."""
