"""A progress bar for long work, for people only: nothing is written unless a terminal is there to show it."""

from __future__ import annotations

import sys
import time

WIDTH = 40
EVERY_S = 0.1


class Progress:
    """Shows on the standard error how much of something is done."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._is_shown = sys.stderr.isatty()
        self._begun = self._last = time.monotonic()

    def show(self, done: int, total: int) -> None:
        """Show a share of a known whole."""
        if self._is_time(is_last=done >= total):
            share = done / total if total else 1.0
            bar = "█" * int(share * WIDTH)
            self._write(f"{bar:<{WIDTH}} {share:4.0%}  {done:,} of {total:,} {self._what}")

    def count(self, done: int) -> None:
        """Show a number whose whole is not known."""
        if self._is_time(is_last=False):
            self._write(f"{done:,} {self._what}")

    def end(self) -> None:
        """Leave the line."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _is_time(self, *, is_last: bool) -> bool:
        now = time.monotonic()
        if not self._is_shown or (now - self._last < EVERY_S and not is_last):
            return False
        self._last = now
        return True

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
