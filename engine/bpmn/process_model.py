"""The immutable process model: what a BPMN file says, with every expression compiled, as the runtime reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import feel

NOTHING: Mapping[str, str] = MappingProxyType({})


class ElementType(StrEnum):
    """What an element is; the values are those of the REST API's element instance type, with the kinds that it lacks added."""

    PROCESS = "PROCESS"
    SUB_PROCESS = "SUB_PROCESS"
    TRANSACTION = "TRANSACTION"
    AD_HOC_SUB_PROCESS = "AD_HOC_SUB_PROCESS"
    EVENT_SUB_PROCESS = "EVENT_SUB_PROCESS"
    CALL_ACTIVITY = "CALL_ACTIVITY"
    TASK = "TASK"
    USER_TASK = "USER_TASK"
    SERVICE_TASK = "SERVICE_TASK"
    SCRIPT_TASK = "SCRIPT_TASK"
    BUSINESS_RULE_TASK = "BUSINESS_RULE_TASK"
    SEND_TASK = "SEND_TASK"
    RECEIVE_TASK = "RECEIVE_TASK"
    MANUAL_TASK = "MANUAL_TASK"
    START_EVENT = "START_EVENT"
    INTERMEDIATE_CATCH_EVENT = "INTERMEDIATE_CATCH_EVENT"
    INTERMEDIATE_THROW_EVENT = "INTERMEDIATE_THROW_EVENT"
    BOUNDARY_EVENT = "BOUNDARY_EVENT"
    END_EVENT = "END_EVENT"
    EXCLUSIVE_GATEWAY = "EXCLUSIVE_GATEWAY"
    PARALLEL_GATEWAY = "PARALLEL_GATEWAY"
    INCLUSIVE_GATEWAY = "INCLUSIVE_GATEWAY"
    EVENT_BASED_GATEWAY = "EVENT_BASED_GATEWAY"
    COMPLEX_GATEWAY = "COMPLEX_GATEWAY"
    MULTI_INSTANCE_BODY = "MULTI_INSTANCE_BODY"
    """Only element instances have this type: the body that holds the children of a multi-instance or looping activity."""


SCOPES = frozenset(
    {
        ElementType.PROCESS,
        ElementType.SUB_PROCESS,
        ElementType.TRANSACTION,
        ElementType.AD_HOC_SUB_PROCESS,
        ElementType.EVENT_SUB_PROCESS,
    },
)


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute that is a constant or, when written with a leading `=`, a FEEL expression."""

    text: str
    expression: feel.Expression | None = None
    """None: `text` is the constant."""


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """A sequence flow; `condition` is None when the flow is unconditional (BPMN 2.0 §8.4.13)."""

    id: str
    name: str | None
    source_id: str
    target_id: str
    condition: feel.Expression | None = None


class TimerKind(StrEnum):
    """The three forms of a timer (BPMN 2.0 §10.5.5)."""

    DATE = "DATE"
    DURATION = "DURATION"
    CYCLE = "CYCLE"


@dataclass(frozen=True, slots=True)
class TimerDefinition:
    """ISO 8601 date-time, duration, or repeating interval (`R3/PT1H`, or a cron expression of zeebe)."""

    kind: TimerKind
    value: Value


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A message by name; a catching event correlates by `correlation_key`, None at a process' own start event.

    A throwing event (send task, throw or end event) publishes inside the system with `correlation_key`,
    `message_id` and `time_to_live` (ISO 8601 duration) of zeebe:publishMessage, unless its element has a job type.
    """

    name: Value
    correlation_key: Value | None = None
    message_id: Value | None = None
    time_to_live: Value | None = None


@dataclass(frozen=True, slots=True)
class SignalDefinition:
    """A signal by name, broadcast to every open subscription."""

    name: Value


@dataclass(frozen=True, slots=True)
class ErrorDefinition:
    """An error by code; catching with `code` None catches all errors."""

    code: Value | None
    code_variable: str | None = None
    message_variable: str | None = None


@dataclass(frozen=True, slots=True)
class EscalationDefinition:
    """An escalation by code; catching with `code` None catches all escalations."""

    code: Value | None


@dataclass(frozen=True, slots=True)
class ConditionalDefinition:
    """A condition over the variables of the scope; `variable_names` are the names whose change can make it true."""

    condition: feel.Expression
    variable_names: frozenset[str]
    variable_events: frozenset[str] = frozenset({"create", "update"})
    """Which changes of these variables count (zeebe:conditionalFilter)."""


@dataclass(frozen=True, slots=True)
class LinkDefinition:
    """A link by name within one scope (BPMN 2.0 §10.5.5)."""

    name: str


@dataclass(frozen=True, slots=True)
class CompensationDefinition:
    """Compensate one activity, or with `activity_id` None everything completed in the scope."""

    activity_id: str | None
    wait_for_completion: bool = True


@dataclass(frozen=True, slots=True)
class CancelDefinition:
    """Cancel the enclosing transaction."""


@dataclass(frozen=True, slots=True)
class TerminateDefinition:
    """End everything in the enclosing scope."""


EventDefinition = (
    TimerDefinition
    | MessageDefinition
    | SignalDefinition
    | ErrorDefinition
    | EscalationDefinition
    | ConditionalDefinition
    | LinkDefinition
    | CompensationDefinition
    | CancelDefinition
    | TerminateDefinition
)


class MultiInstanceBehavior(StrEnum):
    """Which events children of a multi-instance throw on completion (BPMN 2.0 §10.3.8, `behavior`)."""

    NONE = "None"
    ONE = "One"
    ALL = "All"
    COMPLEX = "Complex"


@dataclass(frozen=True, slots=True)
class ComplexBehavior:
    """One complexBehaviorDefinition: when `condition` holds on a child's completion, throw `event`."""

    condition: feel.Expression
    event: EventDefinition | None


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """Multi-instance characteristics: over `input_collection`, or `cardinality` times."""

    sequential: bool
    input_collection: Value | None = None
    input_element: str | None = None
    cardinality: Value | None = None
    output_collection: str | None = None
    output_element: Value | None = None
    completion_condition: feel.Expression | None = None
    behavior: MultiInstanceBehavior = MultiInstanceBehavior.ALL
    none_event: EventDefinition | None = None
    one_event: EventDefinition | None = None
    complex_behaviors: tuple[ComplexBehavior, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """A while (`test_before`) or until loop; `maximum` None: unbounded (BPMN 2.0 §10.3.8)."""

    condition: feel.Expression | None
    test_before: bool
    maximum: int | None


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """zeebe:input or zeebe:output: evaluate `source`, write it to the (dotted) `target`."""

    source: Value
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """What a worker is asked to do: job type and number of tries (FEEL allowed), fixed headers."""

    type: Value
    retries: Value
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    priority: Value | None = None


class ListenerEvent(StrEnum):
    """When a listener job runs: execution listeners at start and end, task listeners at the rest."""

    START = "start"
    END = "end"
    CREATING = "creating"
    ASSIGNING = "assigning"
    UPDATING = "updating"
    COMPLETING = "completing"
    CANCELING = "canceling"


@dataclass(frozen=True, slots=True)
class Listener:
    """An execution or task listener: a job done at a moment of the element's life."""

    event: ListenerEvent
    type: Value
    retries: Value
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class UserTaskDefinition:
    """Who may do a user task, until when, and with which form; expressions give strings, lists of strings or ISO 8601 times."""

    assignee: Value | None = None
    candidate_groups: Value | None = None
    candidate_users: Value | None = None
    due_date: Value | None = None
    follow_up_date: Value | None = None
    priority: Value | None = None
    form_id: str | None = None
    form_binding: Binding | None = None
    embedded_form: str | None = None
    external_reference: Value | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)


class BindingType(StrEnum):
    """Which version a call, decision or form reference means."""

    LATEST = "latest"
    DEPLOYMENT = "deployment"
    VERSION_TAG = "versionTag"


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding type; `version_tag` only for VERSION_TAG."""

    type: BindingType = BindingType.LATEST
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptDefinition:
    """A FEEL script task: its value goes to `result_variable`."""

    expression: feel.Expression
    result_variable: str


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """A business rule task's decision."""

    decision_id: Value
    result_variable: str
    binding: Binding = Binding()


@dataclass(frozen=True, slots=True)
class CalledElement:
    """A call activity's process (or global task) and which variables travel."""

    process_id: Value
    propagate_all_parent_variables: bool = True
    propagate_all_child_variables: bool = False
    binding: Binding = Binding()
    business_id: Value | None = None


@dataclass(frozen=True, slots=True)
class LinkedResource:
    """A deployed resource that a job's worker gets the key of, under a link name."""

    resource_id: str
    resource_type: str
    link_name: str
    binding: Binding = Binding()


@dataclass(frozen=True, slots=True)
class AdHoc:
    """Ad-hoc sub-process settings (BPMN 2.0 §13.3.5)."""

    sequential: bool
    completion_condition: feel.Expression | None
    cancel_remaining_instances: bool
    active_elements_collection: feel.Expression | None = None
    output_collection: str | None = None
    output_element: Value | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node, or the process itself; parts that its type does not have are None or empty."""

    id: str
    type: ElementType
    name: str | None = None
    parent_id: str | None = None
    """The enclosing process or sub-process; None for the process."""
    documentation: str | None = None
    properties: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """zeebe:properties, name to value."""

    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    """Flow ids in document order."""
    default_flow: str | None = None

    events: tuple[EventDefinition, ...] = ()
    parallel_multiple: bool = False
    """All of `events` must occur, not one of them."""
    interrupting: bool = True
    """cancelActivity of a boundary event, isInterrupting of an event sub-process' start event."""
    attached_to: str | None = None
    boundary_events: tuple[str, ...] = ()

    children: tuple[str, ...] = ()
    start_events: tuple[str, ...] = ()
    """Of a scope: the start events directly inside it."""
    entry_points: tuple[str, ...] = ()
    """Of a scope without a none start event: what starts when it starts: its nodes without incoming flow (BPMN 2.0 §10.3.1)."""
    event_sub_processes: tuple[str, ...] = ()
    is_for_compensation: bool = False
    compensation_handler: str | None = None
    """Of a compensation boundary event: the activity that undoes."""

    loop: MultiInstance | StandardLoop | None = None
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    job: JobDefinition | None = None
    listeners: tuple[Listener, ...] = ()
    user_task: UserTaskDefinition | None = None
    form_id: str | None = None
    """Of a start event: its form."""
    form_binding: Binding | None = None
    embedded_form: str | None = None
    """Of a start event: the JSON of a form kept in the diagram itself."""
    linked_resources: tuple[LinkedResource, ...] = ()
    script: ScriptDefinition | None = None
    decision: CalledDecision | None = None
    call: CalledElement | None = None
    ad_hoc: AdHoc | None = None

    start_quantity: int = 1
    completion_quantity: int = 1
    instantiate: bool = False
    """Of an event-based gateway or receive task: an arriving event starts an instance."""
    event_gateway_parallel: bool = False
    activation_condition: feel.Expression | None = None
    """Of a complex gateway."""

    @property
    def is_scope(self) -> bool:
        """Whether other elements live inside it."""
        return self.type in SCOPES


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: a name and the elements drawn in it."""

    id: str
    name: str | None
    element_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcessModel:
    """One executable process: its elements and flows by id; `elements[id]` of the process itself has type PROCESS."""

    id: str
    name: str | None
    version_tag: str | None
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]
    lanes: tuple[Lane, ...] = ()
    links: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    """(scope id, link name) to the catching event."""
    derived: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What the runtime works out about the model once and keeps here; no part of its meaning."""

    @property
    def root(self) -> Element:
        """The process itself."""
        return self.elements[self.id]
