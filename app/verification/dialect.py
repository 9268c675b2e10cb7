"""What the dialect adds to BPMN, done on the data of another engine's token: FEEL, decisions, and mappings of variables."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import feel
from app.verification.own import NOW

if TYPE_CHECKING:
    from engine.bpmn.process_model import Element, ProcessModel, Value, VariableMapping
    from engine.runtime.ports import DeployedDecision

Data = dict[str, object]


class CannotEvaluate(Exception):  # noqa: N818 (an error is named by the fact it states)
    """Where this engine would raise an incident."""


class Dialect:
    """The meaning of one process' extensions; data is a flat dictionary that the methods change as scopes would."""

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

    def inputs(self, element_id: str, data: Data) -> Data:
        """Return the local variables that an element's input mappings give it."""
        return self._mapped(self.model.elements[element_id].inputs, data, {})

    def work_done(self, element_id: str, data: Data, result: Mapping[str, object]) -> None:
        """Take the result of somebody's work."""
        self._leave(self.model.elements[element_id], data, result)

    def pass_through(self, element_id: str, data: Data) -> None:
        """Complete what needs no work."""
        self._leave(self.model.elements[element_id], data, {})

    def act(self, element_id: str, data: Data) -> None:
        """Do a script task or a business rule task."""
        element = self.model.elements[element_id]
        local = {**data, **self.inputs(element_id, data)}
        if element.script is not None:
            result = {element.script.result_variable: feel.to_json(self._evaluate(element.script.expression, local))}
        else:
            result = self._decide(element, local)
        self._leave(element, data, result)

    def leave_scope(self, element_id: str, outer: Data, inner: Data) -> Data:
        """Return the variables after a sub-process: its own are gone, but for what its output mappings choose."""
        element = self.model.elements[element_id]
        own = {mapping.target[0] for mapping in element.inputs}
        kept = {name: value for name, value in inner.items() if name not in own}
        kept |= {name: value for name, value in outer.items() if name in own}
        return {**copy.deepcopy(kept), **self._mapped(element.outputs, inner, kept)}

    def _leave(self, element: Element, data: Data, result: Mapping[str, object]) -> None:
        local = self._mapped(element.inputs, data, {})
        if element.outputs:
            data.update(self._mapped(element.outputs, {**data, **local, **result}, data))
        else:
            data.update({name: value for name, value in result.items() if name not in local})

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
