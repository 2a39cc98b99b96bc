"""Captures (HAR 1.2): read as a stream, one exchange in memory at a time, nothing personal kept.

Of every exchange only the method, the path template, the status, field names and a hash of the body
survive; headers, cookies, query values and bodies do not.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import ijson

from gapless.gapscan.files import shown
from gapless.gapscan.guarded_json import ByteSource, GuardedJson, JsonTooWild
from gapless.gapscan.model import Location, Notice, ScanInputError, Traffic
from gapless.gapscan.paths import PathIndex, normalise, split_url, templated
from gapless.gapscan.shapes import is_empty, shape_of

_CALLS = frozenset({"xhr", "fetch"})
_MAX_PARSED = 4_000_000
_MAX_HASHES = 1000
_MAX_SHAPES = 200
_SMALL = 300


class _Counting:
    """A file that counts the lines that were read of it, to say where a capture breaks."""

    def __init__(self, file: ByteSource) -> None:
        self.file = file
        self.lines = 1
        self.started = False

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        if not self.started and size != 0:
            self.started = True
            chunk = chunk.removeprefix(b"\xef\xbb\xbf")
        self.lines += chunk.count(b"\n")
        return chunk


@dataclass(slots=True)
class _Group:
    statuses: Counter[int] = field(default_factory=Counter)
    empty: int = 0
    bodies: int = 0
    addresses: set[str] = field(default_factory=set)
    # Hash of a body to whether it was empty.
    hashes: dict[str, bool] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""


def read_har(
    path: Path,
    hosts: frozenset[str] = frozenset(),
    known: Iterable[str] = (),
    notices: list[Notice] | None = None,
) -> list[Traffic]:
    """What a capture shows of each operation.

    ``hosts`` limits it to the server under test (all, if empty); ``known`` are templates by which
    concrete paths are recognised. A capture that breaks off is used as far as it
    goes, with a notice.
    Raises :class:`ScanInputError` for a file that cannot be read or is no HAR.
    """
    name = shown(path)
    index: PathIndex[str] = PathIndex(
        (normalise(template), normalise(template)) for template in known
    )
    groups: dict[tuple[str, str], _Group] = {}
    for entry in _entries(path, name, notices if notices is not None else []):
        _take(entry, hosts, index, groups)
    found: list[Traffic] = []
    for (method, template), group in sorted(groups.items()):
        found.append(
            Traffic(
                method, template, Location(name), tuple(sorted(group.statuses.items())),
                group.empty, group.bodies, len(group.addresses), len(group.hashes),
                frozenset(group.fields) if group.fields else None, frozenset(group.opened),
                f"{method} {template}", group.first, group.last,
            )
        )  # fmt: skip
    return found


def _entries(path: Path, name: str, notices: list[Notice]) -> Iterator[dict[str, Any]]:
    count = 0
    try:
        with path.open("rb") as file:
            source = _Counting(GuardedJson(file))
            try:
                for entry in ijson.items(source, "log.entries.item", use_float=True):
                    count += 1
                    if isinstance(entry, dict):
                        yield entry
            except ijson.IncompleteJSONError:
                if not count:
                    raise
                notices.append(
                    Notice(
                        Location(name, source.lines),
                        f"the capture breaks off here; the {count} exchanges before it were read",
                    )
                )
            except ijson.JSONError as error:
                if not count:
                    raise
                notices.append(
                    Notice(
                        Location(name, source.lines),
                        f"the capture is not valid JSON near here: {_first_line(error)}",
                    )
                )
    except OSError as error:
        raise ScanInputError(
            f"cannot be read: {error.strerror or error}", Location(name)
        ) from error
    except JsonTooWild as error:
        raise ScanInputError(f"cannot be read: {error}", Location(name, source.lines)) from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise ScanInputError(
            f"is no HAR: not valid JSON ({_first_line(error)})", Location(name, source.lines)
        ) from error
    if not count and not _has_entries(path):
        raise ScanInputError("is no HAR: it has no `log.entries`", Location(name, 1))


def _first_line(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return text.splitlines()[0].strip() if text.strip() else type(error).__name__


def _has_entries(path: Path) -> bool:
    with path.open("rb") as file:
        return any(
            prefix == "log.entries" and event == "start_array"
            for prefix, event, _ in ijson.parse(GuardedJson(file))
        )


def _take(
    entry: dict[str, Any],
    hosts: frozenset[str],
    index: PathIndex[str],
    groups: dict[tuple[str, str], _Group],
) -> None:
    request, response = entry.get("request"), entry.get("response")
    if not isinstance(request, dict) or not isinstance(response, dict):
        return
    host, raw = split_url(str(request.get("url", "")))
    if hosts and host not in hosts:
        return
    content = response.get("content")
    content = content if isinstance(content, dict) else {}
    kind = str(entry.get("_resourceType", "")).lower()
    mime = str(content.get("mimeType", "")).lower()
    path = normalise(raw)
    template = next(iter(index.find(path, loose=False)), None)
    # Pages, scripts and pictures are no calls.
    if kind not in _CALLS and "json" not in mime and (template is None or kind):
        return
    method = str(request.get("method", "GET")).upper()
    status = response.get("status")
    if method == "OPTIONS" or not isinstance(status, int) or status <= 0:
        return
    template = template or "/".join(
        "{id}" if "@" in segment else segment for segment in templated(path).split("/")
    )
    group = groups.setdefault((method, template), _Group())
    group.statuses[status] += 1
    when = str(entry.get("startedDateTime", ""))
    group.first = min(filter(None, (group.first, when)), default="")
    group.last = max(group.last, when)
    if 200 <= status < 300:
        _take_body(group, path, _text(content))


def _text(content: dict[str, Any]) -> str | None:
    text = content.get("text")
    if not isinstance(text, str):
        return None
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode(text).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return None
    return text


def _take_body(group: _Group, path: str, text: str | None) -> None:
    if text is None:
        return
    group.bodies += 1
    if len(group.addresses) < _MAX_HASHES:
        group.addresses.add(hashlib.sha256(path.encode()).hexdigest())
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest in group.hashes:
        group.empty += group.hashes[digest]
        return
    empty = not text.strip()
    # A page of data is not empty, and after so many different bodies the shape is known.
    if not empty and len(text) <= (_MAX_PARSED if len(group.hashes) < _MAX_SHAPES else _SMALL):
        empty = _take_shape(group, text)
    group.empty += empty
    if len(group.hashes) < _MAX_HASHES:
        group.hashes[digest] = empty


def _take_shape(group: _Group, text: str) -> bool:
    """Add the fields of a body; whether it holds no data."""
    try:
        body = cast(object, json.loads(text))
    except (ValueError, RecursionError):
        return False
    fields, opened = shape_of(body)
    group.fields |= fields
    group.opened |= opened
    return is_empty(body)
