"""Keeping the document current: told of changes by the server, else asking now and then."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from enum import Enum

from gapless.client.counting import Served
from gapless.client.documents import Disk, Documents, DocumentUnusable, Fetched
from gapless.client.server import Refused, Server, Unreachable

FIRST_RETRY_SECONDS = 0.5
REPORT_SECONDS = 5.0


class State(Enum):
    """How current the document is."""

    NEW = "new"
    """There is none yet."""
    FRESH = "fresh"
    STALE = "stale"
    """The last good one serves; the server is away."""
    REFUSED = "refused"
    """The last good one, if any; the server does not accept the key, or the document is bad."""


Tell = Callable[[State, str, list[str] | None], None]
"""Told the state, why, and the flags that changed (None: nothing changed but the state)."""


class Follower:
    """Follows an environment in threads of its own."""

    def __init__(
        self,
        documents: Documents,
        *,
        connect: Callable[[], Server],
        disk: Disk | None,
        served: Served | None,
        poll_seconds: float,
        tell: Tell,
    ) -> None:
        self.documents = documents
        self.state = State.NEW
        self._connect = connect
        self._disk = disk
        self._served = served
        self._poll = poll_seconds
        self._tell = tell
        self._etag: str | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._server = connect()

    def start(self) -> str | None:
        """Take what there is, the disk's and the server's, then follow. Why there is nothing."""
        kept = self._disk.load() if self._disk else None
        if kept is not None and self._take(kept):
            self.state = State.STALE
        why = self._refresh(telling=False)
        for work in (self._follow, self._report):
            if work == self._report and self._served is None:
                continue
            thread = threading.Thread(target=work, name="gapless-flags", daemon=True)
            self._threads.append(thread)
            thread.start()
        return None if self.documents.compiled is not None else why or "no document"

    def stop(self) -> None:
        """End, after a last report."""
        self._stopping.set()
        self._server.hang_up()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(2.0)
        self._server.close()

    # Following

    def _follow(self) -> None:
        retry = FIRST_RETRY_SECONDS
        fresh = self.state is State.FRESH
        if not fresh:
            # The SDK first tells that the provider is ready, or failed; then it hears the state.
            self._wait(retry)
            self.state = State.NEW
        while not self._stopping.is_set():
            if not fresh:
                self._refresh()
            fresh = False
            if self.state is State.FRESH:
                retry = FIRST_RETRY_SECONDS
                heard = self._listen()
                # A stream that ended is opened again at once; without one, ask now and then.
                self._wait(FIRST_RETRY_SECONDS if heard else self._poll)
            else:
                self._wait(retry)
                retry = min(2 * retry, self._poll)

    def _listen(self) -> bool:
        """Refresh at each change that is told. Whether anything was told at all."""
        address = self._server.stream
        heard = False
        if address is None:
            return heard
        for _ in self._server.changes(address):
            if self._stopping.is_set():
                break
            heard = True
            self._refresh()
            if self.state is not State.FRESH:
                break
        return heard

    def _wait(self, seconds: float) -> None:
        # Not all programs at the same moment.
        self._stopping.wait(seconds * random.uniform(0.8, 1.2))  # noqa: S311

    def _refresh(self, *, telling: bool = True) -> str | None:
        """Ask the server; why it did not answer, if it did not."""
        changed: list[str] | None = None
        try:
            fetched = self._server.fetch(self._etag)
            if fetched is not None:
                changed = self.documents.take(fetched.body)
                self._etag = fetched.etag
                if self._disk is not None:
                    self._disk.save(fetched)
        except Unreachable as away:
            return self._moved(State.STALE, str(away), None, telling=telling)
        except (Refused, DocumentUnusable) as refused:
            return self._moved(State.REFUSED, str(refused), None, telling=telling)
        except Exception as bug:  # whatever it is, the program goes on with what it has
            return self._moved(State.STALE, repr(bug)[:200], None, telling=telling)
        self._moved(State.FRESH, "", changed, telling=telling)
        return None

    def _moved(self, state: State, why: str, changed: list[str] | None, *, telling: bool) -> str:
        before, self.state = self.state, state
        if telling and (before is not state or changed is not None):
            self._tell(state, why, changed)
        return why

    def _take(self, kept: Fetched) -> bool:
        try:
            self.documents.take(kept.body)
        except DocumentUnusable:
            return False
        self._etag = kept.etag
        return True

    # Reporting

    def _report(self) -> None:
        server = self._connect()
        try:
            while not self._stopping.wait(REPORT_SECONDS):
                self._flush(server)
            self._flush(server)
        finally:
            server.close()

    def _flush(self, server: Server) -> None:
        assert self._served is not None
        reports = self._served.take()
        for number, report in enumerate(reports):
            try:
                server.report(report)
            except Unreachable:
                for left in reports[number:]:
                    self._served.put_back(left)
                return
            except Refused:
                return  # what the server does not take today it does not take tomorrow
