"""Variables as they come from outside: checked before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import VariableInvalid
from engine.model import json_text

MAX_NAME = 255
MAX_SIZE = 4 * 1024 * 1024
"""Characters of JSON that one variable may have: larger things are documents."""
MAX_DEPTH = 100


def checked_variables(variables: Mapping[str, object]) -> dict[str, object]:
    """Return the variables; raise VariableInvalid for names that are too long or empty and values that are no JSON."""
    return {name: _checked(name, value) for name, value in variables.items()}


def _checked(name: str, value: object) -> object:
    if not name.strip() or len(name) > MAX_NAME:
        raise VariableInvalid(f"A variable's name has 1 to {MAX_NAME} characters.", name[:MAX_NAME])
    if isinstance(value, str | int | bool | None):
        if isinstance(value, str) and len(value) > MAX_SIZE:
            raise VariableInvalid(f"The variable {name} is too large.", name)
        return value
    _check_depth(name, value)
    try:
        text = json_text.dumps(value)
    except (TypeError, ValueError) as error:
        raise VariableInvalid(f"The variable {name} is no JSON value: {error}", name) from error
    if len(text) > MAX_SIZE:
        raise VariableInvalid(f"The variable {name} is too large.", name)
    return value


def _check_depth(name: str, value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise VariableInvalid(f"The variable {name} is nested more than {MAX_DEPTH} levels deep.", name)


def _inside(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []
