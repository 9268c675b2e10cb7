"""How much is open and due in the whole installation: for monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.continuation import continuations
from engine.model.incident import IncidentState, incidents
from engine.model.job import JobState, jobs
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers
from engine.model.user_task import UserTaskState, user_tasks

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Workload:
    """Counts of what is not finished."""

    active_cases: int
    open_user_tasks: int
    open_jobs: int
    due_timers: int
    continuations: int
    active_incidents: int


def workload(connection: sa.Connection, now: datetime) -> Workload:
    """Count with one statement."""
    counts = (
        _count(process_instances, process_instances.c.state == ProcessInstanceState.ACTIVE),
        _count(user_tasks, user_tasks.c.state == UserTaskState.CREATED),
        _count(jobs, jobs.c.state == JobState.CREATED),
        _count(timers, timers.c.due_at <= now),
        _count(continuations, sa.true()),
        _count(incidents, incidents.c.state == IncidentState.ACTIVE),
    )
    return Workload(*connection.execute(sa.select(*counts)).one())


def _count(table: sa.Table, where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(table).where(where).scalar_subquery()
