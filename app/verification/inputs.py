"""Inputs for a comparison: for every name that the diagram reads, values that make its conditions true and false."""

from __future__ import annotations

import random
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.verification.scope import happens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import feel
    from engine.bpmn.process_model import ProcessModel

_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
TRUTHS: tuple[object, ...] = (True, False)
LISTS: tuple[object, ...] = ([], [{}], [{}, {}, {}])
"""Values for what is counted or gone through."""
NOTHING: Mapping[str, list[object]] = MappingProxyType({})


class Inputs:
    """A reproducible choice of values; `fixed` keeps one value per name for a whole run."""

    def __init__(self, model: ProcessModel, seed: int, *, fixed: bool, known: Mapping[str, list[object]] = NOTHING) -> None:
        """Take values that are `known` of a name, from forms and tables, rather than those guessed from expressions."""
        self._random = random.Random(seed)  # noqa: S311 (reproducible test inputs)
        computed = computed_names(model)
        self._candidates = {name: found for name, found in _candidates(model).items() if name not in computed}
        self._candidates |= {
            name: ([], values) for name, values in known.items() if values and _is_read(self._candidates, name)
        }
        self._fixed = self._pick() if fixed else None

    def values(self) -> dict[str, object]:
        """Return a value for every name."""
        return dict(self._fixed) if self._fixed is not None else self._pick()

    def choose(self, names: list[str]) -> str:
        """Return one of the names."""
        return self._random.choice(names)

    def _pick(self) -> dict[str, object]:
        return {
            name: {inner: self._choice(values) for inner in parts} if parts else self._choice(values)
            for name, (parts, values) in self._candidates.items()
        }

    def _choice(self, values: list[object]) -> object:
        return self._random.choice(values or TRUTHS)


def computed_names(model: ProcessModel) -> frozenset[str]:
    """Return the variables that the process itself computes: nobody's result is one of them.

    One that an element hands on under its own name may be, unless an event may happen meanwhile: what follows that has
    variables of its own in SpiffWorkflow, and shared ones here.
    """
    computed, handed_on, made = set[str](), set[str](), set[str]()
    for element in model.elements.values():
        for mapping in element.outputs:
            is_handed_on = mapping.target == (mapping.source.text.removeprefix("=").strip(),)
            (handed_on if is_handed_on else computed).add(mapping.target[0])
        made |= {element.script.result_variable} if element.script is not None else set()
        made |= {element.decision.result_variable} if element.decision is not None else set()
    has_events = any(happens(model, element) for element in model.elements.values())
    return frozenset(computed - handed_on | (made if has_events else made - handed_on))


def _is_read(candidates: dict[str, tuple[list[str], list[object]]], name: str) -> bool:
    """Tell whether a known value may be given: a name that is read by its parts wants them."""
    return not candidates.get(name, ([], []))[0]


def _candidates(model: ProcessModel) -> dict[str, tuple[list[str], list[object]]]:
    """Return for each name the properties that are read of it, and values from the expressions that read it."""
    found: dict[str, tuple[list[str], list[object]]] = {}
    # A name is given values of one type: a comparison with another type is null, and what then happens is no matter of tokens.
    for expression in _expressions(model):
        literals: list[object] = list(_TEXT.findall(expression.text))
        literals += ["other"] if literals else []
        literals += [number + step for number in map(int, _NUMBER.findall(expression.text)) for step in (-1, 0, 1)]
        for name in expression.names:
            parts, values = found.setdefault(name, ([], []))
            values += [value for value in literals if not values or isinstance(value, type(values[0]))]
            parts += re.findall(rf"\b{re.escape(name)}\.(\w+)", expression.text)
            if re.search(rf"\bcount\({re.escape(name)}\)|\bin {re.escape(name)}\b|\b{re.escape(name)}\[", expression.text):
                values[:] = LISTS
    return found


def _expressions(model: ProcessModel) -> Iterator[feel.Expression]:
    for flow in model.flows.values():
        if flow.condition is not None:
            yield flow.condition
    for element in model.elements.values():
        if element.script is not None:
            yield element.script.expression
        for mapping in (*element.inputs, *element.outputs):
            if mapping.source.expression is not None:
                yield mapping.source.expression
