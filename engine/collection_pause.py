"""Holding back the cycle collector while something large is built: it would look through what grows again and again."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Pauses:
    """Counts who asked for a pause; the last one to end it lets the collector work again, if it did before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._was_enabled = False

    @contextmanager
    def pause(self) -> Iterator[None]:
        with self._lock:
            if self._count == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1
                if self._count == 0 and self._was_enabled:
                    gc.enable()


collection_paused = _Pauses().pause
"""Pause the collection of cycles during the block, on all threads; what has no cycles is freed as ever."""
