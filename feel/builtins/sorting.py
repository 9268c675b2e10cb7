"""Sorting and functions that take a function (DMN 1.5 §10.3.4.9)."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin
from feel.invocation import invoke
from feel.values.compare import less

if TYPE_CHECKING:
    from collections.abc import Callable

    from feel.evaluation import Evaluation
    from feel.values.function import Function


@builtin("sort", "list: list", "precedes: function")
def sort(run: Evaluation, items: list[object], precedes: Function) -> list[object]:
    """Return the items in the order that `precedes(x, y)` states; equal ones keep their order."""

    def comes_first(left: object, right: object) -> bool | None:
        answer = invoke(precedes, (left, right), None, run)
        return answer if isinstance(answer, bool) else None

    return _sorted(run, items, comes_first)


@builtin("sort", "list: list")
def sort_naturally(run: Evaluation, items: list[object]) -> list[object]:
    """Return the items in ascending order; null when they do not compare."""
    return _sorted(run, items, less)


def _sorted(run: Evaluation, items: list[object], comes_first: Callable[[object, object], bool | None]) -> list[object]:
    def order(left: object, right: object) -> int:
        run.spend()
        answer = comes_first(left, right)
        if answer is None:
            raise DomainError("there is no order between the items")
        if answer:
            return -1
        return 1 if comes_first(right, left) else 0

    run.spend_list(len(items))
    return sorted(items, key=cmp_to_key(order))


@builtin("list replace", "list: list", "match: function", "newItem: any")
def list_replace_matching(run: Evaluation, items: list[object], match: Function, new_item: object) -> list[object]:
    """Return the list with `newItem` wherever match(item, newItem) is true."""
    if len(match.parameters) != 2:
        raise DomainError("the function must have two parameters")
    result: list[object] = []
    for item in items:
        answer = invoke(match, (item, new_item), None, run)
        if not isinstance(answer, bool):
            raise DomainError("the function must return a boolean")
        result.append(new_item if answer else item)
    return result
