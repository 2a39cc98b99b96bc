"""A small lending library over HTTP, with gaps that a test can switch on.

It runs in a thread of the test and speaks through a real socket; what it stores, it stores for
every session, unless a gap says otherwise.
"""

from __future__ import annotations

import contextlib
import email.parser
import email.policy
import json
import secrets
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

EMAIL = "desk@example.org"
PASSWORD = "correct-horse-battery"

PAGE = """<!doctype html><title>Library</title>
<form id="sign-in"><input type="email" name="email" aria-label="E-mail">
<input type="password" name="password"><button type="submit">Sign in</button></form>
<ul id="cards"></ul><script>
document.getElementById("sign-in").onsubmit = async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const signed = await fetch("/login", {method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify(Object.fromEntries(form))});
  const token = (await signed.json()).access_token;
  const cards = await fetch("/cards", {headers: {Authorization: "Bearer " + token}});
  for (const card of await cards.json()) {
    const row = document.createElement("li");
    row.textContent = card.id + " " + (card.active ? "active" : "stopped");
    document.getElementById("cards").append(row);
  }
};
</script>"""


class Library:
    """The library's state, and the gaps that it pretends to have.

    `gaps` may hold: `echo` (a card's switch answers and stores nothing), `session-only` (it is
    stored for the session that made it), `no-route` (the switch answers 404), `empty-logs`,
    `stuck` (import jobs never get ready), `failing` (they fail), `constant-logs`.
    """

    def __init__(self) -> None:
        self.gaps: set[str] = set()
        self.lock = threading.Lock()
        self.tokens: set[str] = set()
        self.cards: dict[str, bool] = {"c-1": True, "c-2": True}
        self.seen_by_session: dict[str, dict[str, bool]] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.books: list[dict[str, str]] = []
        self.logs: dict[str, list[dict[str, Any]]] = {"errors": [], "cron": []}
        self.keys: dict[str, dict[str, Any]] = {}
        self.sign_ins = 0
        self.undone: list[str] = []


class Handler(BaseHTTPRequestHandler):
    library: ClassVar[Library]
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(self, status: int, data: Any, **headers: str) -> None:
        body = data.encode() if isinstance(data, str) else json.dumps(data).encode()
        self.send_response(status)
        kind = "text/html; charset=utf-8" if isinstance(data, str) else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Request-ID", f"req-{secrets.token_hex(4)}")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def token(self) -> str:
        return (self.headers.get("Authorization") or "").removeprefix("Bearer ")

    def route(self) -> None:
        parts = urllib.parse.urlsplit(self.path)
        path = [part for part in parts.path.split("/") if part]
        query = dict(urllib.parse.parse_qsl(parts.query))
        data = self.body()
        if parts.path == "/":
            return self.answer(200, PAGE)
        if path == ["login"] and self.command == "POST":
            return self.login(json.loads(data))
        if path and path[0] in ("echo", "cookie", "slow", "cut", "redirect", "text"):
            return self.odd(path, query, data)
        with self.library.lock:
            if self.token() not in self.library.tokens:
                return self.answer(401, {"error_code": "UNAUTHORIZED"})
            return self.signed_in(path, query, data)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = route  # noqa: N815 - http.server's names

    def login(self, data: dict[str, str]) -> None:
        if data != {"email": EMAIL, "password": PASSWORD}:
            return self.answer(401, {"error_code": "INVALID_CREDENTIALS"})
        token = secrets.token_hex(16)
        with self.library.lock:
            self.library.tokens.add(token)
            self.library.sign_ins += 1
        return self.answer(200, {"access_token": token, "token_type": "bearer"})

    def odd(self, path: list[str], query: dict[str, str], data: bytes) -> None:
        if path == ["echo"]:
            return self.answer(
                200,
                {
                    "method": self.command,
                    "query": query,
                    "body": data.decode(),
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                },
            )
        if path == ["cookie"]:
            return self.answer(
                200, {"had": self.headers.get("Cookie")}, Set_Cookie="sid=abc123; Path=/"
            )
        if path == ["slow"]:
            time.sleep(float(query.get("seconds", "1")))
            with contextlib.suppress(BrokenPipeError):  # whoever asked may be gone by now
                self.answer(200, {})
            return None
        if path == ["redirect"]:
            return self.answer(302, {}, Location="/echo")
        if path == ["text"]:
            return self.answer(200, "<p>no data</p>")
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        return None

    def signed_in(self, path: list[str], query: dict[str, str], data: bytes) -> None:
        library = self.library
        match [self.command, *path]:
            case ["GET", "cards"]:
                seen = library.seen_by_session.get(self.token(), {})
                rows = {**library.cards, **seen}
                return self.answer(200, [{"id": k, "active": v} for k, v in rows.items()])
            case ["PATCH", "cards", card]:
                return self.switch(card, json.loads(data))
            case ["POST", "uploads"]:
                return self.upload(data)
            case ["GET", "jobs", job] if job in library.jobs:
                return self.answer(200, self.look_at(library.jobs[job]))
            case ["POST", "jobs", job, "import"] if job in library.jobs:
                items = library.jobs[job]["items"]
                library.books += items
                return self.answer(200, {"imported_count": len(items)})
            case ["POST", "jobs", job, "undo"] if job in library.jobs:
                library.undone.append(job)
                names = [item["name"] for item in library.jobs[job]["items"]]
                library.books = [book for book in library.books if book["name"] not in names]
                return self.answer(200, {})
            case ["GET", "books"]:
                wanted = query.get("search", "")
                found = [book for book in library.books if wanted in book["name"]]
                return self.answer(200, {"items": found}, X_Total_Count=str(len(found)))
            case ["POST", "failures"]:
                if "empty-logs" not in library.gaps:
                    marker = json.loads(data)["message"]
                    library.logs["errors"].append({"message": marker, "at": time.time()})
                return self.answer(202, {})
            case ["GET", "logs", category] if category in library.logs:
                if "constant-logs" in library.gaps:
                    return self.answer(200, [{"message": "all is well"}])
                return self.answer(200, library.logs[category])
            case _:
                return self.answer(404, {"error_code": "NOT_FOUND"})

    def switch(self, card: str, data: dict[str, bool]) -> None:
        library = self.library
        if "no-route" in library.gaps or card not in library.cards:
            return self.answer(404, {"error_code": "NOT_FOUND", "detail": "Not Found"})
        if "session-only" in library.gaps:
            library.seen_by_session.setdefault(self.token(), {})[card] = data["active"]
        elif "echo" not in library.gaps:
            library.cards[card] = data["active"]
        return self.answer(200, {"id": card, "active": data["active"]})

    def upload(self, data: bytes) -> None:
        kind = self.headers.get("Content-Type") or ""
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
            f"Content-Type: {kind}\r\n\r\n".encode() + data
        )
        parts = list(message.iter_parts()) if message.is_multipart() else []
        files = [
            part for part in parts if part.get_param("name", header="content-disposition") == "file"
        ]
        if not files:
            return self.answer(400, {"error_code": "MISSING_FILE"})
        items = json.loads(files[0].get_content())
        job = {"job_id": secrets.token_hex(4), "polls": 0, "items": items}
        self.library.jobs[job["job_id"]] = job
        return self.answer(200, {"job_id": job["job_id"], "filename": files[0].get_filename()})

    def look_at(self, job: dict[str, Any]) -> dict[str, Any]:
        job["polls"] += 1
        status = "queued" if job["polls"] == 1 else "running" if job["polls"] == 2 else "ready"
        if "stuck" in self.library.gaps and status == "ready":
            status = "running"
        if "failing" in self.library.gaps and status == "ready":
            status = "failed"
        return {"job_id": job["job_id"], "status": status, "total_items": len(job["items"])}


@contextmanager
def running() -> Iterator[tuple[Library, str]]:
    """The library's state and its base URL, while it runs."""
    library = Library()
    handler = type("BoundHandler", (Handler,), {"library": library})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield library, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
