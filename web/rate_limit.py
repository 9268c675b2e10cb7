"""Slowing down whoever asks too often without signing in: so many requests per address and minute, counted in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW_S = 60.0
REMEMBERED = 10_000


class RateLimit:
    """Lets an address through `most` times in each minute; it forgets the addresses that it has not seen for longest."""

    def __init__(self, most: int, ticks: Callable[[], float] = time.monotonic) -> None:
        self._most, self._ticks = most, ticks
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def lets_through(self, address: str) -> bool:
        """Count a request; tell whether it is not one too many."""
        now = self._ticks()
        with self._lock:
            count, begun = self._seen.pop(address, (0, now))
            if now - begun >= WINDOW_S:
                count, begun = 0, now
            self._seen[address] = (count + 1, begun)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            return count < self._most
