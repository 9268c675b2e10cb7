"""Process models written in a few lines: `process("leave", "start -> approve -> end", user_task("approve"))`.

Ids that a flow names and nothing declares are inferred: start... a none start event, end... a none end event, all others a
service task whose job type is its id.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import feel
from engine.bpmn.process_model import (
    Element,
    ElementType,
    EventDefinition,
    JobDefinition,
    LinkDefinition,
    MultiInstance,
    ProcessModel,
    SequenceFlow,
    StandardLoop,
    UserTaskDefinition,
    Value,
    VariableMapping,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Node:
    """An element to be, with what lies inside it."""

    id: str
    type: ElementType
    parts: tuple[Part, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """One sequence flow with a condition, or the default one."""

    source: str
    target: str
    condition: str | None = None
    is_default: bool = False


Part = Node | Flow | str


def value(text: str | int | None) -> Value | None:
    """`=` starts a FEEL expression, as in the files."""
    if text is None:
        return None
    text = str(text)
    return Value(text, feel.compile(text[1:])) if text.startswith("=") else Value(text)


def node(kind: ElementType, element_id: str, *parts: Part, **fields: Any) -> Node:
    return Node(element_id, kind, parts, fields)


def job(job_type: str, retries: str = "3", **headers: str) -> JobDefinition:
    return JobDefinition(value(job_type), value(retries), MappingProxyType(headers))


def service_task(element_id: str, job_type: str | None = None, **fields: Any) -> Node:
    return node(ElementType.SERVICE_TASK, element_id, job=job(job_type or element_id), **fields)


def user_task(element_id: str, definition: UserTaskDefinition | None = None, **fields: Any) -> Node:
    return node(ElementType.USER_TASK, element_id, user_task=definition or UserTaskDefinition(), **fields)


def sub_process(element_id: str, *parts: Part, **fields: Any) -> Node:
    return node(ElementType.SUB_PROCESS, element_id, *parts, **fields)


def event_sub_process(element_id: str, start: Node, *parts: Part) -> Node:
    return node(ElementType.EVENT_SUB_PROCESS, element_id, start, *parts)


def start(element_id: str, *events: EventDefinition, **fields: Any) -> Node:
    return node(ElementType.START_EVENT, element_id, events=events, **fields)


def catch(element_id: str, *events: EventDefinition, **fields: Any) -> Node:
    return node(ElementType.INTERMEDIATE_CATCH_EVENT, element_id, events=events, **fields)


def throw(element_id: str, *events: EventDefinition, **fields: Any) -> Node:
    return node(ElementType.INTERMEDIATE_THROW_EVENT, element_id, events=events, **fields)


def end(element_id: str, *events: EventDefinition, **fields: Any) -> Node:
    return node(ElementType.END_EVENT, element_id, events=events, **fields)


def boundary(element_id: str, attached_to: str, *events: EventDefinition, **fields: Any) -> Node:
    return node(ElementType.BOUNDARY_EVENT, element_id, attached_to=attached_to, events=events, **fields)


def gateway(kind: str, element_id: str, **fields: Any) -> Node:
    return node(ElementType(f"{kind.upper()}_GATEWAY"), element_id, **fields)


def flow(source: str, target: str, condition: str | None = None, *, default: bool = False) -> Flow:
    return Flow(source, target, condition, default)


def mapping(source: str, target: str) -> VariableMapping:
    return VariableMapping(value(source), tuple(target.split(".")))


def for_each(collection: str, element: str | None = None, **fields: Any) -> MultiInstance:
    """Multi-instance over a FEEL collection, parallel unless `sequential`."""
    output = fields.pop("output_element", None)
    condition = fields.pop("until", None)
    return MultiInstance(
        sequential=fields.pop("sequential", False),
        input_collection=value(f"={collection}"),
        input_element=element,
        output_element=value(f"={output}") if output else None,
        completion_condition=feel.compile(condition) if condition else None,
        **fields,
    )


def times(cardinality: str, **fields: Any) -> MultiInstance:
    """Multi-instance by cardinality."""
    condition = fields.pop("until", None)
    return MultiInstance(
        sequential=fields.pop("sequential", False),
        cardinality=value(f"={cardinality}"),
        completion_condition=feel.compile(condition) if condition else None,
        **fields,
    )


def loop(condition: str | None, *, test_before: bool = False, maximum: int | None = None) -> StandardLoop:
    return StandardLoop(feel.compile(condition) if condition else None, test_before, maximum)


def process(process_id: str, *parts: Part, **fields: Any) -> ProcessModel:
    """Assemble the model of a process."""
    assembly = _Assembly()
    assembly.add(Node(process_id, ElementType.PROCESS, parts, fields), None)
    return assembly.finish(process_id)


class _Assembly:
    def __init__(self) -> None:
        self.elements: dict[str, Element] = {}
        self.flows: dict[str, SequenceFlow] = {}
        self.links: dict[tuple[str, str], str] = {}

    def add(self, item: Node, parent_id: str | None) -> None:
        self.elements[item.id] = Element(item.id, item.type, name=item.id, parent_id=parent_id, **item.fields)
        for part in item.parts:
            if isinstance(part, Node):
                self.add(part, item.id)
        for part in item.parts:
            if isinstance(part, str):
                ids = [step.strip() for step in part.split("->")]
                for source, target in itertools.pairwise(ids):
                    self._connect(Flow(source, target), item.id)
            elif isinstance(part, Flow):
                self._connect(part, item.id)

    def _connect(self, item: Flow, scope_id: str) -> None:
        for element_id in (item.source, item.target):
            if element_id not in self.elements:
                self._infer(element_id, scope_id)
        flow_id = f"{item.source}_{item.target}"
        while flow_id in self.flows:
            flow_id += "_"
        condition = feel.compile(item.condition) if item.condition else None
        self.flows[flow_id] = SequenceFlow(flow_id, None, item.source, item.target, condition)
        source, target = self.elements[item.source], self.elements[item.target]
        default = flow_id if item.is_default else source.default_flow
        self.elements[source.id] = replace(source, outgoing=(*source.outgoing, flow_id), default_flow=default)
        target = self.elements[item.target]
        self.elements[target.id] = replace(target, incoming=(*target.incoming, flow_id))

    def _infer(self, element_id: str, scope_id: str) -> None:
        kind = next((k for prefix, k in _INFERRED.items() if element_id.startswith(prefix)), ElementType.SERVICE_TASK)
        job_definition = job(element_id) if kind is ElementType.SERVICE_TASK else None
        self.elements[element_id] = Element(element_id, kind, name=element_id, parent_id=scope_id, job=job_definition)

    def finish(self, process_id: str) -> ProcessModel:
        for element in list(self.elements.values()):
            children = [e for e in self.elements.values() if e.parent_id == element.id]
            starts = tuple(e.id for e in children if e.type is ElementType.START_EVENT)
            self.elements[element.id] = replace(
                self.elements[element.id],
                children=tuple(e.id for e in children),
                start_events=starts,
                entry_points=() if starts else tuple(e.id for e in children if _starts_by_itself(e)),
                event_sub_processes=tuple(e.id for e in children if e.type is ElementType.EVENT_SUB_PROCESS),
                boundary_events=tuple(e.id for e in self.elements.values() if e.attached_to == element.id),
            )
            for event in element.events:
                if isinstance(event, LinkDefinition) and element.type is ElementType.INTERMEDIATE_CATCH_EVENT:
                    self.links[element.parent_id or "", event.name] = element.id
        return ProcessModel(process_id, process_id, None, self.elements, self.flows, links=self.links)


_INFERRED = {"start": ElementType.START_EVENT, "end": ElementType.END_EVENT}


def _starts_by_itself(element: Element) -> bool:
    is_aside = element.type in {ElementType.BOUNDARY_EVENT, ElementType.EVENT_SUB_PROCESS} or element.is_for_compensation
    is_link = any(isinstance(event, LinkDefinition) for event in element.events)
    return not element.incoming and not is_aside and not is_link and not element.instantiate
