"""How long `gapless run` takes until it answers: on an empty directory, and the second time.

The limit is the one the project sets itself: five seconds for a second start.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.support.running import running_product

LIMIT_SECONDS = 5.0


def main() -> None:
    """Print both times and the second's ratio to the limit."""
    with tempfile.TemporaryDirectory(prefix="gapless-bench-") as directory:
        Path(directory).chmod(0o755)  # the database's user has to get through when we are root
        times = []
        for _ in range(2):
            started = time.perf_counter()
            with running_product(Path(directory) / "data"):
                times.append(time.perf_counter() - started)
    print(f"first start   {times[0]:6.2f} s")
    print(f"second start  {times[1]:6.2f} s   {times[1] / LIMIT_SECONDS:5.2f} of the limit")
