"""Request bodies: none is read into memory beyond the limit of its route."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Message

from gapless.platform.problems import PayloadTooLarge


def limit_body(request: Request, limit: int | None) -> Request:
    """The same request, whose body raises `PayloadTooLarge` (413) past `limit` bytes."""
    if limit is None:
        return request
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise PayloadTooLarge(limit=limit, details={"limit": limit, "found": int(declared)})
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        message = await request.receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise PayloadTooLarge(limit=limit, details={"limit": limit})
        return message

    return Request(request.scope, receive)
