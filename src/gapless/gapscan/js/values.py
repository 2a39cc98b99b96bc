"""What an expression may be worth, as far as addresses are concerned.

Values may depend on parameters of functions (:class:`Ref`); :func:`substitute` puts arguments in
their place, which is how a call is followed through wrappers.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Whole:
    """What is made of other values; see :mod:`gapless.gapscan.js.size`."""

    weight: int = field(default=0, init=False, compare=False, repr=False)
    depth: int = field(default=0, init=False, compare=False, repr=False)


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
class Fallback(Whole):
    """``first || second`` where ``first`` is not yet known."""

    first: Value
    second: Value


@dataclass(frozen=True, slots=True)
class OneOf(Whole):
    """One of several values."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class When(Whole):
    """``then`` if ``subject`` is ``equals`` (or, without one, is there at all), else the other.

    What a caller gives decides it.
    """

    subject: Value
    equals: str | None
    then: Value
    otherwise: Value


@dataclass(frozen=True, slots=True)
class Record(Whole):
    """An object: known members, and what was spread into it, first spread first."""

    members: dict[str, Value] = field(hash=False)
    spreads: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence(Whole):
    """An array."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Func(Whole):
    """A function with the values of the parameters that it closes over."""

    fid: str
    env: tuple[tuple[tuple[str, int], Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Klass:
    """A class."""

    cid: str


@dataclass(frozen=True, slots=True)
class Instance(Whole):
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
    Ref | Text | Unknown | Missing | Fallback | OneOf | When | Record | Sequence | Func | Klass
    | Instance | Namespace | External | Client | Answer | Made | Chain
)  # fmt: skip

MAX_OPTIONS = 24
# No address is longer; what is, is a page that a script writes.
MAX_TEXT = 1000
HOLE_SIZE = 10
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
        told: list[Value] = [item for item in known if item != Text(())]
        named: list[Value] = [item for item in flat if isinstance(item, Unknown) and item.name]
        flat = told or named[:1] or known
    if len(flat) == 1:
        return flat[0]
    return OneOf(tuple(flat[:MAX_OPTIONS])) if flat else Unknown()


def options_of(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value."""
    if isinstance(value, When):
        return options_of(one_of([value.then, value.otherwise]))
    return value.options if isinstance(value, OneOf) else (value,)


def when(subject: Value, equals: str | None, then: Value, otherwise: Value) -> Value:
    """The alternative that ``subject`` chooses; both, if nobody will ever say more of it."""
    chosen = _decided(subject, equals)
    if chosen is not None:
        return then if chosen else otherwise
    if then == otherwise:
        return then
    return When(subject, equals, then, otherwise) if refs_in(subject) else _either(then, otherwise)


def _either(then: Value, otherwise: Value) -> Value:
    """Both alternatives of a conditional: unlike a start value, an empty text is meant."""
    pair = (then, otherwise)
    if Text(()) in pair and all(isinstance(value, Text) for value in pair):
        return OneOf(pair)
    return one_of([then, otherwise])


def _decided(subject: Value, equals: str | None) -> bool | None:
    match subject:
        case OneOf():
            # A choice between values that all mean the same here is none.
            all_mean = {_decided(option, equals) for option in subject.options}
            return all_mean.pop() if len(all_mean) == 1 else None
        case Missing():
            return False
        case Text():
            if equals is not None:
                return None if subject.constant is None else subject.constant == equals
            return bool(subject.parts) if not _only_hole(subject) else None
        case Record() | Sequence() | Func() | Klass() | Instance() | Namespace():
            return equals is None
    return None


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
    chosen = [value for value in values if isinstance(value, When)]
    if len(chosen) == 1:
        at = values.index(chosen[0])
        both = [
            concat([*values[:at], v, *values[at + 1 :]])
            for v in (chosen[0].then, chosen[0].otherwise)
        ]
        return When(chosen[0].subject, chosen[0].equals, *both)
    results: list[tuple[str | Hole, ...]] = [()]
    for value in values:
        choices = [as_parts(option) for option in options_of(value)][:MAX_OPTIONS]
        results = [head + tail for head in results for tail in choices][:MAX_OPTIONS]
    return one_of([Text(_merged(parts)) for parts in results])


def _merged(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    merged: list[str | Hole] = []
    size = 0
    for part in parts:
        if size > MAX_TEXT:
            break
        if isinstance(part, str):
            part = part[:MAX_TEXT]
        size += len(part) if isinstance(part, str) else HOLE_SIZE
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
            return (Hole(value.name.rsplit(".", 1)[-1]),)
        case Answer():
            return (Hole(value.path[-1] if value.path else "value"),)
        case OneOf() | When():
            return as_parts(options_of(value)[0])
    return (Hole("value"),)


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
            case When():
                go(item.subject)
                go(item.then)
                go(item.otherwise)
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


@dataclass(frozen=True, slots=True)
class Rewrite:
    """An assignment to ``config.url`` or ``config.baseURL`` in an interceptor of a client."""

    base: Value
    key: str
    fid: str
    value: Value
