"""Facts for the history of the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import ElementType

NO_DATA: Mapping[str, object] = MappingProxyType({})


class HistoryType(StrEnum):
    """The kinds of history events that the runtime records."""

    PROCESS_INSTANCE_STARTED = "PROCESS_INSTANCE_STARTED"
    PROCESS_INSTANCE_COMPLETED = "PROCESS_INSTANCE_COMPLETED"
    PROCESS_INSTANCE_TERMINATED = "PROCESS_INSTANCE_TERMINATED"
    ELEMENT_ACTIVATED = "ELEMENT_ACTIVATED"
    ELEMENT_HELD = "ELEMENT_HELD"
    """The command ended before the element instance's next step: a listener's job or a continuation takes it."""
    ELEMENT_COMPLETED = "ELEMENT_COMPLETED"
    ELEMENT_TERMINATED = "ELEMENT_TERMINATED"
    SEQUENCE_FLOW_TAKEN = "SEQUENCE_FLOW_TAKEN"
    VARIABLE_CREATED = "VARIABLE_CREATED"
    VARIABLE_UPDATED = "VARIABLE_UPDATED"
    USER_TASK_CREATED = "USER_TASK_CREATED"
    USER_TASK_OFFERED = "USER_TASK_OFFERED"
    USER_TASK_ASSIGNING = "USER_TASK_ASSIGNING"
    USER_TASK_ASSIGNED = "USER_TASK_ASSIGNED"
    USER_TASK_UPDATING = "USER_TASK_UPDATING"
    USER_TASK_UPDATED = "USER_TASK_UPDATED"
    USER_TASK_CHANGE_DENIED = "USER_TASK_CHANGE_DENIED"
    USER_TASK_COMPLETING = "USER_TASK_COMPLETING"
    USER_TASK_COMPLETED = "USER_TASK_COMPLETED"
    USER_TASK_CANCELING = "USER_TASK_CANCELING"
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
