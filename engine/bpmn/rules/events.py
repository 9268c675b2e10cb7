"""Which events may stand where (BPMN 2.0.2 Tables 10.82 to 10.93): start, intermediate and end events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    Element,
    ElementType,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    LinkDefinition,
    MessageDefinition,
    ProcessModel,
    SignalDefinition,
    TerminateDefinition,
    TimerDefinition,
)

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

NAMES: dict[type[EventDefinition], str] = {
    MessageDefinition: "message",
    TimerDefinition: "timer",
    SignalDefinition: "signal",
    ErrorDefinition: "error",
    EscalationDefinition: "escalation",
    ConditionalDefinition: "conditional",
    LinkDefinition: "link",
    CompensationDefinition: "compensation",
    CancelDefinition: "cancel",
    TerminateDefinition: "terminate",
}
_WAITING = frozenset({"message", "timer", "conditional", "signal"})
_NON_INTERRUPTING = _WAITING | {"escalation"}
_ALLOWED = {
    "a start event": (_WAITING, "§10.5.2"),
    "the start event of a sub-process": (frozenset[str](), "§10.3.5"),
    "the start event of an event sub-process": (_NON_INTERRUPTING | {"error", "compensation"}, "§10.5.2"),
    "an intermediate catch event": (_WAITING | {"link"}, "§10.5.4"),
    "an intermediate throw event": (frozenset({"message", "escalation", "link", "compensation", "signal"}), "§10.5.4"),
    "an end event": (frozenset({"message", "escalation", "error", "cancel", "compensation", "signal", "terminate"}), "§10.5.3"),
    "a boundary event": (_NON_INTERRUPTING | {"error", "cancel", "compensation"}, "§10.5.4"),
}
_PLACES = {
    ElementType.INTERMEDIATE_CATCH_EVENT: "an intermediate catch event",
    ElementType.INTERMEDIATE_THROW_EVENT: "an intermediate throw event",
    ElementType.END_EVENT: "an end event",
    ElementType.BOUNDARY_EVENT: "a boundary event",
}
_START_PLACES = {
    ElementType.PROCESS: "a start event",
    ElementType.EVENT_SUB_PROCESS: "the start event of an event sub-process",
}
_ALONE = frozenset({"link", "compensation", "cancel", "terminate"})
"""Events whose meaning beside another trigger BPMN leaves open."""
ONE_TIMER = "Only one timer can be among what is all needed to start a process; let its instance wait for the others."
_ALWAYS_INTERRUPT = frozenset({"error", "cancel"})


def check(model: ProcessModel, findings: Findings) -> None:
    """Check the event definitions of every event."""
    for element in model.elements.values():
        place = _place(model, element)
        if place is not None and not findings.is_refused(element.id):
            _check_place(element, place, findings)
            _check_combination(element, place, findings)
            _check_interrupting(element, place, findings)
            _check_cancel(model, element, findings)


def needs_two_timers(element: Element) -> bool:
    """Tell whether an event waits for two times, and more, which cannot be told apart where they start instances."""
    timers = sum(isinstance(event, TimerDefinition) for event in element.events)
    return element.parallel_multiple and timers > 1


def _place(model: ProcessModel, element: Element) -> str | None:
    if element.type is not ElementType.START_EVENT:
        return _PLACES.get(element.type)
    parent = model.elements[element.parent_id or model.id]
    return _START_PLACES.get(parent.type, "the start event of a sub-process")


def _check_place(element: Element, place: str, findings: Findings) -> None:
    allowed, clause = _ALLOWED[place]
    for event in element.events:
        name = NAMES[type(event)]
        if name not in allowed:
            findings.refuse(element.id, "event-kind", f"A {name} event definition may not stand at {place}.", clause)
    needs_one = element.type in {ElementType.INTERMEDIATE_CATCH_EVENT, ElementType.BOUNDARY_EVENT}
    if needs_one and not element.events:
        findings.refuse(
            element.id, "event-kind", f"There is nothing that {place} waits for: it has no event definition.", clause
        )


def _check_combination(element: Element, place: str, findings: Findings) -> None:
    names = {NAMES[type(event)] for event in element.events}
    if len(element.events) > 1 and names & _ALONE:
        alone = ", ".join(sorted(names & _ALONE))
        findings.refuse(element.id, "event-combination", f"{alone} cannot be one of several event definitions.", "§10.5.5")
    if needs_two_timers(element) and place == "a start event":
        findings.refuse(element.id, "event-combination", ONE_TIMER, "§10.5.2")
    if len(element.events) > 1 and element.job is not None:
        message = "A job can do the sending of one message only; throw the other events at an event of their own."
        findings.refuse(element.id, "event-combination", message, "zeebe")


def _check_interrupting(element: Element, place: str, findings: Findings) -> None:
    can_choose = element.type is ElementType.BOUNDARY_EVENT or place == "the start event of an event sub-process"
    if not can_choose or element.interrupting:
        return
    for event in element.events:
        if (name := NAMES[type(event)]) in _ALWAYS_INTERRUPT:
            message = f"A {name} event always interrupts; it cannot be non-interrupting."
            findings.refuse(element.id, "event-interrupting", message, "§10.5.4")


def _check_cancel(model: ProcessModel, element: Element, findings: Findings) -> None:
    if not any(isinstance(event, CancelDefinition) for event in element.events):
        return
    if element.type is ElementType.BOUNDARY_EVENT:
        host = model.elements.get(element.attached_to or "")
        if host is not None and host.type is not ElementType.TRANSACTION:
            findings.refuse(element.id, "cancel", "A cancel boundary event belongs on a transaction.", "§10.5.4")
    elif not _is_inside_transaction(model, element):
        findings.refuse(element.id, "cancel", "A cancel end event belongs inside a transaction.", "§10.5.3")


def _is_inside_transaction(model: ProcessModel, element: Element) -> bool:
    scope = model.elements.get(element.parent_id or "")
    while scope is not None:
        if scope.type is ElementType.TRANSACTION:
            return True
        scope = model.elements.get(scope.parent_id or "")
    return False
