"""Documents for the flag engine's tests, written briefly."""

from __future__ import annotations

from typing import Any

from gapless.flagengine import Document, check_document, read_document
from gapless.flagengine.issues import Issue

OFF = {"kind": "variant", "variant": "off"}
ON = {"kind": "variant", "variant": "on"}


def flag(key: str = "lobby", **changes: Any) -> dict[str, Any]:
    """A boolean flag that is on and serves `off` unless a rule says otherwise."""
    return {
        "key": key,
        "type": "boolean",
        "enabled": True,
        "variants": [{"key": "on", "value": True}, {"key": "off", "value": False}],
        "off_variant": "off",
        "default": OFF,
        **changes,
    }


def attribute(name: str, op: str, *values: Any, **more: Any) -> dict[str, Any]:
    """A condition on an attribute."""
    return {"kind": "attribute", "attribute": name, "op": op, "values": list(values), **more}


def rule(*when: Any, serve: Any = ON, key: str = "r1") -> dict[str, Any]:
    """A rule that serves `on`."""
    return {"id": key, "when": list(when), "serve": serve}


def split(on: int, off: int, **more: Any) -> dict[str, Any]:
    """A split between `on` and `off`, in thousandths of a percent."""
    slices = [{"variant": "on", "weight": on}, {"variant": "off", "weight": off}]
    return {"kind": "split", "salt": "lobby", "slices": slices, **more}


def document(*flags: Any, segments: Any = (), version: int = 1) -> Document:
    """The document, which must be sound."""
    found, issues = read_document(
        {"version": version, "flags": list(flags), "segments": list(segments)}
    )
    assert found is not None, issues
    assert check_document(found) == []
    return found


def issues_of(*flags: Any, segments: Any = ()) -> list[Issue]:
    """What is wrong with the document."""
    found, issues = read_document({"flags": list(flags), "segments": list(segments)})
    return issues if found is None else check_document(found)
