"""The state of a case as its events tell it: what replaying the history gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from engine.history.rebuilt_work import RebuiltWork
from engine.model.process_instance import ProcessInstanceState

if TYPE_CHECKING:
    from datetime import datetime

    from engine.model.history_event import HistoryEvent


class Untold(Enum):
    """The type of `UNTOLD`."""

    UNTOLD = "untold"


UNTOLD = Untold.UNTOLD
"""Stands for what the events do not tell: it was erased, or a migration took it from the new version."""


@dataclass(slots=True)
class RebuiltElement:
    """An element instance."""

    element_ids: set[str]
    """Its element; after a migration also the one it was renamed to, when the events leave open whether the row was."""
    state: str
    started_at: datetime
    ended_at: datetime | None = None
    place: dict[str, object] = field(default_factory=dict)
    """elementType, scopeKey, flowId, loopCounter; empty: untold."""


@dataclass(slots=True)
class RebuiltTask:
    """A user task: its columns by name, as far as they are told."""

    element_instance_key: int | None
    columns: dict[str, object]


@dataclass(slots=True)
class RebuiltCase:
    """A process instance with everything that its events tell."""

    key: int
    state: str = ProcessInstanceState.ACTIVE.value
    columns: dict[str, object] = field(default_factory=dict)
    """Of the process instance's row; empty: untold."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    suspended_at: datetime | None = None
    elements: dict[int, RebuiltElement] = field(default_factory=dict)
    variables: dict[tuple[int, str], str | None] = field(default_factory=dict)
    """(scope, name) to the details of the event that set it last; None: erased."""
    user_tasks: dict[int, RebuiltTask] = field(default_factory=dict)
    tasks_by_element: dict[int, RebuiltTask] = field(default_factory=dict)
    comments: dict[int, HistoryEvent] = field(default_factory=dict)
    """Key to the event that tells of it."""
    hold: HistoryEvent | None = None
    """The event that placed the legal hold under which the case is."""
    erased: set[str] = field(default_factory=set)
    """Kinds of data whose rows were erased."""
    unreadable: list[int] = field(default_factory=list)
    """Events that do not say what events of their type say."""
    work: RebuiltWork = field(default_factory=RebuiltWork)
    documents: dict[str, str] = field(default_factory=dict)
    """Id to SHA-256 in hexadecimal."""
