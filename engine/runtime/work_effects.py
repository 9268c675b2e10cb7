"""Facts about work offered to people and workers, and about what needs an operator."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.bpmn.process_model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class UserTaskCreated:
    """Offer a user task to people; every expression is evaluated."""

    key: int
    element_instance_key: int
    element_id: str
    name: str | None
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = 50
    form_id: str | None = None
    form_key: int | None = None
    """The form version that its binding means at this moment."""
    external_reference: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    is_creating: bool = False
    """Listeners of its creation are at work: nobody may act on it before `UserTaskOffered`."""


@dataclass(frozen=True, slots=True)
class UserTaskOffered:
    """The listeners of the user task's creation, assignment or update are done: it becomes CREATED."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class UserTaskHeld:
    """Listeners are at work: the user task is ASSIGNING, UPDATING, COMPLETING or CANCELING."""

    element_instance_key: int
    state: str


@dataclass(frozen=True, slots=True)
class UserTaskChanged:
    """Set attributes of the user task: assignee, candidate_groups, candidate_users, due_at, follow_up_at, priority."""

    element_instance_key: int
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class UserTaskCompleted:
    """The user task is done."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class UserTaskChangeDenied:
    """A listener refused what was asked: the user task is CREATED again."""

    element_instance_key: int
    reason: str


@dataclass(frozen=True, slots=True)
class UserTaskCanceled:
    """The user task's element instance was terminated."""

    element_instance_key: int


class JobKind(StrEnum):
    """The job kinds of the REST API."""

    BPMN_ELEMENT = "BPMN_ELEMENT"
    EXECUTION_LISTENER = "EXECUTION_LISTENER"
    TASK_LISTENER = "TASK_LISTENER"
    AD_HOC_SUB_PROCESS = "AD_HOC_SUB_PROCESS"


@dataclass(frozen=True, slots=True)
class JobCreated:
    """Offer a job; `listener_event` is a word of the REST API (UNSPECIFIED, START, END, CREATING, COMPLETING, CANCELING)."""

    key: int
    element_instance_key: int
    element_id: str
    type: str
    retries: int
    kind: JobKind = JobKind.BPMN_ELEMENT
    listener_event: str = "UNSPECIFIED"
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    priority: int = 0
    """Higher ones are handed out first."""


@dataclass(frozen=True, slots=True)
class JobsCanceled:
    """Withdraw every open job of the element instance."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class JobOffered:
    """Offer a failed job again, its incident being resolved."""

    key: int


class IncidentType(StrEnum):
    """The incident types of the REST API that the runtime raises."""

    AD_HOC_SUB_PROCESS_NO_RETRIES = "AD_HOC_SUB_PROCESS_NO_RETRIES"
    CALLED_DECISION_ERROR = "CALLED_DECISION_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    CONDITION_ERROR = "CONDITION_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    EXECUTION_LISTENER_NO_RETRIES = "EXECUTION_LISTENER_NO_RETRIES"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    JOB_NO_RETRIES = "JOB_NO_RETRIES"
    RESOURCE_NOT_FOUND = "RESOURCE_NOT_FOUND"
    TASK_LISTENER_NO_RETRIES = "TASK_LISTENER_NO_RETRIES"
    UNHANDLED_ERROR_EVENT = "UNHANDLED_ERROR_EVENT"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """Insert an incident: the element instance waits for an operator."""

    key: int
    error_type: IncidentType
    message: str
    element_instance_key: int
    element_id: str
    job_key: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentResolved:
    """The incident is over: an operator resolved it, or its element instance was terminated."""

    key: int


@dataclass(frozen=True, slots=True)
class DecisionEvaluated:
    """Insert a decision instance; `result` is the engine.dmn.DecisionResult, `decision` what `Resources.decision` gave."""

    key: int
    element_instance_key: int
    element_id: str
    decision: object
    result: object
