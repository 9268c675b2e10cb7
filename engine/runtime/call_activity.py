"""Call activities: another process instance does the work, in transactions of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime import compensation, expressions, incidents, mappings, propagation, undone_calls
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.effects import (
    CalledProcessOutcome,
    CalledProcessRequested,
    CalledProcessTerminated,
    HistoryType,
    IncidentType,
)
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import CalledElement, Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


class CallActivity(Behavior):
    """Asks for a process instance and waits for its end."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Ask for an instance of the called process."""
        if element.call is None:
            raise CannotContinue(IncidentType.CALLED_ELEMENT_ERROR, f"{element.id} calls no process.")
        request(x, instance, element.call)
        return Outcome.WAIT

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Call again after an incident, unless the called process instance is at work."""
        key = instance.called_process_instance_key
        if key is not None and x.rows.reader.process_instance(key) is not None:
            return
        undone_key = undone_calls.undone_by(x, instance)
        if undone_key is not None:
            undone_calls.request(x, instance, undone_key)
        elif element.call is not None:
            request(x, instance, element.call)

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Terminate the called process instance; in a canceled transaction what it did until then is undone."""
        key = instance.called_process_instance_key
        if key is not None:
            is_undone = compensation.is_undone_when_terminated(x, instance)
            if is_undone:
                undone_calls.keep(instance, key)
            x.emit(CalledProcessTerminated(instance.key, key, is_undone))


def request(x: Execution, instance: ElementInstance, call: CalledElement) -> None:
    """Ask for an instance of the process that the binding means; raise CannotContinue when there is none."""
    process_id = expressions.text(x, instance, call.process_id, "called process id")
    called = x.resources.called_process(process_id, call.binding, x.process_instance.process_definition_key)
    if called is None:
        raise CannotContinue(IncidentType.CALLED_ELEMENT_ERROR, f"There is no process {process_id!r}; deploy it.")
    if not x.resources.model(called.process_definition_key).has_none_start:
        message = f"The process {process_id!r} has no none start event, so it cannot be called."
        raise CannotContinue(IncidentType.CALLED_ELEMENT_ERROR, message)
    visible = x.context(instance) if call.propagate_all_parent_variables else x.variables.local(instance)
    business_id = expressions.optional_text(x, instance, call.business_id, "business id of the called process")
    key = x.new_key()
    instance.called_process_instance_key = key
    x.emit(CalledProcessRequested(instance.key, key, called.process_definition_key, dict(visible), business_id or None))
    x.record(HistoryType.CALLED_PROCESS_REQUESTED, instance, {"processInstanceKey": key, "processId": process_id})


def ended(
    x: Execution,
    instance: ElementInstance,
    outcome: CalledProcessOutcome,
    variables: Mapping[str, object],
    code: str,
    message: str | None,
    *,
    can_be_undone: bool = False,
) -> None:
    """Go on after what the called process instance told; one that undid another one gives nothing back."""
    element = x.element(instance)
    if outcome is not CalledProcessOutcome.ESCALATION:
        told = {"canBeUndone": True} if can_be_undone else {}
        x.record(HistoryType.CALLED_PROCESS_ENDED, instance, {"outcome": outcome.value, **told})
        if can_be_undone and instance.called_process_instance_key is not None:
            undone_calls.keep(instance, instance.called_process_instance_key)
        instance.called_process_instance_key = None
    match outcome:
        case CalledProcessOutcome.COMPLETED if x.facts.is_reopened(instance):
            x.complete(instance)
        case CalledProcessOutcome.COMPLETED:
            if element.outputs:
                x.variables.set_local(instance, variables)
            elif element.call is not None and element.call.propagate_all_child_variables:
                mappings.take_result(x, instance, element, variables)
            x.complete(instance)
        case CalledProcessOutcome.TERMINATED:
            text = "The called process instance was canceled; resolve the incident to call the process again, or cancel this one too."
            incidents.raise_(x, instance, IncidentType.CALLED_ELEMENT_ERROR, text)
        case CalledProcessOutcome.ERROR:
            propagation.throw_error(x, instance, code, message, variables)
        case CalledProcessOutcome.ESCALATION:
            propagation.throw_escalation(x, instance, code, variables)
