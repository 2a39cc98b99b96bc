"""The API in a process of its own, on the run's database, for clients that need a real server."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.running import ROOT, environment, free_port


@contextmanager
def served(database_url: str, directory: Path, *, port: int | None = None) -> Iterator[str]:
    """Run `gapless serve` on a migrated database; its address."""
    chosen = port or free_port()
    log = directory / f"serve-{chosen}.log"
    settings = environment(
        directory, chosen, GAPLESS_DATABASE_URL=database_url, GAPLESS_DEMO="false"
    )
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gapless.cli", "serve"],
            cwd=ROOT,
            env=settings,
            stdout=out,
            stderr=out,
        )
    url = f"http://127.0.0.1:{chosen}"
    try:
        _wait(process, url, log)
        yield url
    finally:
        process.terminate()
        process.wait(40)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")
