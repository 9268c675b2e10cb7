"""Handing jobs to workers: each is locked for a while and given with what its element sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.errors import RequestInvalid
from engine.identity import Permission
from engine.store import jobs as store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


MAX_JOBS = 1_000


@dataclass(frozen=True, slots=True)
class ActivateJobs(Command["tuple[ActivatedJob, ...]"]):
    """Lock up to `limit` jobs of the types for `worker` and `timeout_s` seconds; None of the variable names means all."""

    types: tuple[str, ...]
    worker: str
    timeout_s: float
    limit: int
    variable_names: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class ActivatedJob:
    """A job that its worker now holds until `deadline_ms` (milliseconds since 1970); names as in the REST API."""

    job_key: int
    type: str
    kind: str
    listener_event_type: str
    process_instance_key: int
    root_process_instance_key: int
    process_definition_key: int
    process_definition_id: str
    process_definition_version: int
    element_id: str
    element_instance_key: int
    custom_headers: Mapping[str, str]
    priority: int
    worker: str
    retries: int
    deadline_ms: int
    business_id: str | None
    tags: tuple[str, ...]
    variables: Mapping[str, object]


def activate_jobs(command: ActivateJobs, work: Work) -> tuple[ActivatedJob, ...]:
    """Activate; raise NotAllowed, RequestInvalid. Locks the jobs' rows, skipping those that others lock."""
    work.require(Permission.WORK_JOBS)
    if not 1 <= command.limit <= MAX_JOBS:
        raise RequestInvalid(f"Ask for 1 to {MAX_JOBS} jobs.", "maxJobsToActivate")
    if command.timeout_s <= 0:
        raise RequestInvalid("The timeout is longer than nothing.", "timeout")
    connection = work.uow.connection
    due = store.claim_due_jobs(connection, command.types, work.now, command.limit)
    if not due:
        return ()
    for found in due:
        found.job.lock(command.worker, work.now, command.timeout_s)
    store.save_jobs(connection, [found.job for found in due])
    seen = store.visible_variables(connection, {found.job.element_instance_key for found in due}, command.variable_names)
    return tuple(_activated(found, seen[found.job.element_instance_key]) for found in due)


def _activated(found: store.DueJob, variables: Mapping[str, object]) -> ActivatedJob:
    job = found.job
    return ActivatedJob(
        job_key=job.key,
        type=job.type,
        kind=job.kind,
        listener_event_type=job.listener_event,
        process_instance_key=job.process_instance_key,
        root_process_instance_key=job.root_process_instance_key,
        process_definition_key=job.process_definition_key,
        process_definition_id=job.process_id,
        process_definition_version=job.process_version,
        element_id=job.element_id,
        element_instance_key=job.element_instance_key,
        custom_headers=job.headers,
        priority=job.priority,
        worker=job.worker,
        retries=job.retries,
        deadline_ms=int(job.due_at.timestamp() * 1000),
        business_id=found.business_id,
        tags=found.tags,
        variables=variables,
    )
