"""The fields of the case search: what was filled in, what it means, and what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.queries import SHORTEST_TEXT, Mark, organisation, process_definitions
from engine.queries.history_filter import HistoryFilter, Order
from web.presentation.elements import name_of, process_model, process_name
from web.presentation.typed_dates import end_of_day, start_of_day, typed_date
from web.site import language
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from engine.queries.organisation import PersonRow

FIELDS = ("q", "process", "version", "person", "unit", "province", "element", "state", "decision", "from", "to", "sort")
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnderstoodFilter:
    """What a search means, and what could not be understood."""

    chosen: HistoryFilter
    people: Sequence[PersonRow] = ()
    """Several have the name that was typed: one of them has to be chosen."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """By field."""


def filled_in(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return what the form's fields hold."""
    return {name: arguments.get(name, "").strip()[:200] for name in FIELDS}


def understood(connection: Any, values: Mapping[str, str]) -> UnderstoodFilter:
    """Return what the fields mean; `connection` is an open read."""
    errors: dict[str, str] = {}
    if any(len(word) < SHORTEST_TEXT for word in values["q"].split()):
        errors["q"] = gettext("Each word has at least %(number)s characters.", number=SHORTEST_TEXT)
    days = {name: typed_date(values[name]) for name in ("from", "to")}
    for name, day in days.items():
        if values[name] and day is None:
            errors[name] = gettext("Write a date like this: %(example)s", example="17/5/2567")
    people = organisation.find_people(connection, values["person"]) if values["person"] else []
    if values["person"] and not people:
        errors["person"] = gettext("Nobody has this name.")
    marks = _marks(values)
    if len(people) == 1:
        marks.append((Mark.PERSON, people[0].user_name))
    order = Order(values["sort"]) if values["sort"] in set(Order) else Order.NEWEST
    started, ended = days["from"], days["to"]
    chosen = HistoryFilter(
        marks=tuple(marks),
        text=values["q"],
        started_from=start_of_day(started) if started else None,
        started_before=end_of_day(ended) if ended else None,
        order=order,
    )
    if len(people) > 1:
        errors["person"] = gettext("Several people have this name. Choose one:")
    return UnderstoodFilter(chosen, people if len(people) > 1 else (), errors)


def choices(connection: Any, values: Mapping[str, str]) -> dict[str, Sequence[Option]]:
    """Return what can be chosen in each field; versions and steps are those of the chosen process."""
    at = int(language() == "en")
    return {
        **process_choices(connection, values["process"]),
        "unit": [(code, names[at]) for code, names in organisation.unit_names(connection).items()],
        "province": [(code, names[at]) for code, names in sorted(organisation.province_offices(connection).items())],
        "state": [
            ("ACTIVE", gettext("In progress")),
            ("COMPLETED", gettext("Finished")),
            ("TERMINATED", gettext("Terminated")),
            ("SUSPENDED", gettext("Suspended")),
        ],
        "decision": [
            ("approve", gettext("Approved or endorsed")),
            ("return", gettext("Returned for revision")),
            ("reject", gettext("Rejected")),
        ],
        "sort": [
            (Order.NEWEST.value, gettext("Newest first")),
            (Order.OLDEST.value, gettext("Oldest first")),
            (Order.ENDED.value, gettext("Finished last first")),
        ],
    }


def process_choices(connection: Any, process_id: str) -> dict[str, Sequence[Option]]:
    """Return the processes, and the versions and the newest one's steps of the chosen one; `connection` is an open read."""
    versions = process_definitions.process_versions(connection)
    mine = versions.get(process_id, [])
    return {
        "process": sorted(((each, process_name(keys[0][1])) for each, keys in versions.items()), key=lambda pair: pair[1]),
        "version": [(str(version), str(version)) for version, _ in mine],
        "element": _elements(mine[0][1]) if mine else [],
    }


def step_choices(connection: Any, process_id: str) -> Sequence[Option]:
    """Return the steps of a process' newest version on which an operator can put a token; `connection` is an open read."""
    versions = process_definitions.process_versions(connection).get(process_id, [])
    if not versions:
        return []
    elements = process_model(versions[0][1]).elements
    return [(element_id, name) for element_id, name in _elements(versions[0][1]) if elements[element_id].can_take_token]


def _marks(values: Mapping[str, str]) -> list[tuple[Mark, str]]:
    found = [
        (kind, values[name])
        for name, kind in (
            ("process", Mark.PROCESS),
            ("unit", Mark.UNIT),
            ("province", Mark.PROVINCE),
            ("state", Mark.STATE),
            ("decision", Mark.DECISION),
        )
        if values[name]
    ]
    for name, kind in (("version", Mark.VERSION), ("element", Mark.ELEMENT)):
        if values["process"] and values[name]:
            found.append((kind, f"{values['process']}/{values[name]}"))
    return found


def _elements(process_definition_key: int) -> list[Option]:
    model = process_model(process_definition_key)
    named = [(each.id, name_of(each)) for each in model.elements.values() if each.name and each is not model.root]
    return sorted(named, key=lambda pair: pair[1])
