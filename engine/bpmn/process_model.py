"""The immutable process model: what a BPMN file says, with every expression compiled, as the runtime reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.activity_model import (
    AdHoc,
    Binding,
    BindingType,
    CalledDecision,
    CalledElement,
    ComplexBehavior,
    JobDefinition,
    LinkedResource,
    Listener,
    ListenerEvent,
    MultiInstance,
    MultiInstanceBehavior,
    ScriptDefinition,
    StandardLoop,
    UserTaskDefinition,
    VariableMapping,
)
from engine.bpmn.event_model import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    LinkDefinition,
    MessageDefinition,
    SignalDefinition,
    TerminateDefinition,
    TimerDefinition,
    TimerKind,
)
from engine.bpmn.value import NOTHING, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import feel

__all__ = [
    "NOTHING",
    "SCOPES",
    "WRAPPERS",
    "AdHoc",
    "Binding",
    "BindingType",
    "CalledDecision",
    "CalledElement",
    "CancelDefinition",
    "CompensationDefinition",
    "ComplexBehavior",
    "ConditionalDefinition",
    "Element",
    "ElementType",
    "ErrorDefinition",
    "EscalationDefinition",
    "EventDefinition",
    "JobDefinition",
    "Lane",
    "LinkDefinition",
    "LinkedResource",
    "Listener",
    "ListenerEvent",
    "MessageDefinition",
    "MultiInstance",
    "MultiInstanceBehavior",
    "ProcessModel",
    "ScriptDefinition",
    "SequenceFlow",
    "SignalDefinition",
    "StandardLoop",
    "TerminateDefinition",
    "TimerDefinition",
    "TimerKind",
    "UserTaskDefinition",
    "Value",
    "VariableMapping",
]


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
    AD_HOC_SUB_PROCESS_INNER_INSTANCE = "AD_HOC_SUB_PROCESS_INNER_INSTANCE"
    """Only element instances have this type: what holds one activation inside an ad-hoc sub-process, and its variables."""


WRAPPERS = frozenset({ElementType.MULTI_INSTANCE_BODY, ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE})
"""Element instances that are not their element itself: they have no mappings and no listeners of their own."""
STARTED_OTHERWISE = frozenset(
    {ElementType.PROCESS, ElementType.START_EVENT, ElementType.BOUNDARY_EVENT, ElementType.EVENT_SUB_PROCESS}
)
"""What only its scope or its event starts."""
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
class SequenceFlow:
    """A sequence flow; `condition` is None when the flow is unconditional (BPMN 2.0 §8.4.13)."""

    id: str
    name: str | None
    source_id: str
    target_id: str
    condition: feel.Expression | None = None


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
    data_inputs: tuple[tuple[str, str], ...] = ()
    """Data associations without an expression: the variable that is read, and the named data input that gets it (BPMN 2.0 §10.4.2)."""
    data_outputs: tuple[tuple[str, str], ...] = ()
    """Likewise: the named data output, and the variable that gets it."""
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

    @property
    def can_take_token(self) -> bool:
        """Whether a token can be put on it: not on what only its scope, its event or a compensation starts."""
        return self.type not in STARTED_OTHERWISE and not self.is_for_compensation


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

    @property
    def has_none_start(self) -> bool:
        """Whether a request or a call can start it: at a none start event, or at what has no incoming flow."""
        return bool(self.root.entry_points) or any(not self.elements[start].events for start in self.root.start_events)

    def triggered_starts(self) -> Iterator[tuple[Element, int, EventDefinition]]:
        """Yield each event that starts an instance: its element, which of its parts it is, and itself.

        Start events, instantiating receive tasks, and what stands behind instantiating gateways (BPMN 2.0 §10.5.2, §10.3.3, §10.6.6).
        """
        for child_id in self.root.children:
            child = self.elements[child_id]
            if child.type is ElementType.EVENT_BASED_GATEWAY and child.instantiate:
                elements = [self.elements[self.flows[flow_id].target_id] for flow_id in child.outgoing]
            else:
                elements = [child] if child.type is ElementType.START_EVENT or child.instantiate else []
            for element in elements:
                for index, event in enumerate(element.events):
                    yield element, index, event

    def conditional_starts(self) -> Iterator[tuple[str, int, ConditionalDefinition]]:
        """Yield the conditions that start an instance, each with its element and which of its parts it is."""
        for element, index, event in self.triggered_starts():
            if isinstance(event, ConditionalDefinition):
                yield element.id, index, event
