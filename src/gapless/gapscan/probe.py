"""Live checks of a running server: what answers, to whom, and whether what is written stays.

Reads only, unless the user names the very host and allows writes. No request leaves the base URL's
host: addresses are built from it, and redirects are not followed.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

from gapless.gapscan.answers import ids_in, parse
from gapless.gapscan.creation import CreateProbe
from gapless.gapscan.finding import make, may_hold, unite, urgency
from gapless.gapscan.http import Answer, request
from gapless.gapscan.model import (
    Confidence,
    Finding,
    Kind,
    Location,
    Notice,
    Operation,
    Scan,
    ScanInputError,
    Severity,
)
from gapless.gapscan.paths import anonymous, holes
from gapless.gapscan.persistence import WriteProbe
from gapless.gapscan.shapes import is_empty, shape_of

_PUBLIC = re.compile(
    r"health|ready|live|ping|version|metrics|openapi|docs|login|public|capabilities|status|csrf|config$",
    re.I,
)
_MAX_IDS = 2


@dataclass(slots=True)
class Probe:
    """Probes one server; ``headers`` are the credentials, never written anywhere."""

    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    allow_writes: str = ""
    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    requests: int = 0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ScanInputError(f"{self.base_url}: not an http or https address")
        if self.allow_writes and self.allow_writes.lower() not in (parts.netloc, parts.hostname):
            raise ScanInputError(
                f"writes are allowed on {self.allow_writes}, but the base URL is on {parts.netloc}"
            )

    @property
    def origin(self) -> str:
        """Scheme and host; paths of operations are complete."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def run(self, operations: Iterable[Operation]) -> list[Finding]:
        """Probe every operation that can be probed; the findings."""
        rows = list(operations)
        ids: dict[str, list[str]] = {}
        reads = sorted(
            (row for row in rows if row.method == "GET" and not row.path.endswith("*}")),
            key=lambda row: (len(holes(row.path)), row.path),
        )
        for row in reads:
            self._read(row, ids)
        if self.allow_writes:
            writes = WriteProbe(self.send, self.place)
            self.findings.extend(writes.run(rows, ids))
            self.notices.extend(writes.notices)
            creates = CreateProbe(self.send, self.place)
            self.findings.extend(creates.run(rows))
            self.notices.extend(creates.notices)
        return self.findings

    def place(self, path: str) -> Location:
        """A path of the server as a place for a report."""
        return Location(self.origin + path)

    def send(
        self, method: str, path: str, body: Any = None, *, anonymous: bool = False
    ) -> Answer | None:
        """One request to the host under test; ``None`` (with a notice) when there is no answer."""
        url = self.origin + path
        self.requests += 1
        try:
            text = None if body is None else json.dumps(body)
            return request(method, url, {} if anonymous else self.headers, text)
        except (OSError, http.client.HTTPException) as error:
            self.notices.append(Notice(Location(url), f"no answer to {method}: {error}"))
            return None

    # -- reads -----------------------------------------------------------------------------

    def _read(self, row: Operation, ids: dict[str, list[str]]) -> None:
        bodies: dict[str, str] = {}
        for path in addresses(row.path, ids):
            answer = self.send("GET", path)
            if answer is None:
                continue
            self._judge_status(row, path, answer)
            if answer.status != 200:
                continue
            bodies[path] = hashlib.sha256(answer.body.encode()).hexdigest()
            self._judge_access(row, path, answer)
            if (parsed := parse(answer)) is not None:
                found = ids_in(parsed)
                if found:
                    ids.setdefault(anonymous(row.path), found)
                self._judge_fields(row, path, parsed)
        if bodies and (absent := absent_address(row.path, next(iter(bodies)))) is not None:
            # Somebody who answers for one that cannot exist answers for anyone.
            answer = self.send("GET", absent)
            if answer is not None and answer.status == 200:
                bodies[absent] = hashlib.sha256(answer.body.encode()).hexdigest()
        if len(bodies) > 1 and len(set(bodies.values())) == 1:
            self._found(
                Kind.STUB,
                row,
                "answers the same for every address",
                f"{' and '.join(bodies)} gave one and the same body",
                (Severity.P2, "the page shows made-up data, but nothing is lost"),
                next(iter(bodies)),
                confidence=Confidence.PROBABLE,
            )

    def _judge_status(self, row: Operation, path: str, answer: Answer) -> None:
        told = f"GET {self.origin}{path} answered {answer.status}"
        if answer.status == 501:
            self._found(
                Kind.STUB,
                row,
                "answers 501 (not implemented)",
                told,
                urgency("GET", "the server says that it is not implemented"),
                path,
            )
        elif answer.status == 405:
            self._found(
                Kind.WRONG_METHOD,
                row,
                "answers 405",
                told,
                urgency("GET", "the call is refused with 405"),
                path,
            )
        elif answer.status == 404 and not holes(row.path):
            self._found(
                Kind.MISSING_ROUTE,
                row,
                "answers 404",
                told,
                urgency("GET", "the call answers 404"),
                path,
            )

    def _judge_access(self, row: Operation, path: str, answer: Answer) -> None:
        if not self.headers or _PUBLIC.search(row.path):
            return
        if any(route.secured is False for route in row.routes) or "json" not in answer.kind:
            return
        bare = self.send("GET", path, anonymous=True)
        body = parse(answer)
        if (
            bare is not None
            and bare.status == 200
            and bare.body == answer.body
            and not is_empty(body)
        ):
            self._found(
                Kind.UNSAFE,
                row,
                "answers without credentials",
                f"GET {self.origin}{path} gave the same data with and without credentials",
                (Severity.P0, "anybody can read what should need a login"),
                path,
            )

    def _judge_fields(self, row: Operation, path: str, body: Any) -> None:
        fields, opened = shape_of(body)
        for call in row.calls:
            for name in call.reads:
                if fields and not may_hold(fields, opened, name):
                    self._found(
                        Kind.MISMATCH,
                        row,
                        f"the panel reads `{name}`, which was not sent",
                        f"{call.location} reads `{name}`; GET {self.origin}{path} sent none",
                        (Severity.P2, "a part of the page stays empty or breaks"),
                        path,
                        name=name,
                        confidence=Confidence.PROBABLE,
                    )

    def _found(
        self,
        kind: Kind,
        row: Operation,
        title: str,
        why: str,
        severity: tuple[Severity, str],
        path: str,
        *,
        name: str = "",
        confidence: Confidence = Confidence.CERTAIN,
    ) -> None:
        self.findings.append(
            make(
                kind,
                row.method,
                row.path,
                f"{row.method} {row.path} {title}",
                why,
                severity,
                [self.place(path)],
                field=name,
                confidence=confidence,
                sources=["probe"],
            )
        )


def addresses(path: str, ids: Mapping[str, list[str]]) -> list[str]:
    """Concrete paths of a template, with identifiers that lists showed, if they did."""
    if not holes(path):
        return [path]
    first = path.index("{")
    head = path[:first].rstrip("/")
    if path.count("{") > 1 or not path[:first].endswith("/"):
        return []
    tail = path[path.index("}") + 1 :]
    found = ids.get(anonymous(head), [])
    return [f"{head}/{quote(identifier, safe='')}{tail}" for identifier in found[:_MAX_IDS]]


def absent_address(path: str, real: str) -> str | None:
    """The address of something that surely does not exist, with an identifier of the same kind."""
    if not holes(path):
        return None
    head, tail = path[: path.index("{")], path[path.index("}") + 1 :]
    known = real[len(head) : len(real) - len(tail) or None]
    if known.isdigit():
        return f"{head}{2**31 - 9}{tail}"
    if re.fullmatch(r"[0-9a-fA-F-]{36}", known):
        return f"{head}0badc0de-0000-4000-8000-00000badc0de{tail}"
    return f"{head}gapless-absent{tail}"


def probe(
    scanned: Scan, base_url: str, headers: Mapping[str, str] | None = None, allow_writes: str = ""
) -> Scan:
    """The scan with the findings of live checks added to (and united with) its own.

    Raises :class:`ScanInputError` for a base URL that is none, or writes allowed on another host.
    """
    checked = Probe(base_url, headers or {}, allow_writes)
    found = checked.run(scanned.operations)
    return replace(
        scanned,
        findings=tuple(unite([*scanned.findings, *found])),
        notices=(*scanned.notices, *checked.notices),
        statistics={**scanned.statistics, "requests": checked.requests},
    )
