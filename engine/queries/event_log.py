"""Cases and their events as process mining reads them: what was offered, taken on, done and withdrawn, in a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.history.event_log import LIFECYCLE, LoggedCase, LoggedEvent
from engine.model import json_text
from engine.model.history_act import history_acts, lines_of
from engine.model.history_event import NO_FACTS
from engine.model.process_instance import process_instances
from engine.queries.rows import as_rows
from engine.queries.visibility import visible_within
from forms.identifiers import without_national_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.identity.actor import Actor
    from engine.model.history_act import EventLine

AT_ONCE = 200
_instance, _act = process_instances.c, history_acts.c


def event_log(
    connection: sa.Connection, actor: Actor, root_keys: Sequence[int]
) -> Iterator[tuple[LoggedCase, list[LoggedEvent]]]:
    """Yield those of these cases whose inside the actor sees with their events in order of time, a batch in memory at a time.

    Nothing that could be erased is read.
    """
    for start in range(0, len(root_keys), AT_ONCE):
        cases = _cases(connection, actor, root_keys[start : start + AT_ONCE])
        events = _events_of(connection, actor, [case.key for case in cases])
        for case in cases:
            yield case, events[case.key]


def _cases(connection: sa.Connection, actor: Actor, root_keys: Sequence[int]) -> list[LoggedCase]:
    columns = ("key", "business_id", "process_id", "version", "state", "started_at", "ended_at", "initiator", "owner_unit")
    query = sa.select(*(_instance[name] for name in columns), _instance.province_code).where(
        _instance.key.in_(root_keys), _instance.parent_process_instance_key.is_(None), visible_within(actor, _instance.key)
    )
    return as_rows(LoggedCase, connection.execute(query.order_by(_instance.key)))


def _events_of(connection: sa.Connection, actor: Actor, root_keys: list[int]) -> dict[int, list[LoggedEvent]]:
    query = (
        sa.select(_instance.root_process_instance_key, history_acts)
        .select_from(history_acts.join(process_instances, _act.process_instance_key == _instance.key))
        .where(_instance.root_process_instance_key.in_(root_keys))
        .where(visible_within(actor, _instance.key))
        .order_by(_act.at, _act.process_instance_key, _act.sequence)
    )
    found: dict[int, list[LoggedEvent]] = {key: [] for key in root_keys}
    names: dict[tuple[int, str | None], str] = {}
    tasks: dict[tuple[int, str | None], str] = {}
    for row in connection.execute(query):
        for sequence, line in enumerate(lines_of(row.events), row.sequence):
            if line.type in LIFECYCLE:
                event = _logged(row, sequence, line, names, tasks)
                found[row.root_process_instance_key].append(event)
    return found


def _logged(
    act: sa.Row[Any],
    sequence: int,
    line: EventLine,
    names: dict[tuple[int, str | None], str],
    tasks: dict[tuple[int, str | None], str],
) -> LoggedEvent:
    """Return an event of an act; `names` and `tasks` are what events before it said of the places."""
    told = json_text.loads(line.facts) if line.facts != NO_FACTS else {}
    told = told if isinstance(told, dict) else {}
    place = (act.process_instance_key, line.element_id)
    names[place] = str(told.get("name") or names.get(place) or line.element_id or line.type)
    if "userTaskKey" in told:
        tasks[place] = str(told["userTaskKey"])
    return LoggedEvent(
        process_instance_key=act.process_instance_key,
        sequence=sequence,
        type=line.type,
        lifecycle=LIFECYCLE[line.type],
        at=act.at,
        actor=act.actor,
        on_behalf_of=act.on_behalf_of,
        capacity=act.capacity,
        element_id=line.element_id,
        name=without_national_ids(names[place]),
        user_task_key=tasks.get(place) if line.type.startswith("USER_TASK") else None,
        document_id=str(told["documentId"]) if line.type == "DOCUMENT_STORED" else None,
    )
