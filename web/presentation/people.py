"""People by name where a process holds their user names: choices among them, and answers that name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.queries import organisation
from forms import ChoiceField
from web.presentation.fact_values import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from forms import Form


def names_in(connection: Any, variables: Mapping[str, object]) -> dict[str, str]:
    """Return the names of the people whose user names stand in the variables; `connection` is an open read."""
    return _names(connection, set(_user_names(variables)))


def choices_of_people(
    connection: Any, form: Form, variables: Mapping[str, object], values: Mapping[str, object]
) -> dict[str, object]:
    """Return options with names for the variables that offer people to choose from; `connection` is an open read.

    A form that asks for people offers a list of user names. Where the list is gone, what was chosen takes its place.
    """
    found: dict[str, object] = {}
    for field in form.fields():
        offered = _offered(field, variables, values) if isinstance(field, ChoiceField) else None
        if offered is None:
            continue
        variable, user_names = offered
        names = _names(connection, set(user_names))
        if user_names and names.keys() >= set(user_names):
            found[variable] = [{"value": user_name, "label": names[user_name]} for user_name in user_names]
    return found


def _offered(field: ChoiceField, variables: Mapping[str, object], values: Mapping[str, object]) -> tuple[str, list[str]] | None:
    """Return the variable that holds a field's options, and its texts; None when an expression makes them."""
    expression = field.options_expression
    variable = field.options_key or (expression.text.strip() if expression else "")
    if not variable or (expression and expression.names != {variable}):
        return None
    offered = variables.get(variable, values.get(field.path[-1]))
    texts = offered if isinstance(offered, list) else [offered]
    return variable, [text for text in texts if isinstance(text, str)]


def _names(connection: Any, user_names: set[str]) -> dict[str, str]:
    found = organisation.people(connection, user_names) if user_names else {}
    return {user_name: person.name for user_name, person in found.items()}


def _user_names(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, str) and name in PEOPLE:
        yield value
    elif isinstance(value, Mapping):
        for inner_name, inner in value.items():
            yield from _user_names(inner, inner_name)
    elif isinstance(value, list):
        for inner in value:
            yield from _user_names(inner, name)
