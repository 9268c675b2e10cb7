"""Errors and escalations on their way outwards: from scope to scope, then to the calling process instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, ErrorDefinition, EscalationDefinition, Value
from engine.runtime import model_facts, triggers
from engine.runtime.effects import CalledProcessOutcome, HistoryType, IncidentType, ParentNotified
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution
    from engine.runtime.model_facts import ModelFacts

Catching = type[ErrorDefinition] | type[EscalationDefinition]
ENDED_BY_ERROR = "endedByError"
"""In the memo of a process' own scope: its caller learns of an error, not of a termination."""


def throw_error(
    x: Execution, thrower: ElementInstance, code: str, message: str | None, variables: Mapping[str, object]
) -> None:
    """Let the innermost handler catch an error (BPMN 2.0 §10.5.7); raise CannotContinue when there is none."""
    found = require_catcher(x, thrower, code, message)
    x.record(HistoryType.ERROR_THROWN, thrower, {"code": code, "message": message})
    if found is not None:
        host, event, index = found
        triggers.occur(x, host, event, {**variables, **_error_variables(event, code, message)}, index)
    else:
        _end_with_error(x, code, message, variables)


def require_catcher(
    x: Execution, thrower: ElementInstance, code: str, message: str | None
) -> tuple[ElementInstance, Element, int] | None:
    """Return the handler of an error and the part of its event, None when a calling process instance has it; raise CannotContinue when nobody has."""
    found = _find_catcher(x, thrower, ErrorDefinition, code)
    if found is None and _catcher_in_a_caller(x, ErrorDefinition, code) is None:
        text = f"No event catches the error {code!r} thrown by {thrower.element_id}" + (f": {message}" if message else ".")
        raise CannotContinue(IncidentType.UNHANDLED_ERROR_EVENT, text)
    return found


def throw_escalation(x: Execution, thrower: ElementInstance, code: str, variables: Mapping[str, object]) -> None:
    """Let the innermost handler catch an escalation; without one nothing happens (BPMN 2.0 §10.5.7).

    When the event of a caller interrupts, this process instance takes no step more until the caller learns of it.
    """
    x.record(HistoryType.ESCALATION_THROWN, thrower, {"code": code})
    found = _find_catcher(x, thrower, EscalationDefinition, code)
    if found is not None:
        host, event, index = found
        triggers.occur(x, host, event, variables, index)
    elif x.process_instance.parent_element_instance_key is not None:
        _notify_parent(x, CalledProcessOutcome.ESCALATION, variables, code, None)
        catching = _catcher_in_a_caller(x, EscalationDefinition, code)
        if catching is not None and catching.interrupting and not catching.parallel_multiple:
            x.terminate(x.rows.get(x.process_instance.key))


def _find_catcher(
    x: Execution, thrower: ElementInstance, kind: Catching, code: str
) -> tuple[ElementInstance, Element, int] | None:
    inner: ElementInstance | None = None
    for instance in _outwards(x, thrower):
        for event in _catching_events(x.facts, instance, thrower, inner):
            index = _catching_part(event, kind, code)
            if index is not None and triggers.is_waiting_or_starting(instance):
                return instance, event, index
        inner = instance
    return None


def _outwards(x: Execution, instance: ElementInstance | None) -> Iterator[ElementInstance]:
    while instance is not None:
        yield instance
        instance = x.scope_of(instance)


def _catching_events(
    facts: ModelFacts, instance: ElementInstance, thrower: ElementInstance | None, inner: ElementInstance | None
) -> Iterator[Element]:
    """Yield what may catch at one level, event sub-processes inside first, events with a code before those that catch all.

    A sub-process that is being undone completed before; its events have ended. An event sub-process (`inner`: whence it comes) that
    throws what started it throws it further outwards (BPMN 2.0 §10.5.7).
    """
    if facts.is_reopened(instance) or instance.element_type is ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE:
        return
    element = facts.model.elements[instance.element_id]
    events: list[Element] = []
    is_body = instance.element_type is ElementType.MULTI_INSTANCE_BODY
    if element.is_scope and instance is not thrower and not is_body and not triggers.is_interrupted(instance):
        rethrowing = None if inner is None else inner.element_id
        events += _specific_first(event for event in facts.event_starts(element) if event.parent_id != rethrowing)
    if is_body or not instance.loop_counter:
        events += _specific_first(facts.boundary_events(element))
    yield from events


def _specific_first(events: Iterable[Element]) -> list[Element]:
    return sorted(events, key=lambda event: any(getattr(definition, "code", "") is None for definition in event.events))


def _catching_part(event: Element, kind: Catching, code: str) -> int | None:
    """Return which part of an event catches the code; None when none does."""
    for index, definition in enumerate(event.events):
        if isinstance(definition, kind) and (definition.code is None or _constant(definition.code) == code):
            return index
    return None


def _constant(value: Value) -> object:
    """Return a catching event's code; an expression there can only be a constant."""
    return value.text if value.expression is None else value.expression.evaluate({})


def _error_variables(event: Element, code: str, message: str | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for definition in event.events:
        if isinstance(definition, ErrorDefinition):
            if definition.code_variable:
                found[definition.code_variable] = code
            if definition.message_variable:
                found[definition.message_variable] = message
    return found


def _catcher_in_a_caller(x: Execution, kind: Catching, code: str) -> Element | None:
    """Look through the calling process instances, as far as they go, for the event that catches the code."""
    caller_key, call_key = x.process_instance.parent_process_instance_key, x.process_instance.parent_element_instance_key
    while caller_key is not None and call_key is not None:
        caller = x.rows.reader.process_instance(caller_key)
        if caller is None:
            return None
        facts = model_facts.of(x.resources.model(caller.process_definition_key))
        inner: ElementInstance | None = None
        for instance in x.rows.reader.scope_chain(call_key):
            for event in _catching_events(facts, instance, None, inner):
                if _catching_part(event, kind, code) is not None:
                    return event
            inner = instance
        caller_key, call_key = caller.parent_process_instance_key, caller.parent_element_instance_key
    return None


def _end_with_error(x: Execution, code: str, message: str | None, variables: Mapping[str, object]) -> None:
    root = x.rows.get(x.process_instance.key)
    root.memo = {**(root.memo or {}), ENDED_BY_ERROR: True}
    _notify_parent(x, CalledProcessOutcome.ERROR, variables, code, message)
    x.terminate(root)


def _notify_parent(
    x: Execution, outcome: CalledProcessOutcome, variables: Mapping[str, object], code: str, message: str | None
) -> None:
    parent_key, call_key = x.process_instance.parent_process_instance_key, x.process_instance.parent_element_instance_key
    if parent_key is not None and call_key is not None:
        x.emit(ParentNotified(parent_key, call_key, outcome, dict(variables), code, message))
