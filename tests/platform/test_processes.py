"""The process supervisor, on real programs: it runs in a process of its own and gets signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

SUPERVISOR = """
import json, sys
from gapless.platform.processes import ProcessSpec, run_processes
specs, options = json.loads(sys.argv[1])
sys.exit(run_processes(
    [ProcessSpec(**spec) for spec in specs],
    on_ready=lambda: print("READY", flush=True),
    say=lambda text: print("SAYS", text, flush=True),
    **options,
))
"""
# Notes its process id and how it ends, in a file of its own.
STAYS = """
import os, pathlib, signal, sys, time
note = pathlib.Path(sys.argv[1])
def end(number, frame):
    note.with_suffix(".ended").write_text(str(time.monotonic()))
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
note.write_text(str(os.getpid()))
while True:
    time.sleep(0.02)
"""
STAYS_WHATEVER_HAPPENS = """
import os, pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen(["sleep", "60"])
pathlib.Path(sys.argv[2]).write_text(str(grandchild.pid))
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(60)
"""
# Answers 503 for a moment, then 200.
SERVER = """
import http.server, sys, time
began = time.monotonic()
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if time.monotonic() - began > 0.4 else 503)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class Run:
    """A supervisor in its own process, as it would run in a terminal."""

    def __init__(self, specs: Sequence[dict[str, Any]], **options: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, json.dumps([specs, options])],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def end(self, number: signal.Signals | None = None) -> tuple[int, str]:
        """Send a signal, if any, and wait: the exit code and all output."""
        if number is not None:
            self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=20)
        return self.process.returncode, output


@pytest.fixture
def run() -> Iterator[Callable[..., Run]]:
    started: list[Run] = []

    def begin(specs: Sequence[dict[str, Any]], **options: Any) -> Run:
        started.append(Run(specs, **options))
        return started[-1]

    yield begin
    for supervisor in started:
        supervisor.process.kill()
        supervisor.process.communicate()


def python(name: str, code: str, *arguments: object, **more: Any) -> dict[str, Any]:
    return {"name": name, "command": [sys.executable, "-c", code, *map(str, arguments)], **more}


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def noted(path: Path) -> int:
    wait_for(lambda: path.exists() and path.read_text() != "")
    return int(path.read_text())


def alive(pid: int) -> bool:
    try:
        # A zombie is no longer alive, it only waits to be counted.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_all_in_reverse_order(
    run: Callable[..., Run], tmp_path: Path, number: signal.Signals
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    supervisor = run([python("first", STAYS, first), python("second", STAYS, second)])
    pids = [noted(first), noted(second)]
    assert supervisor.end(number) == (0, "")
    assert not any(map(alive, pids))
    ended = [float(path.with_suffix(".ended").read_text()) for path in (first, second)]
    assert ended[1] < ended[0]


def test_output_passes_through_and_the_environment_arrives(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    code = "import os, time; print(os.environ['COLOUR'], os.getcwd(), flush=True); time.sleep(60)"
    environment = {**os.environ, "COLOUR": "green"}
    supervisor = run([python("talker", code, env=environment, cwd=str(tmp_path))])
    assert supervisor.process.stdout is not None
    assert supervisor.process.stdout.readline() == f"green {tmp_path}\n"
    assert supervisor.end(signal.SIGTERM)[0] == 0


def test_ready_is_told_once_when_the_url_answers_well(run: Callable[..., Run], port: int) -> None:
    supervisor = run([python("api", SERVER, port)], ready_url=f"http://127.0.0.1:{port}/api/readyz")
    assert supervisor.process.stdout is not None
    lines = iter(supervisor.process.stdout.readline, "")
    seen = [next(line for line in lines if "READY" in line or "HTTP/1" in line)]
    while "READY" not in seen[-1]:
        seen.append(next(lines))
    assert any('" 503 ' in line for line in seen)
    time.sleep(0.3)
    code, output = supervisor.end(signal.SIGINT)
    assert code == 0
    assert "READY" not in output


def test_a_crashed_program_is_started_again(run: Callable[..., Run], tmp_path: Path) -> None:
    api, worker = tmp_path / "api", tmp_path / "worker"
    supervisor = run(
        [python("api", STAYS, api), python("worker", STAYS, worker)], backoff_seconds=0.1
    )
    api_pid, before = noted(api), noted(worker)
    worker.unlink()
    os.kill(before, signal.SIGKILL)
    after = noted(worker)
    assert after != before
    assert alive(api_pid)
    code, output = supervisor.end(signal.SIGINT)
    assert code == 0
    assert output == "SAYS worker ended by itself (SIGKILL); starting it again in 0.1 s.\n"
    assert not alive(after)


def test_a_program_that_keeps_crashing_stops_all(run: Callable[..., Run], tmp_path: Path) -> None:
    api = tmp_path / "api"
    crash = "import sys, pathlib, time\nwhile not pathlib.Path(sys.argv[1]).exists():\n    "
    crash += "time.sleep(0.01)\nsys.exit(7)"
    supervisor = run(
        [python("api", STAYS, api), python("worker", crash, api)],
        backoff_seconds=0.02,
        max_restarts=2,
    )
    code, output = supervisor.end()
    assert code == 1
    assert [line.split(";")[0] for line in output.splitlines()] == [
        "SAYS worker ended by itself (exit code 7)",
        "SAYS worker ended by itself (exit code 7)",
        "SAYS worker ended by itself (exit code 7) again and again",
    ]
    assert not alive(noted(api))
    assert api.with_suffix(".ended").exists()


def test_a_program_that_fails_to_start_is_not_tried_again(
    run: Callable[..., Run], tmp_path: Path, port: int
) -> None:
    supervisor = run(
        [python("worker", STAYS, tmp_path / "worker"), python("api", "raise SystemExit(3)")],
        ready_url=f"http://127.0.0.1:{port}/",
    )
    assert supervisor.end() == (
        3,
        "SAYS api ended by itself (exit code 3) before it was ready.\n",
    )


def test_a_missing_program_is_told(run: Callable[..., Run]) -> None:
    supervisor = run([{"name": "api", "command": ["/nowhere/gapless"]}], max_restarts=0)
    code, output = supervisor.end()
    assert code == 1
    assert "could not start /nowhere/gapless" in output


def test_a_port_that_is_taken_is_told_before_anything_starts(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        code, output = run(
            [python("api", STAYS, tmp_path / "api")], ready_url=f"http://{address}/"
        ).end()
    assert code == 1
    assert address in output
    assert "GAPLESS_PORT" in output
    assert not (tmp_path / "api").exists()


def test_what_does_not_stop_is_killed_with_its_children(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    note, grandchild = tmp_path / "child", tmp_path / "grandchild"
    supervisor = run(
        [python("stubborn", STAYS_WHATEVER_HAPPENS, note, grandchild, stop_seconds=0.3)]
    )
    pids = [noted(note), noted(grandchild)]
    began = time.monotonic()
    code, output = supervisor.end(signal.SIGINT)
    assert 0.3 <= time.monotonic() - began < 5
    assert (code, output) == (1, "SAYS stubborn did not stop in time; it is killed.\n")
    wait_for(lambda: not any(map(alive, pids)))


def test_a_second_signal_does_not_wait(run: Callable[..., Run], tmp_path: Path) -> None:
    note = tmp_path / "child"
    supervisor = run(
        [python("stubborn", STAYS_WHATEVER_HAPPENS, note, tmp_path / "grandchild", stop_seconds=60)]
    )
    pid = noted(note)
    supervisor.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert alive(pid)
    assert supervisor.end(signal.SIGINT)[0] == 1
    assert not alive(pid)


def test_programs_die_with_a_killed_supervisor(run: Callable[..., Run], tmp_path: Path) -> None:
    note = tmp_path / "child"
    supervisor = run([python("stubborn", STAYS_WHATEVER_HAPPENS, note, tmp_path / "grandchild")])
    pid = noted(note)
    supervisor.process.kill()
    wait_for(lambda: not alive(pid))
    os.kill(noted(tmp_path / "grandchild"), signal.SIGKILL)
