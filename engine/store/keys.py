"""Keys: 63-bit integers in the order of time, unique over all processes that share a database."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EPOCH_MS = 1_704_067_200_000
"""2024-01-01T00:00:00Z; 41 bits of milliseconds last until 2093."""
NODE_BITS = 10
SEQUENCE_BITS = 12
MAX_NODE = (1 << NODE_BITS) - 1
MAX_SEQUENCE = (1 << SEQUENCE_BITS) - 1


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class KeyGenerator:
    """Gives keys: 41 bits of real milliseconds, 10 bits of node, 12 bits of sequence; safe to share between threads.

    The real clock is used even when the engine's clock is pinned, so keys never repeat. When the clock steps back or a
    millisecond is used up, the generator runs ahead of the clock instead of waiting.
    """

    def __init__(self, node: int, wall_ms: Callable[[], int] = _wall_ms) -> None:
        self._node = node & MAX_NODE
        self._wall_ms = wall_ms
        self._lock = threading.Lock()
        self._last_ms = 0
        self._sequence = 0

    def __call__(self) -> int:
        """Return a key greater than every key this generator gave before."""
        with self._lock:
            now_ms = self._wall_ms() - EPOCH_MS
            if now_ms > self._last_ms:
                self._last_ms, self._sequence = now_ms, 0
            elif self._sequence < MAX_SEQUENCE:
                self._sequence += 1
            else:
                self._last_ms, self._sequence = self._last_ms + 1, 0
            return (self._last_ms << (NODE_BITS + SEQUENCE_BITS)) | (self._node << SEQUENCE_BITS) | self._sequence
