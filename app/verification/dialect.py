"""What the dialect adds to BPMN, for another engine that moves the tokens: FEEL, decisions, and mappings of variables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import feel
from app.verification.own import NOW
from app.verification.scope import instance_names
from app.verification.scopes import Data, Scope
from engine.bpmn.process_model import MultiInstance

if TYPE_CHECKING:
    from engine.bpmn.process_model import Element, ProcessModel, Value, VariableMapping
    from engine.runtime.ports import DeployedDecision


class CannotEvaluate(Exception):  # noqa: N818 (an error is named by the fact it states)
    """Where this engine would raise an incident."""


class Dialect:
    """The meaning of one process' extensions."""

    def __init__(self, model: ProcessModel, decisions: Mapping[str, DeployedDecision]) -> None:
        self.model = model
        self._decisions = decisions

    def condition(self, expression: str, data: Data) -> bool:
        """Evaluate a condition; raise CannotEvaluate when it is neither true nor false."""
        value = self._evaluate(_compiled(expression), data)
        if not isinstance(value, bool):
            raise CannotEvaluate(f"{expression} is neither true nor false.")
        return value

    def cardinality(self, expression: str, data: Data) -> int:
        """Evaluate a number of instances; raise CannotEvaluate when it is none."""
        value = self._evaluate(_compiled(expression), data)
        if not isinstance(value, Decimal | int):
            raise CannotEvaluate(f"{expression} is no number.")
        return int(value)

    def items(self, element_id: str, data: Data) -> list[object]:
        """Return what a multi-instance goes through; raise CannotEvaluate when it is no list."""
        loop = self._multi_instance(element_id)
        source = None if loop is None or loop.input_collection is None else loop.input_collection.expression
        items = None if source is None else feel.to_json(self._evaluate(source, data))
        if not isinstance(items, list):
            raise CannotEvaluate(f"{element_id} has no list to go through.")
        return items

    def output(self, element_id: str, data: Data) -> object:
        """Return what an instance gives to the output collection."""
        loop = self._multi_instance(element_id)
        value = None if loop is None else loop.output_element
        if value is None or value.expression is None:
            return None if value is None else value.text
        return feel.to_json(self._evaluate(value.expression, data))

    def begin_instance(self, element_id: str, around: Scope, number: int, items: list[object] | None) -> Scope:
        """Return the scope of an instance or round of an activity; what its output is a part of, it has to itself."""
        loop, scope = self._multi_instance(element_id), Scope(around)
        if loop is not None:
            scope.own.update(dict.fromkeys(instance_names(loop)))
            if loop.input_element is not None and items is not None:
                scope.own[loop.input_element] = items[number - 1]
        scope.own["loopCounter"] = number
        return self._with_inputs(element_id, scope)

    def begin(self, element_id: str, around: Scope) -> Scope:
        """Return the scope of an activity, with what its input mappings give it."""
        return self._with_inputs(element_id, Scope(around))

    def leave(self, element_id: str, scope: Scope, result: Mapping[str, object]) -> None:
        """Take the result of an activity, and write what its output mappings choose outwards."""
        element = self.model.elements[element_id]
        if not element.outputs:
            scope.write(result)
            return
        scope.own.update(result)
        start = scope if self._multi_instance(element_id) is not None or scope.around is None else scope.around
        start.write(self._mapped(element.outputs, scope.visible(), start.visible()))

    def act(self, element_id: str, scope: Scope) -> None:
        """Do a script task or a business rule task."""
        element = self.model.elements[element_id]
        if element.script is not None:
            value = feel.to_json(self._evaluate(element.script.expression, scope.visible()))
            self.leave(element_id, scope, {element.script.result_variable: value})
        else:
            self.leave(element_id, scope, self._decide(element, scope.visible()))

    def _with_inputs(self, element_id: str, scope: Scope) -> Scope:
        element = self.model.elements.get(element_id)
        if element is not None:
            scope.own.update(self._mapped(element.inputs, scope.visible(), {}))
        return scope

    def _multi_instance(self, element_id: str) -> MultiInstance | None:
        loop = self.model.elements[element_id].loop
        return loop if isinstance(loop, MultiInstance) else None

    def _decide(self, element: Element, data: Data) -> Data:
        called = element.decision
        decision = None if called is None else self._decisions.get(self._text(called.decision_id, data))
        if called is None or decision is None:
            raise CannotEvaluate(f"{element.id} asks for a decision that is not there.")
        outcome = decision.evaluate(data, feel.Evaluation(now=lambda: NOW))
        if outcome.failure is not None:
            raise CannotEvaluate(outcome.failure)
        return {called.result_variable: outcome.output}

    def _mapped(self, mappings: tuple[VariableMapping, ...], data: Data, existing: Data) -> Data:
        values: Data = {}
        for mapping in mappings:
            source = mapping.source
            seen = {**data, **values}
            result = source.text if source.expression is None else feel.to_json(self._evaluate(source.expression, seen))
            _put(values, mapping.target, result, existing)
        return values

    def _text(self, value: Value, data: Data) -> str:
        return value.text if value.expression is None else str(self._evaluate(value.expression, data))

    def _evaluate(self, expression: feel.Expression, data: Data) -> object:
        return expression.evaluate(data, feel.Evaluation(now=lambda: NOW))


@lru_cache(maxsize=1_000)
def _compiled(expression: str) -> feel.Expression:
    return feel.compile(expression.strip().removeprefix("=").strip())


def _put(values: Data, target: tuple[str, ...], result: object, existing: Data) -> None:
    """Set a name, or a name inside contexts, of which those on the way are copied."""
    name, *inner = target
    if not inner:
        values[name] = result
        return
    found = values.get(name, existing.get(name))
    nested = dict(found) if isinstance(found, Mapping) else {}
    _put(nested, tuple(inner), result, dict(nested))
    values[name] = nested
