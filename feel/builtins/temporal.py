"""Temporal functions: now, today, day of year and so on (DMN 1.5 §10.3.4.8 and §10.3.4.11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from feel.builtins.registry import builtin
from feel.values.calendar import days_from_civil
from feel.values.temporal import Date, DateTime

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("now")
def now(run: Evaluation) -> DateTime:
    """Return the current date and time in the evaluation's zone; the same each time within one evaluation."""
    return DateTime.of_python(run.moment(), run.zone)


@builtin("today")
def today(run: Evaluation) -> Date:
    """Return the current date in the evaluation's zone."""
    return now(run).date


@builtin("day of year", "date: date")
def day_of_year(_: Evaluation, date: Date) -> Decimal:
    """Return the number of the day within its year, from 1."""
    return Decimal(date.days - days_from_civil(date.year, 1, 1) + 1)


@builtin("day of week", "date: date")
def day_of_week(_: Evaluation, date: Date) -> str:
    """Return the English name of the day of the week."""
    return _DAYS[date.weekday - 1]


@builtin("month of year", "date: date")
def month_of_year(_: Evaluation, date: Date) -> str:
    """Return the English name of the month."""
    return _MONTHS[date.month - 1]


@builtin("week of year", "date: date")
def week_of_year(_: Evaluation, date: Date) -> Decimal:
    """Return the number of the week by ISO 8601: the week belongs to the year of its Thursday."""
    thursday = Date.of_days(date.days + 4 - date.weekday) or date
    return Decimal((thursday.days - days_from_civil(thursday.year, 1, 1)) // 7 + 1)


@builtin("day of year", "date: date and time")
def day_of_year_of_moment(run: Evaluation, date: DateTime) -> Decimal:
    """Return the number of the day within its year, from 1."""
    return day_of_year(run, date.date)


@builtin("day of week", "date: date and time")
def day_of_week_of_moment(run: Evaluation, date: DateTime) -> str:
    """Return the English name of the day of the week."""
    return day_of_week(run, date.date)


@builtin("month of year", "date: date and time")
def month_of_year_of_moment(run: Evaluation, date: DateTime) -> str:
    """Return the English name of the month."""
    return month_of_year(run, date.date)


@builtin("week of year", "date: date and time")
def week_of_year_of_moment(run: Evaluation, date: DateTime) -> Decimal:
    """Return the number of the week by ISO 8601."""
    return week_of_year(run, date.date)
