"""A compiled environment: one version, ready to answer. It never changes and never raises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from gapless.flagengine.evaluation import ErrorCode, Evaluation
from gapless.flagengine.interpreter import Interpreter
from gapless.flagengine.model import Flag, Segment
from gapless.flagengine.outcomes import Outcome, failure_of, outcome_of

Model = TypeVar("Model", bound=BaseModel)
Context = dict[str, Any]
Functions = Mapping[str, Callable[..., Any]]
Decide = Callable[[Context, int, Functions], Outcome]
Evaluate = Callable[[Context, int, Functions], Evaluation]
Needs = tuple[tuple[Callable[..., Any], int], ...]
"""Segments in the order to evaluate them in, each with its bit."""


class Parsed(Mapping[str, Model]):
    """Models that are read from their JSON when they are asked for."""

    def __init__(self, model: type[Model], sources: Mapping[str, bytes]) -> None:
        self._model = model
        self._sources = sources

    def __getitem__(self, key: str) -> Model:
        return self._model.model_validate_json(self._sources[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some flags decided by one function, which answers with their bytes."""

    keys: tuple[str, ...]
    decide: Callable[[Context, int, Functions], tuple[bytes, ...]]


class Compiled:
    """An environment's flags as functions."""

    def __init__(
        self,
        *,
        version: int,
        flags: Mapping[str, Flag],
        segments: Mapping[str, Segment],
        functions: Mapping[str, Decide],
        evaluations: Mapping[str, Evaluate],
        needs: Mapping[str, Needs],
        constants: Mapping[str, Outcome],
        broken: Mapping[str, str],
        chunks: tuple[Chunk, ...],
        all_needs: Needs,
    ) -> None:
        self.version = version
        self.flags = flags
        self.segments = segments
        self.broken = broken
        """Flags that could not be compiled, and why. They answer with the error GENERAL."""
        self._functions = functions
        self._table = {key: (functions[key], needs[key]) for key in functions}
        self._evaluations = {
            key: _asking(found, needs[key]) if needs[key] else found
            for key, found in evaluations.items()
        }
        self._constants = constants
        self._chunks = chunks
        self._needs = all_needs
        self._common = b",".join(outcome.body for outcome in constants.values())

    @classmethod
    def empty(cls) -> Compiled:
        """An environment without flags."""
        return cls(
            version=0,
            flags={},
            segments={},
            functions={},
            evaluations={},
            needs={},
            constants={},
            broken={},
            chunks=(),
            all_needs=(),
        )

    def __len__(self) -> int:
        return len(self._table)

    def __contains__(self, flag_key: object) -> bool:
        return flag_key in self._table

    def evaluate(self, flag_key: str, context: Context) -> Evaluation:
        """What the flag serves. The context holds JSON values; the answer is shared by all."""
        try:
            return self._evaluations[flag_key](context, 0, self._functions)
        except Exception:  # there is no such flag, or a value that no JSON holds
            if flag_key in self._evaluations:
                return self._interpreted(flag_key, context).evaluation
            return failure_of(flag_key, ErrorCode.FLAG_NOT_FOUND).evaluation

    def outcome(self, flag_key: str, context: Context) -> Outcome:
        """The same with its bytes."""
        found = self._table.get(flag_key)
        if found is None:
            return failure_of(flag_key, ErrorCode.FLAG_NOT_FOUND)
        decide, needs = found
        members = 0
        try:
            for belongs, bit in needs:
                if belongs(context, members, None):
                    members |= bit
            return decide(context, members, self._functions)
        except Exception:  # a value that no JSON holds, or that cannot be hashed
            return self._interpreted(flag_key, context)

    def bodies(self, context: Context) -> list[bytes]:
        """The answers of all flags, as bytes. The first may hold several, joined by commas."""
        found = [self._common] if self._common else []
        members = 0
        try:
            for belongs, bit in self._needs:
                if belongs(context, members, None):
                    members |= bit
        except Exception:
            return found + [
                self.outcome(key, context).body for chunk in self._chunks for key in chunk.keys
            ]
        for chunk in self._chunks:
            try:
                found += chunk.decide(context, members, self._functions)
            except Exception:
                found += [self.outcome(key, context).body for key in chunk.keys]
        return found

    def explain(self, flag_key: str, context: Context) -> Evaluation:
        """What the flag serves, step by step."""
        return Interpreter(self.flags, self.segments, context, tracing=True).evaluate(flag_key)

    @property
    def common(self) -> bytes:
        """The answers of those flags that answer everybody the same."""
        return self._common

    @property
    def constants(self) -> Iterable[Outcome]:
        """The outcomes that `common` is made of."""
        return self._constants.values()

    def _interpreted(self, flag_key: str, context: Context) -> Outcome:
        flag = self.flags.get(flag_key)
        try:
            found = Interpreter(self.flags, self.segments, context).evaluate(flag_key)
        except Exception:  # whatever it is, the caller gets an answer
            return failure_of(flag_key, ErrorCode.GENERAL)
        return outcome_of(found, enabled=bool(flag and flag.enabled))


def _asking(decide: Evaluate, needs: Needs) -> Evaluate:
    """The function of a flag that asks for segments by their bits, with them evaluated before."""

    def decided(context: Context, members: int, functions: Functions) -> Evaluation:
        for belongs, bit in needs:
            if belongs(context, members, None):
                members |= bit
        return decide(context, members, functions)

    return decided
