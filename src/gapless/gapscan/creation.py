"""Whether what is created can be read, and whether what is deleted is gone.

Only what can be removed again is created, and only what was created here is deleted.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from gapless.gapscan.answers import id_of, items_of, object_in, parse
from gapless.gapscan.finding import make
from gapless.gapscan.http import Answer
from gapless.gapscan.model import Finding, Kind, Location, Notice, Operation, Severity
from gapless.gapscan.paths import anonymous, holes
from gapless.gapscan.persistence import TEXT_FIELDS, Send

# Texts that must differ from those of all others.
_UNIQUE = ("code", "slug", "key", "username", "login", "identifier", "reference")
# What a server gives, not whoever creates something.
_GIVEN = frozenset(
    {"id", "uuid", "pk", "created_at", "updated_at", "created", "updated", "version"}
)


class CreateProbe:
    """Creates a marked thing, reads it by its id and in the list, deletes it, looks again."""

    def __init__(self, send: Send, place: Callable[[str], Location]) -> None:
        self.send = send
        self.place = place
        self.notices: list[Notice] = []

    def run(self, rows: Iterable[Operation]) -> list[Finding]:
        """The creations and deletions that did not happen."""
        table = {(row.method, anonymous(row.path)): row for row in rows}
        findings: list[Finding] = []
        for (method, path), row in table.items():
            if method != "POST" or holes(row.path):
                continue
            one = f"{path}/{{}}"
            shown, listed = table.get(("GET", one)), table.get(("GET", path))
            delete = table.get(("DELETE", one))
            if shown is None and listed is None:
                continue
            if delete is None:
                self._note(row.path, "not written: nothing could remove what POST creates")
                continue
            findings.extend(self._check(row, shown, listed, delete))
        return findings

    # -- one kind of thing -------------------------------------------------------------------

    def _check(
        self, row: Operation, shown: Operation | None, listed: Operation | None, delete: Operation
    ) -> list[Finding]:
        before = self._entries(listed)
        mark = f"gapless-{secrets.token_hex(4)}"
        body = self._body(row, before, mark)
        if body is None:
            self._note(row.path, "not written: no field of plain text is known")
            return []
        answer = self.send("POST", row.path, body)
        if answer is None or not 200 <= answer.status < 300:
            told = "gave no answer" if answer is None else f"answered {answer.status}"
            self._note(row.path, f"not checked: POST {told}")
            return []
        made = id_of(object_in(answer) or {}) or self._id_in_list(listed, mark)
        address = f"{row.path}/{quote(made, safe='')}" if made else ""
        lost = self._lost(row, answer, mark, address if shown else "", listed, before)
        findings = [] if lost is None else [lost]
        if address:
            findings.extend(self._remove(delete, address, mark, shown))
        elif not findings:
            self._note(row.path, f"`{mark}` was created, and its id is not known to remove it")
        return findings

    def _lost(
        self, row: Operation, answer: Answer, mark: str, address: str, listed: Operation | None,
        before: list[Any],
    ) -> Finding | None:  # fmt: skip
        """The finding that what was created cannot be read, if so."""
        places: list[str] = []
        if address and not self._holds(address, mark):
            places.append(f"GET {address}")
        if listed is not None and not self._holds(row.path, mark):
            # A list that was already full shows a page of it, where the new one need not be.
            after = self._entries(listed)
            if len(after) <= len(before) and (len(after) < 10 or bool(places)):
                places.append(f"the list GET {row.path}")
        if not places:
            return None
        return make(
            Kind.NO_PERSISTENCE, "POST", row.path,
            f"POST {row.path} answers {answer.status} and stores nothing",
            f"a thing marked `{mark}` was created with status {answer.status}; read on another "
            f"connection, {' and '.join(places)} did not have it",
            (Severity.P1, "the page reports success for something that is lost"),
            [self.place(row.path)], sources=["probe"],
        )  # fmt: skip

    def _remove(
        self, delete: Operation, address: str, mark: str, shown: Operation | None
    ) -> list[Finding]:
        readable = address if shown is not None else delete.path.rpartition("/")[0]
        there = self._holds(readable, mark)
        answer = self.send("DELETE", address)
        if answer is None or not 200 <= answer.status < 300:
            told = "gave no answer" if answer is None else f"answered {answer.status}"
            if there:
                self._note(address, f"`{mark}` could not be removed: DELETE {told}")
            return []
        if not there or not self._holds(readable, mark):
            return []
        self._note(address, f"`{mark}` is still there after DELETE")
        return [
            make(
                Kind.NO_PERSISTENCE, "DELETE", delete.path,
                f"DELETE {delete.path} answers {answer.status} and removes nothing",
                f"{address} was deleted with status {answer.status}, and GET {readable} still has "
                "it on another connection",
                (Severity.P1, "the page reports that something is gone which is not"),
                [self.place(address)], sources=["probe"],
            )
        ]  # fmt: skip

    # -- reading and writing -----------------------------------------------------------------

    def _entries(self, listed: Operation | None) -> list[Any]:
        answer = self.send("GET", listed.path) if listed is not None else None
        return items_of(parse(answer)) if answer is not None and answer.status == 200 else []

    def _holds(self, path: str, mark: str) -> bool:
        answer = self.send("GET", path)
        return answer is not None and answer.status == 200 and mark in answer.body

    def _id_in_list(self, listed: Operation | None, mark: str) -> str | None:
        for item in self._entries(listed):
            if isinstance(item, dict) and mark in json.dumps(item):
                return id_of(item)
        return None

    def _body(self, row: Operation, known: list[Any], mark: str) -> dict[str, Any] | None:
        """A body like that of an existing thing, with marked texts."""
        allowed = {key for call in row.calls for key in call.body_keys}
        for route in row.routes:
            fields = route.request_fields or ()
            allowed |= {field for field in fields if "." not in field and "[" not in field}
        sample = next((item for item in known if isinstance(item, dict)), {})
        body = {
            key: value
            for key, value in sample.items()
            if key not in _GIVEN and (key in allowed if allowed else isinstance(value, str))
        }
        texts = [f for f in (*TEXT_FIELDS, *_UNIQUE) if f in (allowed or sample)]
        marked = [f for f in texts if isinstance(sample.get(f, ""), str)]
        for field in marked:
            body[field] = mark
        for field in allowed | sample.keys():
            if "email" in field and (field in body or field in allowed):
                body[field] = f"{mark}@example.com"
        return body if marked else None

    def _note(self, path: str, message: str) -> None:
        self.notices.append(Notice(self.place(path), message))
