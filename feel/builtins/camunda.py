"""Functions beyond DMN that models for Camunda 8 use; they contradict nothing in the standard."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from feel.builtins.lists import same
from feel.builtins.registry import DomainError, builtin
from feel.values.calendar import days_in_month
from feel.values.number import as_int
from feel.values.temporal import Date, DateTime

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Number = Decimal | int


@builtin("is defined", "value: any")
def is_defined(_: Evaluation, value: object) -> bool:
    """Tell whether the value is not null; the compiler answers by existence for variables and members."""
    return value is not None


@builtin("get or else", "value: any", "default: any")
def get_or_else(_: Evaluation, value: object, default: object) -> object:
    """Return the value, or the default in place of null."""
    return default if value is None else value


@builtin("assert", "value: any", "condition: any", "cause?: string|null")
def assert_condition(_: Evaluation, value: object, condition: object, cause: str | None = None) -> object:
    """Return the value where the condition is true; else null, with the cause as a warning."""
    if condition is not True:
        raise DomainError(cause or "the condition is not met")
    return value


@builtin("is empty", "list: list")
def is_empty(_: Evaluation, items: list[object]) -> bool:
    """Tell whether the list has no items."""
    return not items


@builtin("is blank", "string: string")
def is_blank(_: Evaluation, string: str) -> bool:
    """Tell whether the string has no characters but white space."""
    return not string.strip()


@builtin("trim", "string: string")
def trim(_: Evaluation, string: str) -> str:
    """Return the string without the white space at its ends."""
    return string.strip()


@builtin("partition", "list: list", "size: number")
def partition(run: Evaluation, items: list[object], size: Number) -> list[object]:
    """Return the items in lists of `size`, the last one shorter."""
    length = as_int(size)
    if length is None or length < 1:
        raise DomainError("the size must be at least 1")
    run.spend_list(len(items))
    return [items[start : start + length] for start in range(0, len(items), length)]


@builtin("duplicate values", "list: list")
def duplicate_values(run: Evaluation, items: list[object]) -> list[object]:
    """Return each item that comes more than once, once."""
    result: list[object] = []
    for index, item in enumerate(items):
        run.spend(len(items))
        if any(same(item, other) for other in items[:index]) and not any(same(item, other) for other in result):
            result.append(item)
    return result


@builtin("last day of month", "date: date")
def last_day_of_month(_: Evaluation, date: Date) -> Date:
    """Return the last day of the month of a date."""
    return Date(date.year, date.month, days_in_month(date.year, date.month))


@builtin("last day of month", "date: date and time")
def last_day_of_month_of_moment(run: Evaluation, date: DateTime) -> DateTime:
    """Return the same time on the last day of the month."""
    return DateTime(last_day_of_month(run, date.date), date.time)
