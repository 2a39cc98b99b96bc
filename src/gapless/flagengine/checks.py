"""Whether a document is sound: every fault with its place, before anything is published."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from gapless.flagengine import values
from gapless.flagengine.contradictions import contradictions, unreachable
from gapless.flagengine.cycles import depths, find_cycles
from gapless.flagengine.issues import Issue, IssueCode
from gapless.flagengine.model import (
    LEAST_INTEGER,
    MOST_INTEGER,
    AllCondition,
    AnyCondition,
    AttributeCondition,
    Condition,
    Document,
    FixedServe,
    Flag,
    FlagType,
    NotCondition,
    Operator,
    Segment,
    SegmentCondition,
    Serve,
    ShareCondition,
    SplitServe,
)
from gapless.flagengine.operators import LISTS, MOMENTS, NUMBERS, ONE_VALUE, TEXTS, VERSIONS

DEEPEST = 8
LONGEST_CHAIN = 20
"""How many segments or prerequisites may hang on one another."""
LARGEST_VALUE = 64 * 1024


def check_document(document: Document) -> list[Issue]:
    """Every fault of the document. Empty: it can be published."""
    return [issue for issue in iter_document(document) if issue is not None]


def iter_document(document: Document) -> Iterator[Issue | None]:
    """The same a piece at a time: yields None after each flag, for callers that must not hog."""
    flags = {flag.key: flag for flag in document.flags}
    segments = {segment.key: segment for segment in document.segments}
    yield from _duplicates("flags", (flag.key for flag in document.flags))
    yield from _duplicates("segments", (segment.key for segment in document.segments))
    for segment in document.segments:
        for issue in check_segment(segment, segments, cycles=False):
            yield issue.under(f"segments.{segment.key}")
    for flag in document.flags:
        for issue in check_flag(flag, flags, segments, cycles=False):
            yield issue.under(f"flags.{flag.key}")
        yield None
    yield from _cycles("segments", IssueCode.SEGMENT_CYCLE, segment_graph(segments))
    yield from _cycles("flags", IssueCode.PREREQUISITE_CYCLE, flag_graph(flags))


def check_flag(
    flag: Flag,
    flags: Mapping[str, Flag],
    segments: Mapping[str, Segment],
    *,
    cycles: bool = True,
) -> list[Issue]:
    """Every fault of one flag among the others of its environment; places are the flag's own."""
    found = [*_duplicates("variants", (variant.key for variant in flag.variants))]
    found += _duplicates("rules", (rule.id for rule in flag.rules))
    found += _values(flag)
    if flag.variant(flag.off_variant) is None:
        found.append(_no_variant("off_variant", flag, flag.off_variant))
    found += _serve("default", flag, flag.default)
    for index, rule in enumerate(flag.rules):
        at = f"rules.{index}"
        faults = conditions(f"{at}.when", rule.when, segments)
        found += faults or contradictions(at, rule.when)
        found += _serve(f"{at}.serve", flag, rule.serve)
    found += unreachable(flag.rules)
    for index, wanted in enumerate(flag.prerequisites):
        at = f"prerequisites.{index}"
        other = flag if wanted.flag == flag.key else flags.get(wanted.flag)
        if other is None:
            found.append(Issue(IssueCode.FLAG_UNKNOWN, f"{at}.flag", {"flag": wanted.flag}))
            continue
        for number, variant in enumerate(wanted.variants):
            if other.variant(variant) is None:
                found.append(_no_variant(f"{at}.variants.{number}", other, variant))
    if cycles and flag.prerequisites:
        graph = flag_graph({**flags, flag.key: flag})
        found += _cycles("", IssueCode.PREREQUISITE_CYCLE, graph, through=flag.key)
    return found


def check_segment(
    segment: Segment, segments: Mapping[str, Segment], *, cycles: bool = True
) -> list[Issue]:
    """Every fault of one segment among the others; places are the segment's own."""
    known = {**segments, segment.key: segment}
    faults = conditions("when", segment.when, known)
    found = faults or [*contradictions("when", segment.when)]
    if cycles:
        found += _cycles("", IssueCode.SEGMENT_CYCLE, segment_graph(known), through=segment.key)
    return found


def check_dependants(flag: Flag, flags: Iterable[Flag]) -> list[Issue]:
    """What a change of a flag breaks in the flags that build on it (a variant they need)."""
    return [
        _no_variant(f"flags.{other.key}.prerequisites.{index}.variants.{number}", flag, variant)
        for other in flags
        if other.key != flag.key
        for index, wanted in enumerate(other.prerequisites)
        if wanted.flag == flag.key
        for number, variant in enumerate(wanted.variants)
        if flag.variant(variant) is None
    ]


def flag_graph(flags: Mapping[str, Flag]) -> dict[str, tuple[str, ...]]:
    """Which flags each flag builds on."""
    return {key: tuple(p.flag for p in flag.prerequisites) for key, flag in flags.items()}


def segment_graph(segments: Mapping[str, Segment]) -> dict[str, tuple[str, ...]]:
    """Which segments each segment names."""
    return {key: tuple(segments_in(segment.when)) for key, segment in segments.items()}


def segments_in(found: Iterable[Condition]) -> Iterator[str]:
    """The segments that conditions name, at any depth."""
    for condition in found:
        if isinstance(condition, SegmentCondition):
            yield condition.segment
        elif isinstance(condition, AllCondition | AnyCondition):
            yield from segments_in(condition.of)
        elif isinstance(condition, NotCondition):
            yield from segments_in((condition.of,))


def conditions(
    place: str, found: Iterable[Condition], segments: Mapping[str, Segment], depth: int = 1
) -> list[Issue]:
    """Every fault of conditions and of those inside them."""
    if depth > DEEPEST:
        return [Issue(IssueCode.TOO_DEEP, place, {"limit": DEEPEST})]
    return [
        issue
        for index, condition in enumerate(found)
        for issue in _condition(f"{place}.{index}", condition, segments, depth)
    ]


def _condition(
    place: str, condition: Condition, segments: Mapping[str, Segment], depth: int
) -> list[Issue]:
    match condition:
        case AttributeCondition():
            return _attribute(place, condition)
        case SegmentCondition():
            if condition.segment in segments:
                return []
            facts = {"segment": condition.segment}
            return [Issue(IssueCode.SEGMENT_UNKNOWN, f"{place}.segment", facts)]
        case ShareCondition():
            if condition.start <= condition.end <= condition.total:
                return []
            facts = condition.model_dump(include={"start", "end", "total"})
            return [Issue(IssueCode.SHARE_INVALID, place, facts)]
        case AllCondition() | AnyCondition():
            return conditions(f"{place}.of", condition.of, segments, depth + 1)
        case NotCondition():
            if depth >= DEEPEST:
                return [Issue(IssueCode.TOO_DEEP, place, {"limit": DEEPEST})]
            return _condition(f"{place}.of", condition.of, segments, depth + 1)


def _attribute(place: str, condition: AttributeCondition) -> list[Issue]:
    op, given = condition.op, condition.values
    wanted = _count(op)
    if (len(given) != wanted) if wanted is not None else not given:
        needed = "1+" if wanted is None else wanted
        counts = {"operator": op.value, "wanted": needed, "found": len(given)}
        return [Issue(IssueCode.VALUES_COUNT, f"{place}.values", counts)]
    code, reads = _reader(op)
    issues = [
        Issue(code, f"{place}.values.{index}", {"value": value})
        for index, value in enumerate(given)
        if not reads(value)
    ]
    if op is Operator.MATCHES and not issues:
        for index, value in enumerate(given):
            try:
                values.Pattern(str(value))
            except ValueError as error:
                facts = {"what": str(error)}
                issues.append(Issue(IssueCode.PATTERN_INVALID, f"{place}.values.{index}", facts))
    if op is Operator.BETWEEN and not issues:
        low, high = values.number(given[0]), values.number(given[1])
        if low is not None and high is not None and low > high:
            told = {"low": given[0], "high": given[1]}
            issues.append(Issue(IssueCode.RANGE_EMPTY, f"{place}.values", told))
    return issues


def _count(op: Operator) -> int | None:
    """How many values an operator takes; None: one or more."""
    if op is Operator.EXISTS:
        return 0
    if op is Operator.BETWEEN:
        return 2
    return 1 if op in ONE_VALUE else None


def _reader(op: Operator) -> tuple[IssueCode, Callable[[object], bool]]:
    if op in NUMBERS or op is Operator.BETWEEN:
        return IssueCode.NOT_A_NUMBER, lambda value: values.number(value) is not None
    if op in VERSIONS or op is Operator.SEMVER_EQUAL:
        return IssueCode.NOT_A_VERSION, lambda value: values.version(value) is not None
    if op in MOMENTS:
        return IssueCode.NOT_A_MOMENT, lambda value: values.moment(value) is not None
    if op in TEXTS:
        return IssueCode.NOT_A_TEXT, lambda value: isinstance(value, str) and value != ""
    assert op in LISTS or op in (Operator.IN, Operator.EXISTS)
    return IssueCode.INVALID, lambda value: True


def _serve(place: str, flag: Flag, serve: Serve) -> list[Issue]:
    if isinstance(serve, FixedServe):
        if flag.variant(serve.variant) is None:
            return [_no_variant(f"{place}.variant", flag, serve.variant)]
        return []
    issues = [
        _no_variant(f"{place}.slices.{index}.variant", flag, part.variant)
        for index, part in enumerate(serve.slices)
        if part.variant is not None and flag.variant(part.variant) is None
    ]
    return issues + _weights(place, serve)


def _weights(place: str, serve: SplitServe) -> list[Issue]:
    total = sum(part.weight for part in serve.slices)
    if total == serve.total:
        return []
    percent = f"{100 * total / serve.total:.3f}".rstrip("0").rstrip(".")
    return [Issue(IssueCode.WEIGHTS_NOT_FULL, f"{place}.slices", {"percent": percent})]


def _values(flag: Flag) -> Iterator[Issue]:
    for index, variant in enumerate(flag.variants):
        place = f"variants.{index}.value"
        if not is_of_type(variant.value, flag.type):
            facts = {"variant": variant.key, "type": flag.type.value}
            yield Issue(IssueCode.VALUE_TYPE, place, facts)
        elif len(json.dumps(variant.value)) > LARGEST_VALUE:
            yield Issue(IssueCode.TOO_LARGE, place, {"limit": LARGEST_VALUE})


def is_of_type(value: Any, kind: FlagType) -> bool:
    """Whether a variant's value fits the flag's type."""
    match kind:
        case FlagType.BOOLEAN:
            return isinstance(value, bool)
        case FlagType.STRING:
            return isinstance(value, str)
        case FlagType.NUMBER:
            return not isinstance(value, bool) and _is_number(value)
        case FlagType.JSON:
            return isinstance(value, dict | list) and _is_json(value)


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return LEAST_INTEGER <= value <= MOST_INTEGER
    return isinstance(value, float) and math.isfinite(value)


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
        return _has_fitting_numbers(value)
    except (ValueError, TypeError, RecursionError):
        return False


def _has_fitting_numbers(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_has_fitting_numbers, value.values()))
    if isinstance(value, list):
        return all(map(_has_fitting_numbers, value))
    return not isinstance(value, int | float) or _is_number(value)


def _no_variant(place: str, flag: Flag, variant: str) -> Issue:
    return Issue(IssueCode.VARIANT_MISSING, place, {"flag": flag.key, "variant": variant})


def _duplicates(place: str, names: Iterable[str]) -> Iterator[Issue]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Issue(IssueCode.DUPLICATE, f"{place}.{index}", {"name": name})
        seen.add(name)


def _cycles(
    place: str, code: IssueCode, graph: Mapping[str, Iterable[str]], through: str | None = None
) -> Iterator[Issue]:
    field = "prerequisites" if code is IssueCode.PREREQUISITE_CYCLE else "when"
    cycles = find_cycles(graph)
    for cycle in cycles:
        if through is not None and through not in cycle:
            continue
        start = cycle.index(through) if through is not None else 0
        turned = [*cycle[start:], *cycle[:start]]
        told = {"cycle": " → ".join([*turned, turned[0]])}
        yield Issue(code, f"{place}.{turned[0]}.{field}" if place else field, told)
    if not cycles:
        for name, depth in depths(graph).items():
            if depth > LONGEST_CHAIN and through in (None, name):
                at = f"{place}.{name}.{field}" if place else field
                yield Issue(IssueCode.TOO_DEEP, at, {"limit": LONGEST_CHAIN})
