"""Probing a running server: a real one, on this machine, with gaps in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gapless.gapscan.model import Kind, ScanInputError, Severity
from gapless.gapscan.probe import probe
from gapless.gapscan.scan import scan

ONE = {"responses": {"200": {"description": "x"}}}
PATHS: dict[str, dict[str, Any]] = {
    "/api/notes": {"get": ONE, "post": ONE},
    "/api/notes/{id}": {"get": ONE, "put": ONE, "patch": ONE, "delete": ONE},
    "/api/lost": {"get": ONE, "post": ONE},
    "/api/lost/{id}": {"get": ONE, "delete": ONE},
    "/api/sticky": {"get": ONE, "post": ONE},
    "/api/sticky/{id}": {"delete": ONE},
    "/api/forever": {"get": ONE, "post": ONE},
    "/api/only": {"get": ONE},
    "/api/only/{id}": {"get": ONE},
    "/api/fakes": {"get": ONE},
    "/api/fakes/{id}": {"get": ONE, "put": ONE},
    "/api/open": {"get": ONE},
    "/api/gone": {"get": ONE},
    "/api/later": {"get": ONE},
    "/api/moved": {"get": ONE},
    "/api/same": {"get": ONE},
    "/api/same/{id}": {"get": ONE},
}


class Server(ThreadingHTTPServer):
    """Notes are stored; fakes and lost ones answer the new value and store nothing.

    What is sticky is stored and never removed; of what is the only one, any other answers the same.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.notes: dict[str, dict[str, Any]] = {"1": {"id": "1", "title": "first", "size": 3}}
        self.sticky: dict[str, dict[str, Any]] = {"1": {"id": "1", "title": "old"}}
        self.writes: list[tuple[str, str]] = []
        self.elsewhere = 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def answer(self, status: int, body: Any, **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        head, _, key = self.path.rpartition("/")
        if self.path == "/openapi.json":
            return self.answer(200, {"openapi": "3.1.0", "paths": PATHS})
        if self.path == "/api/open":
            return self.answer(200, [{"id": "1", "email": "ada@example.org"}])
        if self.headers.get("Authorization") != "Bearer good":
            return self.answer(401, {})
        if self.path == "/api/later":
            return self.answer(501, {})
        if self.path == "/api/moved":
            self.server.elsewhere += 1
            return self.answer(302, {}, Location="http://127.0.0.2:9/x")
        if self.path == "/api/notes":
            return self.answer(200, list(self.server.notes.values()))
        if head == "/api/notes" and key in self.server.notes:
            return self.answer(200, self.server.notes[key])
        if self.path == "/api/sticky":
            return self.answer(200, list(self.server.sticky.values()))
        if self.path in ("/api/lost", "/api/forever", "/api/only"):
            return self.answer(200, [{"id": 7, "title": "kept"}])
        if self.path == "/api/lost/7":
            return self.answer(200, {"id": 7, "title": "kept"})
        if head == "/api/only":
            return self.answer(200, {"id": 7, "title": "kept"})
        if self.path in ("/api/same", "/api/fakes"):
            return self.answer(200, {"items": [{"id": 1}, {"id": 2}], "total": 2})
        if head == "/api/same":
            return self.answer(200, {"name": "always"})
        if head == "/api/fakes":
            return self.answer(200, {"id": key, "name": f"fake {key}"})
        return self.answer(404, {})

    def write(self) -> None:
        self.server.writes.append((self.command, self.path))
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        head, _, key = self.path.rpartition("/")
        if self.command == "POST":
            body = {**body, "id": "99"}
            kept = {"/api/notes": self.server.notes, "/api/sticky": self.server.sticky}
            kept.get(self.path, {})["99"] = body
            return self.answer(201, body)
        if head == "/api/notes":
            self.server.notes[key] = {**self.server.notes[key], **body}
        return self.answer(200, body)

    def do_POST(self) -> None:
        self.write()

    def do_DELETE(self) -> None:
        self.server.writes.append((self.command, self.path))
        head, _, key = self.path.rpartition("/")
        if head == "/api/notes":
            del self.server.notes[key]
        self.answer(200, {})

    def do_PUT(self) -> None:
        self.write()

    def do_PATCH(self) -> None:
        self.write()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def probed(server: Server, allow_writes: str = "", token: str = "good") -> tuple[set[Any], Any]:
    url = f"http://127.0.0.1:{server.server_port}"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    result = probe(scan(server=[url]), url, headers, allow_writes)
    return {(f.kind, f.method, f.path) for f in result.findings if f.is_gap}, result


READS = {
    (Kind.UNSAFE, "GET", "/api/open"),
    (Kind.MISSING_ROUTE, "GET", "/api/gone"),
    (Kind.STUB, "GET", "/api/later"),
    (Kind.STUB, "GET", "/api/same/{id}"),
    (Kind.STUB, "GET", "/api/only/{id}"),
}


def test_reading_finds_what_reading_can(server: Server) -> None:
    found, result = probed(server)
    assert found == READS
    assert server.writes == []
    (unsafe,) = [f for f in result.findings if f.kind is Kind.UNSAFE]
    assert unsafe.severity is Severity.P0
    assert "ada@example.org" not in repr(result)
    assert "Bearer" not in repr(result)


def test_a_redirect_is_not_followed(server: Server) -> None:
    found, _ = probed(server)
    assert server.elsewhere == 1
    assert not any(path == "/api/moved" for _, _, path in found)


def test_writing_finds_what_is_not_stored_and_restores_the_rest(server: Server) -> None:
    before = json.dumps(server.notes)
    found, result = probed(server, allow_writes="127.0.0.1")
    assert found == READS | {
        (Kind.NO_PERSISTENCE, "PUT", "/api/fakes/{id}"),
        (Kind.NO_PERSISTENCE, "POST", "/api/lost"),
        (Kind.NO_PERSISTENCE, "DELETE", "/api/sticky/{id}"),
    }
    assert json.dumps(server.notes) == before
    assert ("DELETE", "/api/notes/99") in server.writes
    # What could not be removed again is not created.
    assert not any(path.startswith("/api/forever") for _, path in server.writes)
    (gap,) = [f for f in result.findings if f.kind is Kind.NO_PERSISTENCE and f.method == "PUT"]
    assert gap.field == "name"
    assert "another connection" in gap.why
    (lost,) = [f for f in result.findings if f.method == "POST" and f.is_gap]
    assert "GET /api/lost/99 and the list GET /api/lost did not have it" in lost.why


def test_writes_need_the_very_host(server: Server) -> None:
    with pytest.raises(ScanInputError, match=r"writes are allowed on other\.example"):
        probed(server, allow_writes="other.example")
    assert server.writes == []


@pytest.mark.parametrize("url", ["ftp://x", "x", "http://", "http://[", "http://x:port"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ScanInputError):
        probe(scan(ui=[Path(__file__).parent]), url)


def test_a_server_that_is_not_there_is_told() -> None:
    scanned = scan(ui=[Path(__file__).parent / "corpus" / "openapi_fetch" / "ui"])
    result = probe(scanned, "http://127.0.0.1:1")
    assert result.notices
    assert all("no answer" in notice.message for notice in result.notices)
