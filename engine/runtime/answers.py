"""What people, workers and operators answer: user tasks and jobs done, errors, incidents."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import ListenerEvent
from engine.errors import InvalidTransition, RequestInvalid
from engine.runtime import (
    ad_hoc_leading,
    incidents,
    listeners,
    mappings,
    propagation,
    task_listeners,
    user_tasks,
)
from engine.runtime.ad_hoc_leading import NextSteps
from engine.runtime.effects import (
    HistoryType,
    IncidentType,
    JobKind,
    JobOffered,
)
from engine.runtime.failures import CannotContinue
from engine.runtime.task_listeners import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

NO_CORRECTIONS: Mapping[str, object] = MappingProxyType({})


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
    JobKind.AD_HOC_SUB_PROCESS: IncidentType.AD_HOC_SUB_PROCESS_NO_RETRIES,
}


def complete_user_task(
    execution: Execution, element_instance_key: int, variables: Mapping[str, object], *, action: str = "complete"
) -> None:
    """Complete the user task's element after its listeners; raise InvalidTransition when it is not active."""
    instance = execution.rows.active(element_instance_key)
    user_tasks.request(execution, instance, Change(ListenerEvent.COMPLETING, action, payload=dict(variables)))


def change_user_task(
    execution: Execution, element_instance_key: int, event: ListenerEvent, attributes: Mapping[str, object], *, action: str
) -> bool:
    """Have listeners of assigning or updating asked, the attributes being set when they are done; False when there are none."""
    instance = execution.rows.active(element_instance_key)
    if not task_listeners.has(execution.element(instance), event):
        return False
    user_tasks.request(execution, instance, Change(event, action, asked=task_listeners.as_json(attributes)))
    return True


def complete_job(
    execution: Execution,
    job: JobReference,
    variables: Mapping[str, object],
    *,
    denied_reason: str | None = None,
    corrections: Mapping[str, object] = NO_CORRECTIONS,
    steps: NextSteps | None = None,
) -> None:
    """Go on after a job: of an element, or of one of its listeners.

    A task listener may correct the user task or deny with a reason; who leads an ad-hoc sub-process says its next steps.
    Raises RequestInvalid.
    """
    if job.kind is not JobKind.TASK_LISTENER and (denied_reason is not None or corrections):
        raise RequestInvalid("Only the job of a task listener denies or corrects.", "result")
    if job.kind is not JobKind.AD_HOC_SUB_PROCESS and steps is not None:
        raise RequestInvalid("Only the job of an ad-hoc sub-process activates elements.", "result")
    if job.kind is JobKind.TASK_LISTENER and variables:
        raise RequestInvalid("A task listener sets no variables; it may correct the user task.", "variables")
    instance = _host(execution, job)
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
            user_tasks.listener_done(execution, instance, corrections, denied_reason)
        case JobKind.AD_HOC_SUB_PROCESS:
            ad_hoc_leading.decided(execution, instance, element, variables, steps or NextSteps())


def throw_job_error(
    execution: Execution, job: JobReference, code: str, message: str | None, variables: Mapping[str, object]
) -> None:
    """Throw a BPMN error from the job's element; without a handler it becomes the incident UNHANDLED_ERROR_EVENT.

    Raises RequestInvalid for a task listener: what it does not agree to, it denies; also for a listener of a cancelation.
    """
    if job.kind is JobKind.TASK_LISTENER:
        raise RequestInvalid("A task listener throws no error; it may deny the change, or fail.", "errorCode")
    if listeners.hears_of_the_end(execution.rows.get(job.element_instance_key)):
        raise RequestInvalid("A canceled process catches no errors; the listener may complete, or fail.", "errorCode")
    instance = execution.rows.alive(job.element_instance_key)
    try:
        propagation.throw_error(execution, instance, code, message, variables)
    except CannotContinue as failure:
        incidents.hold(execution, instance, failure, job.key)


def raise_job_incident(execution: Execution, job: JobReference, message: str) -> None:
    """Record that the job has no retries left."""
    incidents.raise_(execution, _host(execution, job), _NO_RETRIES[job.kind], message, job.key)


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


def _host(execution: Execution, job: JobReference) -> ElementInstance:
    """Return the job's element instance; only for listeners of the cancelation may it be on its way to being terminated."""
    instance = execution.rows.get(job.element_instance_key)
    if job.kind is not JobKind.TASK_LISTENER and not listeners.hears_of_the_end(instance):
        return execution.rows.alive(job.element_instance_key)
    if instance.is_final:
        raise InvalidTransition("element instance", instance.key, instance.state, instance.state)
    return instance
