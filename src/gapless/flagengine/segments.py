"""Compiled segments: which are written out where they are asked for, and which are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gapless.flagengine.compiled import Needs
from gapless.flagengine.cycles import in_order
from gapless.flagengine.model import Segment

LARGEST_INLINED = 6
"""Conditions of a segment, with those of the segments in it, that are written out."""


@dataclass(frozen=True, slots=True)
class SegmentUnit:
    """A compiled segment."""

    source: bytes
    segments: tuple[str, ...]
    size: int
    function: Callable[..., Any]


class Inlining:
    """Which segments are written out in the functions of the flags that ask for them.

    A small segment costs less than asking whether somebody belongs to it. One that is large, or
    is made of much, is evaluated once a call and then known by its bit.
    """

    def __init__(self, segments: Mapping[str, SegmentUnit]) -> None:
        self._units = segments
        sizes: dict[str, int] = {}
        self._inner: dict[str, frozenset[str]] = {}
        for key in in_order({key: unit.segments for key, unit in segments.items()}):
            unit = segments[key]
            inner = [name for name in unit.segments if name in sizes]
            sizes[key] = unit.size + sum(sizes[name] for name in inner)
            self._inner[key] = frozenset({key}).union(*(self._inner[name] for name in inner))
        self._small = {key for key, size in sizes.items() if size <= LARGEST_INLINED}
        self._parsed: dict[str, Segment] = {}
        self._sources: dict[frozenset[str], tuple[bytes, ...]] = {}

    def asked(self, names: frozenset[str]) -> frozenset[str]:
        """Those that are asked for by their bits."""
        return names - self._small

    def sources(self, names: frozenset[str]) -> tuple[bytes, ...]:
        """What is written out for those names: it must be written anew when this changes."""
        found = self._sources.get(names)
        if found is None:
            inlined = sorted(self._closure(names))
            found = self._sources[names] = tuple(self._units[key].source for key in inlined)
        return found

    def written(self, names: frozenset[str]) -> dict[str, Segment]:
        """The segments to write out."""
        return {key: self._segment(key) for key in self._closure(names)}

    def _closure(self, names: frozenset[str]) -> frozenset[str]:
        return frozenset().union(*(self._inner[n] for n in names if n in self._small))

    def _segment(self, key: str) -> Segment:
        found = self._parsed.get(key)
        if found is None:
            found = self._parsed[key] = Segment.model_validate_json(self._units[key].source)
        return found


class Closures:
    """Which segments must be known before some can be, in the order to evaluate them in."""

    def __init__(self, segments: Mapping[str, SegmentUnit]) -> None:
        graph = {key: unit.segments for key, unit in segments.items()}
        self._units = segments
        self._order = {key: number for number, key in enumerate(in_order(graph))}
        self._inner: dict[str, frozenset[str]] = {}
        for key in self._order:
            inner = [self._inner[name] for name in graph[key] if name in self._inner]
            self._inner[key] = frozenset({key}).union(*inner)
        self._made: dict[frozenset[str], Needs] = {}

    def of(self, names: frozenset[str], bits: dict[str, int]) -> Needs:
        """What to evaluate for those segments."""
        made = self._made.get(names)
        if made is None:
            wanted: set[str] = set().union(*(self._inner[n] for n in names if n in self._inner))
            ordered = sorted(wanted, key=self._order.__getitem__)
            made = tuple(
                (self._units[name].function, 1 << bits.setdefault(name, len(bits)))
                for name in ordered
            )
            self._made[names] = made
        return made
