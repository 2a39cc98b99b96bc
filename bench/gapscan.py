"""Measures the gap scanner: recall and precision on the corpus, speed on generated trees.

Run ``python -m bench.gapscan`` from the project's folder; ``--quick`` leaves the largest out. The
processor time of all processes is told beside the time by the clock: what else the machine does
slows the clock alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench._trees import generate
from gapless.gapscan.model import Scan
from gapless.gapscan.paths import anonymous
from gapless.gapscan.scan import scan

CORPUS = Path(__file__).parent.parent / "tests" / "gapscan" / "corpus"


def score() -> tuple[int, int, int, list[str]]:
    """True, missed and false findings over the corpus, with an account of each mistake."""
    hit = missed = false = 0
    mistakes: list[str] = []
    for label in sorted(CORPUS.glob("*/labels.yaml")):
        expected, found, _ = labelled(label)
        hit += len(expected & found)
        missed += len(expected - found)
        false += len(found - expected)
        mistakes += [
            f"{label.parent.name}: missed {' '.join(gap)}" for gap in sorted(expected - found)
        ]
        mistakes += [
            f"{label.parent.name}: false {' '.join(gap)}" for gap in sorted(found - expected)
        ]
    return hit, missed, false, mistakes


Gap = tuple[str, str, str, str]


def labelled(label: Path) -> tuple[set[Gap], set[Gap], Scan]:
    """The planted gaps of one app, the gaps found, and the scan."""
    app: dict[str, Any] = yaml.safe_load(label.read_text("utf-8"))
    folder = label.parent
    result = scan(
        [folder / app["ui"]],
        [str(folder / app["server"])],
        [folder / app["har"]] if "har" in app else [],
    )
    expected = {
        (gap["kind"], gap["method"], anonymous(gap["path"]), gap.get("field", ""))
        for gap in app["gaps"]
    }
    found = {
        (f.kind.value, f.method, anonymous(f.path), f.field) for f in result.findings if f.is_gap
    }
    return expected, found, result


@dataclass(frozen=True)
class Case:
    """A tree to scan, and the seconds that it may take on two cores."""

    name: str
    ui_files: int
    server_files: int
    lines: int
    limit: float


CASES = (
    Case("150 + 250 files", 150, 250, 120, 2),
    Case("million lines, half and half", 2500, 2500, 200, 60),
    Case("million lines, all panel", 5000, 1, 200, 60),
    Case("million lines, all server", 1, 5000, 200, 60),
)
MEMORY_LIMIT = 1024
# A capture of a gigabyte is read as a stream: a megabyte is as good as a thousand.
HAR_BYTES, HAR_MEMORY = 10**9, 256


def scan_once(folder: str) -> None:
    """Scan a generated tree and print what it took, as JSON."""
    started = time.perf_counter()
    result = scan([Path(folder, "ui")], [str(Path(folder, "server"))])
    seconds = time.perf_counter() - started
    lines = result.statistics["ui_lines"] + result.statistics["server_lines"]
    found = {"lines": lines, "calls": len(result.calls), "routes": len(result.routes)}
    print(json.dumps({"seconds": seconds, **found}))


def read_once(capture: str) -> None:
    """Read a capture and print what it took, as JSON."""
    started = time.perf_counter()
    result = scan(har=[capture])
    exchanges = sum(row.count for o in result.operations for row in o.traffic)
    print(json.dumps({"seconds": time.perf_counter() - started, "exchanges": exchanges}))


def measure(case: Case) -> dict[str, float]:
    """Scan the tree of a case in a process of its own; see :func:`watched`."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), case.ui_files, case.server_files, case.lines)
        return watched(f"scan_once({folder!r})")


def measure_capture() -> dict[str, float]:
    """Read a capture of a gigabyte in a process of its own; see :func:`watched`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.har"
        with path.open("w") as file:
            file.write('{"log": {"version": "1.2", "entries": [')
            number = 0
            while file.tell() < HAR_BYTES:
                rows = [{"id": number * 100 + n, "name": f"Game {number} {n}"} for n in range(400)]
                content = {"mimeType": "application/json", "text": json.dumps({"rows": rows})}
                url = f"https://example.com/api/games/{number % 5000}"
                exchange = {
                    "startedDateTime": "2026-01-04T10:00:00Z",
                    "request": {"method": "GET", "url": url},
                    "response": {"status": 200, "content": content},
                }
                file.write(("," if number else "") + json.dumps(exchange))
                number += 1
            file.write("]}}")
        return watched(f"read_once({str(path)!r})")


def watched(call: str) -> dict[str, float]:
    """What a function of this module prints in a process of its own, and what it took.

    ``busy`` is the processor time of all its processes, ``peak`` their memory together in MB.
    """
    code = f"from bench.gapscan import *; {call}"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    peak = 0
    spent: dict[int, float] = {}
    while child.poll() is None:
        used = [_usage(pid) for pid in _family(child.pid)]
        peak = max(peak, sum(memory for _, memory, _ in used))
        spent.update({pid: seconds for pid, _, seconds in used if seconds})
        time.sleep(0.02)
    assert child.stdout is not None
    measured: dict[str, float] = json.loads(child.stdout.read())
    return {**measured, "busy": sum(spent.values()), "peak": peak / 2**20}


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for member in found:
        with suppress(OSError):
            for task in Path(f"/proc/{member}/task").iterdir():
                found.extend(map(int, (task / "children").read_text().split()))
    return found


def _usage(pid: int) -> tuple[int, int, float]:
    """Process id, resident bytes of its own and seconds of processor time."""
    try:
        # After the name in brackets: fields 14 and 15 of proc(5) are user and system time.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        rollup = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return pid, 0, 0.0
    ticks = int(fields[11]) + int(fields[12])
    resident = int(rollup[1]) * os.sysconf("SC_PAGE_SIZE")
    return pid, resident, ticks / os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] = ()) -> None:
    """Print the scores and one line a case; each number beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave the millions of lines out")
    options = parser.parse_args(arguments)
    hit, missed, false, mistakes = score()
    for mistake in mistakes:
        print(mistake)
    print(f"corpus: recall {hit / (hit + missed):.3f} ({hit} of {hit + missed})")
    print(f"corpus: precision {hit / (hit + false):.3f} ({false} false)")
    for case in CASES[:1] if options.quick else CASES:
        told = measure(case)
        size = (
            f"{told['lines']:,.0f} lines, {told['calls']:,.0f} calls, {told['routes']:,.0f} routes"
        )
        print(
            f"{case.name}: {size}: {told['seconds'] / case.limit:.2f} of {case.limit:.0f} s "
            f"by the clock, {told['busy'] / (2 * case.limit):.2f} of two cores' time in it, "
            f"{told['peak'] / MEMORY_LIMIT:.2f} of {MEMORY_LIMIT} MB"
        )
    if not options.quick:
        told = measure_capture()
        print(
            f"capture of {HAR_BYTES / 10**9:.0f} GB: {told['exchanges']:,.0f} exchanges, "
            f"{told['busy']:.0f} s of one core, {told['peak'] / HAR_MEMORY:.2f} of {HAR_MEMORY} MB"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
