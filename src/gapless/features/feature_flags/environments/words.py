"""What differs between two environments, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gapless.platform.i18n import Text

_ENABLED = {True: Text("on", "açık"), False: Text("off", "kapalı")}
_TEXTS = {
    "enabled": Text("state: {left} / {right}", "durum: {left} / {right}"),
    "off_variant": Text("off value: {left} / {right}", "kapalı değeri: {left} / {right}"),
    "default": Text("default: {left} / {right}", "varsayılan: {left} / {right}"),
    "rules": Text("rules: {left} / {right}", "kurallar: {left} / {right}"),
    "prerequisites": Text("prerequisites: {left} / {right}", "ön koşullar: {left} / {right}"),
}
_SHARE = Text("{percent}% {variant}", "%{percent} {variant}")


def told(part: str, left: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """One difference as a short sentence."""
    return _TEXTS[part].render(left=_short(part, left[part]), right=_short(part, right[part]))


def _short(part: str, value: Any) -> str:
    if part == "enabled":
        return _ENABLED[bool(value)].render()
    if part == "default":
        return serve_text(value)
    if part == "prerequisites":
        return ", ".join(wanted["flag"] for wanted in value) or "–"
    if part == "rules":
        names = [rule["name"] or serve_text(rule["serve"]) for rule in value]
        return f"{len(value)} ({', '.join(names)[:120]})" if names else "0"
    return str(value)


def serve_text(serve: Mapping[str, Any]) -> str:
    """What a rule serves: a variant, or the shares of several."""
    if serve["kind"] == "variant":
        return str(serve["variant"])
    total = serve["total"]
    return " + ".join(
        _share(100 * part["weight"] / total, part["variant"]) for part in serve["slices"]
    )


def _share(percent: float, variant: str | None) -> str:
    number = Text(f"{percent:g}", f"{percent:g}".replace(".", ",")).render()
    return _SHARE.render(percent=number, variant=variant or "–")
