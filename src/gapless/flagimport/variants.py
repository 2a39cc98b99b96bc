"""From the values that a flag had elsewhere to variants with names and one type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from gapless.flagengine import FlagType
from gapless.flagengine.model import Variant
from gapless.flagimport.notes import Lost, NoteCode

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def type_of(values: Iterable[Any]) -> FlagType:
    """The type that all of them have; raise `Lost` if there is none."""
    kinds = {_kind(value) for value in values}
    if None in kinds or not kinds:
        raise Lost(NoteCode.NO_VALUE)
    if len(kinds) > 1:
        raise Lost(NoteCode.MIXED_TYPES, types=", ".join(sorted(str(kind) for kind in kinds)))
    return FlagType(str(kinds.pop()))


def _kind(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "json"


def empty_value(kind: FlagType) -> Any:
    """What stands for "nothing" in a type."""
    empty: dict[FlagType, Any] = {
        FlagType.BOOLEAN: False, FlagType.STRING: "", FlagType.NUMBER: 0, FlagType.JSON: {},
    }  # fmt: skip
    return empty[kind]


class Named:
    """Variants in the making: equal values share a variant."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._values: dict[str, Any] = {}

    def of(self, value: Any, wanted: str | None = None) -> str:
        """The key of the variant with this value; made if there is none."""
        text = json.dumps(value, sort_keys=True, default=str)
        found = self._keys.get(text)
        if found is not None and (wanted is None or found == wanted):
            return found
        key = self._free(wanted or _name_for(value) or f"variation-{len(self._values)}")
        self._keys.setdefault(text, key)
        self._values[key] = value
        return key

    def _free(self, wanted: str) -> str:
        base, number = wanted[:180].strip() or "variation", 2
        key = base
        while key in self._values:
            key, number = f"{base}-{number}", number + 1
        return key

    @property
    def values(self) -> Sequence[Any]:
        """The values so far."""
        return list(self._values.values())

    def made(self) -> tuple[Variant, ...]:
        """The variants."""
        return tuple(Variant(key=key, value=value) for key, value in self._values.items())


def _name_for(value: Any) -> str | None:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str | int | float):
        text = str(value)
        return text if _NAME.fullmatch(text) else None
    return None
