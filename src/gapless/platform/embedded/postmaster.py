"""The running server process: started, watched, brought back when it dies, stopped."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

log = logging.getLogger(__name__)

_LONGEST_LOG_BYTES = 10 * 1024 * 1024
_MOST_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 60.0


class Postmaster:
    """One server process and the thread that keeps it.

    The thread starts the process and waits for it, for two reasons: the kernel ties the process to
    the thread that started it, which must therefore last; and a process that is waited for leaves
    no zombie. Once `watch` has been called, a server that dies on its own is started again, at
    most five times a minute.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        log_file: Path,
        clean_up: Callable[[], None],
        *,
        backoff_seconds: float = 0.2,
    ) -> None:
        """`clean_up` is called before a restart, to clear what the dead server left.

        The pause before a restart doubles from `backoff_seconds`.
        """
        self._command = list(command)
        self._environment = dict(environment)
        self._log_file = log_file
        self._clean_up = clean_up
        self._backoff = backoff_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._failure: OSError | None = None
        self._spawned = threading.Event()
        self._ended = threading.Event()
        self._watched = False
        self._stopping = threading.Event()
        self._guard = threading.Lock()

    def start(self) -> None:
        """Start the process. It may not take connections yet. Raises `OSError`."""
        threading.Thread(target=self._keep, name="postgres-keeper", daemon=True).start()
        self._spawned.wait()
        if self._failure is not None:
            raise self._failure

    def watch(self) -> None:
        """From now on, start the server again when it dies."""
        self._watched = True

    @property
    def pid(self) -> int | None:
        """The process id of the server now running."""
        process = self._process
        return None if process is None or process.returncode is not None else process.pid

    @property
    def ended(self) -> bool:
        """Whether the server has ended and will not come back."""
        return self._ended.is_set()

    def stop(self, *, fast_seconds: float, immediate_seconds: float) -> None:
        """End the server: fast shutdown, after `fast_seconds` immediate, at last SIGKILL."""
        with self._guard:
            self._stopping.set()
        steps = (
            (signal.SIGINT, fast_seconds),
            (signal.SIGQUIT, immediate_seconds),
            (signal.SIGKILL, None),
        )
        for number, seconds in steps:
            process = self._process
            if self._ended.is_set() or process is None:
                return
            process.send_signal(number)
            if self._ended.wait(seconds):
                return
            log.warning("PostgreSQL did not stop within %s s of %s", seconds, number.name)

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self._log_file.exists() and self._log_file.stat().st_size > _LONGEST_LOG_BYTES:
            self._log_file.replace(self._log_file.with_suffix(".log.1"))
        descriptor = os.open(self._log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return subprocess.Popen(  # noqa: S603 - the command is ours
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                env=self._environment,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is not for the database
            )
        finally:
            os.close(descriptor)

    def _keep(self) -> None:
        deaths: list[float] = []
        try:
            while True:
                with self._guard:  # so that `stop` sees either no start or the new process
                    if self._stopping.is_set():
                        return
                    self._process = self._spawn()
                self._spawned.set()
                code = self._process.wait()
                if self._stopping.is_set() or not self._watched:
                    return
                now = time.monotonic()
                deaths = [*(at for at in deaths if now - at < _RESTART_WINDOW_SECONDS), now]
                if len(deaths) > _MOST_RESTARTS:
                    log.critical(
                        "PostgreSQL ended %d times within a minute and is not started again; "
                        "see %s",
                        len(deaths),
                        self._log_file,
                    )
                    return
                log.error("PostgreSQL ended by itself (exit code %s); starting it again", code)
                self._clean_up()
                self._stopping.wait(self._backoff * 2 ** (len(deaths) - 1))
        except OSError as error:
            self._failure = error
            log.critical("PostgreSQL cannot be started: %s", error)
        finally:
            self._ended.set()
            self._spawned.set()
