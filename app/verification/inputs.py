"""Inputs for a comparison: for every name that the diagram reads, values that make its conditions true and false."""

from __future__ import annotations

import random
import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import MultiInstance, StandardLoop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import feel
    from engine.bpmn.process_model import ProcessModel

_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PART = re.compile(r'\.(\w+) *!?= *"((?:[^"\\]|\\.)*)"')
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
Place = tuple[str, str, str]
"""The task, the name, the part of it."""
NOTHING: Mapping[str, list[object]] = MappingProxyType({})


class Inputs:
    """A reproducible choice of values."""

    def __init__(
        self,
        model: ProcessModel,
        seed: int | str,
        *,
        known: Mapping[str, list[object]] = NOTHING,
        fields: Mapping[str, Mapping[str, list[object]]] = MappingProxyType({}),
        given: Counter[tuple[str, str, str, int]] | None = None,
    ) -> None:
        """Take values that are `known` of a name, from forms and tables, rather than those guessed from expressions.

        `fields` has those of the form of a user task, by its id: a name may mean one thing there and another elsewhere.
        `given` counts what runs before this one were given.
        """
        self._given: Counter[tuple[str, str, str, int]] = Counter() if given is None else given
        self._fields = fields
        self._random = random.Random(seed)  # noqa: S311 (reproducible test inputs)
        computed = computed_names(model)
        self._candidates = {name: found for name, found in _candidates(model).items() if name not in computed}
        self._candidates |= {
            name: ([], values) for name, values in known.items() if values and _is_read(self._candidates, name)
        }
        for name, texts in _compared_as_parts(model).items():
            parts, values = self._candidates.get(name, ([], ["other"]))
            if name not in computed:
                self._candidates[name] = parts, [*values, *(text for text in texts if text not in values)]
        for name in _compared_with_null(model) & self._candidates.keys():
            parts, values = self._candidates[name]
            self._candidates[name] = parts, [*(values or TRUTHS), None]

    def values(self, element_id: str = "") -> dict[str, object]:
        """Return a value for every name, as the result of a task if one is given."""
        fields = self._fields.get(element_id, {})
        found: dict[str, object] = {}
        for name, (parts, values) in self._candidates.items():
            if parts:
                found[name] = {inner: self._choice((element_id, name, inner), values) for inner in parts}
            else:
                found[name] = self._choice((element_id, name, ""), fields.get(name) or values)
        return found

    def choose_fresh(self, fresh: list[str], share: float) -> str | None:
        """Return one of these in a share of the cases."""
        return self._random.choice(fresh) if fresh and self._random.random() < share else None

    def choose(self, tasks: list[str], events: list[str]) -> str:
        """Return one of the tasks, now and then one of the events: those that interrupt would else end most runs early."""
        return self._random.choice(events if events and (not tasks or self._random.random() < EVENTS) else tasks)

    def _choice(self, place: Place, values: list[object]) -> object:
        """Choose one of two at random: the one that was given less often at this place."""
        numbers = [self._random.randrange(len(values or TRUTHS)) for _ in range(2)]
        chosen = min(numbers, key=lambda number: self._given[*place, number])
        self._given[*place, chosen] += 1
        return (values or TRUTHS)[chosen]


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
        for name in sorted(expression.names):
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
        for name in () if collection is None else sorted(collection.names):
            if collection is not None and re.fullmatch(rf"=?\s*{re.escape(name)}(\.\w+)*\s*", collection.text):
                found[name][1][:] = _lists(*found.get(loop.input_element or "", ([], [])))
    return found


def _compared_with_null(model: ProcessModel) -> set[str]:
    return {
        name
        for flow in model.flows.values()
        if flow.condition is not None
        for name in flow.condition.names
        if re.search(rf"(?<![\w.]){re.escape(name)} *!?= *null\b", flow.condition.text)
    }


def _compared_as_parts(model: ProcessModel) -> dict[str, list[str]]:
    """Return the texts with which a part of something is compared, by its name: that may be what a result of this name becomes."""
    found: dict[str, list[str]] = {}
    for flow in model.flows.values():
        for name, text in _PART.findall(flow.condition.text) if flow.condition is not None else ():
            found.setdefault(name, []).append(text)
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
