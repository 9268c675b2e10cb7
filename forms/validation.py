"""Checking a submission against its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from forms.components import CalculatedField, Component, Container, DynamicList, Field
from forms.field_rules import broken_rule
from forms.messages import Problem
from forms.paths import Path, format_path, lookup, store
from forms.reading import Reader
from forms.scope import Evaluator, Scope
from forms.settling import merge, rows_of, settle
from forms.typed_values import typed_values

if TYPE_CHECKING:
    from datetime import datetime

    from forms.form import Form
    from forms.settling import Settled
    from forms.texts import Language, Text

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Submission:
    """The outcome: `values` to store (only of visible, editable and calculated fields) and `errors` by path."""

    values: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Tell whether the values may be stored."""
        return not self.errors


def validate(
    form: Form,
    data: Mapping[str, object],
    variables: Mapping[str, object] = _NOTHING,
    *,
    now: datetime,
    language: Language = "th",
) -> Submission:
    """Check JSON `data` that was submitted to `form` in a case with `variables`, at the aware moment `now`.

    Every unknown, missing or wrong field is in `errors`, in the order of the form, unknown ones last. Hidden fields are
    neither required nor stored; read-only and disabled ones are not taken from `data`. In `values` numbers are int or
    Decimal, dates ISO 8601, blank fields null, empty multiple choices [].
    """
    evaluator = Evaluator(now)
    reader = Reader(evaluator)
    clean = reader.read(form.components, data, Scope(data, variables))
    settled = settle(form, clean, variables, evaluator)
    checking = _Checking(settled, variables, evaluator, reader.problems, language)
    typed = typed_values(form.components, settled.values)
    values = checking.values(form.components, settled.values, Scope(typed, variables), ())
    for path in reader.unknown:
        checking.errors[format_path(path)] = Problem("unknown").message(format_path(path), language)
    return Submission(values, checking.errors)


class _Checking:
    """Walks over what is visible, checks each value and collects what is to be stored."""

    def __init__(
        self,
        settled: Settled,
        variables: Mapping[str, object],
        evaluator: Evaluator,
        problems: Mapping[Path, Problem],
        language: Language,
    ) -> None:
        self.settled = settled
        self.variables = variables
        self.evaluator = evaluator
        self.problems = problems
        self.language = language
        self.errors: dict[str, str] = {}

    def values(self, components: tuple[Component, ...], source: object, scope: Scope, at: Path) -> dict[str, object]:
        """Return the values to store of components whose settled values lie in `source`, at the path `at`."""
        result: dict[str, object] = {}
        for component in components:
            if self.settled.is_hidden(component, rows_of(at)):
                continue
            match component:
                case DynamicList():
                    rows = self._rows(component, lookup(source, component.path), scope, (*at, *component.path))
                    store(result, component.path, rows)
                case Container():
                    path = (*at, *component.path)
                    self._note(path, self.problems.get(path) if component.path else None, component.label, scope)
                    merge(
                        result, component.path, self.values(component.components, lookup(source, component.path), scope, path)
                    )
                case Field():
                    self._field(component, lookup(source, component.path), scope, (*at, *component.path), result)
        return result

    def _rows(self, component: DynamicList, source: object, scope: Scope, at: Path) -> list[object]:
        rows = source if isinstance(source, list) else []
        problem = self.problems.get(at)
        if problem is None and len(rows) < component.min_rows:
            problem = Problem("min_rows", {"limit": component.min_rows})
        self._note(at, problem, component.label, scope)
        result: list[object] = []
        for position, row in enumerate(rows):
            path = (*at, position)
            self._note(path, self.problems.get(path), component.label, scope)
            typed = lookup(scope.data, path, row)
            inner = scope.enter(typed if isinstance(typed, Mapping) else {}, position)
            result.append(self.values(component.components, row, inner, path))
        return result

    def _field(self, component: Field, value: object, scope: Scope, at: Path, result: dict[str, object]) -> None:
        if self.settled.is_locked(component, rows_of(at)):
            if rows_of(at) or (value is not None and lookup(self.variables, at) is None):
                store(result, component.path, value)
            return
        if not isinstance(component, CalculatedField):
            problem = self.problems.get(at) or broken_rule(component, value, lookup(scope.data, at), scope, self.evaluator)
            self._note(at, problem, component.label, scope, component.messages)
        store(result, component.path, value)

    def _note(
        self,
        at: Path,
        problem: Problem | None,
        label: Text | None,
        scope: Scope,
        messages: Mapping[str, Text] = MappingProxyType({}),
    ) -> None:
        if problem is None:
            return
        own = messages.get(problem.rule)
        shown = label.render(self.language, scope, self.evaluator) if label else format_path(at)
        message = own.render(self.language, scope, self.evaluator) if own else problem.message(shown, self.language)
        self.errors[format_path(at)] = message
