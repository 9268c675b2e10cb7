"""What is activated inside an ad-hoc sub-process, in a scope of its own where outputs are collected or a worker leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import Element, ElementType
from engine.errors import RequestInvalid
from engine.runtime import expressions, input_items, triggers
from engine.runtime.effects import IncidentType
from engine.runtime.failures import CannotContinue
from engine.runtime.variables import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

ELEMENTS = "adHocSubProcessElements"
"""The variable that tells workers what can be activated."""


def chosen(x: Execution, instance: ElementInstance, element: Element) -> list[str]:
    """Return the ids of what starts with the sub-process; raise CannotContinue."""
    settings = element.ad_hoc
    if settings is None or settings.active_elements_collection is None:
        return list(element.entry_points) if settings is None or settings.starts_all else []
    ids = expressions.evaluate(x, instance, settings.active_elements_collection)
    if not isinstance(ids, list) or any(element_id not in element.children for element_id in ids):
        message = f"The active elements of {element.id} should be a list of ids of elements inside it, but are {ids!r}."
        raise CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, message)
    return [str(element_id) for element_id in ids]


def prepare(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Create the variables of the sub-process: what can be activated, and the list that outputs are collected in."""
    settings = element.ad_hoc
    if settings is not None and not settings.starts_all:
        x.variables.set_local(instance, {ELEMENTS: [_told(x.model.elements[each]) for each in element.entry_points]})
    if settings is not None and settings.output_collection is not None:
        x.variables.set_local(instance, {settings.output_collection: []})


def activate(
    x: Execution, scope: ElementInstance, element_id: str, variables: Mapping[str, object] = NO_NAMES
) -> ElementInstance:
    """Activate one element with variables of its own."""
    element = x.element(scope)
    settings = element.ad_hoc
    if settings is None or not settings.keeps_apart:
        instance = x.create(x.model.elements[element_id], scope)
        x.variables.set_local(instance, variables)
        return instance
    inner = x.create(element, scope, element_type=ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE)
    inner.memo = {triggers.STARTS: [element_id]}
    output = settings.output_element.expression if settings.output_element is not None else None
    x.variables.set_local(inner, {**(input_items.output_names(output) if output is not None else {}), **variables})
    return inner


def require_activatable(element: Element, element_id: str) -> None:
    """Raise RequestInvalid unless the element is one that the ad-hoc sub-process can start with."""
    if element_id not in element.entry_points:
        message = f"{element_id!r} is no element of {element.id!r} without an incoming flow; only such can be activated."
        raise RequestInvalid(message, "elementId")


def collect(x: Execution, inner: ElementInstance, element: Element) -> None:
    """Add the output of an activation to the collection of its sub-process; raise CannotContinue."""
    settings = element.ad_hoc
    if settings is None or settings.output_collection is None or settings.output_element is None:
        return
    output = feel.to_json(expressions.value(x, inner, settings.output_element))
    scope = x.rows.get(inner.scope_key or 0)
    collected = x.variables.local(scope).get(settings.output_collection)
    before = collected if isinstance(collected, list) else []
    x.variables.set_local(scope, {settings.output_collection: [*before, output]})


def hand_out(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Give the collection to the scope around the sub-process."""
    name = element.ad_hoc.output_collection if element.ad_hoc is not None else None
    scope = x.scope_of(instance)
    if name is not None and scope is not None:
        x.variables.propagate(scope, {name: x.variables.local(instance).get(name)})


def _told(element: Element) -> dict[str, object]:
    return {
        "elementId": element.id,
        "elementName": element.name,
        "documentation": element.documentation,
        "properties": dict(element.properties),
    }
