"""How processes and sub-processes start, and what may live in them (§10.2, §10.3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, MessageDefinition, ProcessModel, StandardLoop
from engine.bpmn.rules.activities import ACTIVITIES

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

_CLAUSE = "§10.3.5"


def check(model: ProcessModel, findings: Findings) -> None:
    """Check every scope of the process."""
    for scope in model.elements.values():
        match scope.type:
            case ElementType.PROCESS:
                _check_process(model, scope, findings)
            case ElementType.SUB_PROCESS | ElementType.TRANSACTION:
                _check_none_starts(model, scope, findings)
            case ElementType.EVENT_SUB_PROCESS:
                _check_event_sub_process(model, scope, findings)
            case ElementType.AD_HOC_SUB_PROCESS:
                _check_ad_hoc(model, scope, findings)
            case _:
                pass


def _check_process(model: ProcessModel, scope: Element, findings: Findings) -> None:
    _check_none_starts(model, scope, findings)
    if (
        not scope.start_events
        and not scope.entry_points
        and not any(model.elements[child].instantiate for child in scope.children)
    ):
        findings.refuse(
            scope.id, "no-start", "Nothing in the process can start: it has no element without incoming flow.", "§10.5.2"
        )
    names: dict[str, str] = {}
    for start_id in scope.start_events:
        for event in model.elements[start_id].events:
            if isinstance(event, MessageDefinition):
                if event.name.text in names:
                    message = f"Both {names[event.name.text]} and {start_id} start on the message {event.name.text!r}."
                    findings.refuse(start_id, "ambiguous-start", message, "§10.5.2")
                names.setdefault(event.name.text, start_id)


def _check_none_starts(model: ProcessModel, scope: Element, findings: Findings) -> None:
    none_starts = [start for start in scope.start_events if not model.elements[start].events]
    if len(none_starts) > 1 and not any(findings.is_refused(start) for start in none_starts):
        message = f"{', '.join(none_starts)} are all start events without a trigger, so it is open where to start."
        findings.refuse(scope.id, "ambiguous-start", message, "§10.5.2")


def _check_event_sub_process(model: ProcessModel, scope: Element, findings: Findings) -> None:
    if len(scope.start_events) != 1:
        message = f"An event sub-process has exactly one start event; this one has {len(scope.start_events)}."
        findings.refuse(scope.id, "event-sub-process-start", message, _CLAUSE)
    for start_id in scope.start_events:
        if not model.elements[start_id].events and not findings.is_refused(start_id):
            message = "The start event of an event sub-process needs a trigger."
            findings.refuse(start_id, "event-sub-process-start", message, _CLAUSE)
    if scope.loop is not None:
        word = "loop" if isinstance(scope.loop, StandardLoop) else "multi-instance"
        message = f"An event sub-process starts by its event, so it cannot be a {word} activity."
        findings.refuse(scope.id, "event-sub-process-loop", message, _CLAUSE)


def _check_ad_hoc(model: ProcessModel, scope: Element, findings: Findings) -> None:
    children = [model.elements[child] for child in scope.children]
    if not any(child.type in ACTIVITIES and child.can_take_token for child in children):
        findings.refuse(scope.id, "ad-hoc", "An ad-hoc sub-process holds at least one activity.", _CLAUSE)
    for child in children:
        if child.type in {ElementType.START_EVENT, ElementType.END_EVENT}:
            message = "An ad-hoc sub-process has no start and end events: its activities are chosen while it runs."
            findings.refuse(child.id, "ad-hoc", message, _CLAUSE)
