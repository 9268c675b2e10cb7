"""Errors and escalations that a process throws itself: which event catches each, the innermost one (BPMN 2.0 §10.5.6, §10.5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
START: Final = f"{BPMN}startEvent"
_KINDS: Final = ("error", "escalation")


def caught(process: etree._Element) -> dict[etree._Element, etree._Element]:
    """Return, by the event that throws a constant code, the event that catches it; without those that nobody catches."""
    throwers = process.iter(f"{BPMN}endEvent", f"{BPMN}intermediateThrowEvent")
    found = {thrower: _catcher(thrower) for thrower in throwers if _code(thrower)}
    return {thrower: catcher for thrower, catcher in found.items() if catcher is not None and not _goes_on(thrower, catcher)}


def interrupts(event: etree._Element) -> bool:
    """Return whether a boundary event or the start event of an event sub-process ends what it happens to."""
    return event.get("cancelActivity", event.get("isInterrupting", "true")) == "true"


def _goes_on(thrower: etree._Element, catcher: etree._Element) -> bool:
    """Return whether SpiffWorkflow lets something else come of it.

    It goes on as if nothing had been interrupted after what throws on the way, and at a join; and no event sub-process starts
    another one beside it once the rest of their scope has ended.
    """
    if not interrupts(catcher):
        beside = catcher.getparent()
        scope = None if beside is None else beside.getparent()
        handlers = [a for a in thrower.iterancestors() if a.get("triggeredByEvent") == "true"]
        return catcher.tag == START and any(handler.getparent() is scope for handler in handlers)
    return thrower.tag == f"{BPMN}intermediateThrowEvent" or stands_beside_a_join(catcher)


def stands_beside_a_join(event: etree._Element) -> bool:
    """Return whether a boundary event's host could lead to a join: to that one, what throws has completed in SpiffWorkflow."""
    scope = event.getparent()
    gateways = (BPMN + name for name in ("parallelGateway", "inclusiveGateway"))
    return event.tag == f"{BPMN}boundaryEvent" and scope is not None and any(scope.find(name) is not None for name in gateways)


def definition_of(event: etree._Element) -> etree._Element | None:
    """Return an event's one definition when it is an error or an escalation."""
    definitions = [child for child in event if str(child.tag).endswith("EventDefinition")]
    is_ours = len(definitions) == 1 and definitions[0].tag in {f"{BPMN}{kind}EventDefinition" for kind in _KINDS}
    return definitions[0] if is_ours else None


def kind_of(definition: etree._Element) -> str:
    """Return error or escalation."""
    return "error" if definition.tag == f"{BPMN}errorEventDefinition" else "escalation"


def _code(event: etree._Element) -> str | None:
    """Return the constant code of an event; None without one, and when it is an expression."""
    definition = definition_of(event)
    if definition is None:
        return None
    kind = kind_of(definition)
    named = event.getroottree().getroot().iterchildren(f"{BPMN}{kind}")
    code = next((found.get(f"{kind}Code") for found in named if found.get("id") == definition.get(f"{kind}Ref")), None)
    return None if code is None or code.startswith("=") else code


def _catcher(thrower: etree._Element) -> etree._Element | None:
    scope, is_interrupted = thrower.getparent(), False
    while scope is not None:
        for events in (() if is_interrupted else _starts(scope), _boundary_events(scope)):
            matching = [event for event in events if _catches(event, thrower)]
            if matching:
                return min(matching, key=lambda event: _code(event) is None)
        # A scope that was interrupted starts no event sub-process more.
        is_interrupted = scope.get("triggeredByEvent") == "true" and any(
            interrupts(start) for start in scope.iterchildren(START)
        )
        scope = scope.getparent()
    return None


def _catches(event: etree._Element, thrower: etree._Element) -> bool:
    here, there = definition_of(event), definition_of(thrower)
    return here is not None and there is not None and here.tag == there.tag and _code(event) in (None, _code(thrower))


def _starts(scope: etree._Element) -> Iterator[etree._Element]:
    handlers = (child for child in scope.iterchildren(f"{BPMN}subProcess") if child.get("triggeredByEvent") == "true")
    return (start for handler in handlers for start in handler.iterchildren(START))


def _boundary_events(scope: etree._Element) -> Iterator[etree._Element]:
    around = scope.getparent()
    events = () if around is None else around.iterchildren(f"{BPMN}boundaryEvent")
    return (event for event in events if event.get("attachedToRef") == scope.get("id"))
