"""Cases and their events as process mining reads them: what was offered, taken on, done and withdrawn, in a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.history.event_log import LIFECYCLE, LoggedCase, LoggedEvent
from engine.model import json_text
from engine.model.history_event import NO_FACTS, history_events
from engine.model.process_instance import process_instances
from engine.queries.rows import as_rows
from engine.queries.visibility import visible_within
from forms.identifiers import without_national_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.identity.actor import Actor

AT_ONCE = 200
_instance, _event = process_instances.c, history_events.c


def event_log(
    connection: sa.Connection, actor: Actor, *, root_key: int | None = None, process_id: str | None = None
) -> Iterator[tuple[LoggedCase, list[LoggedEvent]]]:
    """Yield the cases whose inside the actor sees with their events in order of time, a batch of cases in memory at a time.

    With `root_key` only that case, with `process_id` only those of a process. Nothing that could be erased is read.
    """
    last = 0
    while cases := _next_cases(connection, actor, last, root_key, process_id):
        events = _events_of(connection, actor, [case.key for case in cases])
        for case in cases:
            yield case, events[case.key]
        last = cases[-1].key


def _next_cases(
    connection: sa.Connection, actor: Actor, after: int, root_key: int | None, process_id: str | None
) -> list[LoggedCase]:
    columns = ("key", "business_id", "process_id", "version", "state", "started_at", "ended_at", "initiator", "owner_unit")
    query = sa.select(*(_instance[name] for name in columns), _instance.province_code).where(
        _instance.key > after, _instance.parent_process_instance_key.is_(None), visible_within(actor, _instance.key)
    )
    if root_key is not None:
        query = query.where(_instance.key == root_key)
    if process_id is not None:
        query = query.where(_instance.process_id == process_id)
    return as_rows(LoggedCase, connection.execute(query.order_by(_instance.key).limit(AT_ONCE)))


def _events_of(connection: sa.Connection, actor: Actor, root_keys: list[int]) -> dict[int, list[LoggedEvent]]:
    columns = (_event.process_instance_key, _event.sequence, _event.type, _event.at, _event.actor, _event.on_behalf_of)
    query = (
        sa.select(_instance.root_process_instance_key, *columns, _event.capacity, _event.element_id, _event.facts)
        .select_from(history_events.join(process_instances, _event.process_instance_key == _instance.key))
        .where(_instance.root_process_instance_key.in_(root_keys), _event.type.in_(list(LIFECYCLE)))
        .where(visible_within(actor, _instance.key))
        .order_by(_event.at, _event.process_instance_key, _event.sequence)
    )
    found: dict[int, list[LoggedEvent]] = {key: [] for key in root_keys}
    names: dict[tuple[int, str | None], str] = {}
    tasks: dict[tuple[int, str | None], str] = {}
    for root_key, *values, element_id, facts in connection.execute(query):
        told = json_text.loads(facts) if facts != NO_FACTS else {}
        told = told if isinstance(told, dict) else {}
        place = (values[0], element_id)
        names[place] = str(told.get("name") or names.get(place) or element_id or values[2])
        if "userTaskKey" in told:
            tasks[place] = str(told["userTaskKey"])
        key, sequence, kind, *others = values
        task = tasks.get(place) if kind.startswith("USER_TASK") else None
        document = str(told["documentId"]) if kind == "DOCUMENT_STORED" else None
        name = without_national_ids(names[place])
        event = [key, sequence, kind, LIFECYCLE[kind], *others, element_id, name, task, document]
        found[root_key].append(LoggedEvent(*event))
    return found
