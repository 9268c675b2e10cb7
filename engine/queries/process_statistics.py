"""How the cases of a process went in a period: what each element saw, how long it took, which targets were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.element_instance import element_instances
from engine.model.identity import units
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.rows import as_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.queries.person_history import Period

CASES_AT_MOST = 2_000
"""A page looks at so many cases, the latest of the period: more would keep the reader waiting and change the picture little."""
OPEN_COUNTED_AT_MOST = 100_000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CaseSpan:
    """One process instance of the process."""

    key: int
    state: str
    unit: str | None
    """Whose it is; of somebody who applies from outside, the office of the province."""
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ElementRun:
    """One run of an element."""

    process_instance_key: int
    element_id: str
    element_type: str
    loop_counter: int
    """Of a child of a multi-instance its number; 0: it is none."""
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskSpan:
    """One user task with its target."""

    element_id: str
    state: str
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


_instance, _element, _task = process_instances.c, element_instances.c, user_tasks.c
_above = units.alias("above")
_OFFICES = (
    sa.select(units.c.province, sa.func.min(units.c.code).label("code"))
    .select_from(units.outerjoin(_above, sa.and_(_above.c.code == units.c.parent_code, _above.c.province == units.c.province)))
    .where(units.c.province.is_not(None), _above.c.code.is_(None))
    .group_by(units.c.province)
    .subquery("office")
)
"""The unit of each province that no other one of the province stands above."""
_WITH_OFFICE = process_instances.outerjoin(
    _OFFICES, sa.and_(_instance.owner_unit.is_(None), _OFFICES.c.province == _instance.province_code)
)
_UNIT = sa.func.coalesce(_instance.owner_unit, _OFFICES.c.code).label("unit")


def case_spans(
    connection: sa.Connection, process_definition_keys: Sequence[int], period: Period
) -> tuple[list[CaseSpan], bool]:
    """Return the process instances that began in the period, the latest first, and whether there are more; no check of rights.

    What only undoes another instance is no run of the process.
    """
    undoes = sa.exists().where(_element.key == _instance.key, _element.compensates_key.is_not(None))
    where = (
        ~undoes,
        _instance.process_definition_key.in_(process_definition_keys),
        _instance.started_at >= period.since,
        _instance.started_at < period.before,
    )
    query = (
        sa.select(_instance.key, _instance.state, _UNIT, _instance.started_at, _instance.ended_at)
        .select_from(_WITH_OFFICE)
        .where(*where)
        .order_by(_instance.key.desc())
        .limit(CASES_AT_MOST + 1)
    )
    found = as_rows(CaseSpan, connection.execute(query))
    return found[:CASES_AT_MOST], len(found) > CASES_AT_MOST


def element_runs(connection: sa.Connection, process_instance_keys: Sequence[int]) -> list[ElementRun]:
    """Return every run of an element in these process instances, those of the processes themselves left out."""
    columns = (
        _element.process_instance_key,
        _element.element_id,
        sa.type_coerce(_element.element_type, sa.String),
        _element.loop_counter,
        _element.started_at,
        _element.ended_at,
    )
    found: list[ElementRun] = []
    for keys in _batches(process_instance_keys):
        where = (_element.process_instance_key.in_(keys), _element.key != _element.process_instance_key)
        found += as_rows(ElementRun, connection.execute(sa.select(*columns).where(*where)))
    return found


def task_spans(connection: sa.Connection, process_instance_keys: Sequence[int]) -> list[TaskSpan]:
    """Return the user tasks of these process instances."""
    columns = (_task.element_id, sa.type_coerce(_task.state, sa.String), _task.created_at, _task.due_at, _task.ended_at)
    found: list[TaskSpan] = []
    for keys in _batches(process_instance_keys):
        query = sa.select(*columns).where(_task.process_instance_key.in_(keys))
        found += as_rows(TaskSpan, connection.execute(query))
    return found


def open_by_unit(connection: sa.Connection, process_id: str) -> dict[str | None, tuple[int, int]]:
    """Return how many cases of a process are open in each unit and how many user tasks wait in them; no check of rights.

    Counts to OPEN_COUNTED_AT_MOST of each.
    """
    is_open = (
        _instance.process_id == process_id,
        _instance.state.in_([ProcessInstanceState.ACTIVE, ProcessInstanceState.SUSPENDED]),
    )
    cases = sa.select(_instance.key, _UNIT).select_from(_WITH_OFFICE).where(*is_open).limit(OPEN_COUNTED_AT_MOST).subquery()
    waiting = sa.and_(_task.process_instance_key == cases.c.key, _task.state == UserTaskState.CREATED)
    query = (
        sa.select(cases.c.unit, sa.func.count(sa.distinct(cases.c.key)), sa.func.count(_task.key))
        .select_from(cases.join(user_tasks, waiting, isouter=True))
        .group_by(cases.c.unit)
    )
    return {unit: (count, tasks) for unit, count, tasks in connection.execute(query)}


def open_by_process(connection: sa.Connection) -> dict[str, int]:
    """Return how many process instances of each process are open; no check of rights."""
    is_open = _instance.state.in_([ProcessInstanceState.ACTIVE, ProcessInstanceState.SUSPENDED])
    query = sa.select(_instance.process_id, sa.func.count()).where(is_open).group_by(_instance.process_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def _batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE)]
