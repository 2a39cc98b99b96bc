"""Other processes for big scans: as many as the machine has cores, none for a small scan."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

# Below this number of files, starting other processes costs more than they save.
PARALLEL_FROM = 400
_MAX_PROCESSES = 8
_CHUNK = 40

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Does work elsewhere if there are other processes, else here, at once."""

    def __init__(self, pool: ProcessPoolExecutor | None = None) -> None:
        self._pool = pool

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Begin ``work``; with no other process it is done when this returns."""
        if self._pool is not None:
            return self._pool.submit(work, *args, **kwargs)
        done: Future[R] = Future()
        try:
            done.set_result(work(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done

    def map(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """``work`` of every item, in order."""
        if self._pool is None:
            return map(work, items)
        return self._pool.map(work, items, chunksize=_CHUNK)


@contextmanager
def workers(files: int) -> Iterator[Workers]:
    """What to work with when there are so many files to read."""
    if files < PARALLEL_FROM or cores() < 2:
        yield Workers()
        return
    # Not by a bare fork: the caller may be a server with threads and locks of its own.
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(
        min(cores(), _MAX_PROCESSES),
        mp_context=multiprocessing.get_context(kind),
        initializer=gc.disable,
    ) as pool:
        yield Workers(pool)
