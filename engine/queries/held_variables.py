"""Conditions on the variables that a case or a user task holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.variable import variables
from engine.queries.search import COMPARISONS, Operator

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

_variable = variables.c


@dataclass(frozen=True, slots=True)
class HeldVariable:
    """What is said of the variable `name`: each comparison is with JSON text; EXISTS asks whether there is such a variable."""

    name: str
    comparisons: tuple[tuple[Operator, Any], ...]
    is_local: bool = False
    """Of a user task: its own variable, not the process instance's."""


def holds(scope_key: ColumnElement[Any], held: HeldVariable) -> ColumnElement[bool]:
    """Return the condition that the scope of this key holds such a variable."""
    of_name = sa.and_(_variable.scope_key == scope_key, _variable.name == held.name)
    if (Operator.EXISTS, False) in held.comparisons:
        return ~sa.exists().where(of_name)
    compared = [COMPARISONS[operator](_variable.value, value) for operator, value in held.comparisons]
    return sa.exists().where(of_name, *compared)
