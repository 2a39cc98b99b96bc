"""A little application under test, and what it takes to run contracts against it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sqlalchemy import select

from gapless.app import FEATURES
from gapless.platform.jobs import BackgroundJob
from gapless.platform.worker import Worker
from gapless.settings import Settings
from tests.support.house import Caller, House


class Shop(ThreadingHTTPServer):
    """A little application under test; `status` is what it answers, `posts` what it was sent."""

    status = 200
    posts: list[dict[str, Any]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Shop

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.command == "POST":
            self.server.posts.append(json.loads(body))
        data = json.dumps({"items": [1], "token": "do-not-keep-me"}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Request-ID", "req-77")
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@contextmanager
def serving() -> Iterator[Shop]:
    server = Shop(("127.0.0.1", 0), Handler)
    server.posts = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


CONTRACT = """\
contract: 1
gap: G-001
title: The list holds rows
as: nobody
steps:
  - name: The list holds rows
    request: GET /api/books
    expect:
      status: 200
      body: [{path: $.items, non_empty: true}]
"""


async def put_contract(owner: Caller, gap: str = "G-001") -> None:
    contract = CONTRACT.replace("G-001", gap)
    answer = await owner.put(f"/gaps/{gap}/contract", json={"contract": contract})
    assert answer.status_code == 200, answer.text
    assert answer.json()["has_contract"] is True


async def work(house: House, kind: str, settings: Settings | None = None) -> None:
    """Run every queued job of that kind, as a worker would."""
    async with house.database.session() as db:
        found = list(
            await db.scalars(
                select(BackgroundJob.id).where(
                    BackgroundJob.kind == kind, BackgroundJob.state == "queued"
                )
            )
        )
    worker = Worker(house.database, settings or house.settings, FEATURES)
    for job_id in found:
        await worker.run_job(job_id)


async def verify(house: House, owner: Caller, *gaps: str) -> dict[str, Any]:
    started = await owner.post("/gaps/verify", json={"gaps": list(gaps) or None})
    assert started.status_code == 202, started.text
    assert started.json()["state"] == "queued"
    await work(house, "gaps.verify")
    run: dict[str, Any] = (await owner.get(f"/gaps/runs/{started.json()['id']}")).json()
    return run


async def fix(owner: Caller, gap: str = "G-001") -> None:
    for status in ("In Progress", "Fixed"):
        answer = await owner.post(f"/gaps/{gap}/move", json={"to": status})
        assert answer.status_code == 200, answer.text
