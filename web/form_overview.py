"""What a page needs to know of a form as a whole: where its errors are, which variables its scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from forms import CalculatedField, Component, Container, DynamicList, Field, FileField
from forms.paths import parse_path
from web.form_controls import first_control_id
from web.form_view import html_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def error_links(components: tuple[Component, ...], errors: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what the error summary lists, each with the link to its control where the form has one."""
    targets = dict(_fields(components, ()))
    links: list[dict[str, str]] = []
    for text_path, message in errors.items():
        path = parse_path(text_path)
        names = tuple("[]" if isinstance(step, int) else step for step in path)
        link = {"text": message}
        if names in targets:
            field = targets[names]
            link["href"] = f"#{first_control_id(field, path) if field else html_id(path)}"
        links.append(link)
    return links


def _fields(components: tuple[Component, ...], around: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Field | None]]:
    """Yield the fields by their paths without positions, and null for a list and for its rows."""
    for component in components:
        if isinstance(component, Field):
            yield (*around, *component.path), component
        elif isinstance(component, Container):
            path = (*around, *component.path)
            if isinstance(component, DynamicList):
                yield path, None
                path = (*path, "[]")
                yield path, None
            yield from _fields(component.components, path)


def has_buttons(components: tuple[Component, ...]) -> bool:
    """Tell whether the form has buttons of its own, to add or remove something."""
    return any(
        isinstance(component, DynamicList | FileField)
        or (isinstance(component, Container) and has_buttons(component.components))
        for component in components
    )


def client_variables(components: tuple[Component, ...], variables: Mapping[str, object]) -> dict[str, object]:
    """Return the variables that the form's conditions and calculations read, and no others: the page shows them to scripts."""
    names = {name for expression in _expressions(components) for name in expression.names | expression.possible_names}
    return {name: feel.to_json(variables[name]) for name in sorted(names) if name in variables}


def _expressions(components: tuple[Component, ...]) -> Iterator[feel.Expression]:
    for component in components:
        if component.hide is not None:
            yield component.hide
        if isinstance(component, CalculatedField):
            yield component.expression
        if isinstance(component, Container):
            yield from _expressions(component.components)
