"""Jobs: searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.job import JobState, jobs
from engine.model.process_instance import process_instances
from engine.queries.search import Column, Kind, Page, Search, SearchRequest, constant
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job and its last failure."""

    job_key: int
    type: str
    state: str
    kind: str
    listener_event_type: str
    worker: str
    retries: int
    deadline: datetime | None
    custom_headers: Mapping[str, str]
    priority: int
    element_id: str
    element_instance_key: int
    process_definition_id: str
    process_definition_key: int
    process_instance_key: int
    root_process_instance_key: int
    business_id: str | None
    error_code: str | None
    error_message: str | None
    has_failed_with_retries_left: bool
    creation_time: datetime
    end_time: datetime | None


_job = jobs.c
OPEN_STATES = (JobState.CREATED, JobState.FAILED, JobState.ERROR_THROWN)

SEARCH = Search(
    JobRow,
    jobs.join(process_instances, _job.process_instance_key == process_instances.c.key),
    {
        "job_key": Column(_job.key, Kind.KEY),
        "type": Column(_job.type),
        "state": Column(_job.state),
        "kind": Column(_job.kind),
        "listener_event_type": Column(_job.listener_event),
        "worker": Column(_job.worker),
        "retries": Column(_job.retries, Kind.INTEGER),
        "deadline": Column(_job.deadline, Kind.TIME),
        "custom_headers": Column(_job.headers, is_sortable=False),
        "priority": Column(-_job.precedence, Kind.INTEGER),
        "element_id": Column(_job.element_id),
        "element_instance_key": Column(_job.element_instance_key, Kind.KEY),
        "process_definition_id": Column(_job.process_id),
        "process_definition_key": Column(_job.process_definition_key, Kind.KEY),
        "process_instance_key": Column(_job.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_job.root_process_instance_key, Kind.KEY),
        "business_id": Column(process_instances.c.business_id),
        "error_code": Column(_job.error_code),
        "error_message": Column(_job.error_message),
        "has_failed_with_retries_left": Column(
            sa.and_(_job.state == JobState.CREATED, _job.error_message.is_not(None)), Kind.BOOLEAN
        ),
        "creation_time": Column(_job.created_at, Kind.TIME),
        "end_time": Column(_job.ended_at, Kind.TIME),
        "is_denied": constant(None, Kind.BOOLEAN),
        "denied_reason": constant(None),
        "last_update_time": constant(None, Kind.TIME),
    },
    "job_key",
)


def search_jobs(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[JobRow]:
    """Return one page of the jobs of cases that the actor sees."""
    return SEARCH.page(connection, request, visible_within(actor, _job.process_instance_key))


def open_jobs(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Sequence[tuple[int, int]]:
    """Return (job key, process instance key) of all jobs that can still be changed, that the actor sees and the request chooses."""
    chosen = SEARCH.chosen(request, _job.state.in_(OPEN_STATES), visible_within(actor, _job.process_instance_key))
    query = sa.select(_job.key, _job.process_instance_key).where(_job.key.in_(chosen)).order_by(_job.key)
    return [(job_key, process_instance_key) for job_key, process_instance_key in connection.execute(query)]
