"""What an expression may be worth, as far as addresses are concerned.

Values may depend on parameters of functions (:class:`Ref`); :func:`substitute` puts arguments in
their place, which is how a call is followed through wrappers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ref:
    """A parameter of a function, or a member of it; index -1 is ``this``."""

    fid: str
    index: int
    path: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a text that is not known: its likely name, and the parameter it comes from."""

    name: str
    ref: Ref | None = None
    # What stands there when the caller gives nothing.
    default: Value | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text with holes."""

    parts: tuple[str | Hole, ...]

    @property
    def constant(self) -> str | None:
        """The text when it has no hole."""
        if not self.parts:
            return ""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not known; ``name`` is what it was called. ``constant`` is a literal that is no text."""

    name: str = ""
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """``undefined``: an argument that was not given, a key that an object does not have."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """``first || second`` where ``first`` is not yet known."""

    first: Value
    second: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several values."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An object: known members, and what was spread into it, first spread first."""

    members: dict[str, Value] = field(hash=False)
    spreads: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """An array."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Func:
    """A function with the values of the parameters that it closes over."""

    fid: str
    env: tuple[tuple[tuple[str, int], Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Klass:
    """A class."""

    cid: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An object made by ``new``; ``env`` binds the constructor's parameters."""

    cid: str
    env: tuple[tuple[tuple[str, int], Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Namespace:
    """All exports of a module."""

    path: str


@dataclass(frozen=True, slots=True)
class External:
    """Something of a package or of the browser: ``package`` is empty for a global."""

    package: str
    name: str


@dataclass(frozen=True, slots=True)
class Client:
    """An HTTP client: its library, the base that it puts before each path, a fixed method."""

    library: str
    base: Value
    method: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call answers, or a part of it; ``site`` is the call's place in its module."""

    site: tuple[str, int]
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a call of a package gives, known by the call: an Express application, a router."""

    what: str
    site: int


@dataclass(frozen=True, slots=True)
class Chain:
    """``router.route(path)``, to which methods are added one after the other."""

    owner: Value
    path: Value


Value = (
    Ref | Text | Unknown | Missing | Fallback | OneOf | Record | Sequence | Func | Klass | Instance
    | Namespace | External | Client | Answer | Made | Chain
)  # fmt: skip

MAX_OPTIONS = 24
Bindings = dict[tuple[str, int], Value]


def text(value: str) -> Text:
    """A known text."""
    return Text((value,) if value else ())


def one_of(options: list[Value]) -> Value:
    """The union, without repetitions; unknown options give way to known ones."""
    flat: list[Value] = []
    for option in options:
        for item in option.options if isinstance(option, OneOf) else (option,):
            if item not in flat:
                flat.append(item)
    known: list[Value] = [item for item in flat if not isinstance(item, Unknown | Missing)]
    if known:
        # An empty start value (`let url = ""`) says nothing beside the values it gets later.
        flat = [item for item in known if item != Text(())] or known
    if len(flat) == 1:
        return flat[0]
    return OneOf(tuple(flat[:MAX_OPTIONS])) if flat else Unknown()


def options_of(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value."""
    return value.options if isinstance(value, OneOf) else (value,)


def fallback(first: Value, second: Value) -> Value:
    """``first || second``."""
    if isinstance(first, Unknown | Missing) or first == Text(()):
        return second if not (isinstance(second, Missing) and isinstance(first, Unknown)) else first
    if isinstance(first, Ref | Fallback) or (isinstance(first, Text) and _only_hole(first)):
        return Fallback(first, second)
    return first


def _only_hole(value: Text) -> bool:
    return len(value.parts) == 1 and isinstance(value.parts[0], Hole)


def concat(values: list[Value]) -> Value:
    """All texts that the concatenation may give."""
    results: list[tuple[str | Hole, ...]] = [()]
    for value in values:
        choices = [as_parts(option) for option in options_of(value)][:MAX_OPTIONS]
        results = [head + tail for head in results for tail in choices][:MAX_OPTIONS]
    return one_of([Text(_merged(parts)) for parts in results])


def _merged(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    merged: list[str | Hole] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return tuple(merged)


def as_parts(value: Value) -> tuple[str | Hole, ...]:
    """A value as part of a text."""
    match value:
        case Text():
            return value.parts
        case Ref():
            return (Hole(value.path[-1] if value.path else value.name, value),)
        case Fallback():
            parts = as_parts(value.first)
            if len(parts) == 1 and isinstance(hole := parts[0], Hole) and hole.ref is not None:
                return (Hole(hole.name, hole.ref, value.second),)
            return parts
        case Unknown():
            return (Hole(value.name),)
        case External():
            return (Hole(value.name),)
        case Answer():
            return (Hole(value.path[-1] if value.path else "value"),)
        case OneOf():
            return as_parts(value.options[0])
    return (Hole("value"),)


def substitute(
    value: Value,
    bindings: Bindings,
    member: Callable[[Value, str], Value],
    encloses: Callable[[str, str], bool],
) -> Value:
    """``value`` with the parameters in ``bindings`` replaced.

    ``member`` looks up members; ``encloses(outer, inner)`` tells whether a function lies in
    another, which is when it closes over its parameters.
    """
    if not bindings:
        return value

    def go(item: Value) -> Value:
        match item:
            case Ref():
                if (item.fid, item.index) not in bindings:
                    return item
                found = bindings[(item.fid, item.index)]
                for key in item.path:
                    found = member(found, key)
                if isinstance(found, Unknown) and not found.name and not found.constant:
                    return Unknown(item.path[-1] if item.path else item.name)
                return found
            case Text():
                if all(isinstance(p, str) or p.ref is None for p in item.parts):
                    return item
                pieces: list[Value] = []
                for part in item.parts:
                    if isinstance(part, str) or part.ref is None:
                        pieces.append(Text((part,)))
                    else:
                        found = go(part.ref)
                        # A value that says nothing keeps the parameter's name.
                        unnamed = isinstance(found, Unknown) and not found.name
                        empty = isinstance(found, Missing)
                        if empty and part.default is not None:
                            pieces.append(go(part.default))
                            continue
                        pieces.append(Text((Hole(part.name),)) if unnamed or empty else found)
                return concat(pieces)
            case Fallback():
                return fallback(go(item.first), go(item.second))
            case OneOf():
                return one_of([go(option) for option in item.options])
            case Record():
                members = {key: go(entry) for key, entry in item.members.items()}
                return Record(members, tuple(go(spread) for spread in item.spreads))
            case Sequence():
                return Sequence(tuple(go(entry) for entry in item.items))
            case Func():
                merged = {key: go(entry) for key, entry in item.env}
                for owner, given in bindings.items():
                    if owner not in merged and encloses(owner[0], item.fid):
                        merged[owner] = given
                return Func(item.fid, tuple(merged.items()))
            case Instance():
                return Instance(item.cid, tuple((key, go(entry)) for key, entry in item.env))
            case Client():
                return Client(item.library, go(item.base), item.method)
        return item

    return go(value)


def refs_in(value: Value) -> list[Ref]:
    """The parameters that a value depends on, in order."""
    found: list[Ref] = []

    def go(item: Value) -> None:
        match item:
            case Ref():
                found.append(item)
            case Text():
                found.extend(p.ref for p in item.parts if isinstance(p, Hole) and p.ref is not None)
            case Fallback():
                go(item.first)
                go(item.second)
            case OneOf():
                for option in item.options:
                    go(option)
            case Record():
                for entry in item.members.values():
                    go(entry)
                for spread in item.spreads:
                    go(spread)
            case Sequence():
                for entry in item.items:
                    go(entry)
            case Client():
                go(item.base)

    go(value)
    return found


def resite(value: Value, site: tuple[str, int]) -> Value:
    """``value`` with every answer in it taken to be the answer of the call at ``site``."""
    match value:
        case Answer():
            return Answer(site, value.path)
        case OneOf():
            return one_of([resite(option, site) for option in value.options])
        case Record():
            return Record(
                {key: resite(item, site) for key, item in value.members.items()}, value.spreads
            )
    return value
