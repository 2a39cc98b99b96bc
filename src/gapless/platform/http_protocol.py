"""HTTP as uvicorn speaks it, with the head of an answer and its body in one packet.

uvicorn writes them one after the other, and uvloop sends each at once: two system calls and two
packets for every answer, however small. Of the processor time of a bulk evaluation of flags that
was a tenth. So the head is held until the body comes, or until the event loop's next turn.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class OnePacket(HttpToolsProtocol):
    """uvicorn's protocol on a transport that joins a head to what follows it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Serve a new connection."""
        super().connection_made(cast(asyncio.Transport, _Joining(transport)))


class _Joining:
    """A transport that sends the head of an answer together with the beginning of its body."""

    __slots__ = ("_head", "_loop", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._head: bytes | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send bytes, a head of an answer not alone."""
        head = self._head
        if head is not None:
            self._head = None
            self._transport.write(head + data)
        elif data.startswith(b"HTTP/1."):
            self._head = data
            self._loop.call_soon(self._send_head)  # a stream's body may be long in coming
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Send what is held and close."""
        self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        head, self._head = self._head, None
        if head is not None:
            self._transport.write(head)
