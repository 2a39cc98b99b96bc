"""Puts right the part of a call's path that is not in the panel's source.

A proxy or a build variable decides it, or a server that the user names. Calls are taken together
that begin with the same unknown: the prefix with which most of them are routes is taken for all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gapless.gapscan.model import Call, Route
from gapless.gapscan.paths import ANY_METHOD, anonymous

_MAX_PREFIX = 3
# What a panel calls the address of its own server; capitals are a build variable.
_OWN_BASE = re.compile(r".*(api|base|backend)", re.I)
_CAPITALS = re.compile(r"[A-Z][A-Z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Aligned:
    """The calls, those of them that go to another server, and what was assumed."""

    calls: tuple[Call, ...]
    elsewhere: tuple[Call, ...]
    notes: tuple[str, ...]


class Alignment:
    """Knows the routes; aligns calls with them."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._exact: set[tuple[str, str]] = set()
        self._by_tail: dict[str, set[str]] = defaultdict(set)
        for route in routes:
            self._exact.add((route.method, anonymous(route.path)))
            segments = route.path.strip("/").split("/")
            for size in range(min(_MAX_PREFIX, len(segments) - 1) + 1):
                prefix = segments[:size]
                if not any("{" in segment for segment in prefix):
                    tail = anonymous("/" + "/".join(segments[size:]))
                    self._by_tail[tail].add("/" + "/".join(prefix) if prefix else "")

    def run(self, calls: list[Call]) -> Aligned:
        """Align each group of calls that share what is not known of their address."""
        groups: dict[tuple[str, bool, str], list[Call]] = defaultdict(list)
        for call in calls:
            groups[(call.app, call.base_known, call.base)].append(call)
        at_home = any(call.base_known and self._is_route(call.path, call.method) for call in calls)
        aligned: list[Call] = []
        elsewhere: list[Call] = []
        notes: list[str] = []
        for (app, known, base), group in groups.items():
            met = sum(self._is_route(call.path, call.method) for call in group)
            chosen = self._prefix(group, met, known=known)
            if chosen is None:
                own = _CAPITALS.match(base) or (not at_home and _OWN_BASE.match(base))
                # A few paths of another server may well have the names of ours.
                foreign = base and not known and met < 0.2 * len(group) and not own
                (elsewhere if foreign and self._exact else aligned).extend(group)
                continue
            drop, add, hits = chosen
            notes.append(
                f"{app + ': ' if app else ''}"
                f"{_unknown(base) if not known else ''}"
                f"{_rule(drop, add)} is assumed, because {hits} of {len(group)} calls meet a "
                f"route with it and {met} without"
            )
            aligned.extend(self._moved(call, drop, add) for call in group)
        order = {id_of(call): number for number, call in enumerate(calls)}
        aligned.sort(key=lambda call: order[id_of(call)])
        return Aligned(tuple(aligned), tuple(elsewhere), tuple(notes))

    def _is_route(self, path: str, method: str) -> bool:
        plain = anonymous(path)
        return (method, plain) in self._exact or (ANY_METHOD, plain) in self._exact

    def _moved(self, call: Call, drop: str, add: str) -> Call:
        path = moved(call.path, drop, add)
        if path is None or (
            self._is_route(call.path, call.method) and not self._is_route(path, call.method)
        ):
            return call
        return replace(call, path=path, base_known=True)

    def _prefix(self, calls: list[Call], met: int, *, known: bool) -> tuple[str, str, int] | None:
        # A path that is complete in the source is believed, unless next to nothing meets a route.
        if met == len(calls) or (known and met * 2 >= len(calls)):
            return None
        votes: Counter[tuple[str, str]] = Counter()
        for call in calls:
            votes.update(self._candidates(call))
        votes.pop(("", ""), None)
        if not votes:
            return None
        # Of equals, the one that changes least.
        (drop, add), _ = max(
            votes.items(), key=lambda vote: (vote[1], -len(vote[0][0]) - len(vote[0][1]), vote[0])
        )
        hits = sum(
            self._is_route(moved(call.path, drop, add) or call.path, call.method)
            or self._is_route(call.path, call.method)
            for call in calls
        )
        # Taking a part of a path away needs more to speak for it than putting one before it.
        needed = 0.6 if drop and not known else 0.4
        if hits <= met or hits < needed * len(calls) or (known and hits < 2):
            return None
        return drop, add, hits

    def _candidates(self, call: Call) -> set[tuple[str, str]]:
        segments = call.path.strip("/").split("/")
        found: set[tuple[str, str]] = set()
        for size in range(min(2, len(segments) - 1) + 1):
            prefix = segments[:size]
            if any("{" in segment for segment in prefix):
                break
            tail = anonymous("/" + "/".join(segments[size:]))
            drop = "/" + "/".join(prefix) if prefix else ""
            found.update(
                (drop, add)
                for add in self._by_tail.get(tail, ())
                if self._is_route(add + tail, call.method)
            )
        return found


def id_of(call: Call) -> tuple[str, object, str]:
    """What names a call, wherever its path was moved to."""
    return call.app, call.location, call.method


def moved(path: str, drop: str, add: str) -> str | None:
    """``path`` with the prefix ``drop`` replaced by ``add``; ``None`` if it does not begin so."""
    if drop and not (path == drop or path.startswith(drop + "/")):
        return None
    return (add + path[len(drop) :]).rstrip("/") or "/"


def _unknown(base: str) -> str:
    return f"the base URL `{base}` is not in the source; " if base else ""


def _rule(drop: str, add: str) -> str:
    if drop and add:
        return f"`{add}` in place of `{drop}`"
    return f"the prefix `{add}`" if add else f"a proxy that drops `{drop}`"
