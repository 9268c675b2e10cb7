"""Variables in scopes: what an element instance sees, and where a write goes (the nearest scope that has the name, else the process)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import feel
from engine.model.variable import UNLOADED, Variable
from engine.runtime.effects import Effect, HistoryRecorded, HistoryType, VariableChanged, VariableCreated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.model.element_instance import ElementInstance
    from engine.runtime.working_set import WorkingSet

_Layer = dict[str, Variable]
NO_NAMES: Mapping[str, object] = {}


class VisibleVariables(Mapping[str, object]):
    """The variables that an element instance sees, innermost scope first; `extra` hides them all."""

    __slots__ = ("_extra", "_layers", "_value_of")

    def __init__(self, layers: Sequence[_Layer], value_of: Callable[[Variable], object], extra: Mapping[str, object]) -> None:
        self._layers = layers
        self._value_of = value_of
        self._extra = extra

    def __getitem__(self, name: str) -> object:
        if name in self._extra:
            return self._extra[name]
        for layer in self._layers:
            if name in layer:
                return self._value_of(layer[name])
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self._extra or any(name in layer for layer in self._layers)

    def __iter__(self) -> Iterator[str]:
        names = dict.fromkeys(self._extra)
        for layer in self._layers:
            names.update(dict.fromkeys(layer))
        return iter(names)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Variables:
    """The variables of the scopes that a command touches; a scope chain is read with one query."""

    def __init__(self, rows: WorkingSet, new_key: Callable[[], int], emit: Callable[[Effect], None]) -> None:
        self._rows = rows
        self._new_key = new_key
        self._emit = emit
        self._layers: dict[int, _Layer] = {}
        self._touched: dict[int, Effect] = {}
        self.changed: set[tuple[str, str]] = set()
        """What was written since somebody last emptied it, for conditional events: names, each with create or update."""

    def visible(self, instance: ElementInstance, extra: Mapping[str, object] = NO_NAMES) -> VisibleVariables:
        """Return what the element instance sees."""
        return VisibleVariables([self._layers[key] for key in self._chain(instance)], self._value, extra)

    def local(self, instance: ElementInstance) -> dict[str, object]:
        """Return the variables of the scope itself."""
        self._chain(instance)
        return {name: self._value(variable) for name, variable in self._layers[instance.key].items()}

    def set_local(self, instance: ElementInstance, values: Mapping[str, object]) -> None:
        """Write variables to the scope itself."""
        self._chain(instance)
        for name, value in values.items():
            self._write(instance, name, value)

    def propagate(self, instance: ElementInstance, values: Mapping[str, object]) -> None:
        """Write each variable to the nearest scope that has it, from the element instance outwards, else to the process."""
        if not values:
            return
        chain = self._chain(instance)
        for name, value in values.items():
            owner = next((key for key in chain if name in self._layers[key]), chain[-1])
            self._write(self._rows.get(owner), name, value)

    def changes(self) -> Iterator[Effect]:
        """Yield one insert or update for each variable that was written."""
        yield from self._touched.values()

    def _chain(self, instance: ElementInstance) -> list[int]:
        chain = [instance.key]
        while instance.scope_key is not None:
            instance = self._rows.get(instance.scope_key)
            chain.append(instance.key)
        missing = [key for key in chain if key not in self._layers]
        if missing:
            self._load(missing)
        return chain

    def _load(self, scope_keys: list[int]) -> None:
        for key in scope_keys:
            self._layers[key] = {}
        stored = [key for key in scope_keys if not self._rows.is_new(key)]
        for variable in self._rows.reader.variables(stored) if stored else ():
            self._layers[variable.scope_key][variable.name] = variable

    def _value(self, variable: Variable) -> object:
        if variable.value is UNLOADED:
            variable.value = self._rows.reader.variable_value(variable.key)
        return variable.value

    def _write(self, scope: ElementInstance, name: str, value: object) -> None:
        value = feel.to_json(value)
        layer = self._layers[scope.key]
        variable = layer.get(name)
        data: dict[str, object] = {"scopeKey": scope.key, "name": name}
        if variable is None:
            variable = layer[name] = Variable(self._new_key(), scope.process_instance_key, scope.key, name, value)
            self._touched[variable.key] = VariableCreated(variable)
            kind = HistoryType.VARIABLE_CREATED
        else:
            before = self._value(variable)
            if _is_same(before, value):
                return
            kind = HistoryType.VARIABLE_UPDATED
            data["before"] = before
            variable.value = value
            self._touched.setdefault(variable.key, VariableChanged(variable))
        data["after"] = value
        self.changed.add((name, "create" if kind is HistoryType.VARIABLE_CREATED else "update"))
        self._emit(HistoryRecorded(kind, scope.key, scope.element_id, scope.element_type, data))


def _is_same(before: object, after: object) -> bool:
    """Return whether two JSON values are equal; true is not 1."""
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(_is_same(before[key], after[key]) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_is_same, before, after))
    return isinstance(before, bool) == isinstance(after, bool) and before == after
