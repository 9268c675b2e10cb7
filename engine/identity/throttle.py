"""Slowing down whoever guesses passwords: a few wrong tries per name and address, then a pause."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WRONG_TRIES = 5
PAUSE_S = 60.0
REMEMBERED = 10_000


class SignInThrottle:
    """Counts wrong tries in memory; after WRONG_TRIES the name and address wait PAUSE_S seconds."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._lock = threading.Lock()
        self._tries: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def must_wait(self, user_name: str, address: str) -> bool:
        """Tell whether the next try comes too soon."""
        with self._lock:
            count, last = self._tries.get((user_name, address), (0, 0.0))
            return count >= WRONG_TRIES and self._ticks() - last < PAUSE_S

    def wrong(self, user_name: str, address: str) -> None:
        """Note a wrong try."""
        with self._lock:
            count, last = self._tries.get((user_name, address), (0, 0.0))
            now = self._ticks()
            self._tries[user_name, address] = (1 if now - last >= PAUSE_S else count + 1, now)
            self._tries.move_to_end((user_name, address))
            while len(self._tries) > REMEMBERED:
                self._tries.popitem(last=False)

    def right(self, user_name: str, address: str) -> None:
        """Forget the wrong tries: the password was right."""
        with self._lock:
            self._tries.pop((user_name, address), None)
