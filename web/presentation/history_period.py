"""The period that a page of the history looks at: as it was typed, or the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.queries.person_history import Period
from web.presentation.formats import BANGKOK, BUDDHIST_ERA_OFFSET
from web.presentation.typed_dates import end_of_day, start_of_day, typed_date
from web.site import engine, language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """A period with what stands in its fields, `from` and `to`, and which of them cannot be understood."""

    period: Period
    values: Mapping[str, str]
    errors: Mapping[str, bool]


def period_of(arguments: Mapping[str, str], days: int) -> ShownPeriod:
    """Return the period from the argument `from` to `to`, days included; what is not said is the last `days` until today."""
    typed = {name: arguments.get(name, "").strip() for name in ("from", "to")}
    since, until = typed_date(typed["from"]), typed_date(typed["to"])
    last = until or engine().now().astimezone(BANGKOK).date()
    first = since or last - timedelta(days=days)
    return ShownPeriod(
        Period(start_of_day(first), end_of_day(last)),
        {"from": typed["from"] or _typed(first), "to": typed["to"] or _typed(last)},
        {name: True for name, day in (("from", since), ("to", until)) if typed[name] and day is None},
    )


def _typed(day: date) -> str:
    year = day.year + BUDDHIST_ERA_OFFSET if language() == "th" else day.year
    return f"{day.day}/{day.month}/{year}"
