"""What a change of a flag would do: to given contexts, and to a crowd. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gapless.flagengine import Document, Evaluation, Flag, evaluate
from gapless.flagengine.model import TARGETING_KEY, SplitServe

CROWD = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """One context, before and after."""

    context: Mapping[str, Any]
    before: Evaluation
    after: Evaluation

    @property
    def flips(self) -> bool:
        """Whether it would get another value."""
        return bool(self.before.value != self.after.value)


@dataclass(slots=True)
class Crowd:
    """What a thousand users of whom nothing but their key is known would get."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    flipped: int = 0


def with_flag(document: Document, flag: Flag) -> Document:
    """The document with the flag in place of its namesake."""
    others = tuple(other for other in document.flags if other.key != flag.key)
    return document.model_copy(update={"flags": (*others, flag)})


def try_contexts(
    before: Document, after: Document, key: str, contexts: Iterable[Mapping[str, Any]]
) -> list[Tried]:
    """What each context gets before and after."""
    return [
        Tried(context, evaluate(before, key, context), evaluate(after, key, context))
        for context in contexts
    ]


def try_crowd(before: Document, after: Document, flags: Iterable[Flag], key: str) -> Crowd:
    """Evaluate a crowd of invented keys, under every attribute that the flag is split by."""
    crowd = Crowd()
    names = {TARGETING_KEY, *(name for flag in flags for name in _split_by(flag))}
    for number in range(CROWD):
        user = f"user-{number:05}"
        [tried] = try_contexts(before, after, key, [dict.fromkeys(names, user)])
        crowd.before[tried.before.variant or ""] += 1
        crowd.after[tried.after.variant or ""] += 1
        crowd.flipped += tried.flips
    return crowd


def _split_by(flag: Flag) -> Iterable[str]:
    for serve in (flag.default, *(rule.serve for rule in flag.rules)):
        if isinstance(serve, SplitServe):
            yield serve.by
