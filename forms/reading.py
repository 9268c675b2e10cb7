"""Reading submitted JSON: clean values for known fields, and what is of a wrong kind or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forms.components import ChoiceField, Component, Container, DynamicList, Field
from forms.field_values import coerce
from forms.messages import Problem
from forms.options import options_of
from forms.paths import Path, lookup, store

if TYPE_CHECKING:
    from forms.scope import Evaluator, Scope


@dataclass(frozen=True, slots=True)
class _Level:
    """One object of the submission: its raw value, where it lies, what is read from it, the names it may have."""

    source: object
    at: Path
    scope: Scope
    result: dict[str, object] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)


class Reader:
    """Reads one submission; afterwards `problems` are what is of a wrong kind, `unknown` what the form does not have."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.problems: dict[Path, Problem] = {}
        self.unknown: list[Path] = []

    def read(
        self, components: tuple[Component, ...], source: Mapping[str, object], scope: Scope, at: Path = ()
    ) -> dict[str, object]:
        """Return the clean values of `components`, whose raw values lie in `source`."""
        level = _Level(source, at, scope)
        self._components(components, level)
        self._note_unknown(source, level.known, at)
        return level.result

    def _components(self, components: tuple[Component, ...], level: _Level) -> None:
        for component in components:
            match component:
                case DynamicList():
                    self._rows(component, level)
                case Container():
                    self._group(component, level)
                case Field():
                    self._field(component, level)

    def _field(self, component: Field, level: _Level) -> None:
        store(level.known, component.path, True)  # noqa: FBT003  the mark of a known name
        options = options_of(component, level.scope, self.evaluator) if isinstance(component, ChoiceField) else ()
        value, problem = coerce(component, lookup(level.source, component.path), options)
        store(level.result, component.path, value)
        if problem:
            self.problems[*level.at, *component.path] = problem

    def _group(self, group: Container, level: _Level) -> None:
        if not group.path:
            self._components(group.components, level)
            return
        source, at = lookup(level.source, group.path), (*level.at, *group.path)
        if source is not None and not isinstance(source, Mapping):
            self.problems[at] = Problem("type.group")
        for values in (level.result, level.known):
            if not isinstance(lookup(values, group.path), dict):
                store(values, group.path, {})
        result, known = lookup(level.result, group.path), lookup(level.known, group.path)
        if isinstance(result, dict) and isinstance(known, dict):
            self._components(group.components, replace(level, source=source, at=at, result=result, known=known))

    def _rows(self, component: DynamicList, level: _Level) -> None:
        store(level.known, component.path, True)  # noqa: FBT003  the mark of a known name
        source, at = lookup(level.source, component.path), (*level.at, *component.path)
        if source is not None and not isinstance(source, list):
            self.problems[at] = Problem("type.rows")
        rows = source if isinstance(source, list) else []
        if len(rows) > component.max_rows:
            self.problems[at] = Problem("max_rows", {"limit": component.max_rows})
        result: list[object] = []
        for position, row in enumerate(rows[: component.max_rows]):
            known_row = row if isinstance(row, Mapping) else {}
            if row is not known_row:
                self.problems[*at, position] = Problem("type.group")
            result.append(self.read(component.components, known_row, level.scope.enter(known_row, position), (*at, position)))
        store(level.result, component.path, result)

    def _note_unknown(self, source: object, known: Mapping[str, object], at: Path) -> None:
        for name, value in source.items() if isinstance(source, Mapping) else ():
            inner = known.get(name)
            if inner is None:
                self.unknown.append((*at, str(name)))
            elif isinstance(inner, Mapping):
                self._note_unknown(value, inner, (*at, str(name)))
