"""What is asked of the server: the document, whether it changed, and taking reports."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import httpx

from gapless.client.documents import Fetched

QUIET_SECONDS = 40.0
"""A stream that says nothing for so long is broken: the server says something every 15 seconds."""


# A closed client raises RuntimeError, of which httpx's StreamError is one too.
_BROKEN = (httpx.HTTPError, httpx.InvalidURL, RuntimeError)


class Unreachable(Exception):
    """The server is away, or cannot answer now."""


class Refused(Exception):
    """The server does not want this key here: waiting does not help."""


class Server:
    """The server, as a key of one environment sees it. Used by one thread at a time."""

    def __init__(self, url: str, key: str, environment: str, timeout: float) -> None:
        self.environment = environment
        self.stream: str | None = None
        """Where changes are told; known after the first fetch."""
        self._stream_socket: socket.socket | None = None
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}", "User-Agent": "gapless-client"},
            timeout=timeout,
        )

    def fetch(self, known: str | None) -> Fetched | None:
        """The document; None if it is the `known` one still. Raises `Unreachable`, `Refused`."""
        headers = {"If-None-Match": known} if known else {}
        query = {"environment": self.environment}
        answer = self._asked("GET", "/api/v1/flags/document", params=query, headers=headers)
        monitor = answer.links.get("monitor")
        self.stream = monitor["url"] if monitor else None
        if answer.status_code == 304:
            return None
        return Fetched(answer.content, answer.headers.get("etag"))

    def report(self, flags: list[dict[str, Any]]) -> None:
        """Tell what was served. Raises `Unreachable`, `Refused`."""
        body = {"environment": self.environment, "flags": flags}
        self._asked("POST", "/api/v1/flags/exposures", json=body)

    def changes(self, address: str) -> Iterator[None]:
        """Yields for each change that the server tells of, until it stops telling."""
        timeout = httpx.Timeout(self._http.timeout.connect, read=QUIET_SECONDS)
        try:
            with self._http.stream(
                "GET", address, headers={"Accept": "text/event-stream"}, timeout=timeout
            ) as answer:
                if answer.status_code != 200:
                    return
                network = answer.extensions.get("network_stream")
                self._stream_socket = network.get_extra_info("socket") if network else None
                for line in answer.iter_lines():
                    if line.startswith("data:"):
                        yield
        except _BROKEN:
            return
        finally:
            self._stream_socket = None

    def hang_up(self) -> None:
        """End the stream that another thread waits at."""
        listening = self._stream_socket
        if listening is not None:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def _asked(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **more)
        except _BROKEN as away:
            raise Unreachable(f"{type(away).__name__}: {away}"[:200]) from None
        if answer.status_code in (200, 304):
            return answer
        told = f"{answer.status_code} {_code(answer)}".strip()
        if answer.status_code in (400, 401, 403, 404):
            raise Refused(told)
        raise Unreachable(told)


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("error_code", ""))
    except (ValueError, AttributeError):
        return ""
