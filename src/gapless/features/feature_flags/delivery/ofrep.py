"""OFREP, the OpenFeature Remote Evaluation Protocol: requests to answers, without the web.

Errors of a request are the protocol's own (`errorCode`, `errorDetails`). Who may not ask at all
gets the house's problem documents, like everywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import mmh3
import orjson

from gapless.features.feature_flags.delivery.store import Environment
from gapless.flagengine.model import TARGETING_KEY
from gapless.flagengine.outcomes import Outcome

LARGEST_BODY = 256 * 1024
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    body: bytes
    etag: str | None = None


class Refused(Exception):
    """The request cannot be evaluated. Holds the protocol's answer."""

    def __init__(self, code: str, details: str, *, key: str | None = None) -> None:
        super().__init__(code)
        told = {"errorCode": code, "errorDetails": details}
        body = orjson.dumps({"key": key, **told} if key is not None else told)
        self.answer = Answer(400, body)


def too_large(key: str | None = None) -> Answer:
    """The answer to a context that nobody needs for a flag."""
    details = f"The request is larger than {LARGEST_BODY} bytes."
    return Refused("INVALID_CONTEXT", details, key=_sendable(key)).answer


def read_context(body: bytes, key: str | None = None) -> dict[str, Any]:
    """The context of a request. Raises `Refused`."""
    key = _sendable(key)
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused("PARSE_ERROR", f"The body is not JSON: {error}.", key=key) from None
    if not isinstance(request, dict):
        raise Refused("PARSE_ERROR", "The body is not a JSON object.", key=key)
    context = request.get("context")
    if context is None:
        return {}
    if not isinstance(context, dict):
        raise Refused("INVALID_CONTEXT", "`context` is not an object.", key=key)
    targeting_key = context.get(TARGETING_KEY)
    if targeting_key is not None and not isinstance(targeting_key, str):
        raise Refused("INVALID_CONTEXT", f"`{TARGETING_KEY}` is not a text.", key=key)
    return context


def evaluate_one(
    environment: Environment, key: str, body: bytes
) -> tuple[Answer, Outcome | None, dict[str, Any]]:
    """The answer for one flag, what was evaluated (None: nothing), and for whom."""
    try:
        context = read_context(body, key)
    except Refused as refused:
        return refused.answer, None, {}
    outcome = environment.compiled.outcome(key, context)
    known = outcome if outcome.status != 404 else None
    return Answer(outcome.status, outcome.body), known, context


def entity_tag(environment: Environment, stream: bytes, body: bytes) -> str:
    """Names an answer by what it depends on: the environment's content, the address of its changes
    and the request."""
    request = mmh3.mmh3_x64_128_digest(body + stream).hex()
    return f'"{environment.tag}.{request}"'


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller has this answer."""
    if not if_none_match:
        return False
    known = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return any(one in (etag, "*") for one in known)


def evaluate_all(
    environment: Environment, body: bytes, stream: bytes, if_none_match: str | None
) -> tuple[Answer, list[bytes], dict[str, Any]]:
    """The answer for all flags, their bytes to be counted, and for whom they are.

    `stream` is the JSON of where changes are told. A caller who has the answer gets 304 before
    anything is parsed.
    """
    etag = entity_tag(environment, stream, body)
    if if_none_match is not None and is_known(if_none_match, etag):
        return Answer(304, b"", etag), [], {}
    try:
        context = read_context(body)
    except Refused as refused:
        return refused.answer, [], {}
    bodies = environment.compiled.bodies(context)
    answer = b'{"flags":[%b],"metadata":{"version":%d},"eventStreams":[%b]}' % (
        b",".join(bodies),
        environment.version,
        stream,
    )
    return Answer(200, answer, etag), bodies, context


def configuration() -> dict[str, Any]:
    """What this server is and can do."""
    return {
        "name": "gapless",
        "capabilities": {
            "cacheInvalidation": {"polling": {"enabled": True, "minPollingInterval": 1000}},
            "flagEvaluation": {"unsupportedTypes": []},
            "caching": {"enabled": True},
        },
    }


def _sendable(key: str | None) -> str | None:
    """A key out of an address, as it can stand in JSON."""
    return None if key is None else key.encode("utf-8", "replace").decode()[:200]


def stream_json(address: str) -> bytes:
    """Where changes are told, as an entry of `eventStreams`."""
    entry: dict[str, Any] = {"type": "sse", "inactivityDelaySec": 120}
    if address.startswith("/"):  # clients add the origin that they evaluate at
        entry["endpoint"] = {"requestUri": address}
    else:
        entry["url"] = address
    return json.dumps(entry, separators=(",", ":")).encode()
