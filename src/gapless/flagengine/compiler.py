"""Compiling an environment in small steps, and only what changed since the last time.

A publish must not hold up evaluations that run on the same event loop. So the work is a generator
that yields every millisecond or two, a flag that did not change keeps its function, and functions
of the same shape share their code.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zlib import crc32

from gapless.flagengine.checks import check_flag, check_segment, segments_in
from gapless.flagengine.codegen import GLOBALS, LARGEST_UNIT, Unit, size_of, size_of_flag
from gapless.flagengine.compiled import Chunk, Compiled, Decide, Evaluate, Parsed
from gapless.flagengine.cycles import find_cycles, in_order
from gapless.flagengine.evaluation import ErrorCode
from gapless.flagengine.issues import Issue, IssueCode
from gapless.flagengine.model import Document, Flag, Segment
from gapless.flagengine.outcomes import Outcome, Outcomes, failure_of
from gapless.flagengine.reading import read_flag, read_segment
from gapless.flagengine.segments import Closures, Inlining, SegmentUnit

Answer = TypeVar("Answer")
CHUNK = 16
"""About how many flags are decided by one function in a bulk answer."""
_HARMLESS = frozenset(
    {
        IssueCode.FLAG_UNKNOWN,
        IssueCode.SEGMENT_UNKNOWN,
        IssueCode.NEVER_MATCHES,
        IssueCode.UNREACHABLE,
    }
)
"""Faults that are refused when a flag is saved, but can be evaluated."""


@dataclass(frozen=True, slots=True)
class Source:
    """An environment as it is stored: the JSON of each flag and segment by its key."""

    version: int
    flags: Mapping[str, bytes] = field(default_factory=dict)
    segments: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> Source:
        """A document taken apart."""
        return cls(
            document.version,
            {flag.key: flag.model_dump_json().encode() for flag in document.flags},
            {segment.key: segment.model_dump_json().encode() for segment in document.segments},
        )

    def document(self) -> bytes:
        """The document's JSON, put together from its parts."""
        return b'{"format":1,"version":%d,"flags":[%b],"segments":[%b]}' % (
            self.version,
            b",".join(self.flags.values()),
            b",".join(self.segments.values()),
        )


class CompileFailed(Exception):
    """The source holds what cannot be evaluated; the version before it keeps serving."""

    def __init__(self, broken: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {why}" for key, why in broken.items()))
        self.broken = broken


@dataclass(frozen=True, slots=True)
class _FlagUnit:
    """A compiled flag. Its model is not kept: many objects that live long make the garbage
    collector's full runs, which stop everything, longer."""

    source: bytes
    segments: frozenset[str]
    asked: frozenset[str]
    """Those of the segments that are not written out in its function."""
    inlined: tuple[bytes, ...]
    """The sources of those that are."""
    prerequisites: tuple[str, ...]
    size: int
    constant: Outcome | None
    function: Decide
    evaluate: Evaluate


class Compiler:
    """Compiles the versions of one environment, one after the other."""

    def __init__(self, *, bulk: bool = True) -> None:
        """`bulk` False leaves out the functions for bulk answers."""
        self._bulk = bulk
        self._flags: dict[str, _FlagUnit] = {}
        self._segments: dict[str, SegmentUnit] = {}
        self._chunks: dict[tuple[str, ...], tuple[tuple[_FlagUnit, ...], Chunk]] = {}
        self._bits: dict[str, int] = {}

    def compile(self, source: Source, *, lenient: bool = False) -> Compiled:
        """All at once."""
        steps = self.steps(source, lenient=lenient)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                compiled: Compiled = done.value
                return compiled

    def steps(self, source: Source, *, lenient: bool = False) -> Generator[None, None, Compiled]:
        """The same a step at a time; returns the result.

        Raises `CompileFailed` and changes nothing, unless `lenient`: then what cannot be compiled
        answers with an error (a flag) or has no members (a segment), and the rest serves.
        """
        broken: dict[str, str] = {}
        segments = yield from self._compile_segments(source.segments, broken)
        flags = yield from self._compile_flags(source.flags, Inlining(segments), broken)
        if broken and not lenient:
            raise CompileFailed(broken)
        compiled = yield from self._assemble(source.version, flags, segments, broken)
        self._flags, self._segments = flags, segments
        return compiled

    # Segments

    def _compile_segments(
        self, sources: Mapping[str, bytes], broken: dict[str, str]
    ) -> Generator[None, None, dict[str, SegmentUnit]]:
        found: dict[str, Segment] = {}
        graph: dict[str, tuple[str, ...]] = {}
        for key, text in sources.items():
            known = self._segments.get(key)
            if known is not None and known.source == text:
                graph[key] = known.segments
                continue
            yield
            segment, issues = read_segment(text)
            if segment is not None:
                issues = _fatal(check_segment(segment, {}, cycles=False))
            if segment is None or issues or segment.key != key:
                broken[key] = _told(issues)
                continue
            found[key] = segment
            graph[key] = tuple(segments_in(segment.when))
        for cycle in find_cycles(graph):
            broken[cycle[0]] = f"contains itself: {' → '.join(cycle)}"
            graph.pop(cycle[0], None)
        done: dict[str, SegmentUnit] = {}
        for key in in_order(graph):
            if key not in found:
                done[key] = self._segments[key]
                continue
            yield
            unit = self._unit([key, *graph[key]])
            unit.answer = unit.every(found[key].when)
            function = yield from _function(unit)
            size = sum(map(size_of, found[key].when))
            done[key] = SegmentUnit(sources[key], graph[key], size, function)
        return done

    def _unit(self, segments: Iterable[str], inlined: Mapping[str, Segment] | None = None) -> Unit:
        """A unit that knows the bits of those segments. A segment keeps its bit for ever."""
        for key in segments:
            self._bits.setdefault(key, len(self._bits))
        return Unit(self._bits, inlined)

    # Flags

    def _compile_flags(
        self,
        sources: Mapping[str, bytes],
        inlining: Inlining,
        broken: dict[str, str],
    ) -> Generator[None, None, dict[str, _FlagUnit]]:
        done: dict[str, _FlagUnit] = {}
        for number, (key, text) in enumerate(sources.items()):
            known = self._flags.get(key)
            if number % CHUNK == 0:
                yield
            if (
                known is not None
                and known.source == text
                and known.inlined == inlining.sources(known.segments)
            ):
                done[key] = known
                continue
            yield
            flag, issues = read_flag(text)
            if flag is not None:
                yield
                issues = _fatal(check_flag(flag, {}, {}, cycles=False))
            if flag is None or issues or flag.key != key:
                broken[key] = _told(issues)
                continue
            yield
            used = frozenset(segment for rule in flag.rules for segment in segments_in(rule.when))
            outcomes = Outcomes(flag)
            unit = self._unit(sorted(used), inlining.written(used))
            unit.answer = unit.flag(outcomes)
            yield
            function = yield from _function(unit)
            done[key] = _FlagUnit(
                source=text,
                segments=used,
                asked=inlining.asked(used),
                inlined=inlining.sources(used),
                prerequisites=tuple(wanted.flag for wanted in flag.prerequisites),
                size=size_of_flag(flag),
                constant=outcomes.constant(),
                function=function,
                evaluate=_with(function, unit.evaluations()),
            )
        graph = {key: unit.prerequisites for key, unit in done.items() if unit.prerequisites}
        for cycle in find_cycles(graph):
            broken[cycle[0]] = f"builds on itself: {' → '.join(cycle)}"
            done.pop(cycle[0])
        return done

    # The whole

    def _assemble(
        self,
        version: int,
        flags: dict[str, _FlagUnit],
        segments: dict[str, SegmentUnit],
        broken: Mapping[str, str],
    ) -> Generator[None, None, Compiled]:
        failures = {
            key: failure_of(key, ErrorCode.GENERAL)
            for key in broken
            if key not in flags and key not in segments
        }
        functions: dict[str, Decide] = {key: unit.function for key, unit in flags.items()}
        functions |= {key: _always(outcome) for key, outcome in failures.items()}
        evaluations: dict[str, Evaluate] = {key: unit.evaluate for key, unit in flags.items()}
        evaluations |= {key: _always(one.evaluation) for key, one in failures.items()}
        yield
        closures = Closures(segments)
        graph = {key: unit.prerequisites for key, unit in flags.items()}
        asked: dict[str, frozenset[str]] = {}
        for key in in_order(graph):
            inner = (asked[other] for other in graph[key] if other in asked)
            asked[key] = flags[key].asked.union(*inner)
        yield
        needs = {key: closures.of(names, self._bits) for key, names in asked.items()}
        needs |= dict.fromkeys(failures, ())
        constants = {key: unit.constant for key, unit in flags.items() if unit.constant is not None}
        yield
        chunks = (yield from self._compile_chunks(flags)) if self._bulk else ()
        return Compiled(
            version=version,
            flags=Parsed(Flag, {key: unit.source for key, unit in flags.items()}),
            segments=Parsed(Segment, {key: unit.source for key, unit in segments.items()}),
            functions=functions,
            evaluations=evaluations,
            needs=needs,
            constants={**constants, **failures},
            broken=broken,
            chunks=chunks,
            all_needs=closures.of(
                frozenset().union(*(unit.segments for unit in flags.values())), self._bits
            ),
        )

    def _compile_chunks(
        self, flags: Mapping[str, _FlagUnit]
    ) -> Generator[None, None, tuple[Chunk, ...]]:
        found: dict[tuple[str, ...], tuple[tuple[_FlagUnit, ...], Chunk]] = {}
        sizes = {key: unit.size for key, unit in flags.items() if unit.constant is None}
        for keys in _grouped(sizes):
            units = tuple(flags[key] for key in keys)
            known = self._chunks.get(keys)
            if known is not None and all(
                a.source == b.source for a, b in zip(known[0], units, strict=True)
            ):
                found[keys] = known
                continue
            unit = Unit(self._bits)
            answers = []
            for one in units:
                outcomes = Outcomes(Flag.model_validate_json(one.source))
                yield
                answers.append(f"({unit.flag(outcomes)})")
                yield
            unit.answer = f"({', '.join(answers)},)"
            unit.answer_with_bodies()
            function = yield from _function(unit)
            found[keys] = units, Chunk(keys, function)
            yield
        self._chunks = found
        return tuple(chunk for _, chunk in found.values())


def _grouped(sizes: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """Groups of about `CHUNK` keys, fewer if their flags are large.

    A key's group depends on the key and on how many there are, so that a change recompiles one
    group, and every process groups alike.
    """
    ordered = sorted(sizes)
    count = 1 << max(0, (len(ordered) // CHUNK).bit_length())
    buckets: dict[int, list[str]] = {}
    for key in ordered:
        buckets.setdefault(crc32(key.encode()) % count, []).append(key)
    for _, keys in sorted(buckets.items()):
        group: list[str] = []
        size = 0
        for key in keys:
            if group and size + sizes[key] > 2 * LARGEST_UNIT:
                yield tuple(group)
                group, size = [], 0
            group.append(key)
            size += sizes[key]
        yield tuple(group)


def _function(unit: Unit) -> Generator[None, None, Callable[..., Any]]:
    """The function of a unit and of its parts."""
    for part in unit.parts:
        unit.names[part.bound_as] = yield from _function(part)
        yield
    code = _code(unit.source())
    return types.FunctionType(code, GLOBALS, "unit", tuple(unit.names.values()))


@functools.lru_cache(maxsize=4096)
def _code(source: str) -> types.CodeType:
    module = compile(source, "<flags>", "exec", dont_inherit=True, optimize=2)
    return next(const for const in module.co_consts if isinstance(const, types.CodeType))


def _with(function: Callable[..., Any], constants: tuple[Any, ...]) -> Callable[..., Any]:
    """The same function with other constants."""
    assert isinstance(function, types.FunctionType)
    return types.FunctionType(function.__code__, GLOBALS, "unit", constants)


def _always(answer: Answer) -> Callable[..., Answer]:
    return lambda context, members, functions: answer


def _fatal(issues: Iterable[Issue]) -> list[Issue]:
    return [issue for issue in issues if issue.code not in _HARMLESS]


def _told(issues: list[Issue]) -> str:
    if not issues:
        return "it is stored under another key"
    return "; ".join(f"{issue.place}: {issue.text()}" for issue in issues)
