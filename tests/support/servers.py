"""API processes of their own on the tests' database, and a line to it that can be cut."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy.engine import make_url

from tests.support.running import ROOT, free_port


@contextmanager
def api_process(database_url: str, log: Path, **settings: str) -> Iterator[str]:
    """`gapless serve` on a database that is migrated already; yields its address."""
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GAPLESS_")}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gapless.cli", "serve"],
            cwd=ROOT,
            env={
                **kept,
                "GAPLESS_DATABASE_URL": database_url,
                "GAPLESS_PORT": str(port),
                "GAPLESS_LOGIN_MAX_FAILURES_PER_ADDRESS": "10000",
                **settings,
            },
            stdout=out,
            stderr=out,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}/api/readyz", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(url, timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")


@dataclass
class Line:
    """A TCP line to the database that can be cut and mended."""

    target: str
    port: int = field(default_factory=free_port)
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The database's address over this line."""
        url = make_url(self.target)
        plain = url.set(host="127.0.0.1", port=self.port, query={})
        return plain.render_as_string(hide_password=False)

    async def mend(self) -> None:
        """Let connections through."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Break every connection and take no new one."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        url = make_url(self.target)
        folder = url.query.get("host")
        if folder:
            path = f"{folder}/.s.PGSQL.{url.port or url.query.get('port', 5432)}"
            far_reader, far_writer = await asyncio.open_unix_connection(path)
        else:
            far_reader, far_writer = await asyncio.open_connection(url.host, url.port or 5432)
        ends = {writer, far_writer}
        self._writers |= ends
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            self._writers -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with suppress(ConnectionError):
        writer.close()


@asynccontextmanager
async def line_to(database_url: str) -> AsyncIterator[Line]:
    """A line that stands when the block begins."""
    line = Line(database_url)
    await line.mend()
    try:
        yield line
    finally:
        await line.cut()
