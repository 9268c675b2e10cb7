"""A form's data with dates and times as FEEL values, which validation rules compare."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import feel
from forms.components import Component, Container, DateTimeField, DateTimeKind, DynamicList
from forms.paths import lookup, store

_CONVERSIONS = {DateTimeKind.DATE: "date(text)", DateTimeKind.TIME: "time(text)", DateTimeKind.DATE_TIME: "date and time(text)"}


def typed_values(components: tuple[Component, ...], values: object) -> dict[str, object]:
    """Return a copy of `values` in which every date, time and date-time of `components` is a FEEL value."""
    result: dict[str, object] = dict(values) if isinstance(values, Mapping) else {}
    for component in components:
        if isinstance(component, DynamicList):
            rows = lookup(result, component.path)
            _replace(
                result,
                component.path,
                [typed_values(component.components, row) for row in rows] if isinstance(rows, list) else None,
            )
        elif isinstance(component, Container):
            inner = lookup(result, component.path) if component.path else result
            typed = typed_values(component.components, inner)
            if component.path:
                _replace(result, component.path, typed)
            else:
                result = typed
        elif isinstance(component, DateTimeField):
            text = lookup(result, component.path)
            if isinstance(text, str):
                _replace(result, component.path, _conversion(component.kind).evaluate({"text": text}))
    return result


def _replace(result: dict[str, object], path: tuple[str, ...], value: object) -> None:
    """Set a value that exists, copying the dicts on the way so that the original stays as it is."""
    if value is None:
        return
    for length in range(1, len(path)):
        inner = lookup(result, path[:length])
        store(result, path[:length], dict(inner) if isinstance(inner, Mapping) else {})
    store(result, path, value)


@functools.cache
def _conversion(kind: DateTimeKind) -> feel.Expression:
    return feel.compile(_CONVERSIONS[kind])
