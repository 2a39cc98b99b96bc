"""From shares as other systems write them to places that our rollouts count in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gapless.flagengine.model import FixedServe, Rollout, Serve, Slice, SplitServe
from gapless.flagimport.notes import Lost, NoteCode


def below(bound: float, total: int) -> int:
    """How many of the places 0, 1, ... of `total` lie below a bound between 0 and 1.

    Counted with the source's own floats, so that who stands at the very edge stays there.
    """
    at = round(min(max(bound, 0.0), 1.0) * total)
    while at > 0 and (at - 1) / total >= bound:
        at -= 1
    while at < total and at / total < bound:
        at += 1
    return at


def split(rollout: Rollout, parts: Sequence[tuple[int, int, str | None]]) -> Serve | None:
    """Variants by ranges of places `(start, end, variant)`; None if they serve nobody.

    Ranges are in order; where two overlap the earlier one has it. What no range has is left.
    """
    slices: list[Slice] = []
    at = 0
    for start, end, variant in parts:
        if start > at:
            slices.append(Slice(variant=None, weight=start - at))
            at = start
        if end > at:
            slices.append(Slice(variant=variant, weight=end - at))
            at = end
    if at < rollout.total:
        slices.append(Slice(variant=None, weight=rollout.total - at))
    served = [one for one in slices if one.variant is not None]
    if not served:
        return None
    if len(slices) > 50:
        raise Lost(NoteCode.EXPRESSION, place="ranges", what="> 50")
    return SplitServe(**rollout.model_dump(), slices=tuple(slices))


def in_order(parts: Sequence[tuple[int, int, str | None]]) -> bool:
    """Whether ranges stand one behind the other."""
    return all(a[0] <= b[0] for a, b in itertools.pairwise(parts))


def fixed(variant: str) -> FixedServe:
    """Everybody gets the variant."""
    return FixedServe(variant=variant)
