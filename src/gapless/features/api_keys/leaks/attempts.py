"""Reports that were refused, by the network they came from: guessing gets nowhere, and quietly."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from gapless.platform.problems import RateLimited

LIMIT = 10
WINDOW_SECONDS = 900.0
_NETWORKS = 10_000


class RefusedReports:
    """Counts in this process alone: it keeps the audit log from being filled, no more."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, network: str) -> None:
        """Raise `RateLimited` if too many from this network were refused lately."""
        times, now = self._times.get(network), self._now()
        while times and times[0] <= now - WINDOW_SECONDS:
            times.popleft()
        if times is not None and len(times) >= LIMIT:
            seconds = math.ceil(times[0] + WINDOW_SECONDS - now)
            raise RateLimited(seconds=seconds, headers={"Retry-After": str(seconds)})

    def add(self, network: str) -> None:
        """A report from this network was refused."""
        self._times.setdefault(network, deque(maxlen=LIMIT)).append(self._now())
        self._times.move_to_end(network)
        if len(self._times) > _NETWORKS:
            self._times.popitem(last=False)
