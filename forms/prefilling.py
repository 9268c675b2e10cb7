"""What a form shows before anyone has changed it: data kept so far, variables of the case, defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.components import CalculatedField, Component, Container, DynamicList, Field
from forms.paths import Path, lookup, store
from forms.settling import merge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.form import Form

_MISSING = object()


def prefill(form: Form, data: Mapping[str, object], variables: Mapping[str, object]) -> dict[str, object]:
    """Return `data` completed: a missing field has the variable of its path, else its default value.

    A field that is there stays as it is, also when it is null: somebody made it blank. A missing dynamic list has the
    rows of its variable, else as many empty ones as it begins with.
    """
    return prefill_components(form.components, data, variables)


def prefill_components(components: tuple[Component, ...], data: object = None, variables: object = None) -> dict[str, object]:
    """Return what `prefill` does for some components; without data and variables, a new row of a dynamic list."""
    result: dict[str, object] = {}
    for component in components:
        if isinstance(component, DynamicList):
            store(result, component.path, _rows(component, data, variables))
        elif isinstance(component, Container):
            inner = prefill_components(component.components, lookup(data, component.path), lookup(variables, component.path))
            merge(result, component.path, inner)
        elif isinstance(component, Field) and not isinstance(component, CalculatedField):
            store(result, component.path, _first(component.path, data, variables, component.default))
    return result


def _rows(component: DynamicList, data: object, variables: object) -> list[object]:
    rows = _first(component.path, data, variables, [{}] * component.default_rows)
    return [prefill_components(component.components, row) for row in rows] if isinstance(rows, list) else []


def _first(path: Path, data: object, variables: object, default: object) -> object:
    value = lookup(data, path, _MISSING)
    if value is _MISSING:
        value = lookup(variables, path)
        return default if value is None else value
    return value
