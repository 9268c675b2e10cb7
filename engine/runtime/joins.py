"""Elements where several tokens become one, and which tokens can still come to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


def arrived(x: Execution, scope: ElementInstance, element: Element) -> None:
    """Look whether the element may start, a token having come to it."""
    if element.type is ElementType.PARALLEL_GATEWAY:
        _join_all(x, scope, element)
    elif element.type in {ElementType.INCLUSIVE_GATEWAY, ElementType.COMPLEX_GATEWAY}:
        x.settle_later(scope)
    else:
        _start_with_quantity(x, scope, element)


def none_can_come(x: Execution, scope: ElementInstance, join: Element, occupied: set[str], empty: set[str]) -> bool:
    """Return whether no token of the scope can reach an empty incoming flow unless it can also reach an occupied one.

    Paths through the join itself do not count (BPMN 2.0 §13.4.3). The cost follows from how many elements are live in the
    scope; what can reach a flow is worked out once per process model.
    """
    if not empty:
        return True
    positions = x.rows.active_element_ids(scope.key) | {token.element_id for token in x.rows.all_waiting(scope.key)}
    positions.discard(join.id)
    missing: set[str] = set().union(*(x.facts.reaching(join.id, flow_id) & positions for flow_id in empty))
    if not missing:
        return True
    arrived_too = set().union(*(x.facts.reaching(join.id, flow_id, as_one=True) & positions for flow_id in occupied))
    return missing <= arrived_too


def _join_all(x: Execution, scope: ElementInstance, element: Element) -> None:
    tokens = x.rows.waiting(scope.key, element.id)
    if len(tokens) == len(element.incoming):
        x.create(element, scope)
        for token in tokens.values():
            x.rows.consume(scope, token)


def _start_with_quantity(x: Execution, scope: ElementInstance, element: Element) -> None:
    tokens = x.rows.waiting(scope.key, element.id)
    missing = element.start_quantity
    if sum(token.count for token in tokens.values()) < missing:
        return
    x.create(element, scope)
    for token in tokens.values():
        taken = min(token.count, missing)
        x.rows.consume(scope, token, taken)
        missing -= taken
