"""The timeline in words: recorded events as sentences that people understand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from engine.commands import SYSTEM_NAME
from engine.queries import json_text
from forms.identifiers import without_national_ids
from web.presentation.elements import element_name, process_name
from web.presentation.event_words import event_word
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from engine.queries.case_timeline import TimelineRow
    from web.presentation.formats import Language


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry as `components/timeline.html` shows it."""

    title: str
    at: datetime
    by: str | None
    note: str | None
    state: str | None


class Place(Protocol):
    """Where in which process something happened."""

    @property
    def process_definition_key(self) -> int:
        """The version of the process."""

    @property
    def element_id(self) -> str | None:
        """The element, if it was at one."""


@dataclass(frozen=True, slots=True)
class At:
    """A place."""

    process_definition_key: int
    element_id: str | None


def _task(row: Place) -> str:
    return element_name(row.process_definition_key, row.element_id or "")


def _decision(row: Place) -> str:
    return gettext("Decision table %(name)s gave its result", name=_task(row))


TITLES: dict[str, Callable[[Place], str]] = {
    "PROCESS_INSTANCE_STARTED": lambda row: gettext("Started: %(name)s", name=process_name(row.process_definition_key)),
    "PROCESS_INSTANCE_COMPLETED": lambda row: gettext("Finished: %(name)s", name=process_name(row.process_definition_key)),
    "PROCESS_INSTANCE_TERMINATED": lambda row: gettext("Ended early: %(name)s", name=process_name(row.process_definition_key)),
    "PROCESS_INSTANCE_CANCELED": lambda _row: gettext("Canceled"),
    "USER_TASK_CREATED": lambda row: gettext("Waiting: %(name)s", name=_task(row)),
    "USER_TASK_CLAIMED": lambda row: gettext("Claimed: %(name)s", name=_task(row)),
    "USER_TASK_ASSIGNED": lambda row: gettext("Assigned: %(name)s", name=_task(row)),
    "USER_TASK_UNASSIGNED": lambda row: gettext("Given back to the group: %(name)s", name=_task(row)),
    "USER_TASK_UPDATED": lambda row: gettext("Changed: %(name)s", name=_task(row)),
    "USER_TASK_SIGNED": lambda row: gettext("Done: %(name)s", name=_task(row)),
    "USER_TASK_CANCELED": lambda row: gettext("No longer needed: %(name)s", name=_task(row)),
    "DECISION_EVALUATED": _decision,
    "TIMER_FIRED": lambda row: gettext("The time has come: %(name)s", name=_task(row)),
    "MESSAGE_CORRELATED": lambda row: gettext("A message arrived: %(name)s", name=_task(row)),
    "MESSAGE_THROWN": lambda row: gettext("A message was sent: %(name)s", name=_task(row)),
    "INCIDENT_RAISED": lambda row: gettext("Needs an operator: %(name)s", name=_task(row)),
    "INCIDENT_RESOLVED": lambda row: gettext("Solved by an operator: %(name)s", name=_task(row)),
    "ERROR_THROWN": lambda row: gettext("Error: %(name)s", name=_task(row)),
    "DOCUMENT_STORED": lambda _row: gettext("A document was filed"),
    "COMMENT_ADDED": lambda _row: gettext("Comment"),
    "REFUSED": lambda row: gettext("Refused: %(name)s", name=_task(row) or gettext("an attempt")),
}
PEOPLE_CARE_FOR = frozenset(TITLES)
"""The types that the timeline shows unless everything is asked for."""

PROBLEMS = frozenset({"INCIDENT_RAISED", "ERROR_THROWN", "REFUSED"})
DONE = frozenset({"USER_TASK_SIGNED", "PROCESS_INSTANCE_COMPLETED", "INCIDENT_RESOLVED"})
AUTOMATIC = frozenset({"DECISION_EVALUATED", "TIMER_FIRED", "MESSAGE_CORRELATED", "MESSAGE_THROWN", "USER_TASK_CREATED"})
"""What the system does, whoever's command it did it in."""
OFFERED, ENDED = "USER_TASK_CREATED", frozenset({"USER_TASK_SIGNED", "USER_TASK_CANCELED"})


def timeline_entries(rows: Sequence[TimelineRow], language: Language, *, with_notes: bool) -> list[TimelineEntry]:
    """Return the events as entries, the latest first as given; without notes nothing of what people wrote."""
    return [entry_of(row, language, with_notes=with_notes) for row in rows]


def title_of(event_type: str, process_definition_key: int, element_id: str | None) -> str:
    """Return what happened, in words: those of the timeline, or for what only experts ask for the kind and the element."""
    place = At(process_definition_key, element_id)
    title = TITLES.get(event_type)
    if title is not None:
        return title(place)
    name = _task(place)
    return event_word(event_type) if name in {"", element_id} else f"{event_word(event_type)}: {name}"


def without_answered_offers(rows: Sequence[TimelineRow]) -> list[TimelineRow]:
    """Leave out that a user task was offered where it was done or withdrawn later: that says it all."""
    ended = {row.element_instance_key for row in rows if row.type in ENDED}
    return [row for row in rows if row.type != OFFERED or row.element_instance_key not in ended]


def entry_of(row: TimelineRow, language: Language, *, with_notes: bool = True) -> TimelineEntry:
    """Return one event as an entry."""
    note = (_note(row) if row.type in TITLES else json_text.dumps(row.payload)) if with_notes else None
    return TimelineEntry(
        title=title_of(row.type, row.process_definition_key, row.element_id),
        at=row.at,
        by=_by(row, language),
        note=None if note is None else without_national_ids(note),
        state=_state(row.type),
    )


def _by(row: TimelineRow, language: Language) -> str | None:
    if row.actor == SYSTEM_NAME or row.type in AUTOMATIC:
        return "ระบบ" if language == "th" else "the system"
    name = row.actor_name or row.actor
    parts = [name, row.capacity, gettext("for %(name)s", name=row.on_behalf_of) if row.on_behalf_of else None]
    return ", ".join(part for part in parts if part)


def _note(row: TimelineRow) -> str | None:
    payload = row.payload
    # of a user task the name stands in the entry's title, in the reader's language
    names = ("text", "reason", "message") if row.type.startswith("USER_TASK_") else ("text", "reason", "message", "name")
    for name in names:
        if row.type != "USER_TASK_SIGNED" and isinstance(payload.get(name), str):
            return str(payload[name])
    submitted = payload.get("submitted")
    if isinstance(submitted, dict) and isinstance(submitted.get("reason"), str):
        return str(submitted["reason"])
    return None


def _state(event_type: str) -> str | None:
    if event_type in PROBLEMS:
        return "problem"
    if event_type == OFFERED:
        return "current"
    return "done" if event_type in DONE else None
