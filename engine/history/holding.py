"""Who had a user task and for how long, as the events of its case tell it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from engine.model.history_event import HistoryEvent

_ENDS = frozenset({"USER_TASK_COMPLETED", "USER_TASK_CANCELED"})
HANDED = frozenset({"USER_TASK_ASSIGNED", "USER_TASK_UNASSIGNED"})
"""Their details tell to whom."""
TELLING = _ENDS | HANDED | {"USER_TASK_CREATED", "USER_TASK_CLAIMED"}
"""All events that tell who had a user task."""


@dataclass(slots=True)
class Holding:
    """A span in which somebody had a user task, or nobody had taken it."""

    process_instance_key: int
    element_id: str
    element_instance_key: int
    holder: str | None
    """Account; None: it lay with `groups`, or the events that tell were erased."""
    groups: tuple[str, ...]
    start: datetime
    end: datetime | None = None
    """None: still."""


def holdings(events: Iterable[HistoryEvent]) -> list[Holding]:
    """Return the spans of all user tasks, in the order of their start; the events of each case are in order of sequence."""
    found: list[Holding] = []
    current: dict[tuple[int, int], Holding] = {}
    for event in events:
        place = (event.process_instance_key, event.element_instance_key or 0)
        if event.type == "USER_TASK_CREATED":
            facts = _object(event.facts)
            groups = tuple(str(group) for group in facts.get("candidateGroups") or ())
            current[place] = Holding(*place[:1], event.element_id or "", place[1], facts.get("assignee"), groups, event.at)
            found.append(current[place])
        elif place not in current:
            continue
        elif event.type in _ENDS:
            current.pop(place).end = event.at
        elif event.type == "USER_TASK_CLAIMED":
            _hand_over(found, current, place, event, event.actor)
        elif event.type in HANDED:
            _hand_over(found, current, place, event, _object(event.details or "{}").get("after"))
    return found


def _hand_over(
    found: list[Holding], current: dict[tuple[int, int], Holding], place: tuple[int, int], event: HistoryEvent, to: Any
) -> None:
    before = current[place]
    holder = to if isinstance(to, str) else None
    if holder == before.holder:
        return
    if before.start == event.at:
        before.holder = holder
        return
    before.end = event.at
    current[place] = Holding(place[0], before.element_id, place[1], holder, before.groups, event.at)
    found.append(current[place])


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
