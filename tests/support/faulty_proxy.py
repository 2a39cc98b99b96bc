"""A reverse proxy that breaks one endpoint of the server behind it, as a bad release would."""

from __future__ import annotations

import http.client
import re
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
     "upgrade", "content-length"}
)  # fmt: skip


class FaultyProxy(ThreadingHTTPServer):
    """Passes everything on; what `broken` matches (`POST /path`) is answered 404 instead."""

    daemon_threads = True
    broken: re.Pattern[str] | None = None
    refused: list[str]

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urllib.parse.urlsplit(target)
        self.refused = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FaultyProxy
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = f"{self.command} {self.path}"
        if self.server.broken is not None and self.server.broken.match(asked):
            self.server.refused.append(asked)
            self._answer(404, [("Content-Type", "application/json")], b'{"detail": "Not Found"}')
            return
        target = self.server.target
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in _HOP_BY_HOP}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            if (answer.getheader("Content-Type") or "").startswith("text/event-stream"):
                self._stream(answer)
            else:
                self._answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def __getattr__(self, name: str) -> object:
        if name.startswith("do_"):  # http.server's name for each method
            return self._pass_on
        raise AttributeError(name)

    def _head(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self._head(status, headers)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _stream(self, answer: http.client.HTTPResponse) -> None:
        self._head(answer.status, answer.getheaders())
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while chunk := answer.read1(65536):
            self.wfile.write(chunk)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@contextmanager
def in_front_of(target: str) -> Iterator[FaultyProxy]:
    """A proxy to that server, until the end of the block."""
    proxy = FaultyProxy(target)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
