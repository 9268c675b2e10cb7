"""What the parser understands but the runtime does not execute yet: deployment refuses it by name.

A line leaves NOT_EXECUTED with the commit that teaches the runtime the family.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.findings import Finding
from engine.bpmn.process_model import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    Element,
    ElementType,
    EscalationDefinition,
    EventDefinition,
    LinkDefinition,
    MultiInstance,
    MultiInstanceBehavior,
    ProcessModel,
    SignalDefinition,
    StandardLoop,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Family:
    """A family of constructs, how to recognise it, and where BPMN defines it."""

    name: str
    applies: Callable[[Element], bool]
    clause: str


def _is(*types: ElementType) -> Callable[[Element], bool]:
    return lambda element: element.type in types


def _has_event(kind: type[EventDefinition]) -> Callable[[Element], bool]:
    return lambda element: any(isinstance(event, kind) for event in element.events)


def _throws_behavior(element: Element) -> bool:
    return isinstance(element.loop, MultiInstance) and element.loop.behavior is not MultiInstanceBehavior.ALL


def _has_embedded_form(element: Element) -> bool:
    return element.embedded_form is not None or (element.user_task is not None and element.user_task.embedded_form is not None)


NOT_EXECUTED: tuple[Family, ...] = (
    Family("inclusive gateways", _is(ElementType.INCLUSIVE_GATEWAY), "§10.6.3"),
    Family("complex gateways", _is(ElementType.COMPLEX_GATEWAY), "§10.6.5"),
    Family("event-based gateways", _is(ElementType.EVENT_BASED_GATEWAY), "§10.6.6"),
    Family("event sub-processes", _is(ElementType.EVENT_SUB_PROCESS), "§10.3.5"),
    Family("transactions", _is(ElementType.TRANSACTION), "§10.3.5"),
    Family("ad-hoc sub-processes", _is(ElementType.AD_HOC_SUB_PROCESS), "§10.3.5"),
    Family("signal events", _has_event(SignalDefinition), "§10.5.5"),
    Family("escalation events", _has_event(EscalationDefinition), "§10.5.5"),
    Family("conditional events", _has_event(ConditionalDefinition), "§10.5.5"),
    Family("link events", _has_event(LinkDefinition), "§10.5.5"),
    Family("compensation", _has_event(CompensationDefinition), "§10.7"),
    Family("cancel events", _has_event(CancelDefinition), "§10.5.5"),
    Family("multiple events", lambda element: len(element.events) > 1, "§10.5.5"),
    Family("standard loops", lambda element: isinstance(element.loop, StandardLoop), "§10.3.8"),
    Family("multi-instance behavior other than All", _throws_behavior, "§10.3.8"),
    Family("startQuantity above 1", lambda element: element.start_quantity > 1, "§10.3"),
    Family("completionQuantity above 1", lambda element: element.completion_quantity > 1, "§10.3"),
    Family("instantiating receive tasks and gateways", lambda element: element.instantiate, "§10.3.3"),
    Family("listeners", lambda element: bool(element.listeners), "zeebe"),
    Family("linked resources", lambda element: bool(element.linked_resources), "zeebe"),
    Family("forms embedded in the diagram", _has_embedded_form, "zeebe"),
    Family("job priorities", lambda element: element.job is not None and element.job.priority is not None, "zeebe"),
    Family(
        "business ids given by calls",
        lambda element: element.call is not None and element.call.business_id is not None,
        "zeebe",
    ),
    Family("ad-hoc sub-processes led by jobs", lambda element: element.ad_hoc is not None and element.job is not None, "zeebe"),
)


def supported(model: ProcessModel, families: tuple[Family, ...] = NOT_EXECUTED) -> tuple[Finding, ...]:
    """Return a finding for everything in the process that the runtime does not execute yet; empty when all of it runs."""
    return tuple(
        Finding(element.id, "not-executed-yet", f"This engine does not run {family.name} yet.", family.clause)
        for element in model.elements.values()
        for family in families
        if family.applies(element)
    )
