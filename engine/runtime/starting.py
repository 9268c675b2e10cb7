"""How a process instance begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import Element, ElementType, ProcessModel
from engine.errors import ProcessFailed
from engine.runtime import (
    mappings,
    modification,
    triggers,
)
from engine.runtime.effects import (
    HistoryType,
)
from engine.runtime.sub_process import STARTED_BY, STARTED_PART

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


def start(
    execution: Execution, variables: Mapping[str, object], *, start_event_id: str | None = None, event_index: int = 0
) -> None:
    """Start the process at its none start event, or at the start event (or instantiating element) that a message or timer met.

    `event_index`: which part of the event it was. Without a none start event the variables may meet the condition of a conditional
    one. Raises ProcessFailed when only an event can start the process.
    """
    model = execution.model
    if start_event_id is None and model.has_none_start:
        _start_root(execution, variables, {})
        return
    if start_event_id is None:
        met = starts_that_hold(model, variables, execution.evaluation)
        if not met:
            raise ProcessFailed(f"The process {model.id!r} has no none start event; only its events can start it.")
        start_event_id, event_index = met[0]
    event = model.elements[start_event_id]
    memo: dict[str, object] = {triggers.STARTS: started_together(model, event)}
    if event.parallel_multiple and len(event.events) > 1:
        memo |= {STARTED_BY: event.id, STARTED_PART: event_index}
    elif event.type is not ElementType.START_EVENT:
        memo[STARTED_BY] = event.id
    if event.outputs:
        memo[triggers.PAYLOAD] = dict(variables)
    _start_root(execution, {} if event.outputs else mappings.with_data_outputs(event, variables), memo)


def starts_that_hold(
    model: ProcessModel, variables: Mapping[str, object], evaluation: feel.Evaluation
) -> list[tuple[str, int]]:
    """Return the conditional start events whose condition holds over the variables (BPMN 2.0 §10.5.2), by id and part.

    Of several conditions of one event the first counts, unless all of them are to hold.
    """
    found: list[tuple[str, int]] = []
    for start_id, index, definition in model.conditional_starts():
        try:
            holds = definition.condition.evaluate(variables, evaluation) is True
        except feel.FeelError:
            holds = False
        if holds and (model.elements[start_id].parallel_multiple or start_id not in {other for other, _ in found}):
            found.append((start_id, index))
    return found


def start_at(execution: Execution, variables: Mapping[str, object], element_ids: Sequence[str]) -> None:
    """Start the process at given elements, their enclosing sub-processes being entered without their start events."""
    root = _start_root(execution, variables, {triggers.STARTS: []})
    for element_id in element_ids:
        modification.activate(execution, element_id, root, {})


def _start_root(execution: Execution, variables: Mapping[str, object], memo: dict[str, object]) -> ElementInstance:
    root = execution.create(execution.model.root, None)
    root.memo = memo or None
    execution.record(HistoryType.PROCESS_INSTANCE_STARTED, root)
    execution.variables.set_local(root, variables)
    return root


def started_together(model: ProcessModel, event: Element) -> list[str]:
    """Return the event, and those beside it behind an instantiating gateway whose events must all occur (BPMN 2.0 §10.6.6)."""
    for flow_id in event.incoming:
        gateway = model.elements[model.flows[flow_id].source_id]
        if gateway.instantiate and gateway.event_gateway_parallel:
            return [model.flows[flow].target_id for flow in gateway.outgoing]
    return [event.id]
