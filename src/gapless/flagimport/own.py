"""Our own export: an environment's flags with all that people know of them, and its segments."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import AwareDatetime, TypeAdapter

from gapless.flagengine import Flag, Issue, Segment, read_flag, read_segment
from gapless.flagimport.bundle import (
    About,
    Bundle,
    CarriedFlag,
    CarriedSegment,
    Collector,
    Format,
    Options,
)
from gapless.flagimport.nodes import Malformed, Node, Words

SCHEMA = "gapless.flags/1"
"""Names the form of the file."""
_PARTS = (
    "key", "type", "enabled", "variants", "off_variant", "default", "rules", "prerequisites",
)  # fmt: skip
_SCOPES = ("frontend", "backend", "both")
_MOMENT: TypeAdapter[Any] = TypeAdapter(AwareDatetime)


def recognises(data: Any) -> bool:
    """Whether the file is ours."""
    return isinstance(data, dict) and str(data.get("format", "")).startswith("gapless.flags/")


def convert(data: Any, options: Options) -> Bundle:
    """The file's flags."""
    root = Node(data)
    if root.text("format") != SCHEMA:
        raise root.need("format").wrong(
            Words(f"only {SCHEMA} is known", f"yalnızca {SCHEMA} bilinir")
        )
    made = Collector()
    for node in root.each("segments"):
        made.segment(node.text("key"), partial(_segment, node))
    for node in root.each("flags"):
        made.flag(node.text("key"), partial(_flag, node))
    environment = root.text("environment", "") or None
    return made.bundle(Format.GAPLESS, environment, (environment,) if environment else ())


def _flag(node: Node) -> CarriedFlag:
    found, issues = read_flag({k: v for k, v in node.typed("object").items() if k in _PARTS})
    if found is None:
        raise _malformed(node, issues[0])
    return CarriedFlag(found, _about(node))


def _segment(node: Node) -> CarriedSegment:
    found, issues = read_segment({"key": node.text("key"), "when": node.need("when").value})
    if found is None:
        raise _malformed(node, issues[0])
    return CarriedSegment(found, _about(node))


def _malformed(node: Node, issue: Issue) -> Malformed:
    place = f"{node.place}.{issue.place}" if issue.place else node.place
    return Malformed(place, Words(issue.text("en").rstrip("."), issue.text("tr").rstrip(".")))


def _about(node: Node) -> About:
    scope, expires = node.text("scope", "both"), node.text("expires_at", "") or None
    if scope not in _SCOPES:
        raise node.need("scope").wrong(Words("no such scope", "böyle bir kapsam yok"))
    return About(
        name=node.text("name", node.text("key"))[:200],
        description=node.text("description", "")[:2000],
        tags=tuple(one.typed("text")[:40] for one in node.each("tags"))[:20],
        owner=node.text("owner", "")[:120] or None,
        group=node.text("group", "")[:80] or None,
        scope=scope,
        expires_at=_MOMENT.validate_python(expires).isoformat() if expires else None,
    )


def export(
    flags: list[tuple[Flag, About]],
    segments: list[tuple[Segment, About]],
    *,
    environment: str,
    version: int,
) -> dict[str, Any]:
    """The file of an environment."""
    return {
        "format": SCHEMA,
        "environment": environment,
        "version": version,
        "flags": [{**_told(about), **flag.model_dump(mode="json")} for flag, about in flags],
        "segments": [
            {"name": about.name, "description": about.description,
             **segment.model_dump(mode="json")}
            for segment, about in segments
        ],
    }  # fmt: skip


def _told(about: About) -> dict[str, Any]:
    return {
        "name": about.name,
        "description": about.description,
        "scope": about.scope,
        "group": about.group,
        "owner": about.owner,
        "tags": list(about.tags),
        "expires_at": about.expires_at,
    }
