"""The history of a case for an auditor: its events by filter, its moments, and how it was at one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.history.rebuilt_case import RebuiltCase
from engine.history.replay import replay
from engine.model.checkpoint import ChainKind
from engine.model.history_act import history_acts
from engine.model.process_instance import process_instances
from engine.queries.case_timeline import TimelineRow, timeline_rows, timeline_select
from engine.queries.wanted_events import Wanted
from engine.store.history_reading import case_with_called, events_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from engine.model.history_event import HistoryEvent


__all__ = ["RebuiltCase"]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; None: all."""

    types: Collection[str] | None = None
    actor: str | None = None
    """Who did it, or on whose behalf."""
    element_id: str | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What one command did to one process instance: events that came at once."""

    process_instance_key: int
    at: datetime
    first: int
    """Sequence number of its first event, likewise `last`."""
    last: int
    actor: str
    types: tuple[str, ...]
    element_id: str | None
    """Of the event that says most about it."""


TELLING = (
    "USER_TASK_SIGNED", "PROCESS_INSTANCE_STARTED", "PROCESS_INSTANCE_COMPLETED", "PROCESS_INSTANCE_TERMINATED",
    "PROCESS_INSTANCE_MIGRATED", "PROCESS_INSTANCE_MODIFIED", "USER_TASK_CLAIMED", "USER_TASK_ASSIGNED", "USER_TASK_UNASSIGNED",
    "USER_TASK_UPDATED", "COMMENT_ADDED", "DOCUMENT_STORED", "REFUSED", "INCIDENT_RAISED", "INCIDENT_RESOLVED", "TIMER_FIRED",
    "MESSAGE_CORRELATED", "SIGNAL_CAUGHT", "DECISION_EVALUATED", "JOB_COMPLETED", "CALLED_PROCESS_ENDED", "USER_TASK_CREATED",
)  # fmt: skip
"""Which of the events of a moment names it, the first of these that is there."""
_act, _instance = history_acts.c, process_instances.c


def events_of_case(
    connection: sa.Connection, root_key: int, chosen: EventFilter, *, limit: int, offset: int = 0
) -> list[TimelineRow]:
    """Return a page of the events of a case and those it called, the latest first; no check of rights."""
    where = [_instance.root_process_instance_key == root_key]
    if chosen.actor is not None:
        where.append(sa.or_(_act.actor == chosen.actor, _act.on_behalf_of == chosen.actor))
    if chosen.since is not None:
        where.append(_act.at >= chosen.since)
    if chosen.before is not None:
        where.append(_act.at < chosen.before)

    wanted = Wanted(chosen.types, chosen.element_id)
    return timeline_rows(connection, timeline_select().where(*where), wanted, limit=limit, offset=offset)


def events_between(connection: sa.Connection, process_instance_key: int, first: int, last: int) -> list[TimelineRow]:
    """Return events of one process instance by sequence number, the earliest first; no check of rights."""
    of_case = _act.process_instance_key == process_instance_key
    begun = sa.select(sa.func.max(_act.sequence)).where(of_case, _act.sequence <= first).scalar_subquery()
    query = timeline_select().where(of_case, _act.sequence.between(begun, last))
    return timeline_rows(connection, query, Wanted(first=first, last=last))[::-1]


def actors_of_case(connection: sa.Connection, root_key: int) -> list[str]:
    """Return everybody who stands in the events of a case, by account; no check of rights."""
    query = sa.select(_act.actor).join(process_instances, _act.process_instance_key == _instance.key)
    return sorted(connection.execute(query.where(_instance.root_process_instance_key == root_key).distinct()).scalars())


def record_of_case(connection: sa.Connection, root_key: int) -> dict[int, list[HistoryEvent]]:
    """Return all events of a case and those it called by process instance, in order of sequence; no check of rights."""
    return events_of(connection, ChainKind.CASE, case_with_called(connection, root_key))


def moments_of(record: dict[int, list[HistoryEvent]]) -> list[Moment]:
    """Return the moments of a case in the order of time."""
    found: list[Moment] = []
    for events in record.values():
        group: list[HistoryEvent] = []
        for event in events:
            if group and (event.at != group[-1].at or event.actor != group[-1].actor):
                found.append(_moment(group))
                group = []
            group.append(event)
        if group:
            found.append(_moment(group))
    return sorted(found, key=lambda moment: (moment.at, moment.process_instance_key, moment.first))


def state_at(record: dict[int, list[HistoryEvent]], process_instance_key: int, moment: Moment) -> RebuiltCase | None:
    """Return a process instance as it was right after a moment of its case, from its events; None: it had not begun."""
    events = [event for event in record.get(process_instance_key, ()) if _has_happened(event, moment)]
    return replay(process_instance_key, events) if events else None


def flows_until(record: dict[int, list[HistoryEvent]], process_instance_key: int, moment: Moment) -> list[str]:
    """Return the sequence flows that had been taken right after a moment."""
    events = record.get(process_instance_key, ())
    taken = (e.element_id for e in events if e.type == "SEQUENCE_FLOW_TAKEN" and _has_happened(e, moment))
    return sorted({flow for flow in taken if flow is not None})


def _has_happened(event: HistoryEvent, moment: Moment) -> bool:
    if event.process_instance_key == moment.process_instance_key:
        return event.sequence <= moment.last
    return (event.at, event.process_instance_key) < (moment.at, moment.process_instance_key)


def _moment(events: Sequence[HistoryEvent]) -> Moment:
    types = tuple(dict.fromkeys(event.type for event in events))
    telling = next((kind for kind in TELLING if kind in types), types[0])
    named = next(event for event in events if event.type == telling)
    return Moment(
        process_instance_key=events[0].process_instance_key,
        at=events[0].at,
        first=events[0].sequence,
        last=events[-1].sequence,
        actor=events[0].actor,
        types=(telling, *(kind for kind in types if kind != telling)),
        element_id=named.element_id,
    )
