"""A case as it was at a moment: the marks of its diagram, its open tasks, its data and what had just changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.queries import json_text, organisation
from engine.queries.case_history import events_between, flows_until, moments_of, record_of_case, state_at
from web.presentation.elements import element_name, process_model
from web.presentation.groups import names_of_groups
from web.presentation.history_events import event_entries
from web.presentation.plain_values import plain_text
from web.presentation.timeline import title_of
from web.site import language
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from engine.queries.case_detail import CaseRow
    from engine.queries.case_history import Moment, RebuiltCase
    from web.presentation.history_events import EventEntry

OPEN = frozenset({"CREATED", "CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING"})
ENDED = frozenset({"COMPLETED", "TERMINATED"})


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waited at the moment."""

    name: str
    who: str
    since: datetime


@dataclass(frozen=True, slots=True)
class HeldValue:
    """A variable at the moment; `text` None: its value has been erased since."""

    name: str
    text: str | None
    is_new: bool
    """It was set at this very moment."""


@dataclass(frozen=True, slots=True)
class ShownMoment:
    """One moment of a case; `number` counts from 1."""

    number: int
    count: int
    at: datetime
    title: str
    state: str
    marks: Mapping[str, object]
    """As assets/diagram/viewer.js takes them."""
    tasks: Sequence[OpenTask]
    values: Sequence[HeldValue]
    entries: Sequence[EventEntry]
    listed: Sequence[tuple[int, datetime, str]]
    """Number, time and title of every moment."""


def read_moment(connection: Any, root: CaseRow, parts: Mapping[int, int], wanted: int | None) -> ShownMoment | None:
    """Return a moment of a case, the last one unless `wanted` is one of its numbers; None for a case without events.

    `parts` are the process definitions of the case's process instances by key; `connection` is an open read.
    """
    record = record_of_case(connection, root.key)
    moments = moments_of({key: events for key, events in record.items() if key in parts})
    if not moments:
        return None
    number = wanted if wanted is not None and 1 <= wanted <= len(moments) else len(moments)
    moment = moments[number - 1]
    state = state_at(record, root.key, moment)
    rows = events_between(connection, moment.process_instance_key, moment.first, moment.last)
    listed = [(index, each.at, _title(each, parts)) for index, each in enumerate(moments, start=1)]
    return ShownMoment(
        number=number,
        count=len(moments),
        at=moment.at,
        title=listed[number - 1][2],
        state=state.state if state else "ACTIVE",
        marks=_marks(root, state, flows_until(record, root.key, moment)),
        tasks=_open_tasks(connection, root, state),
        values=_values(state, root, {str(row.payload.get("name")) for row in rows if row.type.startswith("VARIABLE_")}),
        entries=event_entries(rows, language()),
        listed=listed,
    )


def _title(moment: Moment, parts: Mapping[int, int]) -> str:
    return title_of(moment.types[0], parts[moment.process_instance_key], moment.element_id)


def _marks(root: CaseRow, state: RebuiltCase | None, flows: list[str]) -> dict[str, object]:
    drawn = process_model(root.process_definition_key).elements.keys() - {root.process_id}
    counts: dict[str, dict[str, int]] = {}
    for element in state.elements.values() if state else ():
        for element_id in element.element_ids & drawn:
            mine = counts.setdefault(element_id, {"completed": 0, "active": 0, "incidents": 0})
            if element.state == "COMPLETED":
                mine["completed"] += 1
            elif element.state not in ENDED:
                mine["active"] += 1
    return {"elements": counts, "takenFlows": flows}


def _open_tasks(connection: Any, root: CaseRow, state: RebuiltCase | None) -> list[OpenTask]:
    waiting = [task.columns for task in state.user_tasks.values() if task.columns.get("state") in OPEN] if state else []
    people = organisation.people(connection, {str(task["assignee"]) for task in waiting if task.get("assignee")})
    groups = names_of_groups(connection, {g for task in waiting for g in _texts(task.get("candidate_groups"))})
    found = []
    for task in waiting:
        assignee = task.get("assignee")
        if isinstance(assignee, str):
            who = people[assignee].name if assignee in people else assignee
        else:
            who = ", ".join(groups[group] for group in _texts(task.get("candidate_groups"))) or gettext("nobody yet")
        name = element_name(root.process_definition_key, str(task["element_id"]))
        found.append(OpenTask(name, who, task["created_at"]))  # type: ignore[arg-type]  # the time of its event
    return found


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _values(state: RebuiltCase | None, root: CaseRow, changed: set[str]) -> list[HeldValue]:
    if state is None:
        return []
    mine = {name: details for (scope, name), details in state.variables.items() if scope == root.key}
    return [HeldValue(name, _value(details), name in changed) for name, details in sorted(mine.items())]


def _value(details: str | None) -> str | None:
    if details is None:
        return None
    told = json_text.loads(details)
    if not isinstance(told, dict):
        return None
    return plain_text(told["afterText"] if "afterText" in told else told.get("after"))
