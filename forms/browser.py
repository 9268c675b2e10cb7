"""What an expression must not use because it is also evaluated in the browser, whose FEEL does not know it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from feel.nodes import Call, Name
from forms.components import CalculatedField, Component, Container

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import feel

NOT_IN_BROWSER = frozenset(
    {
        "assert",
        "coincides",
        "duplicate values",
        "during",
        "finished by",
        "finishes",
        "get or else",
        "is blank",
        "is defined",
        "is empty",
        "last day of month",
        "overlaps after",
        "overlaps before",
        "partition",
        "range",
        "started by",
        "starts",
        "trim",
    }
)
"""Built-in functions that feelin lacks or answers otherwise, whatever the arguments."""
SHADOWED_BY = {"date and time": frozenset({"date and time", "time"})}
"""Names of fields that hide a built-in function in the browser; any other function is hidden by its own name.

The scripts take a name that is called out of the scope, so it is a fault only where the expression reads the field too.
"""


def faults_in_browser(components: Iterable[Component]) -> Iterator[tuple[str, str]]:
    """Yield the id of each component that would behave differently in the browser, and why."""
    for component in _all(components):
        for expression in _evaluated_there(component):
            called, read = _names(expression)
            for function in sorted(called & NOT_IN_BROWSER):
                yield component.id, f"the browser does not know the function {function}, which this expression needs there"
            for function in sorted(called):
                for name in sorted(read & SHADOWED_BY.get(function, frozenset({function}))):
                    yield component.id, f"in the browser {name!r} cannot be a field and part of the function {function} at once"


def _all(components: Iterable[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        if isinstance(component, Container):
            yield from _all(component.components)


def _evaluated_there(component: Component) -> Iterator[feel.Expression]:
    if component.hide is not None:
        yield component.hide
    if isinstance(component, CalculatedField):
        yield component.expression


def _names(expression: feel.Expression) -> tuple[set[str], set[str]]:
    """Return the names that an expression calls, and those that it reads."""
    called: set[str] = set()
    read: set[str] = set()
    pending: list[object] = [expression.tree]
    while pending:
        part = pending.pop()
        if isinstance(part, tuple | list):
            pending.extend(part)
        elif isinstance(part, Call) and isinstance(part.callee, Name):
            called.add(part.callee.name)
            pending.extend(part.arguments)
        elif isinstance(part, Name):
            read.add(part.name)
        elif is_dataclass(part):
            pending.extend(getattr(part, each.name) for each in fields(part))
    return called, read
