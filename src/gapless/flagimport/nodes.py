"""Reading somebody else's JSON: every value knows its place, and a wrong one says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong, in both languages."""

    en: str
    tr: str

    def text(self, language: Literal["en", "tr"] = "en") -> str:
        """In one of them."""
        return self.tr if language == "tr" else self.en


_KINDS: dict[str, tuple[tuple[type, ...], Words]] = {
    "object": ((dict,), Words("an object is expected here", "burada bir nesne bekleniyor")),
    "list": ((list,), Words("a list is expected here", "burada bir liste bekleniyor")),
    "text": ((str,), Words("a text is expected here", "burada bir metin bekleniyor")),
    "number": ((int, float), Words("a number is expected here", "burada bir sayı bekleniyor")),
    "boolean": (
        (bool,),
        Words("true or false is expected here", "burada true ya da false bekleniyor"),
    ),
}
_BEYOND_COUNTING = 10**300
_MISSING = Words("it is missing", "eksik")


def _is_number(value: Any) -> bool:
    # JSON can spell more than a float holds, such as 1e400.
    return not isinstance(value, bool) and abs(value) < _BEYOND_COUNTING


class Malformed(Exception):
    """The file does not have the form of its format."""

    def __init__(self, place: str, what: Words) -> None:
        super().__init__(f"{place}: {what.en}")
        self.place = place
        self.what = what


class Node:
    """A value and where it stands."""

    __slots__ = ("place", "value")

    def __init__(self, value: Any, place: str = "") -> None:
        self.value = value
        self.place = place

    def wrong(self, what: Words) -> Malformed:
        """The complaint that something is wrong with it."""
        return Malformed(self.place or "$", what)

    def has(self, key: str) -> bool:
        """Whether there is such a member that is not null."""
        return self._object().get(key) is not None

    def get(self, key: str, default: Any = None) -> Any:
        """A member as it is, whatever it is."""
        return self._object().get(key, default)

    def maybe(self, key: str) -> Node | None:
        """A member, or None if it is missing or null."""
        found = self._object().get(key)
        return None if found is None else self._inner(key, found)

    def need(self, key: str) -> Node:
        """A member that must be there."""
        found = self.maybe(key)
        if found is None:
            raise self._inner(key, None).wrong(_MISSING)
        return found

    def text(self, key: str, default: str | None = None) -> str:
        """A member that is a text. With no default it must be there."""
        return str(self._typed(key, "text", default))

    def boolean(self, key: str, default: bool | None = None) -> bool:
        """A member that is true or false."""
        return bool(self._typed(key, "boolean", default))

    def number(self, key: str, default: float | None = None) -> float | int:
        """A member that is a number."""
        found: float | int = self._typed(key, "number", default)
        return found

    def each(self, key: str) -> Iterator[Node]:
        """The items of a member that is a list; none if it is missing."""
        found = self.maybe(key)
        return iter(()) if found is None else found.items()

    def items(self) -> Iterator[Node]:
        """Its own items; it must be a list."""
        for index, value in enumerate(self.typed("list")):
            yield self._inner(index, value)

    def members(self, key: str) -> Iterator[tuple[str, Node]]:
        """The members of a member that is an object; none if it is missing."""
        found = self.maybe(key)
        return iter(()) if found is None else found.own_members()

    def own_members(self) -> Iterator[tuple[str, Node]]:
        """Its own members; it must be an object."""
        for key, value in self._object().items():
            yield str(key), self._inner(key, value)

    def typed(self, kind: str) -> Any:
        """Its value, which must be of that kind."""
        types, words = _KINDS[kind]
        wrong = not isinstance(self.value, types)
        if wrong or (kind == "number" and not _is_number(self.value)):
            raise self.wrong(words)
        return self.value

    def _typed(self, key: str, kind: str, default: Any) -> Any:
        if default is not None and not self.has(key):
            return default
        return self.need(key).typed(kind)

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = self.typed("object")
        return found

    def _inner(self, key: object, value: Any) -> Node:
        return Node(value, f"{self.place}.{key}" if self.place else str(key))
