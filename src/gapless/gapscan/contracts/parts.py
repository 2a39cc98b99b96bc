"""The parts of a contract's steps read from YAML: requests, expectations, saves, browser acts."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Mapping
from typing import Any

from gapless.gapscan.contracts import file_words as words
from gapless.gapscan.contracts.operators import NAMES, operand_problem, path_problem
from gapless.gapscan.contracts.reader import Node
from gapless.gapscan.contracts.schema import (
    MISSING,
    Action,
    Check,
    Expect,
    FilePart,
    Request,
    Save,
    SaveFrom,
)
from gapless.gapscan.message import Message

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_BODIES = ("json", "form", "files", "body")

# For each act its arguments; the first may be given alone (`click: "#save"`).
ACTIONS: dict[str, tuple[str, ...]] = {
    "open": ("path",),
    "fill": ("selector", "label", "value"),
    "click": ("selector", "role", "name", "text"),
    "choose": ("selector", "label", "value"),
    "upload": ("selector", "filename", "content", "content_type"),
    "see": ("text", "selector", "within"),
    "not_see": ("text", "selector", "within"),
    "wait_for_url": ("path",),
    "reload": (),
    "screenshot": ("name",),
}
_ALONE = ("reload", "screenshot")


def check_path(node: Node, path: str) -> None:
    """Notes it if the path is no JSONPath."""
    problem = path_problem(path)
    if problem:
        node.fault(problem)


def request(node: Node) -> Request:
    """A request: `GET /path` as text, or its parts as keys."""
    if not node.is_mapping:
        method, _, path = node.text().partition(" ")
        _check_target(node, method, path.strip())
        return Request(method, path.strip())
    keys = node.mapping(
        "method", "path", "query", "headers", "idempotency_key", *_BODIES, required=("path",)
    )
    method = keys["method"].text().upper() if "method" in keys else "GET"
    path = keys["path"].text() if "path" in keys else "/"
    _check_target(keys.get("path", node), method, path)
    given = [key for key in _BODIES if key in keys]
    if len(given) > 1 and given != ["form", "files"]:
        node.fault(words.BODIES(given=given))
    return Request(
        method=method,
        path=path,
        query=_values(keys, "query"),
        headers=_texts(keys, "headers"),
        json=keys["json"].value() if "json" in keys else MISSING,
        form=_texts(keys, "form"),
        files=_files(keys["files"]) if "files" in keys else {},
        body=keys["body"].text() if "body" in keys else None,
        idempotency_key=keys["idempotency_key"].text() if "idempotency_key" in keys else None,
    )


def _check_target(node: Node, method: str, path: str) -> None:
    if method not in METHODS:
        node.fault(words.NO_METHOD(method=method, known=METHODS))
    # Contracts never leave the server that they are run against.
    if not path.startswith("/") or path.startswith("//"):
        node.fault(words.BAD_PATH(path=path))


def _values(keys: Mapping[str, Node], key: str) -> dict[str, Any]:
    if key not in keys:
        return {}
    return {name: child.value() for name, child in keys[key].pairs().items()}


def _texts(keys: Mapping[str, Node], key: str) -> dict[str, str]:
    if key not in keys:
        return {}
    return {name: child.text() for name, child in keys[key].pairs().items()}


def _files(node: Node) -> dict[str, FilePart]:
    found: dict[str, FilePart] = {}
    for name, child in node.pairs().items():
        keys = child.mapping("filename", "content_type", "text", "json", required=("filename",))
        if child.is_mapping and ("text" in keys) == ("json" in keys):
            child.fault(words.TEXT_OR_JSON())
        kind = "application/json" if "json" in keys else "text/plain"
        found[name] = FilePart(
            filename=keys["filename"].text() if "filename" in keys else "",
            content_type=keys["content_type"].text() if "content_type" in keys else kind,
            text=keys["text"].text() if "text" in keys else None,
            json=keys["json"].value() if "json" in keys else MISSING,
        )
    return found


def expect(node: Node) -> Expect:
    """What an answer must be: status, headers, body."""
    return expect_of(node.mapping("status", "headers", "body"))


def expect_of(keys: Mapping[str, Node]) -> Expect:
    """As `expect`, from keys that were read already."""
    return Expect(
        statuses=_statuses(keys["status"]) if "status" in keys else Expect().statuses,
        headers=_headers(keys["headers"]) if "headers" in keys else {},
        body=checks(keys["body"]) if "body" in keys else (),
    )


def _statuses(node: Node) -> tuple[tuple[int, int], ...]:
    ranges: list[tuple[int, int]] = []
    for item in node.items() if node.is_list else [node]:
        text = item.text()
        if len(text) == 3 and text[0] in "12345" and text[1:].lower() == "xx":
            ranges.append((int(text[0]) * 100, int(text[0]) * 100 + 99))
        elif text.isascii() and text.isdigit() and 100 <= int(text) <= 599:
            ranges.append((int(text), int(text)))
        else:
            item.fault(words.NO_STATUS(text=text))
    return tuple(ranges)


def _headers(node: Node) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for name, child in node.pairs().items():
        if child.is_mapping:
            found[name.lower()] = _operators(child.pairs())
        else:
            found[name.lower()] = {"equals": child.text()}
    return found


def _operators(pairs: Mapping[str, Node]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, child in pairs.items():
        value = child.value()
        if name not in NAMES:
            child.fault(words.NO_OPERATOR(name=name, known=NAMES))
            continue
        problem = operand_problem(name, value)
        if problem:
            child.fault(problem)
        found[name] = value
    return found


def checks(node: Node) -> tuple[Check, ...]:
    """Conditions on a JSON body: a list of them, or `JSONPath: value` for equality."""
    if node.is_mapping:
        return tuple(
            _check(path, child, {"equals": child.value()}) for path, child in node.pairs().items()
        )
    found: list[Check] = []
    for item in node.items():
        pairs = item.pairs()
        if "path" not in pairs:
            if item.is_mapping:
                item.fault(words.PATH_MISSING())
            continue
        place = pairs.pop("path")
        some = pairs.pop("some").boolean() if "some" in pairs else False
        operators = _operators(pairs)
        if not operators:
            item.fault(words.OPERATOR_MISSING(known=NAMES))
        found.append(_check(place.text(), place, operators, some=some))
    return tuple(found)


def _check(path: str, node: Node, operators: Mapping[str, Any], *, some: bool = False) -> Check:
    # A path with a variable in it is known only at the run; its shape can be judged now.
    if "${" not in path:
        check_path(node, path)
    return Check(path, operators, some, node.line)


def saves(node: Node) -> dict[str, Save]:
    """Variables to keep: `name: JSONPath`, `name: header:x-request-id`, `name: status`."""
    found: dict[str, Save] = {}
    for name, child in node.pairs().items():
        text = child.text()
        if not name.isidentifier():
            child.fault(words.BAD_NAME(name=name))
        if text == "status":
            found[name] = Save(SaveFrom.STATUS, "")
        elif text.startswith("header:"):
            found[name] = Save(SaveFrom.HEADER, text.removeprefix("header:").strip().lower())
        else:
            check_path(child, text)
            found[name] = Save(SaveFrom.BODY, text)
    return found


def actions(node: Node) -> tuple[Action, ...]:
    """Acts in a browser: a list of one act each."""
    found: list[Action] = []
    for item in node.items():
        if not item.is_mapping:
            kind, arguments = item.text(), {}
            if kind not in _ALONE:
                item.fault(words.NEEDS_ARGUMENTS(act=kind) if kind in ACTIONS else _unknown(kind))
        else:
            pairs = item.pairs()
            if len(pairs) != 1:
                item.fault(words.ONE_ACT())
                continue
            [(kind, child)] = pairs.items()
            if kind not in ACTIONS:
                child.fault(_unknown(kind))
                continue
            arguments = _arguments(kind, child)
        found.append(Action(kind, arguments, item.line))
    if not found:
        node.fault(words.NO_ACT())
    return tuple(found)


def _unknown(kind: str) -> Message:
    return words.UNKNOWN_ACT(act=kind, known=tuple(ACTIONS))


def _arguments(kind: str, node: Node) -> dict[str, Any]:
    allowed = ACTIONS[kind]
    if not node.is_mapping:
        return {allowed[0]: node.value()}
    found = {key: child.value() for key, child in node.mapping(*allowed).items()}
    if kind in ("fill", "choose") and "value" not in found:
        node.fault(words.ACT_VALUE(act=kind))
    if not found:
        node.fault(words.ACT_LACKS(act=kind, known=allowed))
    return found


def part_bytes(part: FilePart) -> bytes:
    """What a file of a multipart request holds, its variables filled in."""
    if part.json is not MISSING:
        return json_bytes(part.json)
    return (part.text or "").encode()


def json_bytes(value: Any) -> bytes:
    """A JSON body."""
    return json.dumps(value, ensure_ascii=False).encode()


def form_bytes(form: Mapping[str, str]) -> bytes:
    """The body of an HTML form."""
    return urllib.parse.urlencode(form).encode()
