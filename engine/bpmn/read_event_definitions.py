"""Reads event definitions, one function for each kind, in place or referred to at the root of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.diagram_source import DiagramSource, extension, flag
from engine.bpmn.iso8601 import is_cycle, is_date_time, is_duration
from engine.bpmn.process_model import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    LinkDefinition,
    SignalDefinition,
    TerminateDefinition,
    TimerDefinition,
    TimerKind,
    Value,
)
from engine.bpmn.read_messages import caught_message, known_by, thrown_message
from engine.bpmn.schema import words
from engine.bpmn.xml_tree import bpmn_child, bpmn_children, bpmn_name, local_part, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as XmlElement

THROWING = frozenset({"intermediateThrowEvent", "endEvent", "implicitThrowEvent", "event", "multiInstanceLoopCharacteristics"})
_DEFINITIONS = words(
    "messageEventDefinition timerEventDefinition signalEventDefinition errorEventDefinition escalationEventDefinition "
    "conditionalEventDefinition linkEventDefinition compensateEventDefinition cancelEventDefinition terminateEventDefinition",
)


def read_event_definitions(source: DiagramSource, node: XmlElement) -> tuple[EventDefinition, ...]:
    """Return the event definitions of an event in document order, those it refers to included."""
    found = (read_event_definition(source, node, definition) for definition in _definitions_of(source, node))
    return tuple(definition for definition in found if definition is not None)


def read_event_definition(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    """Return what one event definition means at `node`; findings are recorded when it means nothing."""
    return _READERS[bpmn_name(definition) or ""](source, node, definition)


def _definitions_of(source: DiagramSource, node: XmlElement) -> Iterator[XmlElement]:
    for child in bpmn_children(node, "eventDefinitionRef", *_DEFINITIONS):
        if bpmn_name(child) != "eventDefinitionRef":
            yield child
        elif (target := source.find(child, text_of(child), ["eventDefinition"], "§10.5.5")) is not None:
            yield target


def _is_throwing(node: XmlElement) -> bool:
    return bpmn_name(node) in THROWING


def _message(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    if _is_throwing(node):
        return thrown_message(source, node, definition, has_job=extension(node, "taskDefinition") is not None)
    return caught_message(source, node, definition)


def _timer(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    given = list(bpmn_children(definition, "timeDate", "timeDuration", "timeCycle"))
    if len(given) != 1:
        source.refuse(node, "timer", "A timer needs exactly one of timeDate, timeDuration and timeCycle.", "§10.5.5")
        return None
    source.check_language(given[0])
    kind, is_valid, example = _TIMERS[bpmn_name(given[0]) or ""]
    text = text_of(given[0])
    value = source.value(given[0], text)
    if not text or (value is not None and value.expression is None and not is_valid(text)):
        source.refuse(node, "timer", f"The timer has {text!r}; it must be {example}, or FEEL after =.", "§10.5.5")
        return None
    return TimerDefinition(kind, value) if value else None


_TIMERS: dict[str, tuple[TimerKind, Callable[[str], bool], str]] = {
    "timeDate": (TimerKind.DATE, is_date_time, "a date-time such as 2026-11-22T08:00:00+07:00"),
    "timeDuration": (TimerKind.DURATION, is_duration, "a duration such as P3D"),
    "timeCycle": (TimerKind.CYCLE, is_cycle, "a cycle such as R3/PT1H or 0 0 8 * * *"),
}


def _signal(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    reference = definition.get("signalRef")
    if not reference:
        source.refuse(node, "signal-missing", "The signal event names no signal.", "§10.5.5")
        return None
    signal = source.find(node, reference, ["signal"], "§10.5.5")
    if signal is None:
        return None
    name = known_by(source, signal, "broadcast", "§10.5.5")
    return SignalDefinition(name) if name else None


def _error(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    code, is_known = _code(source, node, definition, "error")
    return ErrorDefinition(code) if is_known else None


def _escalation(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    code, is_known = _code(source, node, definition, "escalation")
    return EscalationDefinition(code) if is_known else None


def _code(source: DiagramSource, node: XmlElement, definition: XmlElement, kind: str) -> tuple[Value | None, bool]:
    """Return the code and whether it is usable; a catching event without one catches all."""
    reference = definition.get(kind + "Ref")
    target = source.find(node, reference, [kind], "§10.5.5") if reference else None
    code = source.value(target, target.get(kind + "Code")) if target is not None else None
    if reference and target is None:
        return None, False
    if _is_throwing(node) and code is None:
        source.refuse(node, f"{kind}-code", f"An event that throws needs an {kind} with {kind}Code.", "§10.5.5")
    elif not _is_throwing(node) and code is not None and code.expression is not None:
        source.refuse(node, f"{kind}-code", f"The {kind}Code that an event catches must be a constant.", "zeebe")
    return code, True


def _conditional(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    if bpmn_child(definition, "condition") is None:
        source.refuse(node, "condition-missing", "The conditional event has no condition.", "§10.5.5")
    condition = source.formal_expression(definition, "condition")
    if condition is None:
        return None
    event_filter = extension(definition, "conditionalFilter")
    if event_filter is None:
        return ConditionalDefinition(condition, condition.names)
    names = _words(event_filter.get("variableNames"))
    events = _words(event_filter.get("variableEvents")) or frozenset({"create", "update"})
    if events - {"create", "update"}:
        source.refuse(node, "conditional-filter", "variableEvents may hold create and update.", "zeebe")
    return ConditionalDefinition(condition, names or condition.names, events)


def _words(text: str | None) -> frozenset[str]:
    return frozenset(word.strip() for word in (text or "").split(",") if word.strip())


def _link(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    for child in bpmn_children(definition, "source", "target"):
        source.find(node, text_of(child), ["linkEventDefinition"], "§10.5.5")
    name = (definition.get("name") or "").strip()
    if not name:
        source.refuse(node, "link-name", "The link event has no name.", "§10.5.5")
    return LinkDefinition(name) if name else None


def _compensation(source: DiagramSource, node: XmlElement, definition: XmlElement) -> EventDefinition | None:
    reference = definition.get("activityRef")
    if reference and source.find(node, reference, ["activity"], "§10.5.5") is None:
        return None
    return CompensationDefinition(local_part(reference) or None, flag(definition, "waitForCompletion", default=True))


def _cancel(_source: DiagramSource, _node: XmlElement, _definition: XmlElement) -> EventDefinition | None:
    return CancelDefinition()


def _terminate(_source: DiagramSource, _node: XmlElement, _definition: XmlElement) -> EventDefinition | None:
    return TerminateDefinition()


_READERS: dict[str, Callable[[DiagramSource, XmlElement, XmlElement], EventDefinition | None]] = {
    "messageEventDefinition": _message,
    "timerEventDefinition": _timer,
    "signalEventDefinition": _signal,
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "conditionalEventDefinition": _conditional,
    "linkEventDefinition": _link,
    "compensateEventDefinition": _compensation,
    "cancelEventDefinition": _cancel,
    "terminateEventDefinition": _terminate,
}
