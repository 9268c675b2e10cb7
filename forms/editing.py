"""The buttons inside a form that work without a script: add a row, remove a row or a file, show the form again."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from forms.components import Component, Container, DynamicList, FileField
from forms.paths import Path, lookup, parse_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from forms.form import Form

ADD, REMOVE, REFRESH = "__add:", "__remove:", "__refresh"


def action_in(posted: Iterable[tuple[str, str]]) -> str | None:
    """Return the name of the button inside the form that was pressed; null: the form itself was sent."""
    return next((name for name, _ in posted if name.startswith((ADD, REMOVE)) or name == REFRESH), None)


def apply_action(form: Form, data: Mapping[str, object], action: str) -> dict[str, object]:
    """Return a copy of the decoded `data` after `__add:<path>`, `__remove:<path>:<position>` or `__refresh`.

    An action that does not fit the form or its limits of rows changes nothing.
    """
    changed = copy.deepcopy(dict(data))
    if action.startswith(ADD):
        path = parse_path(action.removeprefix(ADD))
        component = _component(form.components, _names(path))
        rows = lookup(changed, path)
        if isinstance(component, DynamicList) and isinstance(rows, list) and len(rows) < component.max_rows:
            rows.append({})
    elif action.startswith(REMOVE):
        name, _, position = action.removeprefix(REMOVE).rpartition(":")
        path = parse_path(name)
        items = lookup(changed, path)
        exists = isinstance(items, list) and position.isascii() and position.isdigit() and int(position) < len(items)
        if exists and _component(form.components, _names(path)):
            del items[int(position)]  # type: ignore[attr-defined]  # exists: it is a list
    return changed


def _names(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _component(components: tuple[Component, ...], names: tuple[str, ...]) -> Component | None:
    """Return the list or file field at a path of names, whatever rows it is in."""
    for component in components:
        if isinstance(component, DynamicList | FileField) and component.path == names:
            return component
        if isinstance(component, Container) and names[: len(component.path)] == component.path:
            found = _component(component.components, names[len(component.path) :])
            if found:
                return found
    return None
