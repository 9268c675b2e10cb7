"""Input and output mappings, and where results without a mapping go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import WRAPPERS, Element, ElementType, MultiInstance, VariableMapping
from engine.runtime import expressions
from engine.runtime.effects import IncidentType
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

_CATCHING = frozenset(
    {
        ElementType.START_EVENT,
        ElementType.INTERMEDIATE_CATCH_EVENT,
        ElementType.BOUNDARY_EVENT,
        ElementType.RECEIVE_TASK,
    },
)


def apply_inputs(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Create the element instance's local variables from its input mappings, in order, each seeing those before."""
    if instance.element_type in WRAPPERS:
        return
    if element.data_inputs:
        visible = x.context(instance)
        x.variables.set_local(instance, {target: visible[name] for name, target in element.data_inputs if name in visible})
    if element.inputs:
        x.variables.set_local(instance, _evaluate(x, instance, element.inputs, {}))


def apply_outputs(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Write what the output mappings say to the enclosing scopes; a child of a multi-instance keeps what its output element reads."""
    scope = x.scope_of(instance)
    if element.outputs and scope is not None and instance.element_type not in WRAPPERS:
        is_child = isinstance(element.loop, MultiInstance) and instance.loop_counter
        start = instance if is_child else scope
        x.variables.propagate(start, _evaluate(x, instance, element.outputs, x.context(start)))


def take_result(x: Execution, instance: ElementInstance, element: Element, values: Mapping[str, object]) -> None:
    """Take in the result of a job, user task or event: local when output mappings choose from it, else where the names live."""
    if element.outputs:
        x.variables.set_local(instance, values)
    else:
        x.variables.propagate(instance, with_data_outputs(element, values))


def with_data_outputs(element: Element, values: Mapping[str, object]) -> Mapping[str, object]:
    """Add what the data output associations copy from a result; what an event brings has one output, whatever its name (BPMN 2.0 §10.4.2)."""
    if not element.data_outputs or not values:
        return values
    if element.type in _CATCHING and len(values) == len(element.data_outputs) == 1:
        return {**values, element.data_outputs[0][1]: next(iter(values.values()))}
    return {**values, **{target: values[name] for name, target in element.data_outputs if name in values}}


def set_payload(x: Execution, instance: ElementInstance, values: Mapping[str, object]) -> None:
    """Give a start event what its output mappings choose from."""
    if values:
        x.variables.set_local(instance, values)


def _evaluate(
    x: Execution,
    instance: ElementInstance,
    mappings: tuple[VariableMapping, ...],
    existing: Mapping[str, object],
) -> dict[str, object]:
    values: dict[str, object] = {}
    for mapping in mappings:
        try:
            result = feel.to_json(expressions.value(x, instance, mapping.source, values))
        except CannotContinue as failure:
            raise CannotContinue(IncidentType.IO_MAPPING_ERROR, failure.message) from failure
        _put(values, mapping.target, result, existing)
    return values


def _put(values: dict[str, object], target: tuple[str, ...], result: object, existing: Mapping[str, object]) -> None:
    """Set a (nested) name; contexts on the way are copied, never changed in place."""
    name, *inner = target
    if not inner:
        values[name] = result
        return
    at = values.get(name, existing.get(name) if name in existing else None)
    outer = dict(at) if isinstance(at, Mapping) else {}
    values[name] = outer
    for step in inner[:-1]:
        following = outer.get(step)
        outer[step] = following = dict(following) if isinstance(following, Mapping) else {}
        outer = following
    outer[inner[-1]] = result
