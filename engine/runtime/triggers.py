"""What happens when an awaited event occurs: on a boundary, in an event sub-process, behind an event-based gateway, or in the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import Element, ElementType
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import mappings, subscriptions
from engine.runtime.effects import HistoryRecorded, HistoryType
from engine.runtime.subscriptions import OCCURRED, occurred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.runtime.execution import Execution

INTERRUPTED = "interrupted"
"""In the memo of a scope: an event sub-process has interrupted it, so no other one may start."""
STARTS = "starts"
"""In the memo of a scope: the ids of the elements with which it starts."""
PAYLOAD = "payload"
"""In the memo of a scope: variables for the output mappings of the start event with which it starts."""
HAPPENED = "happened"
"""In the memo of a catching element: what it would wait for has occurred already."""


def is_waiting(host: ElementInstance | None) -> bool:
    """Return whether an event may still reach the element instance."""
    return host is not None and host.state is ElementInstanceState.ACTIVE


def is_waiting_or_starting(host: ElementInstance) -> bool:
    """Return whether an error or escalation that an activity throws itself may be caught on it."""
    return host.state in {ElementInstanceState.ACTIVATING, ElementInstanceState.ACTIVE, ElementInstanceState.COMPLETING}


def is_interrupted(scope: ElementInstance) -> bool:
    """Return whether an event sub-process has interrupted the scope."""
    return bool((scope.memo or {}).get(INTERRUPTED))


def occur(x: Execution, host: ElementInstance, event: Element, variables: Mapping[str, object], index: int = 0) -> None:
    """Let an event that `host` waits for take effect; a parallel multiple event first waits for all of its parts."""
    if event.parallel_multiple and not _all_occurred(host, event, index):
        mappings.take_result(x, host, event, variables)
        return
    if event.type is ElementType.BOUNDARY_EVENT:
        reach_boundary(x, host, event, variables)
    elif event.type is ElementType.START_EVENT and host.element_id != event.id:
        start_event_sub_process(x, host, event, variables)
    elif host.element_type is ElementType.EVENT_BASED_GATEWAY:
        _leave_event_based_gateway(x, host, event, variables)
    else:
        mappings.take_result(x, host, event, variables)
        x.complete(host)


def reach_boundary(
    x: Execution, host: ElementInstance, event: Element, variables: Mapping[str, object], *, interrupts: bool | None = None
) -> None:
    """Continue at a boundary event; an interrupting one terminates its activity first."""
    if event.interrupting if interrupts is None else interrupts:
        x.terminate(host)
    happened(x, event, x.rows.get(host.scope_key or 0), variables)


def start_event_sub_process(
    x: Execution, scope: ElementInstance, start_event: Element, variables: Mapping[str, object]
) -> None:
    """Start an event sub-process in its scope; an interrupting one terminates all else in it first."""
    instance = x.create(x.model.elements[start_event.parent_id or ""], scope)
    instance.memo = {STARTS: [start_event.id]}
    if start_event.outputs:
        instance.memo[PAYLOAD] = feel.to_json(dict(variables))
    else:
        x.variables.propagate(scope, mappings.with_data_outputs(start_event, variables))
    if start_event.interrupting:
        subscriptions.close(x, scope, list(x.facts.event_starts(x.element(scope))))
        scope.memo = {**(scope.memo or {}), INTERRUPTED: True}
        scope.sparing_key = instance.key
        x.enqueue_first(scope)


def happened(
    x: Execution,
    event: Element,
    scope: ElementInstance,
    variables: Mapping[str, object],
    *,
    flow_id: str | None = None,
) -> ElementInstance:
    """Put a token on an event (or receive task) that need not wait: what it would wait for has occurred."""
    instance = x.create(event, scope, flow_id=flow_id)
    instance.memo = {HAPPENED: True}
    mappings.take_result(x, instance, event, variables)
    return instance


def _leave_event_based_gateway(x: Execution, gateway: ElementInstance, event: Element, variables: Mapping[str, object]) -> None:
    scope = x.rows.get(gateway.scope_key or 0)
    flow_id = next(flow for flow in x.element(gateway).outgoing if x.model.flows[flow].target_id == event.id)
    x.complete(gateway)
    x.emit(HistoryRecorded(HistoryType.SEQUENCE_FLOW_TAKEN, scope.key, flow_id))
    happened(x, event, scope, variables, flow_id=flow_id)


def _all_occurred(host: ElementInstance, event: Element, index: int) -> bool:
    """Remember that one part of a parallel multiple event occurred; True, and all forgotten, with the last one."""
    memo = dict(host.memo or {})
    by_event = memo.get(OCCURRED)
    indexes = sorted({*occurred(host, event), index})
    is_last = len(indexes) == len(event.events)
    others = by_event if isinstance(by_event, dict) else {}
    host.memo = {**memo, OCCURRED: {**others, event.id: [] if is_last else indexes}}
    return is_last
