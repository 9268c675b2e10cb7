"""What can be compared: the constructs that SpiffWorkflow executes as BPMN says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, TerminateDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.bpmn.process_model import ProcessModel

PLAIN = frozenset(
    {
        ElementType.PROCESS,
        ElementType.SUB_PROCESS,
        ElementType.START_EVENT,
        ElementType.END_EVENT,
        ElementType.TASK,
        ElementType.MANUAL_TASK,
        ElementType.USER_TASK,
        ElementType.SERVICE_TASK,
        ElementType.SCRIPT_TASK,
        ElementType.SEND_TASK,
        ElementType.EXCLUSIVE_GATEWAY,
        ElementType.PARALLEL_GATEWAY,
    }
)
WORKED = frozenset({ElementType.SERVICE_TASK, ElementType.SEND_TASK})
GATEWAYS = frozenset({ElementType.EXCLUSIVE_GATEWAY, ElementType.PARALLEL_GATEWAY})


def not_comparable(model: ProcessModel) -> list[str]:
    """Return why the process cannot be compared, by element; empty when it can."""
    found = [f"{element.id}: {reason}" for element in model.elements.values() for reason in _reasons(element)]
    found += [f"{gateway}: SpiffWorkflow joins too early in a loop" for gateway in _joins_in_loops(model)]
    written = [element.script.result_variable for element in model.elements.values() if element.script is not None]
    if is_parallel(model) and len(written) != len(set(written)):
        found.append(f"{model.id}: scripts of parallel branches write the same variable")
    return found


def is_parallel(model: ProcessModel) -> bool:
    """Return whether tokens part."""
    return any(e.type is ElementType.PARALLEL_GATEWAY and len(e.outgoing) > 1 for e in model.elements.values())


def _joins_in_loops(model: ProcessModel) -> Iterator[str]:
    """Yield the parallel joins that tokens can come to again, also as part of a sub-process that is done again."""
    repeated = {element.id for element in model.elements.values() if _comes_back(model, element)}
    for element in model.elements.values():
        if element.type is ElementType.PARALLEL_GATEWAY and len(element.incoming) > 1:
            around: str | None = element.id
            while around is not None and around not in repeated:
                around = model.elements[around].parent_id
            if around is not None:
                yield element.id


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
    if element.loop is not None:
        yield "loops and multi-instances are not compared"
    if any(not isinstance(event, TerminateDefinition) for event in element.events) or (
        element.events and element.parent_id is not None and element.type is not ElementType.END_EVENT
    ):
        yield "events other than none and terminate are not compared"
    if element.type in WORKED and element.job is None:
        yield "a task without a worker is not compared"
    if element.type not in GATEWAYS and len(element.outgoing) > 1:
        yield "several flows out of an activity are refused by SpiffWorkflow"
    if element.inputs or any(len(mapping.target) > 1 for mapping in element.outputs) or element.listeners:
        yield "input mappings, nested outputs and listeners are not compared"
    if element.type is ElementType.SCRIPT_TASK and (element.script is None or element.outputs):
        yield "only FEEL scripts without mappings are compared"
    if element.start_quantity > 1 or element.completion_quantity > 1:
        yield "quantities are not compared"
