"""Run a few programs as one: started together, watched, stopped together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from gapless.platform.tied_child import tied_command

_POLL_SECONDS = 0.05
_READY_POLL_SECONDS = 0.1
_READY_REQUEST_SECONDS = 2.0
_KILL_SECONDS = 5.0
_SAY_UNREADY_EVERY_SECONDS = 15.0
_RESTART_WINDOW_SECONDS = 60.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class ProcessSpec:
    """A program to run. `name` is for messages; its output goes where ours goes.

    `env` is its whole environment (None: ours). It is told to stop by SIGTERM and killed if it
    has not done so after `stop_seconds`.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    stop_seconds: float = 15.0


@dataclass
class _Child:
    spec: ProcessSpec
    process: subprocess.Popen[bytes]
    deaths: list[float] = field(default_factory=list)  # within the last minute
    start_at: float | None = None  # when to start it again; None while it runs


def run_processes(
    specs: Sequence[ProcessSpec],
    *,
    ready_url: str | None = None,
    on_ready: Callable[[], None] | None = None,
    say: Callable[[str], None] | None = None,
    max_restarts: int = 5,
    backoff_seconds: float = 0.5,
) -> int:
    """Start programs in order, keep them running, and stop them in reverse order; an exit code.

    Returns after SIGINT (Ctrl-C), SIGTERM or SIGHUP: 0, or 1 if a program had to be killed; a
    second such signal kills at once. A program that ends by itself is started again, after a pause
    that doubles from `backoff_seconds`, at most `max_restarts` times a minute; then everything
    stops and the code is 1. `on_ready` is called once, when an HTTP GET of `ready_url` is answered
    with a status below 300; a program that ends before that has failed to start: everything stops,
    with its exit code. The programs die with this process, even if it is killed.

    To be called in the main thread, which alone receives signals. `say` gets one line for the user
    at a time (default: standard error).
    """
    supervisor = _Supervisor(say or _to_stderr, max_restarts, backoff_seconds)
    return supervisor.run(specs, ready_url, on_ready)


class _Supervisor:
    def __init__(self, say: Callable[[str], None], max_restarts: int, backoff: float) -> None:
        self._say = say
        self._max_restarts = max_restarts
        self._backoff = backoff
        self._children: list[_Child] = []
        self._signals = 0
        self._may_restart = False

    def run(
        self,
        specs: Sequence[ProcessSpec],
        ready_url: str | None,
        on_ready: Callable[[], None] | None,
    ) -> int:
        if ready_url is not None and _listening(ready_url):
            self._say(
                f"Something else is already listening at {urlsplit(ready_url).netloc}. "
                "Stop it, or choose another port with GAPLESS_PORT."
            )
            return 1
        readiness = _Readiness(ready_url)
        with self._signals_counted():
            code = 1
            try:
                for spec in specs:
                    self._children.append(_Child(spec, _start(spec)))
                readiness.begin()
                code = self._watch(readiness, on_ready)
            except OSError as error:
                self._say(f"A program could not be started: {error}")
            finally:
                readiness.cancel()
                stopped = self._stop_all()
            return code if stopped or code else 1

    def _watch(self, readiness: _Readiness, on_ready: Callable[[], None] | None) -> int:
        began = said = time.monotonic()
        self._may_restart = readiness.url is None
        while not self._signals:
            now = time.monotonic()
            for child in self._children:
                code = self._look_after(child, now)
                if code is not None:
                    return code
            if not self._may_restart and readiness.reached():
                self._may_restart = True
                if on_ready is not None:
                    on_ready()
            elif not self._may_restart and now - said >= _SAY_UNREADY_EVERY_SECONDS:
                said = now
                self._say(f"Still waiting for {readiness.url} ({now - began:.0f} s).")
            time.sleep(_POLL_SECONDS)
        return 0

    def _look_after(self, child: _Child, now: float) -> int | None:
        """Start `child` again if it ended; an exit code if everything has to stop."""
        name = child.spec.name
        if child.start_at is not None:
            if now >= child.start_at:
                child.start_at = None
                child.process = _start(child.spec)
            return None
        status = child.process.poll()
        if status is None:
            return None
        ended = f"{name} ended by itself ({_described(status)})"
        if not self._may_restart:
            self._say(f"{ended} before it was ready.")
            return status if status > 0 else 1
        child.deaths = [at for at in child.deaths if now - at < _RESTART_WINDOW_SECONDS]
        if len(child.deaths) >= self._max_restarts:
            self._say(f"{ended} again and again; stopping.")
            return 1
        pause = self._backoff * 2 ** len(child.deaths)
        child.deaths.append(now)
        child.start_at = now + pause
        self._say(f"{ended}; starting it again in {pause:.1f} s.")
        return None

    def _stop_all(self) -> bool:
        """Stop the children, last started first. Whether all of them stopped when told to."""
        stopped = [self._stop(child) for child in reversed(self._children)]
        return all(stopped)

    def _stop(self, child: _Child) -> bool:
        process = child.process
        if process.poll() is not None:
            return True
        process.terminate()
        deadline = time.monotonic() + child.spec.stop_seconds
        while time.monotonic() < deadline and self._signals < 2:
            if process.poll() is not None:
                return True
            time.sleep(_POLL_SECONDS)
        self._say(f"{child.spec.name} did not stop in time; it is killed.")
        # Its session is its own: whatever it started goes with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        try:
            process.wait(_KILL_SECONDS)
        except subprocess.TimeoutExpired:  # stuck in the kernel; it dies when it comes back
            self._say(f"{child.spec.name} (process {process.pid}) is still there.")
        return False

    @contextmanager
    def _signals_counted(self) -> Iterator[None]:
        def count(number: int, frame: FrameType | None) -> None:
            self._signals += 1

        before = {number: signal.signal(number, count) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Readiness:
    """Asks a URL, in a thread of its own, until it answers well."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        self._reached = threading.Event()
        self._cancelled = threading.Event()

    def begin(self) -> None:
        if self.url is not None:
            threading.Thread(
                target=self._ask, args=(self.url,), name="readiness", daemon=True
            ).start()

    def reached(self) -> bool:
        return self._reached.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def _ask(self, url: str) -> None:
        while not self._cancelled.wait(_READY_POLL_SECONDS):
            if _answers(url):
                self._reached.set()
                return


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    # http.client, unlike urllib, sends nothing through a proxy from the environment.
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port or 80, timeout=_READY_REQUEST_SECONDS
    )
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 300
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _listening(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=1.0):
            return True
    except OSError:
        return False


def _start(spec: ProcessSpec) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the caller's own programs
        # SIGKILL, not SIGTERM: without us nobody would see to it that it stops.
        tied_command(spec.command, death_signal=signal.SIGKILL),
        stdin=subprocess.DEVNULL,
        env=None if spec.env is None else dict(spec.env),
        cwd=spec.cwd,
        start_new_session=True,  # Ctrl-C comes to us alone, and we stop them in order
    )


def _described(status: int) -> str:
    return f"exit code {status}" if status >= 0 else signal.Signals(-status).name


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
