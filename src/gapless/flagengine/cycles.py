"""Circles in a graph of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_cycles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """One circle of each group of names that reach each other, in the order it is walked."""
    done: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(name)
                done.add(name)
                continue
            if name in on_path:
                found.append(path[path.index(name) :])
                continue
            if name in done:
                continue
            path.append(name)
            on_path.add(name)
            stack.append((name, True))
            stack.extend((target, False) for target in graph.get(name, ()) if target in graph)
    unique: dict[frozenset[str], list[str]] = {}
    for cycle in found:
        unique.setdefault(frozenset(cycle), cycle)
    return list(unique.values())


def in_order(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The names, each after those it points to. The graph has no circles."""
    order: dict[str, None] = {}
    for root in graph:
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                order[name] = None
            elif name not in order:
                stack.append((name, True))
                stack.extend((target, False) for target in graph.get(name, ()) if target in graph)
    return list(order)


def depths(graph: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """How long the longest chain under each name is. The graph has no circles."""
    found: dict[str, int] = {}
    for name in in_order(graph):
        found[name] = 1 + max((found[n] for n in graph[name] if n in found), default=-1)
    return found
