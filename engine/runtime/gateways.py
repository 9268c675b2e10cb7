"""Gateways: where tokens part; where they join is decided before a gateway starts (joins, settling)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime import expressions, settling, tokens
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.effects import IncidentType
from engine.runtime.failures import CannotContinue
from engine.runtime.settling import RECEIVED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Element, SequenceFlow
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

WAITING_FOR_START = "waitingForStart"


class ExclusiveGateway(Behavior):
    """Takes the first flow whose condition holds, else the default (BPMN 2.0 §13.4.2)."""

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> list[SequenceFlow]:
        """Return one flow; raise CannotContinue when there is none."""
        for flow in tokens.outgoing(x, element):
            if flow.id == element.default_flow:
                continue
            if flow.condition is None or expressions.condition(x, instance, flow.condition):
                return [flow]
        return _default(x, element)


class ParallelGateway(Behavior):
    """Takes every flow, conditions or not (BPMN 2.0 §13.4.1)."""

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> list[SequenceFlow]:
        """Return all flows."""
        return tokens.outgoing(x, element)


class InclusiveGateway(Behavior):
    """Takes every flow whose condition holds, else the default (BPMN 2.0 §13.4.3)."""

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> list[SequenceFlow]:
        """Return at least one flow; raise CannotContinue when there is none."""
        return _chosen(x, instance, element, {}) or _default(x, element)


class EventBasedGateway(Behavior):
    """Waits for the first of the events behind it; the trigger then takes the flow to it (BPMN 2.0 §13.4.4)."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Wait; the subscriptions are opened by the lifecycle."""
        return Outcome.WAIT

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> tuple[SequenceFlow, ...]:
        """Return nothing: the event has been reached already."""
        return ()


class ComplexGateway(Behavior):
    """Starts as its activation condition says, then waits for the tokens that can still come (BPMN 2.0 §13.4.5)."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Take the flows of the start; wait for the rest when there are incoming flows without a token yet."""
        if instance.memo is None:
            return Outcome.DONE
        scope = x.rows.get(instance.scope_key or 0)
        for flow in _at_start(x, instance, element):
            tokens.take(x, scope, flow)
        return Outcome.DONE if settling.rest_has_come(x, scope, element, instance) else Outcome.WAIT

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Look again whether the rest has come."""
        x.settle_later(x.rows.get(instance.scope_key or 0))

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> list[SequenceFlow]:
        """Return the flows without having joined; after a join those that a condition wants once the rest has come."""
        if instance.memo is None:
            return _at_start(x, instance, element)
        late = [
            flow
            for flow in tokens.outgoing(x, element)
            if flow.condition is not None and WAITING_FOR_START in flow.condition.names
        ]
        if len(instance.memo[RECEIVED]) == len(element.incoming):  # type: ignore[arg-type]  # a memo holds JSON, and here a list
            return []
        return [flow for flow in late if _holds(x, instance, flow, {WAITING_FOR_START: False})]


def _at_start(x: Execution, instance: ElementInstance, element: Element) -> list[SequenceFlow]:
    return _chosen(x, instance, element, {WAITING_FOR_START: True}) or _default(x, element)


def _chosen(x: Execution, instance: ElementInstance, element: Element, extra: Mapping[str, object]) -> list[SequenceFlow]:
    candidates = [flow for flow in tokens.outgoing(x, element) if flow.id != element.default_flow]
    return [flow for flow in candidates if _holds(x, instance, flow, extra)]


def _holds(x: Execution, instance: ElementInstance, flow: SequenceFlow, extra: Mapping[str, object]) -> bool:
    return flow.condition is None or expressions.condition(x, instance, flow.condition, extra)


def _default(x: Execution, element: Element) -> list[SequenceFlow]:
    """Return the default flow, nothing of a gateway with which its path ends; raise CannotContinue when there is no default."""
    if not element.outgoing:
        return []
    if element.default_flow is None:
        message = (
            f"No condition of the flows leaving {element.id} holds and none of them is the default; correct the variables."
        )
        raise CannotContinue(IncidentType.CONDITION_ERROR, message)
    return [x.model.flows[element.default_flow]]
