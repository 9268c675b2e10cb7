"""Scopes: the process itself, embedded sub-processes, event sub-processes and transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from engine.runtime import ad_hoc_leading, compensation, listeners, mappings, triggers, undone_calls
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.effects import CalledProcessOutcome, HistoryType, ParentNotified
from engine.runtime.propagation import ENDED_BY_ERROR
from engine.runtime.subscriptions import BEGINS, OCCURRED
from engine.runtime.variables import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

STARTED_BY = "startedBy"
"""In the memo of a process' own scope: the catching element whose event started the process instance."""
STARTED_PART = "startedPart"
"""Likewise: which part of its parallel multiple start event has started it; the event waits for the others."""


class SubProcess(Behavior):
    """Starts its start events, or whatever has no incoming flow; done when no token is left in it (BPMN 2.0 §13.3.4)."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Put tokens on what starts."""
        starts = starting_elements(x, instance, element)
        payload = (instance.memo or {}).get(triggers.PAYLOAD)
        for start in starts:
            started = x.create(start, instance)
            if isinstance(payload, dict):
                mappings.set_payload(x, started, payload)
        if payload is not None:
            instance.memo = {name: value for name, value in (instance.memo or {}).items() if name != triggers.PAYLOAD}
        return Outcome.WAIT if starts or instance.active_children else Outcome.DONE

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Undo the next activity inside, when the scope is being undone."""
        if compensation.is_conducting(x, instance):
            compensation.proceed(x, instance)

    def child_ended(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        """Complete without tokens left, unless the scope has activities to undo."""
        if scope.active_children == 0:
            if compensation.is_conducting(x, scope):
                compensation.proceed(x, scope)
            else:
                x.complete(scope)


class EventSubProcess(SubProcess):
    """Starts by its event; where a worker leads the scope around it, the worker is asked what comes next."""

    def completed(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Have the worker of an ad-hoc sub-process around it asked."""
        scope = x.scope_of(instance)
        if scope is not None and scope.element_type is ElementType.AD_HOC_SUB_PROCESS:
            ad_hoc_leading.remember_to_ask(x, scope)


class Process(SubProcess):
    """The process itself: its end is the end of the process instance."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Put tokens on what starts; a catching element whose event started the instance need not wait."""
        memo = instance.memo or {}
        started_by, payload = memo.get(STARTED_BY), memo.get(triggers.PAYLOAD)
        variables: Mapping[str, object] = payload if isinstance(payload, dict) else {}
        starts = starting_elements(x, instance, element)
        instance.memo = None
        for start in starts:
            is_first = start.id == started_by
            if is_first and STARTED_PART not in memo:
                triggers.happened(x, start, instance, variables)
            else:
                started = x.create(start, instance)
                begun: dict[str, object] = {} if started_by is None else {BEGINS: True}
                started.memo = {**begun, OCCURRED: {start.id: [memo[STARTED_PART]]}} if is_first else begun or None
                mappings.set_payload(x, started, variables if is_first or started_by is None else NO_NAMES)
        return Outcome.WAIT if starts or instance.active_children else Outcome.DONE

    def holds_its_end(self, x: Execution, instance: ElementInstance, element: Element) -> bool:
        """Wait for the listeners of the cancelation."""
        return listeners.hold_the_end(x, instance, element)

    def completed(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """End the process instance and tell its caller."""
        x.process_instance.complete(x.now)
        x.record(HistoryType.PROCESS_INSTANCE_COMPLETED, instance)
        can_be_undone = undone_calls.process_can_be_undone(x, instance, element)
        if can_be_undone:
            instance.compensation_order = x.new_key()
        _notify(x, CalledProcessOutcome.COMPLETED, x.variables.local(instance), can_be_undone=can_be_undone)

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """End the process instance; its caller learns of it unless it knows of an error already."""
        x.process_instance.terminate(x.now)
        x.record(HistoryType.PROCESS_INSTANCE_TERMINATED, instance)
        if ENDED_BY_ERROR not in (instance.memo or {}):
            _notify(x, CalledProcessOutcome.TERMINATED, {})


def starting_elements(x: Execution, instance: ElementInstance, element: Element) -> list[Element]:
    """Return what the scope starts with: what was asked for, else its none start events, else all without incoming flow."""
    wanted = (instance.memo or {}).get(triggers.STARTS)
    if isinstance(wanted, list):
        return [x.model.elements[str(element_id)] for element_id in wanted]
    starts = [x.model.elements[start_id] for start_id in element.start_events]
    plain = [start for start in starts if not start.events]
    return plain or [x.model.elements[entry_id] for entry_id in element.entry_points]


def _notify(
    x: Execution, outcome: CalledProcessOutcome, variables: Mapping[str, object], *, can_be_undone: bool = False
) -> None:
    parent_key, call_key = x.process_instance.parent_process_instance_key, x.process_instance.parent_element_instance_key
    if parent_key is not None and call_key is not None:
        x.emit(ParentNotified(parent_key, call_key, outcome, dict(variables), can_be_undone=can_be_undone))
