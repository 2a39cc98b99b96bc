"""The join: one row an operation, from what is called, declared, captured."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from gapless.gapscan.model import Call, Operation, Route, Traffic
from gapless.gapscan.paths import ANY_METHOD, PathIndex, anonymous

# A prefix is assumed only when more calls meet a route with it than without.
_MAX_PREFIX = 3


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


class Join:
    """Joins calls and captures with routes."""

    def __init__(self, routes: list[Route]) -> None:
        self.notes: list[str] = []
        self.index: PathIndex[Route] = PathIndex()
        self.left_out: PathIndex[Route] = PathIndex()
        for route in _merged(routes):
            if route.method in ("WS",):
                continue
            (self.index if route.mounted else self.left_out).add(route.path, route)
        self._routes = routes

    def run(self, calls: list[Call], traffic: list[Traffic]) -> Joined:
        """Match everything; each call may mean several routes, when its parameter is a choice."""
        calls = self._aligned(calls)
        rows: dict[tuple[str, str], _Row] = {}
        missing: list[tuple[Call | Traffic, tuple[str, ...], Route | None]] = []
        items: list[Call | Traffic] = [*calls, *traffic]
        for item in items:
            found = self.index.find(item.path)
            allowed = [route for route in found if route.method in (item.method, ANY_METHOD)]
            if not allowed and item.method == "HEAD":
                allowed = [route for route in found if route.method == "GET"]
            if not allowed:
                others = tuple(sorted({route.method for route in found}))
                unmounted = [r for r in self.left_out.find(item.path) if r.method == item.method]
                if isinstance(item, Call):
                    missing.append((item, others, unmounted[0] if unmounted else None))
                row = self._row(rows, item.method, found[0].path if found else item.path)
                _note(row, item)
                continue
            for route in allowed:
                _note(self._row(rows, item.method, route.path), item)
        for route in self._routes:
            row = self._row(rows, route.method, route.path)
            row.routes.append(route)
        operations = tuple(
            Operation(row.method, row.path, tuple(row.calls), tuple(row.routes), tuple(row.traffic))
            for _, row in sorted(rows.items(), key=lambda entry: (entry[1].path, entry[1].method))
        )
        return Joined(operations, tuple(missing), tuple(self.notes))

    @staticmethod
    def _row(rows: dict[tuple[str, str], _Row], method: str, path: str) -> _Row:
        return rows.setdefault((method, anonymous(path)), _Row(method, path))

    # -- prefixes --------------------------------------------------------------------------

    def _aligned(self, calls: list[Call]) -> list[Call]:
        """Calls with the part of their path that a proxy or a build variable decides put right.

        A panel's base URL is often outside of its source. The prefix with which most of an app's
        calls meet a route is taken for all of them, and told in the notes.
        """
        groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for number, call in enumerate(calls):
            groups[(call.app, call.base_known)].append(number)
        aligned = list(calls)
        for (app, known), numbers in groups.items():
            chosen = self._prefix([calls[number] for number in numbers], known=known)
            if chosen is None:
                continue
            drop, add, hits, before = chosen
            self.notes.append(
                f"{app + ': ' if app else ''}"
                f"{'the base URL is not in the source; ' if not known else ''}"
                f"{_rule(drop, add)} is assumed, because {hits} of {len(numbers)} calls meet a "
                f"route with it and {before} without"
            )
            for number in numbers:
                call = calls[number]
                moved = _moved(call.path, drop, add)
                if moved is not None and (self._hit(moved, call) or not self._hit(call.path, call)):
                    aligned[number] = replace(call, path=moved, base_known=True)
        return aligned

    def _prefix(self, calls: list[Call], *, known: bool) -> tuple[str, str, int, int] | None:
        before = sum(1 for call in calls if self._hit(call.path, call))
        # A path that is complete in the source is believed, unless next to nothing meets a route.
        if before == len(calls) or (known and before * 2 >= len(calls)):
            return None
        votes: Counter[tuple[str, str]] = Counter()
        by_tail: dict[str, list[str]] = defaultdict(list)
        for route in self._routes:
            segments = route.path.strip("/").split("/")
            for size in range(min(_MAX_PREFIX, len(segments) - 1) + 1):
                prefix = segments[:size]
                if not any("{" in segment for segment in prefix):
                    tail = anonymous("/" + "/".join(segments[size:]))
                    by_tail[tail].append("/" + "/".join(prefix) if prefix else "")
        for call in calls:
            segments = call.path.strip("/").split("/")
            candidates: set[tuple[str, str]] = set()
            for size in range(min(2, len(segments) - 1) + 1):
                prefix = segments[:size]
                if any("{" in segment for segment in prefix):
                    break
                tail = anonymous("/" + "/".join(segments[size:]))
                drop = "/" + "/".join(prefix) if prefix else ""
                candidates.update((drop, add) for add in by_tail.get(tail, ()))
            votes.update(candidates)
        votes.pop(("", ""), None)
        if not votes:
            return None
        # Of equals, the one that changes least.
        (drop, add), _ = max(
            votes.items(), key=lambda vote: (vote[1], -len(vote[0][0]) - len(vote[0][1]), vote[0])
        )
        hits = sum(
            1
            for call in calls
            if ((moved := _moved(call.path, drop, add)) is not None and self._hit(moved, call))
            or self._hit(call.path, call)
        )
        if hits <= before or (known and hits < 2):
            return None
        return drop, add, hits, before

    def _hit(self, path: str, call: Call) -> bool:
        # A catch-all that serves the panel's pages meets every path and so says nothing.
        return any(not r.path.startswith("/{") for r in self.index.find(path, loose=False)) or any(
            route.method == call.method and not route.path.startswith("/{")
            for route in self.index.find(path)
        )


def _rule(drop: str, add: str) -> str:
    if drop and add:
        return f"`{add}` in place of `{drop}`"
    return f"the prefix `{add}`" if add else f"a proxy that drops `{drop}`"


def _moved(path: str, drop: str, add: str) -> str | None:
    if drop and not (path == drop or path.startswith(drop + "/")):
        return None
    return (add + path[len(drop) :]).rstrip("/") or "/"


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
