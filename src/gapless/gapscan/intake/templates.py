"""The path templates of what other tools saw, in the spelling of the scan."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gapless.gapscan.paths import PathIndex, normalise, split_url, templated


class Templates:
    """Knows the paths of the scan, so that a gap in a report is the same gap in the scan."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._index: PathIndex[str] = PathIndex(
            (normalise(path), normalise(path)) for path in known
        )

    def of(self, address: str, template: str = "") -> str:
        """The template of a concrete address; ``template`` is the one that its specification has.

        A specification leaves out the base path of its server, which the address has.
        """
        path = normalise(split_url(address)[1])
        if template:
            template = normalise(template)
            whole, tail = path.split("/"), template.split("/")
            base = "/".join(whole[: len(whole) - len(tail) + 1])
            path = normalise(base + template) if base not in ("", "/") else template
            return next(iter(self._index.find(path, loose=False)), path)
        return next(iter(self._index.find(path, loose=False)), templated(path))


def field_of(pointer: str, name: str = "") -> str:
    """A field as the scan writes it, from a JSON pointer into an answer: ``/0/name``."""
    text = ""
    for part in [*pointer.strip("/").split("/"), name]:
        if re.fullmatch(r"\d+", part):
            text += "[]"
        elif part:
            text += f".{part}" if text else part
    return text


def field_of_schema(pointer: str, name: str = "") -> str:
    """A field, from a JSON pointer into a schema: ``/items/properties/name``."""
    text = ""
    parts = [part for part in pointer.strip("/").split("/") if part]
    index = 0
    while index < len(parts):
        part = parts[index]
        if part == "properties" and index + 1 < len(parts):
            index += 1
            text += f".{parts[index]}" if text else parts[index]
        elif part in ("items", "prefixItems"):
            text += "[]"
        index += 1
    return f"{text}.{name}" if text and name else text or name
