"""Lists what a process refers to outside its own file: processes, decisions, forms, resources, job types, messages, signals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    Binding,
    Element,
    EventDefinition,
    MessageDefinition,
    MultiInstance,
    ProcessModel,
    SignalDefinition,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class ReferenceKind(StrEnum):
    """What is referred to."""

    PROCESS = "PROCESS"
    DECISION = "DECISION"
    FORM = "FORM"
    RESOURCE = "RESOURCE"
    JOB_TYPE = "JOB_TYPE"
    MESSAGE = "MESSAGE"
    SIGNAL = "SIGNAL"


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing that an element needs by id or name."""

    kind: ReferenceKind
    target: str
    element_id: str
    binding: Binding | None = None
    """Which version; None for job types, messages and signals, which have none."""


def references(model: ProcessModel) -> tuple[Reference, ...]:
    """Return what the process refers to by constants, in element order; what FEEL chooses is known at run time only."""
    return tuple(found for element in model.elements.values() for found in _of_element(element))


def _of_element(element: Element) -> Iterator[Reference]:
    if element.call is not None:
        yield from _constant(ReferenceKind.PROCESS, element.call.process_id, element, element.call.binding)
    if element.decision is not None:
        yield from _constant(ReferenceKind.DECISION, element.decision.decision_id, element, element.decision.binding)
    if element.form_id:
        yield Reference(ReferenceKind.FORM, element.form_id, element.id, element.form_binding or Binding())
    if element.user_task is not None and element.user_task.form_id:
        yield Reference(ReferenceKind.FORM, element.user_task.form_id, element.id, element.user_task.form_binding or Binding())
    for resource in element.linked_resources:
        yield from _constant(ReferenceKind.RESOURCE, resource.resource_id, element, resource.binding)
    if element.job is not None:
        yield from _constant(ReferenceKind.JOB_TYPE, element.job.type, element)
    for listener in element.listeners:
        yield from _constant(ReferenceKind.JOB_TYPE, listener.type, element)
    for event in _events(element):
        yield from _of_event(event, element)


def _events(element: Element) -> Iterator[EventDefinition]:
    yield from element.events
    if isinstance(element.loop, MultiInstance):
        thrown = [element.loop.none_event, element.loop.one_event, *(item.event for item in element.loop.complex_behaviors)]
        yield from (event for event in thrown if event is not None)


def _of_event(event: EventDefinition, element: Element) -> Iterator[Reference]:
    if isinstance(event, MessageDefinition) and event.name.text:
        yield from _constant(ReferenceKind.MESSAGE, event.name, element)
    elif isinstance(event, SignalDefinition):
        yield from _constant(ReferenceKind.SIGNAL, event.name, element)


def _constant(kind: ReferenceKind, value: Value, element: Element, binding: Binding | None = None) -> Iterator[Reference]:
    if value.expression is None:
        yield Reference(kind, value.text, element.id, binding)
