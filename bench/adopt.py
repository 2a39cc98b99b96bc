"""Light to adopt: how long `pip install gapless` takes alone, what it adds, and a first scan.

The wheel is built from this checkout; what it needs comes from the package index, so that the time
holds the download too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "gapscan" / "corpus" / "fastapi_react"
LIMIT_SECONDS = 30.0
LIMIT_MIB = 60.0


def size(directory: Path) -> float:
    """MiB of all files below a directory."""
    return sum(p.lstat().st_size for p in directory.rglob("*") if p.is_file()) / 2**20


def timed(*command: str | Path, fine: tuple[int, ...] = (0,)) -> float:
    """Seconds that a command takes; it must end with one of the exit codes."""
    started = time.perf_counter()
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode not in fine:
        raise SystemExit(f"{command}: exit code {done.returncode}\n{done.stderr[-2000:]}")
    return time.perf_counter() - started


def main() -> None:
    """Print seconds and MiB beside their limits."""
    with tempfile.TemporaryDirectory(prefix="gapless-adopt-") as name:
        place = Path(name)
        timed(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", place, ROOT)
        [wheel] = place.glob("gapless-*.whl")
        venv.create(place / "venv", with_pip=True)
        binaries = place / "venv" / "bin"
        before = size(place / "venv")
        installed = timed(binaries / "pip", "install", "-q", wheel)
        added = size(place / "venv") - before
        # Exit code 1: the corpus has gaps.
        scanned = timed(
            binaries / "gapless", "gaps", "scan",
            "--ui", CORPUS / "ui", "--server", CORPUS / "server", fine=(1,),
        )  # fmt: skip
    print(f"install  {installed:6.1f} s    {installed / LIMIT_SECONDS:5.0%} of the limit")
    print(f"adds     {added:6.1f} MiB  {added / LIMIT_MIB:5.0%} of the limit")
    print(f"a scan   {scanned:6.2f} s")


if __name__ == "__main__":
    main()
