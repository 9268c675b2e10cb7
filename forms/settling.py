"""What is shown and what follows from it: hidden components, values kept from the case and calculated values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from forms.components import CalculatedField, Component, Container, DynamicList, Field
from forms.paths import Path, lookup, store
from forms.scope import Scope

if TYPE_CHECKING:
    from forms.form import Form
    from forms.scope import Evaluator

# A component by its id and the rows it is in, counted from 0.
Place: TypeAlias = tuple[str, tuple[int, ...]]

MAX_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Settled:
    """A form's data without hidden values and with calculated ones, and where something is hidden or not editable."""

    values: dict[str, object]
    hidden: frozenset[Place]
    locked: frozenset[Place]

    def is_hidden(self, component: Component, rows: tuple[int, ...]) -> bool:
        """Tell whether the component is hidden in this row; what lies inside a hidden container is not asked for."""
        return (component.id, rows) in self.hidden

    def is_locked(self, component: Component, rows: tuple[int, ...]) -> bool:
        """Tell whether the field is disabled or read-only in this row."""
        return (component.id, rows) in self.locked


def settle(form: Form, data: Mapping[str, object], variables: Mapping[str, object], evaluator: Evaluator) -> Settled:
    """Evaluate conditions and calculations over `data` until nothing changes any more, in at most `MAX_ROUNDS` rounds.

    A hidden value counts as absent for all other expressions; a field that cannot be edited has its variable's value,
    else its default.
    """
    settled = Settled({**data}, frozenset(), frozenset())
    for _ in range(MAX_ROUNDS):
        round_ = _Round(data, Scope(settled.values, variables), evaluator)
        values = round_.values(form.components, data, round_.top, ())
        following = Settled(values, frozenset(round_.hidden), frozenset(round_.locked))
        if following == settled:
            break
        settled = following
    return settled


class _Round:
    """One pass over the form with the expressions' scope of the round before."""

    def __init__(self, data: Mapping[str, object], top: Scope, evaluator: Evaluator) -> None:
        self.data = data
        self.top = top
        self.evaluator = evaluator
        self.hidden: set[Place] = set()
        self.locked: set[Place] = set()

    def values(self, components: tuple[Component, ...], source: object, scope: Scope, at: Path) -> dict[str, object]:
        """Return the values of visible components, read from `source`, which lies at the path `at`."""
        result: dict[str, object] = {}
        for component in components:
            place = (component.id, rows_of(at))
            if component.hide is not None and self.evaluator.is_true(component.hide, scope):
                self.hidden.add(place)
            elif isinstance(component, DynamicList):
                store(
                    result, component.path, self._rows(component, lookup(source, component.path), scope, (*at, *component.path))
                )
            elif isinstance(component, Container):
                inner = lookup(source, component.path, {})
                merge(result, component.path, self.values(component.components, inner, scope, (*at, *component.path)))
            elif isinstance(component, Field):
                store(result, component.path, self._value(component, source, scope, (*at, *component.path), place))
        return result

    def _rows(self, component: DynamicList, source: object, scope: Scope, at: Path) -> list[object]:
        rows: list[object] = []
        for position, row in enumerate(source if isinstance(source, list) else []):
            known = row if isinstance(row, Mapping) else {}
            current = lookup(scope.data, (*at, position), known)
            inner = scope.enter(current if isinstance(current, Mapping) else known, position)
            rows.append(self.values(component.components, known, inner, (*at, position)))
        return rows

    def _value(self, field: Field, source: object, scope: Scope, at: Path, place: Place) -> object:
        if isinstance(field, CalculatedField):
            return self.evaluator.value(field.expression, scope)
        if any(self.evaluator.is_true(switch, scope) for switch in (field.disabled, field.readonly)):
            self.locked.add(place)
            kept = lookup(self.top.variables, at)
            return field.default if kept is None else kept
        return lookup(source, field.path)


def rows_of(path: Path) -> tuple[int, ...]:
    """Return the positions on a path, which tell the rows a component is in."""
    return tuple(step for step in path if isinstance(step, int))


def merge(result: dict[str, object], path: tuple[str, ...], values: dict[str, object]) -> None:
    """Put the values of a group where they belong; groups may share a path."""
    if not path:
        for name, value in values.items():
            both = isinstance(value, dict) and isinstance(result.get(name), dict)
            result[name] = {**result[name], **value} if both else value  # type: ignore[dict-item]  # both are dicts
        return
    around = lookup(result, path)
    store(result, path, {**around, **values} if isinstance(around, dict) else values)
