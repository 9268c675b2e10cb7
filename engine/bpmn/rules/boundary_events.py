"""Boundary events: what they are attached to, where they lead, and who catches when two could (§10.5.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    CancelDefinition,
    CompensationDefinition,
    Element,
    ElementType,
    ErrorDefinition,
    EscalationDefinition,
    ProcessModel,
)
from engine.bpmn.rules.activities import ACTIVITIES

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

_CLAUSE = "§10.5.4"


def check(model: ProcessModel, findings: Findings) -> None:
    """Check every boundary event, and the catching events of every activity and scope together."""
    for element in model.elements.values():
        if element.type is ElementType.BOUNDARY_EVENT:
            _check_host(model, element, findings)
            _check_way_out(element, findings)
        _check_ambiguous(element.boundary_events, model, findings)
        _check_cancel(element.boundary_events, model, findings)
        starts = [start for child in element.event_sub_processes for start in model.elements[child].start_events]
        _check_ambiguous(tuple(starts), model, findings)


def _check_host(model: ProcessModel, element: Element, findings: Findings) -> None:
    host = model.elements.get(element.attached_to or "")
    if host is None:
        message = f"attachedToRef is {element.attached_to!r}, but there is no such activity in this process."
        findings.refuse(element.id, "boundary-host", message, _CLAUSE)
    elif host.type not in ACTIVITIES or host.type is ElementType.EVENT_SUB_PROCESS:
        findings.refuse(element.id, "boundary-host", f"A boundary event cannot stand on a {host.type}.", _CLAUSE)
    elif host.parent_id != element.parent_id:
        message = f"The boundary event and {host.id} are not in the same scope."
        findings.refuse(element.id, "boundary-host", message, _CLAUSE)


def _check_way_out(element: Element, findings: Findings) -> None:
    compensates = any(isinstance(event, CompensationDefinition) for event in element.events)
    if compensates and element.outgoing:
        message = "A compensation boundary event leads to its handler by an association, not by a sequence flow."
        findings.refuse(element.id, "compensation-flow", message, "§10.7.1")
    elif not compensates and not element.outgoing:
        findings.warn(
            element.id, "boundary-flow", "No sequence flow leaves the boundary event; its path ends at once.", _CLAUSE
        )


def _check_ambiguous(event_ids: tuple[str, ...], model: ProcessModel, findings: Findings) -> None:
    """Two events that catch the same error or escalation leave open which one does."""
    seen: dict[tuple[str, str | None], str] = {}
    for event_id in event_ids:
        for event in model.elements[event_id].events:
            if not isinstance(event, (ErrorDefinition, EscalationDefinition)):
                continue
            kind = "error" if isinstance(event, ErrorDefinition) else "escalation"
            code = event.code.text if event.code else None
            if (kind, code) in seen:
                what = f"the {kind} code {code!r}" if code else f"every {kind}"
                message = f"Both {seen[kind, code]} and {event_id} catch {what}."
                findings.refuse(event_id, "ambiguous-catch", message, "§10.5.6")
            seen.setdefault((kind, code), event_id)


def _check_cancel(event_ids: tuple[str, ...], model: ProcessModel, findings: Findings) -> None:
    """A canceled transaction leaves one way."""
    canceled = [
        event_id for event_id in event_ids if any(isinstance(e, CancelDefinition) for e in model.elements[event_id].events)
    ]
    for event_id in canceled[1:]:
        message = f"Both {canceled[0]} and {event_id} catch the cancelation of {model.elements[event_id].attached_to}."
        findings.refuse(event_id, "ambiguous-catch", message, "§10.3.6")
