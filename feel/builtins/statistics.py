"""List functions that calculate: min, max, sum, mean, product, median, stddev, mode (DMN 1.5 §10.3.4.4, table 75)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin
from feel.values.compare import less
from feel.values.number import CONTEXT, is_number

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Items = list[object]


def numbers_of(run: Evaluation, items: Items) -> list[Decimal]:
    """Return the items as numbers; raise DomainError when one is none."""
    run.spend(len(items))
    numbers = [Decimal(item) for item in items if is_number(item)]
    if len(numbers) < len(items):
        raise DomainError("every item must be a number")
    return numbers


@builtin("min", "list: list")
def minimum(run: Evaluation, items: Items) -> object:
    """Return the least item; null for no items, or items that do not compare."""
    return _extreme(run, items, wants_least=True)


@builtin("max", "list: list")
def maximum(run: Evaluation, items: Items) -> object:
    """Return the greatest item; null for no items, or items that do not compare."""
    return _extreme(run, items, wants_least=False)


@builtin("sum", "list: list")
def total(run: Evaluation, items: Items) -> Decimal | None:
    """Return the sum; null for no items."""
    numbers = numbers_of(run, items)
    return _sum(numbers) if numbers else None


@builtin("mean", "list: list")
def mean(run: Evaluation, items: Items) -> Decimal | None:
    """Return the arithmetic mean; null for no items."""
    numbers = numbers_of(run, items)
    return CONTEXT.divide(_sum(numbers), len(numbers)) if numbers else None


@builtin("product", "list: list")
def product(run: Evaluation, items: Items) -> Decimal | None:
    """Return the product; null for no items."""
    numbers = numbers_of(run, items)
    result = Decimal(1)
    try:
        for number in numbers:
            result = CONTEXT.multiply(result, number)
    except ArithmeticError:
        raise DomainError("the product is out of range") from None
    return result if numbers else None


@builtin("median", "list: list")
def median(run: Evaluation, items: Items) -> Decimal | None:
    """Return the middle number, or the mean of the two in the middle; null for no items."""
    numbers = sorted(numbers_of(run, items))
    middle = len(numbers) // 2
    if not numbers:
        return None
    return numbers[middle] if len(numbers) % 2 else CONTEXT.divide(CONTEXT.add(numbers[middle - 1], numbers[middle]), 2)


@builtin("stddev", "list: list")
def stddev(run: Evaluation, items: Items) -> Decimal | None:
    """Return the sample standard deviation; null for less than two items."""
    numbers = numbers_of(run, items)
    if len(numbers) < 2:
        return None
    average = CONTEXT.divide(_sum(numbers), len(numbers))
    try:
        squares = [CONTEXT.multiply(gap, gap) for gap in (CONTEXT.subtract(number, average) for number in numbers)]
    except ArithmeticError:
        raise DomainError("the result is out of range") from None
    return CONTEXT.sqrt(CONTEXT.divide(_sum(squares), len(numbers) - 1))


@builtin("mode", "list: list")
def mode(run: Evaluation, items: Items) -> Items:
    """Return the most frequent numbers in ascending order; an empty list for no items."""
    counts = Counter(numbers_of(run, items))
    most = max(counts.values(), default=0)
    return [*sorted(number for number, times in counts.items() if times == most)]


for _name, _body in (
    ("min", minimum),
    ("max", maximum),
    ("sum", total),
    ("mean", mean),
    ("product", product),
    ("median", median),
    ("stddev", stddev),
    ("mode", mode),
):
    builtin(_name, "list: any", variadic=True)(_body)


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    try:
        for number in numbers:
            result = CONTEXT.add(result, number)
    except ArithmeticError:
        raise DomainError("the sum is out of range") from None
    return result


def _extreme(run: Evaluation, items: Items, *, wants_least: bool) -> object:
    run.spend(len(items))
    if not items:
        return None
    best = items[0]
    if less(best, best) is None:
        raise DomainError("the items do not compare")
    for item in items[1:]:
        answer = less(item, best) if wants_least else less(best, item)
        if answer is None:
            raise DomainError("the items do not compare")
        if answer:
            best = item
    return best
