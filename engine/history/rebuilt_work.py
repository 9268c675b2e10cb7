"""What the events of a case tell of its work: jobs, incidents, timers, tokens that wait at joins, evaluated decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.model.job import JobState

if TYPE_CHECKING:
    from datetime import datetime

    from engine.model.history_event import HistoryEvent

OPEN_JOB = frozenset({JobState.CREATED.value, JobState.FAILED.value, JobState.ERROR_THROWN.value})


@dataclass(slots=True)
class RebuiltJob:
    """A job: its columns by name, and the states that it may be in as far as the events tell."""

    element_instance_key: int | None
    columns: dict[str, object]
    states: frozenset[str] = frozenset({JobState.CREATED.value})
    retries_before: tuple[int, object] | None = None
    """The event that closed its incident, and the retries that it had until then: when the next event withdraws it, they stay."""

    @property
    def is_open(self) -> bool:
        """Whether it has neither been done nor withdrawn."""
        return self.states <= OPEN_JOB


@dataclass(slots=True)
class RebuiltIncident:
    """An incident: the events that raised and resolved it."""

    raised: HistoryEvent
    facts: dict[str, Any]
    resolved: HistoryEvent | None = None


@dataclass(slots=True)
class RebuiltWork:
    """Everything of one case."""

    jobs: dict[int, RebuiltJob] = field(default_factory=dict)
    incidents: dict[int, list[RebuiltIncident]] = field(default_factory=lambda: defaultdict(list))
    """By element instance, the oldest first."""
    timers: dict[tuple[int, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))
    """(element instance, event) to when its timers are due."""
    tokens: dict[tuple[int, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """(scope, element) to how many tokens wait, by flow."""
    quantities: dict[str, int] = field(default_factory=dict)
    """Element to how many tokens it starts with, when that is more than one of each flow."""
    joined: dict[int, tuple[tuple[int, str], frozenset[str] | None]] = field(default_factory=dict)
    """Element instance of a join to its place and, of a complex gateway, the flows whose tokens made it start."""
    decisions: dict[int, HistoryEvent] = field(default_factory=dict)
    """By evaluation."""
    disturbed: set[int] = field(default_factory=set)
    """Element instances in which something was terminated: tokens and timers may have gone with it, and no event says which."""
    put_there: set[int] = field(default_factory=set)
    """Element instances that an operator activated: they take no waiting tokens."""
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    """Timers that the last migration took away, which a way back brings again."""
    untold_timers: set[int] = field(default_factory=set)
    """Element instances that were alive at a migration of which the events do not tell which timers it took away."""
    untold_tokens: set[int] = field(default_factory=set)
    """Scopes that were alive when a migration or an operator may have renamed, added or taken away what waits there."""
