"""From the value of an address to a path template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gapless.gapscan.js.values import (
    Fallback,
    Hole,
    Missing,
    Ref,
    Text,
    Unknown,
    Value,
    When,
    as_parts,
    concat,
    one_of,
    options_of,
    text,
)
from gapless.gapscan.paths import normalise, split_url

_TOKEN = re.compile("\x00([^\x01]*)\x01")
_PATH_NAMES = re.compile(
    r"(path|url|uri|endpoint|route|resource|href|suffix|input|address|target|action)s?$", re.I
)
_ONLY_MOUNT = re.compile(r"/*(?:(?:api|rest|v\d+)/*)*\Z", re.I)
_ABSOLUTE = re.compile(r"https?://|//", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """A path template; ``host`` for another origin, ``base_known`` whether it is the whole path.

    ``base`` is the name of what stands before it when it is not.
    """

    path: str
    host: str
    base_known: bool
    base: str = ""


def address_of(value: Text) -> Address | None:
    """The template of one address, or ``None`` when it says nothing about the path."""
    raw = "".join(
        part
        if isinstance(part, str)
        else f"\x00{re.sub(r'[^A-Za-z0-9_]', '', part.name) or 'value'}\x01"
        for part in _settled(value)
    )
    if (inner := list(_ABSOLUTE.finditer(raw))) and inner[-1].group().startswith("http"):
        raw = raw[inner[-1].start() :]
    if re.match("https?\x00", raw, re.I):  # "http" + x: a whole address that is not known
        return None
    base_known = True
    host = base = ""
    if raw.startswith("\x00"):
        base_known = False
        base = raw[1 : raw.index("\x01")]
        raw = _TOKEN.sub("", raw, count=1)
        while raw.startswith("\x00"):
            raw = _TOKEN.sub("", raw, count=1)
        if raw.startswith("&"):  # more of a query that is in the variable, as the path is
            return None
    elif match := re.match("https?://[^/?#]*\x01", raw, re.I):
        # A host built from a variable: its path follows, its host is our own as far as is known.
        base = raw[raw.index("\x00") + 1 : raw.index("\x01")]
        raw = raw[match.end() :]
        raw = raw if raw.startswith("/") else raw[raw.find("/") :] if "/" in raw else ""
    else:
        # `//` is a joint of a base and a path more often than an address without a scheme.
        if raw.startswith("//") and not re.match(r"//[^/]*[.:]", raw):
            raw = "/" + raw.lstrip("/")
        host, raw = split_url(raw)
    raw = raw.split("?", 1)[0].split("#", 1)[0]
    if not raw.startswith("/"):
        base_known = base_known and bool(host)
    path = "/".join(_segments(raw))
    if not re.search(r"[A-Za-z0-9]", _TOKEN.sub("", path)) and not (host and path in ("", "/")):
        return None
    return Address(normalise(_TOKEN.sub(r"{\1}", path)), host, base_known, base)


def _settled(value: Text) -> list[str | Hole]:
    """The parts, with what stands where nobody gives another value."""
    parts: list[str | Hole] = []
    for part in value.parts:
        default = part.default if isinstance(part, Hole) else None
        while isinstance(default, Fallback):
            default = default.second
        if isinstance(default, Text) and default.parts:
            parts.extend(_settled(default))
        elif isinstance(default, Unknown | Ref) and default.name:
            parts.extend(as_parts(default))
        else:
            parts.append(part)
    return parts


def _segments(raw: str) -> list[str]:
    segments = raw.split("/")
    last = len(segments) - 1
    cleaned = []
    for index, segment in enumerate(segments):
        if index == last and "\x00" in segment:
            # `/games${query}`: what is glued to a word at the end is a query string.
            segment = re.sub("(?<=[A-Za-z0-9}])\x00[^\x01]*\x01\\Z", "", segment)
            segment = re.sub("(\x01)(?:\x00[^\x01]*\x01)+\\Z", r"\1", segment)
        cleaned.append(segment)
    return cleaned


def needs_caller(value: Value) -> bool:
    """Whether the path as such comes from a parameter, so that only a caller decides it."""
    if isinstance(value, When):
        return any(needs_caller(option) for option in options_of(value))
    if isinstance(value, Fallback):
        # With a good default, the callers may say more, but need not.
        return needs_caller(value.second) or not getattr(value.second, "parts", ())
    if isinstance(value, Ref):
        return True
    if not isinstance(value, Text):
        return False
    before = ""
    for part in value.parts:
        if isinstance(part, str):
            before += part
            continue
        if part.ref is not None and not getattr(part.default, "parts", ()):
            path = split_url(before)[1] if before.startswith("http") else before
            if "?" in path:
                return False
            if _ONLY_MOUNT.match(path):
                return not path.endswith("/") or bool(_PATH_NAMES.search(part.name))
            if _PATH_NAMES.search(part.name):
                return True
        elif before:
            before += "0"
    return False


def begins_with_base(value: Value) -> bool:
    """``${server}/games``: something unknown, then a path that says something."""
    if not isinstance(value, Text) or len(value.parts) < 2 or not isinstance(value.parts[0], Hole):
        return False
    rest = value.parts[1]
    return isinstance(rest, str) and bool(re.match(r"/[A-Za-z]", rest)) and not needs_caller(
        Text(value.parts[1:])
    )  # fmt: skip


def join(base: Value, url: Value) -> Value:
    """``base`` and ``url`` as clients join them: an absolute address stands alone."""
    if isinstance(base, Missing) or base == Text(()):
        return url
    joined: list[Value] = []
    for option in options_of(url):
        parts = as_parts(option)
        first = parts[0] if parts else ""
        if isinstance(first, str) and _ABSOLUTE.match(first):
            joined.append(option)
        elif isinstance(option, Ref):
            # A parameter that is all of the path: its callers decide, whatever it is called.
            joined.append(concat([base, text("/"), Text((Hole("path", option),))]))
        elif isinstance(first, str) and not first.startswith("/") and first:
            joined.append(concat([base, text("/"), option]))
        else:
            joined.append(concat([base, option]))
    return one_of(joined)
