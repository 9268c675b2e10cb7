"""Tokens put into a running case by an operator or by an ad-hoc activation: scopes that are missing are entered on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from engine.errors import RequestInvalid
from engine.runtime.triggers import STARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


def activate(x: Execution, element_id: str, scope: ElementInstance, variables: Mapping[str, object]) -> ElementInstance:
    """Activate an element inside `scope` or deeper; raise RequestInvalid when it does not belong there.

    Sub-processes on the way that have no live instance are entered without their start events. The variables become local
    to the element instance.
    """
    element = x.model.elements.get(element_id)
    if element is None:
        raise RequestInvalid(f"The process has no element {element_id!r}.", "elementId")
    for enclosing in _between(x, element, scope):
        scope = _enter(x, enclosing, scope)
    instance = x.create(element, scope)
    if variables:
        x.variables.set_local(instance, variables)
    return instance


def _between(x: Execution, element: Element, scope: ElementInstance) -> list[Element]:
    """Return the scopes from below `scope` down to the one that holds the element."""
    path: list[Element] = []
    parent_id = element.parent_id
    while parent_id is not None and parent_id != scope.element_id:
        parent = x.model.elements[parent_id]
        path.append(parent)
        parent_id = parent.parent_id
    if parent_id is None or scope.element_type is ElementType.MULTI_INSTANCE_BODY:
        raise RequestInvalid(f"The element {element.id!r} is not inside {scope.element_id!r}.", "elementId")
    return path[::-1]


def _enter(x: Execution, element: Element, scope: ElementInstance) -> ElementInstance:
    live = x.rows.active_instances(scope.key, element.id)
    if len(live) > 1 or (live and element.loop is not None):
        raise RequestInvalid(
            f"{element.id!r} has several instances; name the one meant by its key.", "ancestorElementInstanceKey"
        )
    if live:
        return live[0]
    entered = x.create(element, scope)
    entered.memo = {STARTS: []}
    return entered
