"""The timeline: what happened in a case and those it called, in order, with the names of the people; what they submitted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.history.event_hash import with_hashes
from engine.model.history_act import HistoryAct, history_acts, lines_of
from engine.model.history_event import payload_of
from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.queries.wanted_events import Wanted, wanted_events
from engine.store.sealed import opened_act

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from engine.model.history_event import HistoryEvent
    from engine.queries.wanted_events import ActKey


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One recorded fact; `payload` is what is particular to its type."""

    process_instance_key: int
    process_definition_key: int
    sequence: int
    type: str
    at: datetime
    actor: str
    actor_name: str | None
    on_behalf_of: str | None
    capacity: str | None
    element_id: str | None
    element_instance_key: int | None
    payload: dict[str, Any]
    hash: str
    is_erased: bool = False
    """Personal details were erased: `payload` tells the rest."""


_act = history_acts.c
ACT = len(_act)
ACTS_AT_ONCE = 500
"""Of which the wanted events are read."""
SIGNED = "USER_TASK_SIGNED"
READ_BACK = 20_000
"""Events of one process instance that are looked through, the latest: what a page shows must not cost what a case has become."""
INSTANCES_AT_MOST = 200
"""Process instances whose events are looked through: the case's own and those called last."""


def case_timeline(
    connection: sa.Connection, root_key: int, types: Collection[str] | None = None, *, limit: int = 500
) -> list[TimelineRow]:
    """Return the latest events of the case and those it called, the latest first, only of `types` if given; no check of rights.

    Looked through are the last READ_BACK events of the case itself and of those called last, INSTANCES_AT_MOST in all.
    """
    looked_at = _looked_at(root_key)
    statement = _acts_with_names(looked_at, _is_recent(looked_at))
    return timeline_rows(connection, statement, Wanted(types), limit=limit)


def timeline_select() -> sa.Select[Any]:
    """Return the query for acts with the names of people, the latest first, to be narrowed; see `timeline_rows`."""
    return _acts_with_names(process_instances, _act.process_instance_key == process_instances.c.key)


def timeline_rows(
    connection: sa.Connection, query: sa.Select[Any], wanted: Wanted, *, limit: int | None = None, offset: int = 0
) -> list[TimelineRow]:
    """Return the wanted events of the acts that a narrowed `timeline_select` finds, the latest first.

    What is wanted is found by the acts' lines; of those acts alone details are read and opened.
    """
    stop = None if limit is None else offset + limit
    numbers: dict[ActKey, set[int]] = {}
    for act, number in islice(wanted_events(connection, query, wanted), offset, stop):
        numbers.setdefault(act, set()).add(number)
    acts = list(numbers)
    found: list[TimelineRow] = []
    for start in range(0, len(acts), ACTS_AT_ONCE):
        chosen = sa.tuple_(_act.process_instance_key, _act.sequence).in_(acts[start : start + ACTS_AT_ONCE])
        for row in connection.execute(query.where(chosen)).all():
            found += _timeline_rows(connection, row, numbers[row.process_instance_key, row.sequence])
    return found


def submitted_values(connection: sa.Connection, root_key: int) -> dict[int, dict[str, Any]]:
    """Return what was submitted with the completed user tasks of a case, by element instance; no check of rights.

    Looked through are the last READ_BACK events of the case itself and of those called last, INSTANCES_AT_MOST in all.
    """
    looked_at = _looked_at(root_key)
    query = sa.select(history_acts, looked_at.c.wrapped_key).join(looked_at, _is_recent(looked_at)).order_by(_act.sequence)
    found: dict[int, dict[str, Any]] = {}
    for *values, wrapped_key in connection.execute(query):
        act = HistoryAct(*values)
        lines = lines_of(act.events)
        if any(line.type == SIGNED for line in lines):
            for event in opened_act(connection, act, wrapped_key, lines):
                submitted = payload_of(event.facts, event.details).get("submitted") if event.type == SIGNED else None
                if isinstance(submitted, dict) and event.element_instance_key is not None:
                    found[event.element_instance_key] = submitted
    return found


def _acts_with_names(instances: sa.FromClause, is_theirs: sa.ColumnElement[bool]) -> sa.Select[Any]:
    instance, before = instances.c, history_acts.alias("before")
    follows = sa.and_(before.c.process_instance_key == _act.process_instance_key, before.c.sequence < _act.sequence)
    previous = sa.select(before.c.hash).where(follows).order_by(before.c.sequence.desc()).limit(1).scalar_subquery()
    return (
        sa.select(
            history_acts,
            instance.process_definition_key,
            app_users.c.name.label("actor_name"),
            instance.wrapped_key,
            previous.label("previous"),
        )
        .select_from(history_acts.join(instances, is_theirs).join(app_users, app_users.c.user_name == _act.actor, isouter=True))
        .order_by(_act.at.desc(), _act.process_instance_key.desc(), _act.sequence.desc())
    )


def _looked_at(root_key: int) -> sa.Subquery:
    instance = process_instances.c
    columns = (instance.key, instance.process_definition_key, instance.history_length, instance.wrapped_key)
    in_case = sa.select(*columns).where(instance.root_process_instance_key == root_key)
    return in_case.order_by(instance.key != root_key, instance.key.desc()).limit(INSTANCES_AT_MOST).subquery("looked_at")


def _is_recent(looked_at: sa.Subquery) -> sa.ColumnElement[bool]:
    is_late = _act.sequence > looked_at.c.history_length - READ_BACK
    return sa.and_(_act.process_instance_key == looked_at.c.key, is_late)


def _timeline_rows(connection: sa.Connection, row: sa.Row[Any], numbers: Collection[int]) -> Iterator[TimelineRow]:
    events = opened_act(connection, HistoryAct(*row[:ACT]), row.wrapped_key)
    for event, digest in reversed(list(with_hashes(events, row.previous or ""))):
        if event.sequence in numbers:
            yield _timeline_row(event, digest, row)


def _timeline_row(event: HistoryEvent, digest: str, row: sa.Row[Any]) -> TimelineRow:
    return TimelineRow(
        event.process_instance_key,
        row.process_definition_key,
        event.sequence,
        event.type,
        event.at,
        event.actor,
        row.actor_name,
        event.on_behalf_of,
        event.capacity,
        event.element_id,
        event.element_instance_key,
        payload_of(event.facts, event.details),
        digest,
        is_erased=event.details is None and event.sealed is not None,
    )
