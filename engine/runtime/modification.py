"""Tokens put into a running case by an operator or by an ad-hoc activation: scopes that are missing are entered on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from engine.errors import RequestInvalid
from engine.model.element_instance import ElementInstanceState
from engine.runtime import ad_hoc_activation
from engine.runtime.triggers import STARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


_OPEN = frozenset({ElementInstanceState.ACTIVATING, ElementInstanceState.ACTIVE})


def activate(x: Execution, element_id: str, scope: ElementInstance, variables: Mapping[str, object]) -> ElementInstance:
    """Activate an element inside `scope` or deeper; raise RequestInvalid when it does not belong there.

    Sub-processes on the way that have no live instance are entered without their start events. The variables become local
    to the element instance.
    """
    element = x.model.elements.get(element_id)
    if element is None:
        raise RequestInvalid(f"The process has no element {element_id!r}.", "elementId")
    if not element.can_take_token:
        raise RequestInvalid(f"{element_id!r} is no element that a token can be put on; choose what follows it.", "elementId")
    for enclosing in _between(x, element, scope):
        scope = _enter(x, enclosing, scope)
    if scope.element_type is ElementType.AD_HOC_SUB_PROCESS:
        return ad_hoc_activation.activate(x, scope, element.id, variables)
    instance = x.create(element, scope)
    if variables:
        x.variables.set_local(instance, variables)
    return instance


def set_in_scope(x: Execution, instance: ElementInstance, scope_id: str | None, variables: Mapping[str, object]) -> None:
    """Write variables to the element instance or to the one around it that runs `scope_id`; None: to the process.

    Raises RequestInvalid when no instance of `scope_id` encloses it.
    """
    scope: ElementInstance | None = x.rows.get(x.process_instance.key) if scope_id is None else instance
    while scope is not None and scope_id is not None and scope.element_id != scope_id:
        scope = x.scope_of(scope)
    if scope is None:
        raise RequestInvalid(f"{instance.element_id!r} is not inside {scope_id!r}.", "scopeId")
    x.variables.set_local(scope, variables)


def scope_around(x: Execution, source: ElementInstance, element_id: str) -> ElementInstance:
    """Return the innermost element instance around `source` that the element lives in, directly or deeper."""
    element = x.model.elements.get(element_id)
    around = set()
    while element is not None and element.parent_id is not None:
        around.add(element.parent_id)
        element = x.model.elements[element.parent_id]
    scope = x.scope_of(source)
    while scope is not None:
        if scope.element_id in around and scope.element_type is not ElementType.MULTI_INSTANCE_BODY:
            return scope
        scope = x.scope_of(scope)
    return x.rows.get(x.process_instance.key)


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
    live = [found for found in x.rows.active_instances(scope.key, element.id) if found.state in _OPEN]
    if not live and element.loop is not None:
        raise RequestInvalid(f"{element.id!r} is a loop without an instance; activate the loop itself.", "elementId")
    if len(live) > 1 or (live and element.loop is not None):
        raise RequestInvalid(
            f"{element.id!r} has several instances; name the one meant by its key.", "ancestorElementInstanceKey"
        )
    if live:
        return live[0]
    entered = x.create(element, scope)
    entered.memo = {STARTS: []}
    return entered
