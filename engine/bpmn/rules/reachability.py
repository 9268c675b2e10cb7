"""Tells of elements that no token can ever reach; they are legal, but hardly meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, LinkDefinition, ProcessModel

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings


def check(model: ProcessModel, findings: Findings) -> None:
    """Warn of every element that is not reachable from where its scope starts."""
    reached = _reached(model)
    for element in model.elements.values():
        if element.id not in reached and (element.parent_id or model.id) in reached and not findings.is_refused(element.id):
            findings.warn(element.id, "unreachable", "No path leads here, so this never happens.", "§10.5.2")


def _reached(model: ProcessModel) -> set[str]:
    reached: set[str] = set()
    pending = [model.id]
    while pending:
        element_id = pending.pop()
        if element_id not in reached:
            reached.add(element_id)
            pending.extend(_next(model, model.elements[element_id]))
    return reached


def _next(model: ProcessModel, element: Element) -> list[str]:
    following = [model.flows[flow_id].target_id for flow_id in element.outgoing]
    following += element.boundary_events
    following += element.start_events
    following += element.entry_points
    following += element.event_sub_processes
    following += [child for child in element.children if _starts_otherwise(model.elements[child])]
    if element.compensation_handler:
        following.append(element.compensation_handler)
    if element.type is ElementType.INTERMEDIATE_THROW_EVENT:
        links = [(element.parent_id or "", event.name) for event in element.events if isinstance(event, LinkDefinition)]
        following += [model.links[link] for link in links if link in model.links]
    return [item for item in following if item in model.elements]


def _starts_otherwise(child: Element) -> bool:
    """Arriving messages start instantiating elements; that a handler is never used is told elsewhere."""
    return child.instantiate or child.is_for_compensation
