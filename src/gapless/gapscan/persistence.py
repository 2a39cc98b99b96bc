"""Whether what is written stays: write a mark, read it back on another connection, restore."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote

from gapless.gapscan.finding import make
from gapless.gapscan.http import Answer
from gapless.gapscan.model import Finding, Kind, Location, Notice, Operation, Severity
from gapless.gapscan.paths import anonymous, holes

# Fields that a person may rewrite without changing how anything works.
TEXT_FIELDS = ("name", "title", "label", "description", "notes", "note", "comment", "display_name")


class Send(Protocol):
    """Sends one request; see :meth:`gapless.gapscan.probe.Probe.send`."""

    def __call__(
        self, method: str, path: str, body: Any = None, *, anonymous: bool = False
    ) -> Answer | None: ...


class WriteProbe:
    """Writes marks through PUT and PATCH of single objects, where a GET can read them back."""

    def __init__(self, send: Send, place: Callable[[str], Location]) -> None:
        self.send = send
        self.place = place
        self.notices: list[Notice] = []

    def run(self, rows: Iterable[Operation], ids: Mapping[str, list[str]]) -> list[Finding]:
        """The writes that did not stay."""
        known = list(rows)
        readable = {anonymous(row.path) for row in known if row.method == "GET"}
        findings: list[Finding] = []
        for row in known:
            if row.method not in ("PUT", "PATCH") or anonymous(row.path) not in readable:
                continue
            path = self._address(row.path, ids)
            if path is not None and (finding := self._check(row, path)) is not None:
                findings.append(finding)
        return findings

    @staticmethod
    def _address(path: str, ids: Mapping[str, list[str]]) -> str | None:
        if not holes(path):
            return path
        first = path.index("{")
        found = ids.get(anonymous(path[:first].rstrip("/")), [])
        if path.count("{") > 1 or not found:
            return None
        return path[:first] + quote(found[0], safe="") + path[path.index("}") + 1 :]

    def _object(self, path: str) -> dict[str, Any] | None:
        answer = self.send("GET", path)
        if answer is None or answer.status != 200:
            return None
        try:
            body = json.loads(answer.body)
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def _check(self, row: Operation, path: str) -> Finding | None:
        before = self._object(path)
        if before is None:
            return None
        allowed = {key for call in row.calls for key in call.body_keys}
        for route in row.routes:
            allowed |= set(route.request_fields or ())
        field = next(
            (
                f
                for f in TEXT_FIELDS
                if isinstance(before.get(f), str) and (not allowed or f in allowed)
            ),
            None,
        )
        if field is None:
            self.notices.append(
                Notice(self.place(path), "not written: it has no field of plain text")
            )
            return None
        mark = f"gapless-{secrets.token_hex(4)}"
        # A PUT replaces the object, so it gets all that a write may hold.
        whole = {key: value for key, value in before.items() if not allowed or key in allowed}
        body = {field: mark} if row.method == "PATCH" else {**whole, field: mark}
        answer = self.send(row.method, path, body)
        if answer is None or not 200 <= answer.status < 300:
            told = "gave no answer" if answer is None else f"answered {answer.status}"
            self.notices.append(Notice(self.place(path), f"not checked: {row.method} {told}"))
            return None
        after = self._object(path)
        if after is not None and after.get(field) == mark:
            self._restore(row.method, path, field, before, body)
            return None
        read = "nothing" if after is None else f"the old `{field}`"
        return make(
            Kind.NO_PERSISTENCE,
            row.method,
            row.path,
            f"{row.method} {row.path} answers {answer.status} and stores nothing",
            f"a new `{field}` was written to {path} with status {answer.status}; reading it on "
            f"another connection gave {read}",
            (Severity.P1, "the page reports success for a change that is lost"),
            [self.place(path)],
            field=field,
            sources=["probe"],
        )

    def _restore(
        self, method: str, path: str, field: str, before: dict[str, Any], body: dict[str, Any]
    ) -> None:
        self.send(method, path, {**body, field: before[field]})
        again = self._object(path)
        if again is None or again.get(field) != before[field]:
            message = f"`{field}` could not be put back; it was {json.dumps(before[field])}"
            self.notices.append(Notice(self.place(path), message))
