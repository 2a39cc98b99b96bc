"""Pure rules of tenants: slugs, and how features are merged."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from gapless.platform.switches import BrandFeature

# Letters that Unicode does not decompose, but every keyboard without them spells so.
_PLAIN = str.maketrans({"ı": "i", "İ": "i", "ğ": "g", "ş": "s", "ø": "o", "ß": "ss", "æ": "ae"})

NEW_BRAND_FEATURES: dict[str, bool] = {
    **{feature.value: False for feature in BrandFeature},
    BrandFeature.CAN_USE_GAME_ROBOT.value: True,
    BrandFeature.CAN_MANAGE_BONUS.value: True,
    BrandFeature.CAN_VIEW_REPORTS.value: True,
}
"""What a brand has when its maker names nothing."""


def slug(name: str) -> str:
    """A readable id for a name: `Mavi Köşk Casino` becomes `mavi_kosk_casino`."""
    text = unicodedata.normalize("NFKD", name.translate(_PLAIN).lower())
    words = re.findall(r"[a-z0-9]+", text.encode("ascii", "ignore").decode())
    return "_".join(words)[:48] or "brand"


def merge_features(present: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The features after a change. The map `menu_flags` is merged key by key."""
    merged = dict(present)
    for key, value in changes.items():
        if isinstance(value, dict):
            inner = merged.get(key)
            merged[key] = {**(inner if isinstance(inner, dict) else {}), **value}
        else:
            merged[key] = value
    return merged


def differing_switches(sent: dict[str, bool], standing: dict[str, bool]) -> list[str]:
    """The modules whose kill switch was sent otherwise than it stands."""
    return sorted(key for key, off in sent.items() if off != standing.get(key, False))
