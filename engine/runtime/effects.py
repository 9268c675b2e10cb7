"""What an execution asks the store to write: facts in the past tense; facts about one entity are one insert or one update."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import NOTHING, ElementType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.model.element_instance import ElementInstance
    from engine.model.process_instance import ProcessInstance
    from engine.model.variable import Variable
    from engine.model.waiting_token import WaitingToken

NO_DATA: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ProcessInstanceCreated:
    """Insert the process instance; it may have ended already."""

    process_instance: ProcessInstance


@dataclass(frozen=True, slots=True)
class ProcessInstanceChanged:
    """Update the process instance (its state, its end)."""

    process_instance: ProcessInstance


@dataclass(frozen=True, slots=True)
class ElementInstanceCreated:
    """Insert the element instance in the state that it has by now."""

    element_instance: ElementInstance


@dataclass(frozen=True, slots=True)
class ElementInstanceChanged:
    """Update the element instance."""

    element_instance: ElementInstance


@dataclass(frozen=True, slots=True)
class VariableCreated:
    """Insert the variable."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class VariableChanged:
    """Update the variable's value."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class WaitingTokenCreated:
    """Insert the tokens that wait."""

    token: WaitingToken


@dataclass(frozen=True, slots=True)
class WaitingTokenChanged:
    """Update the number of tokens; delete the row when it is 0."""

    token: WaitingToken


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
    """The listeners of the user task's creation are done: CREATING becomes CREATED."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class UserTaskCompleting:
    """Listeners of the completion are at work: the user task is COMPLETING."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class UserTaskCompleted:
    """The user task is done."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class UserTaskCompletionDenied:
    """A listener refused the completion: the user task is CREATED again."""

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


@dataclass(frozen=True, slots=True)
class JobsCanceled:
    """Withdraw every open job of the element instance."""

    element_instance_key: int


@dataclass(frozen=True, slots=True)
class JobOffered:
    """Offer a failed job again, its incident being resolved."""

    key: int


@dataclass(frozen=True, slots=True)
class TimerScheduled:
    """Insert a timer; `repetitions` counts this time too, -1: for ever, None: once; `interval` is what the next time is computed from."""

    key: int
    element_instance_key: int
    element_id: str
    due_at: datetime
    repetitions: int | None = None
    interval: str | None = None


@dataclass(frozen=True, slots=True)
class TimerFired:
    """Delete the timer: it has fired."""

    key: int


@dataclass(frozen=True, slots=True)
class TimersCanceled:
    """Delete the element instance's timers, or those of `element_ids` only."""

    element_instance_key: int
    element_ids: frozenset[str] | None = None


class SubscriptionKind(StrEnum):
    """What is waited for."""

    MESSAGE = "MESSAGE"
    SIGNAL = "SIGNAL"
    CONDITION = "CONDITION"


@dataclass(frozen=True, slots=True)
class SubscriptionOpened:
    """Insert a subscription; for a condition `name` is empty and `is_true` says whether it holds already."""

    key: int
    kind: SubscriptionKind
    name: str
    element_instance_key: int
    element_id: str
    correlation_key: str | None = None
    is_interrupting: bool = True
    event_index: int = 0
    """Which of the element's event definitions it is."""
    is_true: bool = False


@dataclass(frozen=True, slots=True)
class ConditionChanged:
    """Update whether a condition subscription's condition holds."""

    subscription_key: int
    is_true: bool


@dataclass(frozen=True, slots=True)
class SubscriptionClosed:
    """Delete one subscription."""

    key: int


@dataclass(frozen=True, slots=True)
class SubscriptionsClosed:
    """Delete the element instance's subscriptions, or those of `element_ids` only."""

    element_instance_key: int
    element_ids: frozenset[str] | None = None


class IncidentType(StrEnum):
    """The incident types of the REST API that the runtime raises."""

    CALLED_DECISION_ERROR = "CALLED_DECISION_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    CONDITION_ERROR = "CONDITION_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    EXECUTION_LISTENER_NO_RETRIES = "EXECUTION_LISTENER_NO_RETRIES"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    JOB_NO_RETRIES = "JOB_NO_RETRIES"
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
class MessageThrown:
    """Publish a message after the commit (continuation)."""

    name: str
    correlation_key: str
    message_id: str | None
    time_to_live_s: int
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """Broadcast a signal after the commit (continuation)."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalledProcessRequested:
    """Start an instance of the process definition with the key `process_instance_key` (continuation).

    The continuation does nothing when the call activity `element_instance_key` has ended meanwhile.
    """

    element_instance_key: int
    process_instance_key: int
    process_definition_key: int
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CalledProcessTerminated:
    """Terminate the called process instance, or see to it that it does not start (continuation)."""

    element_instance_key: int
    process_instance_key: int


class CalledProcessOutcome(StrEnum):
    """What a called process tells its call activity."""

    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"
    ERROR = "ERROR"
    ESCALATION = "ESCALATION"


@dataclass(frozen=True, slots=True)
class ParentNotified:
    """Tell the call activity `element_instance_key` of another process instance what happened (continuation).

    `code` and `message` belong to an error or escalation; an escalation does not end the called process.
    """

    process_instance_key: int
    element_instance_key: int
    outcome: CalledProcessOutcome
    variables: Mapping[str, object] = field(default_factory=dict)
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionEvaluated:
    """Insert a decision instance; `result` is the engine.dmn.DecisionResult, `decision` what `Resources.decision` gave."""

    key: int
    element_instance_key: int
    element_id: str
    decision: object
    result: object


@dataclass(frozen=True, slots=True)
class InputChunkStored:
    """Insert a part of a multi-instance's input collection, so that later children need not read all of it."""

    body_key: int
    number: int
    """From 0; every chunk but the last has `multi_instance.CHUNK` items."""
    items: Sequence[object]


@dataclass(frozen=True, slots=True)
class InputChunksDeleted:
    """Delete the parts of the multi-instance's input collection."""

    body_key: int


@dataclass(frozen=True, slots=True)
class ContinuationRequested:
    """The step budget is used up: continue the process instance in a command of its own."""

    process_instance_key: int


class HistoryType(StrEnum):
    """The kinds of history events that the runtime records."""

    PROCESS_INSTANCE_STARTED = "PROCESS_INSTANCE_STARTED"
    PROCESS_INSTANCE_COMPLETED = "PROCESS_INSTANCE_COMPLETED"
    PROCESS_INSTANCE_TERMINATED = "PROCESS_INSTANCE_TERMINATED"
    ELEMENT_ACTIVATED = "ELEMENT_ACTIVATED"
    ELEMENT_COMPLETED = "ELEMENT_COMPLETED"
    ELEMENT_TERMINATED = "ELEMENT_TERMINATED"
    SEQUENCE_FLOW_TAKEN = "SEQUENCE_FLOW_TAKEN"
    VARIABLE_CREATED = "VARIABLE_CREATED"
    VARIABLE_UPDATED = "VARIABLE_UPDATED"
    USER_TASK_CREATED = "USER_TASK_CREATED"
    USER_TASK_COMPLETED = "USER_TASK_COMPLETED"
    USER_TASK_CANCELED = "USER_TASK_CANCELED"
    JOB_CREATED = "JOB_CREATED"
    JOB_COMPLETED = "JOB_COMPLETED"
    JOB_CANCELED = "JOB_CANCELED"
    TIMER_SCHEDULED = "TIMER_SCHEDULED"
    TIMER_FIRED = "TIMER_FIRED"
    SUBSCRIPTION_OPENED = "SUBSCRIPTION_OPENED"
    MESSAGE_CORRELATED = "MESSAGE_CORRELATED"
    SIGNAL_CAUGHT = "SIGNAL_CAUGHT"
    CONDITION_MET = "CONDITION_MET"
    MESSAGE_THROWN = "MESSAGE_THROWN"
    SIGNAL_THROWN = "SIGNAL_THROWN"
    ERROR_THROWN = "ERROR_THROWN"
    ESCALATION_THROWN = "ESCALATION_THROWN"
    COMPENSATION_THROWN = "COMPENSATION_THROWN"
    TRANSACTION_CANCELED = "TRANSACTION_CANCELED"
    DECISION_EVALUATED = "DECISION_EVALUATED"
    CALLED_PROCESS_REQUESTED = "CALLED_PROCESS_REQUESTED"
    CALLED_PROCESS_ENDED = "CALLED_PROCESS_ENDED"
    INCIDENT_RAISED = "INCIDENT_RAISED"
    INCIDENT_RESOLVED = "INCIDENT_RESOLVED"


@dataclass(frozen=True, slots=True)
class HistoryRecorded:
    """Append a history event; `data` is JSON (a variable's event has scopeKey, name, before, after)."""

    type: HistoryType
    element_instance_key: int | None = None
    element_id: str | None = None
    element_type: ElementType | None = None
    data: Mapping[str, object] = field(default_factory=lambda: NO_DATA)


Effect = (
    ProcessInstanceCreated
    | ProcessInstanceChanged
    | ElementInstanceCreated
    | ElementInstanceChanged
    | VariableCreated
    | VariableChanged
    | WaitingTokenCreated
    | WaitingTokenChanged
    | UserTaskCreated
    | UserTaskOffered
    | UserTaskCompleting
    | UserTaskCompleted
    | UserTaskCompletionDenied
    | UserTaskCanceled
    | JobCreated
    | JobsCanceled
    | JobOffered
    | TimerScheduled
    | TimerFired
    | TimersCanceled
    | SubscriptionOpened
    | ConditionChanged
    | SubscriptionClosed
    | SubscriptionsClosed
    | IncidentRaised
    | IncidentResolved
    | MessageThrown
    | SignalThrown
    | CalledProcessRequested
    | CalledProcessTerminated
    | ParentNotified
    | DecisionEvaluated
    | InputChunkStored
    | InputChunksDeleted
    | ContinuationRequested
    | HistoryRecorded
)
