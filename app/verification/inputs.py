"""Inputs for a comparison: for every name that the diagram reads, values that make its conditions true and false."""

from __future__ import annotations

import random
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import MultiInstance, StandardLoop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import feel
    from engine.bpmn.process_model import ProcessModel

_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
TRUTHS: tuple[object, ...] = (True, False)
LISTS: tuple[object, ...] = ([], [{}], [{}, {}, {}])
"""Values for what is counted or gone through."""
LOOP_NAMES = (
    "loopCounter",
    *(f"numberOf{which}Instances" for which in ("", "Active", "Completed", "Terminated")),
)
"""What loops count themselves (BPMN 2.0 table 10.30)."""
EVENTS = 0.12
"""The share of events among what happens where there are tasks to do, too."""
NOTHING: Mapping[str, list[object]] = MappingProxyType({})


class Inputs:
    """A reproducible choice of values."""

    def __init__(self, model: ProcessModel, seed: int, *, known: Mapping[str, list[object]] = NOTHING) -> None:
        """Take values that are `known` of a name, from forms and tables, rather than those guessed from expressions."""
        self._random = random.Random(seed)  # noqa: S311 (reproducible test inputs)
        computed = computed_names(model)
        self._candidates = {name: found for name, found in _candidates(model).items() if name not in computed}
        self._candidates |= {
            name: ([], values) for name, values in known.items() if values and _is_read(self._candidates, name)
        }

    def values(self) -> dict[str, object]:
        """Return a value for every name."""
        return self._pick()

    def choose(self, tasks: list[str], events: list[str]) -> str:
        """Return one of the tasks, now and then one of the events: those that interrupt would else end most runs early."""
        return self._random.choice(events if events and (not tasks or self._random.random() < EVENTS) else tasks)

    def _pick(self) -> dict[str, object]:
        return {
            name: {inner: self._choice(values) for inner in parts} if parts else self._choice(values)
            for name, (parts, values) in self._candidates.items()
        }

    def _choice(self, values: list[object]) -> object:
        return self._random.choice(values or TRUTHS)


def computed_names(model: ProcessModel) -> frozenset[str]:
    """Return the variables that the process itself computes: nobody's result is one of them, unless an element only hands it on."""
    computed, handed_on, made = set[str](), set[str](), set[str](LOOP_NAMES)
    for element in model.elements.values():
        for mapping in element.outputs:
            is_handed_on = mapping.target == (mapping.source.text.removeprefix("=").strip(),)
            (handed_on if is_handed_on else computed).add(mapping.target[0])
        made |= {element.script.result_variable} if element.script is not None else set()
        made |= {element.decision.result_variable} if element.decision is not None else set()
        if isinstance(element.loop, MultiInstance):
            made |= {name for name in (element.loop.input_element, element.loop.output_collection) if name is not None}
    return frozenset((computed | made) - handed_on)


def _is_read(candidates: dict[str, tuple[list[str], list[object]]], name: str) -> bool:
    """Tell whether a known value may be given: a name that is read by its parts wants them, and one that is gone through a list."""
    parts, values = candidates.get(name, ([], []))
    return not parts and not (values and isinstance(values[0], list))


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
            values += [value for value in literals if isinstance(value, type((values or literals)[0]))]
            parts += re.findall(rf"\b{re.escape(name)}\.(\w+)", expression.text)
            if re.search(
                rf"\bcount\({re.escape(name)}\)|\bin {re.escape(name)}\b|\b{re.escape(name)}\[|\[\] else {re.escape(name)}\b",
                expression.text,
            ):
                values[:] = LISTS
    for loop in _multi_instances(model):
        collection = None if loop.input_collection is None else loop.input_collection.expression
        for name in () if collection is None else collection.names:
            if collection is not None and re.fullmatch(rf"=?\s*{re.escape(name)}(\.\w+)*\s*", collection.text):
                found[name][1][:] = _lists(*found.get(loop.input_element or "", ([], [])))
    return found


def _lists(parts: list[str], values: list[object]) -> list[object]:
    """Return lists of items that have these parts, or are these values."""
    if parts:
        values = [dict(zip(parts, chosen, strict=True)) for chosen in zip(*[(values or TRUTHS) * 2] * len(parts), strict=False)]
    items = (values or [{}]) * 3
    return [[], items[:1], items[:3]]


def _multi_instances(model: ProcessModel) -> Iterator[MultiInstance]:
    return (element.loop for element in model.elements.values() if isinstance(element.loop, MultiInstance))


def _expressions(model: ProcessModel) -> Iterator[feel.Expression]:
    for flow in model.flows.values():
        if flow.condition is not None:
            yield flow.condition
    for element in model.elements.values():
        if element.script is not None:
            yield element.script.expression
        yield from _of_loop(element.loop)
        for mapping in (*element.inputs, *element.outputs):
            if mapping.source.expression is not None:
                yield mapping.source.expression


def _of_loop(loop: MultiInstance | StandardLoop | None) -> Iterator[feel.Expression]:
    if isinstance(loop, MultiInstance):
        values = (loop.input_collection, loop.cardinality, loop.output_element)
        yield from (value.expression for value in values if value is not None and value.expression is not None)
    condition = loop.condition if isinstance(loop, StandardLoop) else loop.completion_condition if loop is not None else None
    if condition is not None:
        yield condition
