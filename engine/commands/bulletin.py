"""How threads of one process hear that something may have changed, instead of asking again and again."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

OTHER_PROCESSES_S = 1.0
"""Changes by other processes are not announced here: those who wait look by themselves this often."""
MOST_WAITING = 16
"""How many may wait at a time: each holds a thread of the server that the pages need too."""


class Bulletin:
    """A condition with a number that rises with every announcement, so that none is missed."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._condition = threading.Condition()
        self._number = 0
        self._places = threading.BoundedSemaphore(most_waiting)

    def announce(self) -> None:
        """Wake everybody who waits."""
        with self._condition:
            self._number += 1
            self._condition.notify_all()

    def wait(self, look: Callable[[], T], wait_s: float) -> T:
        """Return what `look` finds as soon as it finds something (truthy), after `wait_s` seconds whatever it finds.

        When all places for waiting are taken, look once.
        """
        if wait_s <= 0 or not self._places.acquire(blocking=False):
            return look()
        try:
            return self._wait(look, wait_s)
        finally:
            self._places.release()

    def _wait(self, look: Callable[[], T], wait_s: float) -> T:
        deadline = time.monotonic() + wait_s
        while True:
            seen = self._number
            found = look()
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            with self._condition:
                if self._number == seen:
                    self._condition.wait(min(left, OTHER_PROCESSES_S))
