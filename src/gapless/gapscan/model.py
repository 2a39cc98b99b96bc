"""What a scan knows: calls, routes, traffic, and the findings their join leads to.

Everything here is plain, frozen data, so that a scan can be stored, compared and rendered
without the code that made it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of finding, in the order in which a reader wants to see them."""

    UNSAFE = "unsafe"
    MISSING_ROUTE = "missing-route"
    WRONG_METHOD = "wrong-method"
    STUB = "stub"
    NO_PERSISTENCE = "no-persistence"
    MISMATCH = "mismatch"
    ORPHAN = "orphan"


class Severity(StrEnum):
    """The proposed priority; ``INFO`` is told but is no gap."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How far the evidence carries: ``certain`` was resolved, ``probable`` recognised by shape."""

    CERTAIN = "certain"
    PROBABLE = "probable"


class StubKind(StrEnum):
    """Why a handler is believed to do nothing."""

    NOT_IMPLEMENTED = "not-implemented"
    EMPTY = "empty"
    CONSTANT = "constant"
    ECHO = "echo"
    NO_STORAGE = "no-storage"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file or capture; ``line`` counts from 1, 0 means the whole file."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the scan could not read, with the place; the scan went on without it."""

    location: Location
    message: str

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call that the panel makes.

    ``path`` is a template such as ``/api/games/{id}``. ``base_known`` is false when the path is
    appended to a base URL that is not in the source (an environment variable, say); ``base`` is
    what that is called there.
    ``unused`` is the name of the function that makes the call, if no part of the panel uses that.
    ``reads`` holds the fields of the answer's body that the panel reads, as dotted paths with
    ``[]`` for the elements of a list. ``via`` are the call sites that led to the client.
    """

    method: str
    path: str
    location: Location
    client: str
    why: str
    base_known: bool = True
    base: str = ""
    confidence: Confidence = Confidence.CERTAIN
    body_keys: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    via: tuple[Location, ...] = ()
    app: str = ""
    unused: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A call whose address could not be worked out; listed, never dropped."""

    location: Location
    expression: str
    why: str


@dataclass(frozen=True, slots=True)
class ExternalCall:
    """A call to another host than the one under test; listed, not joined."""

    method: str
    url: str
    location: Location


@dataclass(frozen=True, slots=True)
class Stub:
    """The verdict that a handler is a stub, with the reason a reader can check."""

    kind: StubKind
    why: str
    location: Location
    confidence: Confidence = Confidence.CERTAIN


@dataclass(frozen=True, slots=True)
class Route:
    """One operation that the server declares.

    ``mounted`` is false when the handler exists but nothing includes its router;
    ``base_known`` is false when it is included somewhere that could not be worked out.
    ``response_fields`` are all fields of the success answer (dotted, ``[]`` for elements), ``None``
    when the shape is not closed or not known. ``response_open`` are the prefixes below which
    anything may be sent.
    """

    method: str
    path: str
    location: Location
    source: str
    handler: str = ""
    stub: Stub | None = None
    mounted: bool = True
    base_known: bool = True
    response_fields: frozenset[str] | None = None
    response_open: frozenset[str] = frozenset()
    request_fields: frozenset[str] | None = None
    secured: bool | None = None
    statuses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a capture shows of one operation: counts of statuses and hashes of bodies."""

    method: str
    path: str
    location: Location
    statuses: tuple[tuple[int, int], ...] = ()
    empty_bodies: int = 0
    bodies: int = 0
    distinct_addresses: int = 0
    distinct_bodies: int = 0
    fields: frozenset[str] | None = None
    fields_open: frozenset[str] = frozenset()
    example: str = ""
    first_seen: str = ""
    last_seen: str = ""

    @property
    def count(self) -> int:
        """The number of captured exchanges."""
        return sum(number for _, number in self.statuses)


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap, with what makes it believable.

    ``fingerprint`` is the same in every run in which the same gap is found, whatever line it
    moved to; ``why`` says what was seen, ``severity_why`` why this priority is proposed.
    """

    kind: Kind
    method: str
    path: str
    field: str
    title: str
    why: str
    severity: Severity
    severity_why: str
    fingerprint: str
    module: str
    locations: tuple[Location, ...] = ()
    confidence: Confidence = Confidence.CERTAIN
    sources: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether it counts; information (an orphan route) does not."""
        return self.severity is not Severity.INFO


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the join: an operation and what each source says about it."""

    method: str
    path: str
    calls: tuple[Call, ...] = ()
    routes: tuple[Route, ...] = ()
    traffic: tuple[Traffic, ...] = ()

    @property
    def called(self) -> bool:
        """Whether the panel calls it, in source or in a capture."""
        return bool(self.calls or self.traffic)

    @property
    def declared(self) -> bool:
        """Whether the server declares it."""
        return any(route.mounted for route in self.routes)


@dataclass(frozen=True, slots=True)
class Scan:
    """The result of one scan."""

    findings: tuple[Finding, ...] = ()
    operations: tuple[Operation, ...] = ()
    calls: tuple[Call, ...] = ()
    routes: tuple[Route, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    external: tuple[ExternalCall, ...] = ()
    notices: tuple[Notice, ...] = ()
    notes: tuple[str, ...] = ()
    statistics: dict[str, Any] = field(default_factory=dict)


class ScanInputError(Exception):
    """An input that the user named cannot be used at all; the message is for the user.

    ``location`` names the file and, where known, the line.
    """

    def __init__(self, message: str, location: Location | None = None) -> None:
        super().__init__(f"{location}: {message}" if location else message)
        self.message = message
        self.location = location

    def __reduce__(self) -> tuple[type[ScanInputError], tuple[str, Location | None]]:
        return type(self), (self.message, self.location)  # it may come from another process
