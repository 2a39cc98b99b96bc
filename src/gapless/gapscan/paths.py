"""Path templates: one spelling for every framework's way of writing a path, and their matching."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar
from urllib.parse import urlsplit

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ANY_METHOD = "*"

_HOLE = re.compile(r"\{([^{}]*)\}")
# `:id`, `:id(\d+)`, `:id?` of Express and friends; not the port of a URL, which has no letter.
_COLON = re.compile(r"(?<=/):([A-Za-z_]\w*)(?:\([^)]*\))?(\?|\*|\+)?")
_ANGLE = re.compile(r"<(?:[\w.]+(?:\([^)]*\))?:)?(\w+)>")
_ANGLE_PATH = re.compile(r"<path:(\w+)>")
_ID_LIKE = re.compile(
    r"(?:\d+|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F-]{22,}|[0-9a-fA-F]{16,}"
    r"|[0-9A-HJKMNP-TV-Z]{26}|(?=[\w-]*\d)[\w-]{20,})\Z"
)
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1", "host.docker.internal"})  # noqa: S104 - compared, never bound


def normalise(path: str) -> str:
    """The canonical template: ``{name}`` for parameters, ``{name*}`` for the rest of a path.

    Takes the spellings of OpenAPI, Starlette (``{p:path}``), Express (``:id``), Flask and Django
    (``<int:id>``). Query, fragment, doubled and trailing slashes go.
    """
    path = path.split("#", 1)[0]
    path = _ANGLE_PATH.sub(r"{\1*}", path)
    path = _ANGLE.sub(r"{\1}", path)
    path = _HOLE.sub(_clean_hole, path)
    # A `?` inside a hole was cleaned away, so what is left begins the query.
    path = _COLON.sub(r"{\1}", "/" + path).split("?", 1)[0]
    path = re.sub(r"/{2,}", "/", path)
    return path.rstrip("/") or "/"


def _clean_hole(match: re.Match[str]) -> str:
    text = match.group(1)
    if text.endswith("*"):
        return "{" + text + "}"
    name, _, converter = text.partition(":")
    name = re.sub(r"\W", "", name) or "value"
    return "{" + name + ("*}" if converter == "path" else "}")


def split_url(url: str) -> tuple[str, str]:
    """``(host, path)``; the host is empty for a path alone. Never raises."""
    if not re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", url, re.I):
        return "", url
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.rsplit("@", 1)[-1].lower(), (parts.path or "/") + query


def is_local(host: str) -> bool:
    """Whether a host name (with or without port) means this machine."""
    name = host.rsplit(":", 1)[0] if host.count(":") == 1 else host
    return name.strip("[]").lower() in LOCAL_HOSTS


def anonymous(path: str) -> str:
    """The template without parameter names, for comparison and fingerprints."""
    return _HOLE.sub(lambda hole: "{*}" if hole.group(1).endswith("*") else "{}", path)


def folded(path: str) -> str:
    """The template in small letters, but for the names of its parameters."""
    pieces = re.split(r"(\{[^{}]*\})", path)
    return "".join(piece if piece.startswith("{") else piece.lower() for piece in pieces)


def templated(path: str) -> str:
    """A concrete path with what looks like an identifier replaced by ``{id}``."""
    segments = normalise(path).split("/")
    return "/".join("{id}" if _ID_LIKE.match(segment) else segment for segment in segments)


def holes(path: str) -> list[str]:
    """The names of the parameters, in order."""
    return [name.rstrip("*") for name in _HOLE.findall(path)]


def module_of(path: str) -> str:
    """The module of a path: its first segment that is neither ``api`` nor a version."""
    for segment in path.split("/"):
        if (
            segment
            and not _HOLE.search(segment)
            and not re.fullmatch(r"api|rest|v\d+(\.\d+)?", segment)
        ):
            return segment
    return "root"


@lru_cache(maxsize=65536)
def _segment_pattern(segment: str) -> re.Pattern[str] | None:
    """A pattern for a segment with a parameter inside (``export.{format}``), else ``None``."""
    if not _HOLE.search(segment) or _HOLE.fullmatch(segment):
        return None
    pieces = _HOLE.split(segment)
    return re.compile(
        "".join("(.+)" if index % 2 else re.escape(text) for index, text in enumerate(pieces))
        + r"\Z"
    )


def is_hole(segment: str) -> bool:
    """Whether the whole segment is one parameter."""
    return bool(_HOLE.fullmatch(segment))


def segments_match(called: str, declared: str) -> int:
    """How well two segments match: 0 not at all, 3 for the same text, 2 for parameters, 1 loosely.

    Loosely: the caller's parameter may take the value that the route spells out.
    """
    if called == declared:
        return 3
    called_hole, declared_hole = is_hole(called), is_hole(declared)
    if called_hole and declared_hole:
        return 3
    if declared_hole:
        return 2
    if called_hole:
        return 1
    if (pattern := _segment_pattern(declared)) is not None:
        if pattern.match(called) or anonymous(called) == anonymous(declared):
            return 2
        return 0
    if (pattern := _segment_pattern(called)) is not None and pattern.match(declared):
        return 1
    return 0


T = TypeVar("T")


@dataclass(slots=True)
class _Node(Generic[T]):
    literals: dict[str, _Node[T]] = field(default_factory=dict)
    patterns: dict[str, _Node[T]] = field(default_factory=dict)
    rest: list[T] = field(default_factory=list)
    here: list[T] = field(default_factory=list)


class PathIndex(Generic[T]):
    """Finds the routes that a called path may mean, best first, without comparing all with all."""

    def __init__(self, items: Iterable[tuple[str, T]] = ()) -> None:
        self._root: _Node[T] = _Node()
        for path, item in items:
            self.add(path, item)

    def add(self, path: str, item: T) -> None:
        """Index ``item`` under the normalised template ``path``."""
        node = self._root
        for segment in _segments(path):
            if segment.endswith("*}"):
                node.rest.append(item)
                return
            table = node.patterns if _HOLE.search(segment) else node.literals
            key = "{}" if is_hole(segment) else segment
            node = table.setdefault(key, _Node())
        node.here.append(item)

    def find(
        self, path: str, *, loose: bool = True, accept: Callable[[T], bool] = lambda _: True
    ) -> list[T]:
        """All items of the best match; ``loose`` lets a called parameter meet a literal.

        Only items that ``accept`` takes count.
        """
        best: list[T] = []
        best_score: tuple[int, ...] = ()
        segments = _segments(path)
        stack: list[tuple[_Node[T], int, tuple[int, ...]]] = [(self._root, 0, ())]
        while stack:
            node, depth, score = stack.pop()
            ends = depth == len(segments)
            found = [item for item in (node.here if ends else node.rest) if accept(item)]
            # What takes the whole rest of a path is the last choice.
            reached = score if ends else (*score, 0)
            if found and (reached >= best_score or not best):
                # All matches of the same rank are kept: the call may mean each of them.
                best = found + (best if reached == best_score else [])
                best_score = reached
            if ends:
                continue
            called = segments[depth]
            for declared, child in self._children(node, called):
                level = segments_match(called, declared)
                if level and (loose or level > 1):
                    stack.append((child, depth + 1, (*score, level)))
        return best

    @staticmethod
    def _children(node: _Node[T], called: str) -> list[tuple[str, _Node[T]]]:
        children = list(node.patterns.items())
        if _HOLE.search(called):
            children.extend(node.literals.items())
        elif (child := node.literals.get(called)) is not None:
            children.append((called, child))
        return children


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]
