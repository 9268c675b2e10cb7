"""Compensation: who undoes what, and what may be named to be undone (§10.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import CompensationDefinition, Element, ElementType, ProcessModel

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

_CLAUSE = "§10.7.1"
_WITH_INNER_HANDLERS = frozenset(
    {ElementType.SUB_PROCESS, ElementType.TRANSACTION, ElementType.AD_HOC_SUB_PROCESS, ElementType.CALL_ACTIVITY}
)
"""What may be undone by what it contains, or by what it called."""


def check(model: ProcessModel, findings: Findings) -> None:
    """Check compensation boundary events, handlers and throwing events."""
    used: set[str] = set()
    for element in model.elements.values():
        for event in element.events:
            if isinstance(event, CompensationDefinition):
                _check_event(model, element, event, findings)
        if element.compensation_handler:
            used.add(element.compensation_handler)
        _check_single(model, element, findings)
    for element in model.elements.values():
        if element.is_for_compensation and element.id not in used and element.type is not ElementType.EVENT_SUB_PROCESS:
            findings.warn(element.id, "compensation-handler", "No compensation boundary event leads to this handler.", _CLAUSE)


def _check_event(model: ProcessModel, element: Element, event: CompensationDefinition, findings: Findings) -> None:
    catches = element.type in {ElementType.BOUNDARY_EVENT, ElementType.START_EVENT}
    if catches and event.activity_id is not None:
        message = "activityRef means nothing here; what is undone follows from where the event stands."
        findings.warn(element.id, "compensation-target", message, "§10.5.5")
    match element.type:
        case ElementType.BOUNDARY_EVENT:
            _check_handler(model, element, findings)
        case ElementType.START_EVENT:
            _check_event_sub_process(model, element, findings)
        case _ if event.activity_id is not None:
            _check_target(model, element, event.activity_id, findings)
        case _:
            pass


def _check_handler(model: ProcessModel, element: Element, findings: Findings) -> None:
    host = model.elements.get(element.attached_to or "")
    if host is not None and host.is_for_compensation:
        findings.warn(
            element.id, "compensation-handler", f"{host.id} undoes another activity; nothing undoes it in turn.", _CLAUSE
        )
    handler = model.elements.get(element.compensation_handler or "")
    if handler is None:
        message = "No association leads from the compensation boundary event to the activity that undoes."
        findings.refuse(element.id, "compensation-handler", message, _CLAUSE)
    elif not handler.is_for_compensation:
        findings.refuse(handler.id, "compensation-handler", "The handler must have isForCompensation true.", _CLAUSE)
    elif handler.parent_id != element.parent_id:
        message = f"The handler {handler.id} is not in the scope of the boundary event."
        findings.refuse(element.id, "compensation-handler", message, _CLAUSE)


def _check_event_sub_process(model: ProcessModel, element: Element, findings: Findings) -> None:
    event_sub_process = model.elements.get(element.parent_id or "")
    if event_sub_process is None:
        return
    scope = model.elements[event_sub_process.parent_id or model.id]
    starts = [start for other in scope.event_sub_processes for start in model.elements[other].start_events]
    undoing = [start for start in starts if _catches_compensation(model.elements[start])]
    if element.id in undoing[1:]:
        message = f"{scope.id} has {len(undoing)} compensation event sub-processes; one is the limit."
        findings.refuse(element.id, "compensation-start", message, _CLAUSE)
    handlers = [event for event in scope.boundary_events if model.elements[event].compensation_handler]
    if handlers:
        message = f"The handler of {handlers[0]} undoes {scope.id}; this event sub-process never starts."
        findings.warn(element.id, "compensation-start", message, _CLAUSE)
    if event_sub_process.parent_id == model.id:
        message = "It undoes the process where a call activity that called it is undone; otherwise it never starts."
        findings.warn(element.id, "compensation-start", message, "§10.7.1")


def _catches_compensation(start: Element) -> bool:
    return any(isinstance(event, CompensationDefinition) for event in start.events)


def _check_target(model: ProcessModel, element: Element, activity_id: str, findings: Findings) -> None:
    activity = model.elements.get(activity_id)
    if activity is None or activity.parent_id not in _visible_scopes(model, element):
        message = f"{activity_id} is not in the scope of the throwing event, so its compensation is out of reach."
        findings.refuse(element.id, "compensation-target", message, "§10.5.5")
    elif not _can_be_undone(model, activity):
        findings.refuse(element.id, "compensation-target", f"{activity_id} has no compensation handler.", "§10.5.5")
    elif _is_apart(model, element, activity):
        message = (
            f"Each activation in {activity.parent_id} is a scope of its own; name {activity_id} inside it, or name nothing."
        )
        findings.refuse(element.id, "compensation-target", message, "§10.5.5")


def _visible_scopes(model: ProcessModel, element: Element) -> set[str | None]:
    """Its own scope and, from within event sub-processes, the scopes that these belong to."""
    scopes: set[str | None] = {element.parent_id}
    scope = model.elements.get(element.parent_id or "")
    while scope is not None and scope.type is ElementType.EVENT_SUB_PROCESS:
        scopes.add(scope.parent_id)
        scope = model.elements.get(scope.parent_id or "")
    return scopes


def _can_be_undone(model: ProcessModel, activity: Element) -> bool:
    has_handler = any(model.elements[event].compensation_handler for event in activity.boundary_events)
    return has_handler or activity.type in _WITH_INNER_HANDLERS


def _is_apart(model: ProcessModel, element: Element, activity: Element) -> bool:
    """Tell whether an event sub-process names what lies in activations with scopes of their own."""
    scope = model.elements[activity.parent_id or model.id]
    return scope.ad_hoc is not None and scope.ad_hoc.keeps_apart and element.parent_id != scope.id


def _check_single(model: ProcessModel, element: Element, findings: Findings) -> None:
    events = [event for event in element.boundary_events if model.elements[event].compensation_handler]
    if len(events) > 1:
        message = f"{element.id} has {len(events)} compensation boundary events; one is the limit."
        findings.refuse(events[1], "compensation-handler", message, _CLAUSE)
