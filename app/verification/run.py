"""What both engines are asked: where a run waits, to complete something, and what has happened in the end."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping


class Outcome(Enum):
    """How far a run is."""

    WAITING = "waits for somebody"
    ENDED = "has ended"
    STUCK = "cannot go on"


class Endless(Exception):  # noqa: N818 (an error is named by the fact it states)
    """A run that goes on and on without anybody's work."""


class Run(Protocol):
    """One run of one process in one engine; elements are named by their ids."""

    @property
    def outcome(self) -> Outcome:
        """How far it is."""

    def waiting(self) -> list[str]:
        """Return the tasks that somebody has to do, sorted, with repetition."""

    def awaited(self) -> list[str]:
        """Return the events that may happen, sorted, with repetition."""

    def happen(self, element_id: str) -> None:
        """Let one of these events happen, everywhere where it is awaited."""

    def complete(self, element_id: str, variables: Mapping[str, object]) -> None:
        """Do one of the tasks with a result."""

    def completed(self) -> Counter[str]:
        """Return how often each element completed."""

    def variables(self) -> dict[str, object]:
        """Return the variables of the process."""
