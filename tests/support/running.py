"""The whole product as an operator starts it: `gapless run`, in processes of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Product:
    """A running product."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C and wait; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(40)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data_dir: Path, port: int, **extra: str) -> dict[str, str]:
    """The settings of a demo product on a data directory of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GAPLESS_")}
    return {
        **kept,
        "GAPLESS_DATA_DIR": str(data_dir),
        "GAPLESS_PORT": str(port),
        "GAPLESS_DEMO": "true",
        "GAPLESS_LOGIN_MAX_FAILURES_PER_ADDRESS": "10000",
        **extra,
    }


@contextmanager
def running_product(
    data_dir: Path, *, port: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Product]:
    """Start the product, wait until it is ready, stop it at the end."""
    chosen = port or free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir.parent / f"{data_dir.name}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gapless.cli", "run"],
            cwd=ROOT,
            env=environment(data_dir, chosen, **(settings or {})),
            stdout=out,
            stderr=out,
        )
    product = Product(f"http://127.0.0.1:{chosen}", data_dir, process, log)
    try:
        _wait_until_ready(product)
        yield product
    finally:
        product.stop()


def _wait_until_ready(product: Product, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if product.process.poll() is not None:
            break
        try:
            if httpx.get(f"{product.url}/api/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The product did not start:\n{product.log.read_text()[-4000:]}")
