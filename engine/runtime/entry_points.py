"""What a command may do to a process instance: each function puts its first steps on the execution's queue; `run` then takes them.

execution = Execution(process_instance, resources, reader, now=..., new_key=..., evaluation=...)
complete_user_task(execution, user_task.element_instance_key, variables)
effects = execution.run()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.runtime.effects import CalledProcessOutcome, IncidentType, JobKind

if TYPE_CHECKING:
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
    due_at: object
    repetitions: int | None = None
    interval: str | None = None


def start(execution: Execution, variables: Mapping[str, object], *, start_event_id: str | None = None) -> None:
    """Start the process at its none start event, or at the start event (or instantiating element) that a message or timer met."""
    raise NotImplementedError


def start_at(execution: Execution, variables: Mapping[str, object], element_ids: Sequence[str]) -> None:
    """Start the process at given elements, their enclosing sub-processes being entered without their start events."""
    raise NotImplementedError


def complete_user_task(execution: Execution, element_instance_key: int, variables: Mapping[str, object]) -> None:
    """Complete the user task's element; raise InvalidTransition when it is not active."""
    raise NotImplementedError


def complete_job(
    execution: Execution, job: JobReference, variables: Mapping[str, object], *, denied_reason: str | None = None
) -> None:
    """Go on after a job: of an element, or of one of its listeners; a task listener may deny with a reason."""
    raise NotImplementedError


def throw_job_error(
    execution: Execution, job: JobReference, code: str, message: str | None, variables: Mapping[str, object]
) -> None:
    """Throw a BPMN error from the job's element; without a handler it becomes the incident UNHANDLED_ERROR_EVENT."""
    raise NotImplementedError


def raise_job_incident(execution: Execution, job: JobReference, message: str) -> None:
    """Record that the job has no retries left."""
    raise NotImplementedError


def raise_incident(
    execution: Execution, element_instance_key: int, error_type: IncidentType, message: str, job_key: int | None = None
) -> None:
    """Record that an element instance cannot go on (a continuation that failed for good, a called process that is missing)."""
    raise NotImplementedError


def resolve_incident(execution: Execution, incident_key: int, element_instance_key: int, job_key: int | None) -> None:
    """Take the element's step again; with `job_key` the job is offered again instead."""
    raise NotImplementedError


def fire_timer(execution: Execution, timer: DueTimer) -> None:
    """Let a timer of an element instance happen; does nothing but delete it when nothing waits for it any more."""
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


def continue_instance(execution: Execution) -> None:
    """Take the steps that a used-up step budget left owed."""
    raise NotImplementedError


def terminate(execution: Execution) -> None:
    """Cancel the process instance with everything in it."""
    raise NotImplementedError


def set_variables(execution: Execution, scope_key: int, variables: Mapping[str, object], *, local: bool) -> None:
    """Set variables in the scope itself (`local`), or each in the nearest scope that has it, else in the process."""
    raise NotImplementedError


def activate_element(
    execution: Execution, element_id: str, *, scope_key: int | None = None, variables: Mapping[str, object]
) -> None:
    """Activate an element of the diagram in a given scope (modification, ad-hoc activation); scopes that are missing are entered."""
    raise NotImplementedError


def terminate_element(execution: Execution, element_instance_key: int) -> None:
    """Terminate one element instance with everything in it (modification)."""
    raise NotImplementedError
