"""The fields of a game in a catalogue file, and which of the file's own names they go by.

Known names are taken as they are. Any other name is only proposed, with a confidence, a reason
and sample values; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gapless.features.games.imports.reading.table import BEYOND_HEADER


class Target(StrEnum):
    """A field of a game that a file can give."""

    EXTERNAL_ID = "external_id"
    PROVIDER = "provider"
    NAME = "name"
    CATEGORY = "category"
    TYPE = "type"
    RTP = "rtp"
    VOLATILITY = "volatility"
    IMAGE_URL = "image_url"
    TAGS = "tags"
    FEATURES = "features"
    MIN_BET = "min_bet"
    MAX_BET = "max_bet"
    RELEASE_DATE = "release_date"


OPTIONAL = frozenset(
    {
        Target.VOLATILITY,
        Target.IMAGE_URL,
        Target.TAGS,
        Target.FEATURES,
        Target.MIN_BET,
        Target.MAX_BET,
        Target.RELEASE_DATE,
    }
)
"""Fields that few files give."""

IDENTITY = (Target.EXTERNAL_ID, Target.PROVIDER)
"""Fields that say which game a row is about."""

ALIASES: dict[Target, tuple[str, ...]] = {
    Target.EXTERNAL_ID: ("external_id", "provider_game_id", "id", "game_id"),
    Target.PROVIDER: ("provider_id", "provider", "provider_key"),
    Target.NAME: ("name", "title"),
    Target.CATEGORY: ("category", "type"),
    Target.TYPE: ("type", "category"),
    Target.RTP: ("rtp",),
    Target.VOLATILITY: ("volatility",),
    Target.IMAGE_URL: ("image_url", "thumbnail_url"),
    Target.TAGS: ("tags",),
    Target.FEATURES: ("features",),
    Target.MIN_BET: ("min_bet",),
    Target.MAX_BET: ("max_bet",),
    Target.RELEASE_DATE: ("release_date",),
}
"""Names a file may use without being asked, best first; the first that has a value counts."""

_SPELLING = re.compile(r"[\s-]+")
_KNOWN_NAMES = frozenset(alias for names in ALIASES.values() for alias in names)


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Which of the file's names give each field, and values that hold for the whole file."""

    sources: MappingABC[Target, tuple[str, ...]] = field(default_factory=dict)
    constants: MappingABC[Target, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The mapping as it is stored and sent."""
        return {
            "sources": {target.value: list(names) for target, names in self.sources.items()},
            "constants": {target.value: value for target, value in self.constants.items()},
        }

    @classmethod
    def from_json(cls, stored: MappingABC[str, Any]) -> FieldMapping:
        """The mapping that `as_json` gave."""
        return cls(
            sources={Target(t): tuple(names) for t, names in stored["sources"].items()},
            constants={Target(t): str(value) for t, value in stored["constants"].items()},
        )

    def gives(self, target: Target) -> bool:
        """Whether the file gives a field at all."""
        return bool(self.sources.get(target)) or target in self.constants

    @property
    def used(self) -> frozenset[str]:
        """Every name of the file that is read."""
        return frozenset(name for names in self.sources.values() for name in names)


def spelling(header: str) -> str:
    """A header without the differences that mean nothing: case, spaces, dashes."""
    return _SPELLING.sub("_", header.strip()).lower()


def known_mapping(headers: Sequence[str]) -> FieldMapping:
    """The mapping of the names that are known; other names are left out."""
    by_spelling: dict[str, list[str]] = {}
    for header in headers:
        by_spelling.setdefault(spelling(header), []).append(header)
    sources: dict[Target, tuple[str, ...]] = {}
    for target, aliases in ALIASES.items():
        found = tuple(header for alias in aliases for header in by_spelling.get(alias, ()))
        if found:
            sources[target] = found
    return FieldMapping(sources=sources)


def unknown_names(headers: Sequence[str]) -> list[str]:
    """The headers that are no known name, in order."""
    return [h for h in headers if h != BEYOND_HEADER and spelling(h) not in _KNOWN_NAMES]
