"""Boolean functions: not, all, any, is (DMN 1.5 §10.3.4.2, §10.3.4.4, §10.3.4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.builtins.registry import builtin
from feel.values.compare import identical

if TYPE_CHECKING:
    from feel.evaluation import Evaluation


@builtin("not", "negand: any")
def negation(_: Evaluation, negand: object) -> bool | None:
    """Return the opposite of a boolean; null for anything else."""
    return not negand if isinstance(negand, bool) else None


@builtin("all", "list: list")
def all_of(_: Evaluation, items: list[object]) -> bool | None:
    """Return false if any item is false, true if all are true or there is none, else null."""
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@builtin("any", "list: list")
def any_of(_: Evaluation, items: list[object]) -> bool | None:
    """Return true if any item is true, false if all are false or there is none, else null."""
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


builtin("all", "list: any", variadic=True)(all_of)
builtin("any", "list: any", variadic=True)(any_of)


@builtin("is", "value1: any", "value2: any")
def is_same(_: Evaluation, value1: object, value2: object) -> bool:
    """Tell whether both are the same element of the semantic domain; never null."""
    return identical(value1, value2)
