"""What a verification contract says, as data; `load` reads it, `runner` carries it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

# The default patience, in seconds, with one answer, one condition, and a whole contract.
REQUEST_TIMEOUT = 15.0
WITHIN = timedelta(seconds=30)
EVERY = timedelta(milliseconds=500)
CONTRACT_TIMEOUT = timedelta(minutes=5)


class _Missing:
    """Tells a JSON body of null from no body."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a multipart request: its content as text, or data to be written as JSON."""

    filename: str
    content_type: str
    text: str | None = None
    json: Any = MISSING


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; any text in it may hold `${name}`."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = MISSING
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, FilePart] = field(default_factory=dict)
    body: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One condition on a JSON body: the nodes of a JSONPath, and operators they must satisfy.

    Every node must, and there must be one; with `some` a single one suffices.
    """

    path: str
    operators: Mapping[str, Any]
    some: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Expect:
    """What an answer must be. `statuses` holds inclusive ranges; 2xx if a contract names none."""

    statuses: tuple[tuple[int, int], ...] = ((200, 299),)
    headers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    body: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Until:
    """Repeats a request until it is as expected; `stop` are conditions that end it as a failure."""

    expect: Expect
    stop: tuple[Check, ...] = ()
    within: timedelta = WITHIN
    every: timedelta = EVERY


@dataclass(frozen=True, slots=True)
class Persists:
    """What a new session must see: another request, or None for the step's own once more."""

    request: Request | None
    expect: Expect | None


class SaveFrom(StrEnum):
    """Where a saved variable comes from."""

    BODY = "body"
    HEADER = "header"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Save:
    """A variable taken from an answer: a JSONPath into the body, or a header's name."""

    source: SaveFrom
    path: str


@dataclass(frozen=True, slots=True)
class Each:
    """Carries a step out once for each value of a variable."""

    name: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One act in a browser: `open`, `fill`, `click`, `see`, `not_see`, `screenshot` ..."""

    kind: str
    arguments: Mapping[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class NonEmptyWhen:
    """A list that must show an event: look, make the event happen, look until a row is new."""

    look: Request
    rows: str
    event: tuple[Step, ...]
    expect: Expect = field(default_factory=Expect)
    within: timedelta = WITHIN
    every: timedelta = EVERY
    new: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step: exactly one of `request`, `non_empty_when` and `browser` is set."""

    name: str
    line: int
    actor: str
    tenant: str | None = None
    each: Each | None = None
    request: Request | None = None
    expect: Expect = field(default_factory=Expect)
    until: Until | None = None
    persists: Persists | None = None
    save: Mapping[str, Save] = field(default_factory=dict)
    non_empty_when: NonEmptyWhen | None = None
    browser: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """How a gap is proven closed. `digest` is the SHA-256 of the file that says so."""

    file: str
    gap: str
    title: str
    variables: Mapping[str, Any]
    steps: tuple[Step, ...]
    cleanup: tuple[Step, ...]
    timeout: timedelta
    digest: str

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """Every step, those of events and of the cleanup included."""

        def within(steps: tuple[Step, ...]) -> Iterator[Step]:
            for step in steps:
                yield step
                if step.non_empty_when is not None:
                    yield from within(step.non_empty_when.event)

        return tuple(within((*self.steps, *self.cleanup)))
