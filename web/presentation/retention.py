"""How long data is kept, what expires, what was erased, in the words of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from engine import errors
from engine.commands import Source
from engine.queries.retention import case_erasures
from web.presentation.elements import process_name
from web.presentation.formats import iso_duration_text
from web.presentation.refusals import refusal_text
from web.presentation.shell import NavigationItem
from web.site import language
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from engine.commands import KeptProcess
    from engine.commands.expiry import ExpiredCase
    from engine.queries.person_history import CaseName
    from engine.queries.retention import ErasureRow

UNITS = {"years": "Y", "months": "M", "days": "D"}
LONGEST = 999


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """A case of which something expires: when what."""

    case: str
    process: str
    ended_at: datetime
    due: Sequence[tuple[str, datetime, bool]]
    """Name of the kind, when its time is over, and whether it is now."""


def retention_tabs(current: str) -> tuple[NavigationItem, ...]:
    """Return the parts of the pages; `current` is an endpoint."""
    named = (
        ("retention", gettext("Periods")),
        ("retention_expiry", gettext("What expires when")),
        ("retention_holds", gettext("Legal holds")),
        ("retention_erasures", gettext("Deleting")),
    )
    return tuple(NavigationItem(label, url_for(f"pages.{name}"), name == current) for name, label in named)


def kept_rows(kept: Sequence[KeptProcess]) -> list[list[str]]:
    """Return a row of texts for each process: its name, then how long each kind is kept and where that is said."""
    return [[_process(each), *(_period(period, source) for period, source in each.periods.values())] for each in kept]


def process_choices(kept: Sequence[KeptProcess]) -> list[tuple[str, str]]:
    """Return ids and names of the processes that a period can be set for."""
    return [(each.process_id, _process(each)) for each in kept]


def period_from(number: str, unit: str) -> tuple[str | None, bool]:
    """Return the ISO 8601 duration of what was filled in (None: for ever), and whether it could be read."""
    if unit == "forever":
        return None, True
    # Thai digits are digits to Python, too.
    if unit not in UNITS or not number.strip().isdecimal() or not 0 < int(number) <= LONGEST:
        return None, False
    return f"P{int(number)}{UNITS[unit]}", True


def shown_plan(planned: Sequence[ExpiredCase], cases: Mapping[int, CaseName], now: datetime) -> list[PlannedCase]:
    """Return the cases of which something expires, the soonest first; what goes with the details is not named again."""
    found, names = [], kind_names()
    for each in planned:
        kinds = sorted((each.due_at(kind), kind.value) for kind in each.periods)
        due = [(names[kind], at, at <= now) for at, kind in kinds]
        found.append(PlannedCase(*shown_case(cases[each.process_instance_key]), each.ended_at, due))
    return sorted(found, key=lambda case: case.due[0][1])


def shown_case(case: CaseName) -> tuple[str, str]:
    """Return a case's number and its process: never its subject, which is not for whoever only keeps periods."""
    return case.number or str(case.key), process_name(case.process_definition_key)


def shown_erased(rows: Sequence[ErasureRow]) -> list[tuple[str, ErasureRow]]:
    """Return the names of what was erased with the facts."""
    names = kind_names()
    return [(names[row.kind], row) for row in rows]


def shown_erasures(connection: Any, root_key: int) -> list[tuple[str, ErasureRow]]:
    """Return what was erased of one case as `shown_erased`; what went with the details is not named again."""
    found = case_erasures(connection, root_key)
    with_details = {"comments", "drafts", "payloads"} if any(row.kind == "details" for row in found) else set()
    return shown_erased([row for row in found if row.kind not in with_details])


def retention_refusal(error: errors.EngineError) -> str:
    """Return why something about the keeping of data was refused."""
    match error:
        case errors.CaseHeld():
            return gettext("A legal hold is on this case. Lift it first.")
        case errors.InvalidTransition():
            return gettext("This case is still running; only ended cases are deleted from.")
        case errors.AlreadyExists():
            return gettext("This case is held already.")
        case errors.NotFound():
            return gettext("There is no case with this number.")
        case errors.RequestInvalid():
            return gettext("That is not a whole case, or not a period.")
        case _:
            return refusal_text(error)


def kind_names() -> dict[str, str]:
    """Return the kinds of data by their names in the reader's language."""
    return {
        "details": gettext("Data of the case and details of its history"),
        "documents": gettext("Documents"),
        "comments": gettext("Comments"),
        "drafts": gettext("Drafts"),
        "payloads": gettext("Decision data"),
        "access_log": gettext("Reasons for reading"),
    }


def _process(kept: KeptProcess) -> str:
    if kept.process_definition_key is None:
        return gettext("Every process without a period of its own")
    return process_name(kept.process_definition_key)


def _period(period: str | None, source: Source) -> str:
    said = {Source.DIAGRAM: gettext("by the diagram"), Source.EVERY_PROCESS: gettext("as every process")}.get(source)
    text = gettext("For ever") if period is None else iso_duration_text(period, language()) or period
    return f"{text} ({said})" if said else text
