"""Where the engine gets the time from; nothing else in it asks the operating system."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The one source of time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the operating system's time in UTC, to the millisecond: so precisely it is told, searched and compared."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


class FixedClock:
    """A time that only moves when told to: for tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the time that was set last."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move to `at`, also backwards."""
        self._at = at


class PinnableClock:
    """The real time, or the instant to which a test server was pinned."""

    def __init__(self, real: Clock | None = None) -> None:
        self._real = real or SystemClock()
        self._pinned_at: datetime | None = None

    def now(self) -> datetime:
        """Return the pinned instant, or the real time when nothing is pinned."""
        return self._pinned_at or self._real.now()

    @property
    def pinned_at(self) -> datetime | None:
        """The pinned instant, or None."""
        return self._pinned_at

    def pin(self, at: datetime | None) -> None:
        """Stand still at `at`; None lets time run again."""
        self._pinned_at = at
