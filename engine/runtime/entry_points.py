"""What a command may do to a process instance: each function puts its first steps on the execution's queue; `run` then takes them.

execution = Execution(process_instance, resources, reader, now=..., new_key=..., evaluation=...)
complete_user_task(execution, user_task.element_instance_key, variables)
effects = execution.run()
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, MessageDefinition, SignalDefinition, TimerDefinition
from engine.errors import InvalidTransition, ProcessFailed
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import (
    call_activity,
    incidents,
    listeners,
    mappings,
    modification,
    propagation,
    timers,
    triggers,
    user_tasks,
)
from engine.runtime.effects import (
    CalledProcessOutcome,
    HistoryType,
    IncidentType,
    JobKind,
    JobOffered,
    TimerFired,
    TimerScheduled,
)
from engine.runtime.failures import CannotContinue
from engine.runtime.sub_process import PAYLOAD, STARTED_BY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.runtime.execution import Execution


@dataclass(frozen=True, slots=True)
class JobReference:
    """The job that a command is about, locked and checked by the command, which also changes the job's row."""

    key: int
    element_instance_key: int
    kind: JobKind = JobKind.BPMN_ELEMENT


@dataclass(frozen=True, slots=True)
class DueTimer:
    """The timer that fires; the fields are those of its row."""

    key: int
    element_instance_key: int
    element_id: str
    due_at: datetime
    repetitions: int | None = None
    interval: str | None = None


def start(execution: Execution, variables: Mapping[str, object], *, start_event_id: str | None = None) -> None:
    """Start the process at its none start event, or at the start event (or instantiating element) that a message or timer met.

    Raises ProcessFailed when only an event can start the process.
    """
    model = execution.model
    if start_event_id is None:
        starts = [model.elements[start_id] for start_id in model.root.start_events]
        if not any(not start.events for start in starts) and not model.root.entry_points:
            raise ProcessFailed(f"The process {model.id!r} has no none start event; only its events can start it.")
        _start_root(execution, variables, {})
        return
    event = model.elements[start_event_id]
    memo: dict[str, object] = {triggers.STARTS: _started_together(execution, event)}
    if event.type is not ElementType.START_EVENT:
        memo[STARTED_BY] = event.id
    if event.outputs:
        memo[PAYLOAD] = dict(variables)
    _start_root(execution, {} if event.outputs else variables, memo)


def start_at(execution: Execution, variables: Mapping[str, object], element_ids: Sequence[str]) -> None:
    """Start the process at given elements, their enclosing sub-processes being entered without their start events."""
    root = _start_root(execution, variables, {triggers.STARTS: []})
    for element_id in element_ids:
        modification.activate(execution, element_id, root, {})


def complete_user_task(execution: Execution, element_instance_key: int, variables: Mapping[str, object]) -> None:
    """Complete the user task's element; raise InvalidTransition when it is not active."""
    instance = _active(execution, element_instance_key)
    user_tasks.request_completion(execution, instance, execution.element(instance), variables)


def complete_job(
    execution: Execution, job: JobReference, variables: Mapping[str, object], *, denied_reason: str | None = None
) -> None:
    """Go on after a job: of an element, or of one of its listeners; a task listener may deny with a reason."""
    instance = _alive(execution, job.element_instance_key)
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
    instance = _alive(execution, job.element_instance_key)
    try:
        propagation.throw_error(execution, instance, code, message, variables)
    except CannotContinue as failure:
        incidents.hold(execution, instance, failure, job.key)


def raise_job_incident(execution: Execution, job: JobReference, message: str) -> None:
    """Record that the job has no retries left."""
    incidents.raise_(execution, _alive(execution, job.element_instance_key), _NO_RETRIES[job.kind], message, job.key)


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


def fire_timer(execution: Execution, timer: DueTimer) -> None:
    """Let a timer of an element instance happen; does nothing but delete it when nothing waits for it any more."""
    execution.emit(TimerFired(timer.key))
    host = execution.rows.find(timer.element_instance_key)
    if host is None or not triggers.is_waiting(host):
        return
    event = execution.model.elements[timer.element_id]
    execution.record(HistoryType.TIMER_FIRED, host, {"eventId": event.id, "dueAt": timer.due_at.isoformat()})
    following = timers.next_schedule(timer.due_at, timer.repetitions, timer.interval, execution.now, execution.evaluation.zone)
    stays = event.type is ElementType.INTERMEDIATE_CATCH_EVENT and host.element_id == event.id
    if following is not None and (stays or not event.interrupting):
        execution.waits.open(
            TimerScheduled(
                execution.new_key(), host.key, event.id, following.due_at, following.repetitions, following.interval
            ),
        )
    if following is not None and stays:
        triggers.happened(execution, event, execution.rows.get(host.scope_key or 0), {})
        return
    index = next(number for number, definition in enumerate(event.events) if isinstance(definition, TimerDefinition))
    triggers.occur(execution, host, event, {}, index)


def trigger_subscription(
    execution: Execution,
    subscription_key: int,
    element_instance_key: int,
    element_id: str,
    variables: Mapping[str, object],
    *,
    event_index: int = 0,
) -> bool:
    """Let a message or signal reach an open subscription; False when nothing waits for it any more."""
    host = execution.rows.find(element_instance_key)
    if host is None or not triggers.is_waiting(host):
        return False
    event = execution.model.elements[element_id]
    definition = event.events[event_index]
    if isinstance(definition, MessageDefinition | SignalDefinition):
        kind = HistoryType.MESSAGE_CORRELATED if isinstance(definition, MessageDefinition) else HistoryType.SIGNAL_CAUGHT
        execution.record(kind, host, {"eventId": element_id, "name": definition.name.text})
    if event.parallel_multiple and event.interrupting:
        execution.waits.close_one(subscription_key)
    triggers.occur(execution, host, event, variables, event_index)
    return True


def called_process_ended(
    execution: Execution,
    element_instance_key: int,
    outcome: CalledProcessOutcome,
    variables: Mapping[str, object],
    *,
    code: str | None = None,
    message: str | None = None,
) -> None:
    """Let a call activity learn of `ParentNotified`; does nothing when it has ended meanwhile."""
    instance = execution.rows.find(element_instance_key)
    if instance is None or not triggers.is_waiting(instance):
        return
    try:
        call_activity.ended(execution, instance, outcome, variables, code or "", message)
    except CannotContinue as failure:
        incidents.hold(execution, instance, failure)


def continue_instance(execution: Execution) -> None:
    """Take the steps that a used-up step budget left owed."""
    execution.take_up_owed()


def resume_instance(execution: Execution) -> None:
    """Let a suspended process instance move again: steps that are owed, and conditions whose variables changed meanwhile."""
    execution.process_instance.resume()
    execution.variables.changed_names |= execution.facts.condition_names
    execution.take_up_owed()


def terminate(execution: Execution) -> None:
    """Cancel the process instance with everything in it, also while it is suspended."""
    if execution.process_instance.is_suspended:
        execution.process_instance.resume()
    execution.terminate(execution.rows.get(execution.process_instance.key))


def set_variables(execution: Execution, scope_key: int, variables: Mapping[str, object], *, local: bool) -> None:
    """Set variables in the scope itself (`local`), or each in the nearest scope that has it, else in the process."""
    scope = _alive(execution, scope_key)
    write = execution.variables.set_local if local else execution.variables.propagate
    write(scope, variables)


def activate_element(
    execution: Execution,
    element_id: str,
    *,
    scope_key: int | None = None,
    variables: Mapping[str, object],
) -> None:
    """Activate an element of the diagram in a given scope (modification, ad-hoc activation); scopes that are missing are entered."""
    scope = _alive(execution, execution.process_instance.key if scope_key is None else scope_key)
    modification.activate(execution, element_id, scope, variables)


def terminate_element(execution: Execution, element_instance_key: int) -> None:
    """Terminate one element instance with everything in it (modification)."""
    execution.terminate(_alive(execution, element_instance_key))


_NO_RETRIES = {
    JobKind.BPMN_ELEMENT: IncidentType.JOB_NO_RETRIES,
    JobKind.EXECUTION_LISTENER: IncidentType.EXECUTION_LISTENER_NO_RETRIES,
    JobKind.TASK_LISTENER: IncidentType.TASK_LISTENER_NO_RETRIES,
}


def _start_root(execution: Execution, variables: Mapping[str, object], memo: dict[str, object]) -> ElementInstance:
    root = execution.create(execution.model.root, None)
    root.memo = memo or None
    execution.record(HistoryType.PROCESS_INSTANCE_STARTED, root)
    execution.variables.set_local(root, variables)
    return root


def _started_together(execution: Execution, event: Element) -> list[str]:
    """Return the event, and those beside it behind an instantiating gateway whose events must all occur (BPMN 2.0 §10.6.6)."""
    for flow_id in event.incoming:
        gateway = execution.model.elements[execution.model.flows[flow_id].source_id]
        if gateway.instantiate and gateway.event_gateway_parallel:
            return [execution.model.flows[flow].target_id for flow in gateway.outgoing]
    return [event.id]


def _active(execution: Execution, key: int) -> ElementInstance:
    instance = execution.rows.get(key)
    if instance.state is not ElementInstanceState.ACTIVE:
        raise InvalidTransition("element instance", key, instance.state, ElementInstanceState.COMPLETING)
    return instance


def _alive(execution: Execution, key: int) -> ElementInstance:
    instance = execution.rows.get(key)
    if instance.is_final or instance.state is ElementInstanceState.TERMINATING:
        raise InvalidTransition("element instance", key, instance.state, instance.state)
    return instance
