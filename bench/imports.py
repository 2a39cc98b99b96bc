"""A catalogue from upload to the list of games, in the running product.

Limits the project sets itself: 100,000 rows in 20 s on two cores, and at 250,000 rows no more than
300 MB above what the processes of the house (API, worker, supervisor) hold when idle.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from gapless.platform.identity.demo import DEMO_PASSWORD
from tests.support.running import Product, running_product

SPEED_ROWS, SPEED_SECONDS = 100_000, 20.0
MEMORY_ROWS, MEMORY_MB = 250_000, 300.0
EMAIL = "admin@example.com"


def catalogue(rows: int, path: Path) -> None:
    """Write a catalogue of distinct games, as providers send them."""
    with path.open("w", encoding="utf-8") as out:
        out.write('{"games": [')
        for n in range(rows):
            game = {
                "external_id": f"bench-{rows}-{n}",
                "provider": f"Studio {n % 60}",
                "name": f"Işıklı Oyun {n}",
                "type": ("slot", "live", "crash")[n % 3],
                "rtp": 90 + n % 900 / 100,
                "tags": ["new"] if n % 10 == 0 else [],
            }
            out.write(("," if n else "") + json.dumps(game, ensure_ascii=False))
        out.write("]}")


@contextmanager
def sign_in(product: Product) -> Iterator[httpx.Client]:
    """A client of the demo's brand admin."""
    with httpx.Client(base_url=f"{product.url}/api/v1", timeout=120) as client:
        answer = client.post("/auth/login", json={"email": EMAIL, "password": DEMO_PASSWORD})
        answer.raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


def settled(client: httpx.Client, job_id: str, statuses: set[str]) -> dict[str, Any]:
    """Wait until the import is in one of the states."""
    while True:
        job: dict[str, Any] = client.get(f"/game-import/jobs/{job_id}").json()
        if job["status"] in statuses:
            return job
        time.sleep(0.1)


def run_import(client: httpx.Client, path: Path) -> dict[str, float]:
    """Upload, analyse, import; seconds of each."""
    times: dict[str, float] = {}
    started = time.perf_counter()

    def lap(name: str) -> None:
        times[name] = time.perf_counter() - started - sum(times.values())

    with path.open("rb") as file:
        answer = client.post("/game-import/manual/upload", files={"file": (path.name, file)})
    answer.raise_for_status()
    job_id = answer.json()["job_id"]
    lap("upload")
    job = settled(client, job_id, {"ready", "failed"})
    assert job["status"] == "ready", job["error_summary"]
    lap("analysis")
    answer = client.post(f"/game-import/jobs/{job_id}/import")
    answer.raise_for_status()
    job = settled(client, job_id, {"completed", "ready", "failed"})
    assert job["status"] == "completed", job
    lap("import")
    client.get("/games").raise_for_status()
    lap("list")
    return times


def _family(pid: int) -> set[int]:
    """A process and all that descend from it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(after_name[1])
    family = {pid}
    while found := {c for c, p in parents.items() if p in family} - family:
        family |= found
    return family


def house_memory(product: Product) -> float:
    """Megabytes (proportional set) of the house's own processes; PostgreSQL's are not counted."""
    total = 0
    for pid in _family(product.process.pid):
        try:
            if b"python" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                continue
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
    return total / 1024


@contextmanager
def peak_of(measure: Callable[[], float]) -> Iterator[list[float]]:
    """Samples a value; the list's only element is the largest seen."""
    peak = [measure()]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], measure())

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def main() -> None:
    """Print the times, the memory, and their ratios to the limits."""
    with tempfile.TemporaryDirectory(prefix="gapless-bench-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # the database's user has to get through when we are root
        small, large = directory / "small.json", directory / "large.json"
        catalogue(SPEED_ROWS, small)
        catalogue(MEMORY_ROWS, large)
        with running_product(directory / "data") as product, sign_in(product) as client:
            client.get("/games").raise_for_status()
            time.sleep(2)
            idle = house_memory(product)
            with peak_of(lambda: house_memory(product)) as peak:
                large_times = run_import(client, large)
            memory = peak[0] - idle
        with running_product(directory / "fresh") as product, sign_in(product) as client:
            times = run_import(client, small)
    total = sum(times.values())
    for label, lap in ((SPEED_ROWS, times), (MEMORY_ROWS, large_times)):
        parts = "  ".join(f"{step} {seconds:5.2f} s" for step, seconds in lap.items())
        print(f"{label:>8,} rows  {parts}  all {sum(lap.values()):6.2f} s")
    print(f"{SPEED_ROWS:>8,} rows  {total:6.2f} s    {total / SPEED_SECONDS:5.2f} of the limit")
    print(f"{MEMORY_ROWS:>8,} rows  {memory:6.1f} MB   {memory / MEMORY_MB:5.2f} of the limit")


if __name__ == "__main__":
    main()
