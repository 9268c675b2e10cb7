"""What one evaluation carries along: its clock, its limits and the warnings that it collects."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feel.errors import FeelLimitError, Warning  # noqa: A004 - the public name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PORTION = 1_000  # steps between two readings of the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep an expression from taking a server down; exceeding one raises FeelLimitError."""

    steps: int = 500_000  # loop rounds, list items built, calls; a string costs a step per 32 characters
    seconds: float = 2.0
    depth: int = 100  # nested calls of functions defined in FEEL
    string_length: int = 500_000
    list_length: int = 200_000
    pattern_seconds: float = 0.25  # one regular expression on one string
    warnings: int = 100  # further ones are dropped


DEFAULT_LIMITS = Limits()


def utc_now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def too_deep() -> FeelLimitError:
    """Return the error that Python's stack is used up."""
    return FeelLimitError("depth", "Values or calls are nested too deeply.")


class Evaluation:
    """The state of an evaluation; pass one to several evaluations to gather their warnings and to stop their clock.

    `now` is asked once at most; `zone` is the IANA zone in which now() and today() are answered. The limits count anew
    for each expression that is evaluated, except inside `with evaluation.as_one():`, where all share them.
    """

    __slots__ = (
        "_deadline_s",
        "_moment",
        "_now",
        "_portion",
        "_steps_granted",
        "_warnings",
        "depth",
        "is_busy",
        "limits",
        "zone",
    )

    def __init__(
        self, now: Callable[[], datetime] = utc_now, limits: Limits = DEFAULT_LIMITS, zone: str = "Asia/Bangkok"
    ) -> None:
        self._now = now
        self._moment: datetime | None = None
        self._warnings: list[Warning] | None = None
        self._deadline_s: float | None = None
        self._portion = 0
        self._steps_granted = 0
        self.limits = limits
        self.zone = zone
        self.depth = 0
        self.is_busy = False

    @property
    def warnings(self) -> list[Warning]:
        """The warnings so far, in the order in which they arose."""
        if self._warnings is None:
            self._warnings = []
        return self._warnings

    def warn(self, message: str, position: tuple[int, int] = (1, 1)) -> None:
        """Record why the part at `position` (line, column) is null."""
        warnings = self.warnings
        if len(warnings) < self.limits.warnings:
            warnings.append(Warning(message, *position))

    def moment(self) -> datetime:
        """Return the one point in time at which this evaluation happens."""
        if self._moment is None:
            self._moment = self._now()
        return self._moment

    def begin(self) -> None:
        """Start to count the limits anew; whoever calls this sets `is_busy` back to False at the end."""
        self.is_busy = True
        self.depth = self._portion = self._steps_granted = 0
        self._deadline_s = None

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Let all evaluations inside the `with` block share one set of limits; a nested block changes nothing."""
        if self.is_busy:
            yield
            return
        self.begin()
        try:
            yield
        except RecursionError:
            raise too_deep() from None
        finally:
            self.is_busy = False

    def spend(self, steps: int = 1) -> None:
        """Count `steps` of work; raise FeelLimitError when the steps or the seconds are used up."""
        self._portion -= steps
        if self._portion < 0:
            self._grant(-self._portion)

    def spend_text(self, length: int) -> None:
        """Count the work of a string of `length` characters; raise FeelLimitError when it is too long."""
        if length > self.limits.string_length:
            raise FeelLimitError(
                "string_length", f"A string would have {length} characters; {self.limits.string_length} are allowed."
            )
        self.spend(1 + length // 32)

    def spend_list(self, length: int) -> None:
        """Count the work of a list of `length` items; raise FeelLimitError when it is too long."""
        if length > self.limits.list_length:
            raise FeelLimitError("list_length", f"A list would have {length} items; {self.limits.list_length} are allowed.")
        self.spend(1 + length)

    def enter(self) -> None:
        """Go one call deeper; raise FeelLimitError below the deepest level allowed."""
        self.depth += 1
        if self.depth > self.limits.depth:
            raise FeelLimitError("depth", f"Functions call one another more than {self.limits.depth} levels deep.")
        self.spend()

    def leave(self) -> None:
        """Return from a call that `enter` announced."""
        self.depth -= 1

    def _grant(self, missing: int) -> None:
        """Cover `missing` steps and a portion more, so that the clock is read once per portion and not at each step."""
        self._steps_granted += missing + _PORTION
        self._portion = _PORTION
        if self._steps_granted > self.limits.steps + _PORTION:
            raise FeelLimitError("steps", f"The expression takes more than {self.limits.steps} steps.")
        clock_s = time.monotonic()
        if self._deadline_s is None:
            self._deadline_s = clock_s + self.limits.seconds
        elif clock_s > self._deadline_s:
            raise FeelLimitError("seconds", f"The expression takes more than {self.limits.seconds} seconds.")
