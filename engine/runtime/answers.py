"""What people, workers and operators answer: user tasks and jobs done, errors, incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.runtime import (
    incidents,
    listeners,
    mappings,
    propagation,
    user_tasks,
)
from engine.runtime.effects import (
    HistoryType,
    IncidentType,
    JobKind,
    JobOffered,
)
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.runtime.execution import Execution


@dataclass(frozen=True, slots=True)
class JobReference:
    """The job that a command is about, locked and checked by the command, which also changes the job's row."""

    key: int
    element_instance_key: int
    kind: JobKind = JobKind.BPMN_ELEMENT


_NO_RETRIES = {
    JobKind.BPMN_ELEMENT: IncidentType.JOB_NO_RETRIES,
    JobKind.EXECUTION_LISTENER: IncidentType.EXECUTION_LISTENER_NO_RETRIES,
    JobKind.TASK_LISTENER: IncidentType.TASK_LISTENER_NO_RETRIES,
}


def complete_user_task(execution: Execution, element_instance_key: int, variables: Mapping[str, object]) -> None:
    """Complete the user task's element; raise InvalidTransition when it is not active."""
    instance = execution.rows.active(element_instance_key)
    user_tasks.request_completion(execution, instance, execution.element(instance), variables)


def complete_job(
    execution: Execution, job: JobReference, variables: Mapping[str, object], *, denied_reason: str | None = None
) -> None:
    """Go on after a job: of an element, or of one of its listeners; a task listener may deny with a reason."""
    instance = execution.rows.alive(job.element_instance_key)
    element = execution.element(instance)
    execution.record(HistoryType.JOB_COMPLETED, instance, {"jobKey": job.key})
    match job.kind:
        case JobKind.BPMN_ELEMENT:
            mappings.take_result(execution, instance, element, variables)
            execution.complete(instance)
        case JobKind.EXECUTION_LISTENER:
            listeners.take_result(execution, instance, variables)
            execution.enqueue(instance)
        case JobKind.TASK_LISTENER:
            user_tasks.listener_done(execution, instance, element, denied_reason)


def throw_job_error(
    execution: Execution, job: JobReference, code: str, message: str | None, variables: Mapping[str, object]
) -> None:
    """Throw a BPMN error from the job's element; without a handler it becomes the incident UNHANDLED_ERROR_EVENT."""
    instance = execution.rows.alive(job.element_instance_key)
    try:
        propagation.throw_error(execution, instance, code, message, variables)
    except CannotContinue as failure:
        incidents.hold(execution, instance, failure, job.key)


def raise_job_incident(execution: Execution, job: JobReference, message: str) -> None:
    """Record that the job has no retries left."""
    incidents.raise_(execution, execution.rows.alive(job.element_instance_key), _NO_RETRIES[job.kind], message, job.key)


def raise_incident(
    execution: Execution,
    element_instance_key: int,
    error_type: IncidentType,
    message: str,
    job_key: int | None = None,
) -> None:
    """Record that an element instance cannot go on (a continuation that failed for good, a called process that is missing)."""
    incidents.raise_(execution, execution.rows.get(element_instance_key), error_type, message, job_key)


def resolve_incident(execution: Execution, incident_key: int, element_instance_key: int, job_key: int | None) -> None:
    """Take the element's step again; with `job_key` the job is offered again instead."""
    instance = execution.rows.get(element_instance_key)
    if instance.incident_key != incident_key:
        return
    incidents.drop(execution, instance)
    if job_key is not None:
        execution.emit(JobOffered(job_key))
    else:
        execution.enqueue(instance)
