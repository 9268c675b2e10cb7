"""List functions (DMN 1.5 §10.3.4.4, table 75)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin
from feel.values.compare import equal
from feel.values.inspect import kind_of
from feel.values.number import as_int, is_number

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Items = list[object]
Number = Decimal | int

_HASHED_KINDS = frozenset(
    {"number", "string", "boolean", "null", "date", "days and time duration", "years and months duration"}
)


def same(left: object, right: object) -> bool:
    """Tell whether two items count as duplicates."""
    return isinstance(left, list) == isinstance(right, list) and equal(left, right) is True


@builtin("list contains", "list: list", "element: any")
def list_contains(run: Evaluation, items: Items, element: object) -> bool:
    """Tell whether the list contains the element."""
    run.spend(len(items))
    return any(same(item, element) for item in items)


@builtin("count", "list: list")
def count(_: Evaluation, items: Items) -> Decimal:
    """Return the number of items."""
    return Decimal(len(items))


@builtin("sublist", "list: list", "start position: number", "length?: number|null")
def sublist(run: Evaluation, items: Items, start: Number, length: Number | None = None) -> Items:
    """Return `length` items from position `start` (1 is the first, -1 the last), or all of the rest."""
    begin = position(items, start)
    if length is None:
        result = items[begin:]
    else:
        size = as_int(length)
        if size is None or not 1 <= size <= len(items) - begin:
            raise DomainError(f"there are no {length} items from position {start}")
        result = items[begin : begin + size]
    run.spend_list(len(result))
    return result


@builtin("append", "list: list", "item: any", variadic=True)
def append(run: Evaluation, items: Items, added: Items) -> Items:
    """Return a list with the items added at its end."""
    run.spend_list(len(items) + len(added))
    return items + added


@builtin("concatenate", "list: list", variadic=True)
def concatenate(run: Evaluation, lists: list[Items]) -> Items:
    """Return one list of all items of the lists."""
    run.spend_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list", "position: number", "newItem: any")
def insert_before(run: Evaluation, items: Items, place: Number, new_item: object) -> Items:
    """Return the list with a new item in front of the one at `position`."""
    index = position(items, place)
    run.spend_list(len(items) + 1)
    return [*items[:index], new_item, *items[index:]]


@builtin("remove", "list: list", "position: number")
def remove(run: Evaluation, items: Items, place: Number) -> Items:
    """Return the list without the item at `position`."""
    index = position(items, place)
    run.spend_list(len(items))
    return items[:index] + items[index + 1 :]


@builtin("list replace", "list: list", "position: number", "newItem: any")
def list_replace(run: Evaluation, items: Items, place: Number, new_item: object) -> Items:
    """Return the list with another item at `position`."""
    index = position(items, place)
    run.spend_list(len(items))
    return [*items[:index], new_item, *items[index + 1 :]]


@builtin("reverse", "list: list")
def reverse(run: Evaluation, items: Items) -> Items:
    """Return the items from the last to the first."""
    run.spend_list(len(items))
    return items[::-1]


@builtin("index of", "list: list", "match: any")
def index_of(run: Evaluation, items: Items, match: object) -> Items:
    """Return the positions, from 1, of the items that equal `match`."""
    run.spend(len(items))
    return [Decimal(place) for place, item in enumerate(items, 1) if same(item, match)]


@builtin("union", "list: list", variadic=True)
def union(run: Evaluation, lists: list[Items]) -> Items:
    """Return all items of the lists, each once."""
    return distinct_values(run, concatenate(run, lists))


@builtin("distinct values", "list: list")
def distinct_values(run: Evaluation, items: Items) -> Items:
    """Return the items in their order, each once."""
    run.spend_list(len(items))
    seen: set[tuple[str, object]] = set()
    others: Items = []
    result: Items = []
    for item in items:
        kind = kind_of(item)
        if kind in _HASHED_KINDS:
            if (kind, item) in seen:
                continue
            seen.add((kind, item))
        else:
            run.spend(4 * len(others))
            if any(same(item, other) for other in others):
                continue
            others.append(item)
        result.append(item)
    return result


@builtin("flatten", "list: list")
def flatten(run: Evaluation, items: Items) -> Items:
    """Return the items of the list and of the lists in it, at any depth."""
    result: Items = []
    pending = [iter(items)]
    while pending:
        for item in pending[-1]:
            run.spend()
            if isinstance(item, list):
                pending.append(iter(item))
                break
            result.append(item)
        else:
            pending.pop()
    run.spend_list(len(result))
    return result


def position(items: Items, place: object) -> int:
    """Return the index of a position from 1, or from -1 backwards; raise DomainError when the list has none such."""
    number = as_int(place) if is_number(place) else None
    if number is None or not 0 < abs(number) <= len(items):
        raise DomainError(f"a list of {len(items)} has no position {place}")
    return number - 1 if number > 0 else len(items) + number
