"""Courtesy towards people: what the drain does by itself steps aside while somebody waits for the answer to a command."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP_ASIDE_S = 0.02
"""How long one step of the drain waits at most, so that it goes on under a load that never pauses."""
QUIET_AFTER_S = 0.5
"""How long nobody must have waited before the drain takes larger bites."""


class Courtesy:
    """Counts the commands that somebody waits for; threads that work in the background are not counted."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._awaited = 0
        self._last_at = 0.0
        self._thread = threading.local()

    @contextmanager
    def awaited(self) -> Iterator[None]:
        """Have background work step aside until the block is over; on a background thread do nothing."""
        if getattr(self._thread, "is_background", False):
            yield
            return
        with self._changed:
            self._awaited += 1
        try:
            yield
        finally:
            with self._changed:
                self._awaited -= 1
                self._last_at = time.monotonic()
                if self._awaited == 0:
                    self._changed.notify_all()

    @contextmanager
    def background(self) -> Iterator[None]:
        """Let nobody step aside for what this thread does in the block."""
        before = getattr(self._thread, "is_background", False)
        self._thread.is_background = True
        try:
            yield
        finally:
            self._thread.is_background = before

    def is_quiet(self) -> bool:
        """Tell whether nobody has waited for an answer in this process for a while."""
        return self._awaited == 0 and time.monotonic() - self._last_at > QUIET_AFTER_S

    def step_aside(self, longest_s: float = STEP_ASIDE_S) -> None:
        """Wait until nobody waits for an answer, at most `longest_s` seconds."""
        if self._awaited:
            with self._changed:
                self._changed.wait_for(lambda: self._awaited == 0, longest_s)
