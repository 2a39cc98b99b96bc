"""The join: one row an operation, from what is called, declared, captured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gapless.gapscan.align import Alignment
from gapless.gapscan.model import Call, Confidence, Location, Operation, Route, Traffic
from gapless.gapscan.paths import ANY_METHOD, PathIndex, anonymous, folded, holes, is_hole

_ID_NAME = re.compile(r"(^|_)(id|uuid|pk|slug|key|code|name)$|(Id|Uuid|Pk|Slug|Key|Code|Name|ID)$")
_FILE = re.compile(
    r"\.(html?|tpl|ejs|hbs|mustache|svg|png|jpe?g|gif|webp|ico|css|m?js|wasm|woff2?|ttf|txt|md|map"
    r"|glb|gltf|mp[34]|webm|vtt|webmanifest)$|/(locales?|lang|languages|i18n|static|assets|public)/.*\.json$"
    r"|^/[^/]+\.json$",
    re.I,
)


_PLAIN = re.compile(r"api|rest|ajax|v?\d+(\.\d+)*")
# Of a server that is known but for one call in so many, what is not known is rather not there.
_FEW = 4
_UNSEEN = (
    "no route that was found begins like it, and the server declares some in a way that its source "
    "does not show"
)


Missing = tuple[Call | Traffic, tuple[str, ...], Route | None]


@dataclass(slots=True)
class _Row:
    method: str
    path: str
    calls: list[Call] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    traffic: list[Traffic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows, what did not meet a route, and what was assumed on the way."""

    operations: tuple[Operation, ...]
    # Calls and captures without a route, with the methods that the path has, if any.
    missing: tuple[tuple[Call | Traffic, tuple[str, ...], Route | None], ...]
    notes: tuple[str, ...]
    # Calls that go to a server of which nothing is known but that it is another one.
    elsewhere: tuple[Call, ...] = ()
    # Calls that are no operation: files, and addresses that a call only seems to have.
    set_aside: tuple[tuple[Call, str], ...] = ()


class Join:
    """Joins calls and captures with routes."""

    def __init__(self, routes: list[Route], blind: Sequence[Location] = ()) -> None:
        self.index: PathIndex[Route] = PathIndex()
        self.left_out: PathIndex[Route] = PathIndex()
        # Express takes `/Users` for `/users`.
        self.folded: PathIndex[Route] = PathIndex()
        for route in _merged(routes):
            if route.method in ("WS",):
                continue
            (self.index if route.mounted else self.left_out).add(route.path, route)
            if route.source == "express" and route.mounted:
                self.folded.add(folded(route.path), route)
        self._routes = routes
        self._blind = blind
        self._families = {_family(route.path) for route in routes}

    def run(self, calls: list[Call], traffic: list[Traffic]) -> Joined:
        """Match everything; each call may mean several routes, when its parameter is a choice."""
        aligned = Alignment(self._routes).run(calls)
        rows: dict[tuple[str, str], _Row] = {}
        missing: list[Missing] = []
        files: list[tuple[Call, str]] = []
        unseen: list[Call] = []
        items: list[Call | Traffic] = [*aligned.calls, *traffic]
        for item in items:
            allowed, others = self._routes_of(item.method, item.path)
            if not allowed:
                methods = tuple(sorted({route.method for route in others}))
                # Told only of the very path: a looser likeness to a router that nobody includes
                # would hide what is missing.
                unmounted = [
                    route
                    for route in self.left_out.find(item.path, loose=False)
                    if route.method == item.method
                ]
                if isinstance(item, Call):
                    if not others and not unmounted and _is_file(item):
                        files.append((item, "a file, and no route has its path"))
                        continue
                    if self._is_out_of_sight(item, others, unmounted):
                        unseen.append(item)
                        continue
                    missing.append((item, methods, unmounted[0] if unmounted else None))
                row = self._row(rows, item.method, others[0].path if others else item.path)
                _note(row, item)
                continue
            for route in allowed:
                _note(self._row(rows, item.method, route.path), item)
        for route in self._routes:
            row = self._row(rows, route.method, route.path)
            row.routes.append(route)
        distinct = {(call.method, call.path) for call in aligned.calls}
        named = {(c.method, c.path) for c in unseen if "{" not in _family(c.path)[-1]}
        for call in unseen:
            if len(named) * _FEW > len(distinct) or (call.method, call.path) not in named:
                files.append((call, f"{_UNSEEN}; see {self._blind[0]}"))
            else:
                missing.append((call, (), None))
        missing, doubtful = _doubtful(missing, rows)
        operations = tuple(
            Operation(row.method, row.path, tuple(row.calls), tuple(row.routes), tuple(row.traffic))
            for _, row in sorted(rows.items(), key=lambda entry: (entry[1].path, entry[1].method))
        )
        return Joined(
            operations, tuple(missing), aligned.notes, aligned.elsewhere, (*files, *doubtful)
        )

    def _routes_of(self, method: str, path: str) -> tuple[list[Route], list[Route]]:
        """The routes that a call may mean; if there are none, those of its path.

        A server looks for another route when the first that has the path lacks the method.
        """
        methods = {method, ANY_METHOD, "GET" if method == "HEAD" else method}
        strict = self.index.find(path, loose=False, accept=lambda r: r.method in methods)
        if strict:
            return strict, []
        others = self.index.find(path, loose=False)
        if others and _names_one(path):
            return [], others
        # A parameter may stand for what routes spell out: `/reports/{tab}`.
        allowed = self.index.find(path, accept=lambda r: r.method in methods)
        return allowed or self.folded.find(
            folded(path), loose=False, accept=lambda r: r.method in methods
        ), others

    def _is_out_of_sight(self, call: Call, others: list[Route], unmounted: list[Route]) -> bool:
        """Whether nothing that begins like the call is known, of a server that was not all seen."""
        if not self._blind or others or unmounted:
            return False
        return _family(call.path) not in self._families

    @staticmethod
    def _row(rows: dict[tuple[str, str], _Row], method: str, path: str) -> _Row:
        return rows.setdefault((method, anonymous(path)), _Row(method, path))


def _doubtful(
    missing: list[Missing], rows: dict[tuple[str, str], _Row]
) -> tuple[list[Missing], list[tuple[Call, str]]]:
    """Of a call that may be several, those that no route has and that are likely not meant.

    Of several addresses, recognised by their shape, one is a route, so that one is what is meant.
    Where method and address are chosen by one condition, each meets a route with another of the
    other: their product holds pairs that are never called.
    """
    absent = {id(item) for item, _, _ in missing}
    found = [call for row in rows.values() for call in row.calls if id(call) not in absent]
    met = {(call.location, call.method) for call in found}
    met_at = {(call.location, call.path) for call in found}
    kept: list[Missing] = []
    doubtful: list[tuple[Call, str]] = []
    for entry in missing:
        item = entry[0]
        if (
            isinstance(item, Call)
            and item.confidence is Confidence.PROBABLE
            and (item.location, item.method) in met
        ):
            doubtful.append((item, "one of several addresses of a call; another one is a route"))
        elif (
            isinstance(item, Call)
            and (item.location, item.method) in met
            and (item.location, item.path) in met_at
        ):
            doubtful.append((item, "method and address are chosen together; this pair may be none"))
        else:
            kept.append(entry)
    return kept, doubtful


def _family(path: str) -> tuple[str, ...]:
    """How a path begins: up to the first word that says what it is about.

    In `/shop/api/v1/cards/{id}` that is `cards`: what stands before an API's name is where it is.
    """
    segments = anonymous(path).strip("/").split("/")
    mounts = [n for n, segment in enumerate(segments[:4]) if _PLAIN.fullmatch(segment)]
    end = mounts[-1] + 1 if mounts else 0
    while end < len(segments) - 1 and is_hole(segments[end]):
        end += 1
    return tuple(segments[: end + 1])


def _is_file(call: Call) -> bool:
    return call.method in ("GET", "HEAD") and bool(_FILE.search(call.path))


def _names_one(path: str) -> bool:
    """Whether the path ends in the name of one thing, which is never what a route spells out."""
    last = path.rsplit("/", 1)[-1]
    return is_hole(last) and bool(_ID_NAME.search(holes(last)[0]))


def _merged(routes: list[Route]) -> list[Route]:
    """Routes once each; what a page of the panel serves (`/{path*}` by GET) is no operation."""
    return [
        route
        for route in routes
        if not (route.path in ("/{path*}", "/{full_path*}") or _catches_all(route.path))
    ]


def _catches_all(path: str) -> bool:
    return path.startswith("/{") and path.endswith("*}") and path.count("/") == 1


def _note(row: _Row, item: Call | Traffic) -> None:
    if isinstance(item, Call):
        row.calls.append(item)
    else:
        row.traffic.append(item)
