"""What can be compared: the constructs that SpiffWorkflow executes as BPMN says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    CancelDefinition,
    Element,
    ElementType,
    ErrorDefinition,
    EscalationDefinition,
    MultiInstance,
    TerminateDefinition,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.bpmn.process_model import ProcessModel

PLAIN = frozenset(
    {
        ElementType.PROCESS,
        ElementType.SUB_PROCESS,
        ElementType.EVENT_SUB_PROCESS,
        ElementType.BOUNDARY_EVENT,
        ElementType.START_EVENT,
        ElementType.END_EVENT,
        ElementType.TASK,
        ElementType.MANUAL_TASK,
        ElementType.USER_TASK,
        ElementType.SERVICE_TASK,
        ElementType.SCRIPT_TASK,
        ElementType.SEND_TASK,
        ElementType.BUSINESS_RULE_TASK,
        ElementType.EXCLUSIVE_GATEWAY,
        ElementType.PARALLEL_GATEWAY,
        ElementType.INCLUSIVE_GATEWAY,
        ElementType.MULTI_INSTANCE_BODY,
        ElementType.TRANSACTION,
        ElementType.INTERMEDIATE_THROW_EVENT,
        ElementType.INTERMEDIATE_CATCH_EVENT,
        ElementType.EVENT_BASED_GATEWAY,
    }
)
MAY_HAPPEN = frozenset(
    {ElementType.SEND_TASK, ElementType.BOUNDARY_EVENT, ElementType.START_EVENT, ElementType.INTERMEDIATE_CATCH_EVENT}
)
"""Elements whose events are sent to nobody, or happen when they are asked for."""
ENDS = (TerminateDefinition, CancelDefinition, ErrorDefinition, EscalationDefinition)
MANUAL = frozenset({ElementType.USER_TASK, ElementType.SERVICE_TASK, ElementType.SEND_TASK})
"""Elements that wait for somebody's work."""
WORKED = frozenset({ElementType.SERVICE_TASK, ElementType.SEND_TASK})
DONE = "done_"
"""Before the id of a task: the variable that counts how often it was done."""
GATEWAYS = frozenset(
    {
        *(ElementType.EXCLUSIVE_GATEWAY, ElementType.PARALLEL_GATEWAY),
        *(ElementType.INCLUSIVE_GATEWAY, ElementType.EVENT_BASED_GATEWAY),
    }
)
FORKS = frozenset({ElementType.PARALLEL_GATEWAY, ElementType.INCLUSIVE_GATEWAY})


def not_comparable(model: ProcessModel) -> list[str]:
    """Return why the process cannot be compared, by element; empty when it can."""
    reasons = [f"{element.id}: {reason}" for element in model.elements.values() for reason in _reasons(element)]
    joins = {e.parent_id for e in model.elements.values() if e.type is ElementType.INCLUSIVE_GATEWAY}
    races = (e for e in model.elements.values() if e.type is ElementType.EVENT_BASED_GATEWAY and e.parent_id in joins)
    return reasons + [
        f"{e.id}: an inclusive join beside an event-based gateway fires too early in SpiffWorkflow" for e in races
    ]


def is_parallel(model: ProcessModel) -> bool:
    """Return whether tokens part."""
    return any(
        (e.type in FORKS and len(e.outgoing) > 1) or _is_side_by_side(e) or happens(model, e) for e in model.elements.values()
    )


def happens(model: ProcessModel, element: Element) -> bool:
    """Return whether the element is an event that happens when it is asked for."""
    around = model.elements.get(element.parent_id or "")
    return element.type is ElementType.BOUNDARY_EVENT or (
        element.type is ElementType.START_EVENT and around is not None and around.type is ElementType.EVENT_SUB_PROCESS
    )


def uncounted(model: ProcessModel) -> frozenset[str]:
    """Return the elements that need not have completed as often in both engines.

    A canceled transaction SpiffWorkflow calls completed. And how far a branch without anybody's work has come when another one
    ends it, is each engine's own affair: what happens at once has no order.
    """
    ends = [e for e in model.elements.values() if any(isinstance(event, ENDS) for event in e.events)]
    canceled = {e.parent_id for e in ends if e.type is ElementType.END_EVENT and isinstance(e.events[0], CancelDefinition)}
    is_hasty = is_parallel(model) and any(e.type is not ElementType.BOUNDARY_EVENT for e in ends)
    hasty = {e.id for e in model.elements.values() if e.type not in MANUAL} if is_hasty else set()
    return frozenset(name for name in canceled | hasty if name is not None)


def accompanying(model: ProcessModel) -> frozenset[str]:
    """Return the events that interrupt nothing: SpiffWorkflow lets each happen once."""
    return frozenset(e.id for e in model.elements.values() if not e.interrupting and happens(model, e))


def accompanying_starts(model: ProcessModel) -> frozenset[str]:
    """Return the start events of event sub-processes that interrupt nothing.

    As SpiffWorkflow has them they are awaited until the rest of their scope has ended; here, and in BPMN, until the scope has.
    """
    return frozenset(name for name in accompanying(model) if model.elements[name].type is ElementType.START_EVENT)


def _is_side_by_side(element: Element) -> bool:
    return isinstance(element.loop, MultiInstance) and not element.loop.sequential


def compared_once(model: ProcessModel) -> dict[str, str]:
    """Return the elements whose second time is not compared, each with the reason."""
    repeated = {element.id for element in model.elements.values() if _comes_back(model, element)}
    joins = (e for e in model.elements.values() if e.type in FORKS and repeated.intersection(_around(model, e.id)))
    beside = (
        e for e in model.elements.values() if not e.interrupting and any(isinstance(d, EscalationDefinition) for d in e.events)
    )
    return {
        **{e.id: f"{e.id}: SpiffWorkflow joins too early in a loop, so a second round is not compared" for e in joins},
        **{e.id: f"{e.id}: it happens once in SpiffWorkflow, so a second time is not compared" for e in beside},
    }


def unsure_variables(model: ProcessModel) -> frozenset[str]:
    """Return the variables that are written side by side: each engine has its own order of what happens at once."""
    written: Counter[str] = Counter()
    for element in model.elements.values():
        names = {mapping.target[0] for mapping in element.outputs}
        names |= {element.script.result_variable} if element.script is not None else set()
        names |= {element.decision.result_variable} if element.decision is not None else set()
        written.update([*names] * (2 if any(_is_side_by_side(model.elements[e]) for e in _around(model, element.id)) else 1))
    return frozenset(name for name, number in written.items() if number > 1) if is_parallel(model) else frozenset()


def instance_names(loop: MultiInstance) -> frozenset[str]:
    """Return what each instance has to itself: its item, and what its output is a part of."""
    names = set() if loop.input_element is None else {loop.input_element}
    expression = None if loop.output_element is None else loop.output_element.expression
    if expression is not None:
        text = expression.text.removeprefix("=").strip()
        names |= {name for name in expression.names if text == name or text.startswith(f"{name}.")}
    return frozenset(names)


def _around(model: ProcessModel, element_id: str | None) -> Iterator[str]:
    """Yield the element and the scopes around it."""
    while element_id is not None:
        yield element_id
        element_id = model.elements[element_id].parent_id


def _comes_back(model: ProcessModel, element: Element) -> bool:
    seen: set[str] = set()
    open_ids = [model.flows[flow].target_id for flow in element.outgoing]
    while open_ids:
        element_id = open_ids.pop()
        if element_id not in seen:
            seen.add(element_id)
            open_ids += [model.flows[flow].target_id for flow in model.elements[element_id].outgoing]
    return element.id in seen


def _reasons(element: Element) -> Iterator[str]:
    if element.type not in PLAIN:
        yield f"{element.type} is not compared"
    if element.type not in MAY_HAPPEN and any(not isinstance(event, ENDS) for event in element.events):
        yield "events other than none, terminate, cancel, errors and escalations are not compared"
    if element.type is ElementType.EVENT_BASED_GATEWAY and (element.instantiate or element.event_gateway_parallel):
        yield "an event-based gateway that starts a process is not compared"
    if element.type in WORKED and element.job is None:
        yield "a task without a worker is not compared"
    if element.type not in GATEWAYS and len(element.outgoing) > 1:
        yield "several flows out of an activity are refused by SpiffWorkflow"
    if element.type is ElementType.SCRIPT_TASK and element.script is None:
        yield "only scripts in FEEL are compared"
    if element.type is ElementType.BUSINESS_RULE_TASK and element.decision is None:
        yield "a business rule task without a decision is not compared"
    if element.start_quantity > 1 or element.completion_quantity > 1:
        yield "quantities are not compared"
