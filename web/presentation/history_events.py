"""Recorded events with everything that they tell: who, when, and what was before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.presentation.plain_values import plain_text
from web.presentation.timeline import PEOPLE_CARE_FOR, entry_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.queries.case_timeline import TimelineRow
    from web.presentation.formats import Language
    from web.presentation.timeline import TimelineEntry

DATA = frozenset({"VARIABLE_CREATED", "VARIABLE_UPDATED", "VARIABLES_SET"})
_TOLD_ELSEWHERE = frozenset({"before", "after", "afterText", "submitted", "reason", "text", "message"})


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after; None: there was none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One event."""

    entry: TimelineEntry
    row: TimelineRow
    changes: Sequence[Change]
    facts: Sequence[tuple[str, str]]
    """What else it says."""
    is_inner: bool
    """It tells how the system moved, not what anybody did or what the case holds."""


def event_entries(rows: Sequence[TimelineRow], language: Language) -> list[EventEntry]:
    """Return events for people who read all of it, in the order given."""
    return [_event_entry(row, language) for row in rows]


def changes_of(payload: Mapping[str, object]) -> list[Change]:
    """Return what an event changed: a variable, columns of a user task, or what was submitted."""
    submitted = payload.get("submitted")
    if isinstance(submitted, dict):
        return [Change(name, None, _text(value)) for name, value in submitted.items()]
    if "after" not in payload and "before" not in payload:
        return []
    before, after = payload.get("before"), payload.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        names = dict.fromkeys([*before, *after])
        return [
            Change(name, _text(before.get(name)), _text(after.get(name)))
            for name in names
            if before.get(name) != after.get(name)
        ]
    return [Change(str(payload.get("name", "")), _text(before), str(payload.get("afterText") or _text(after)))]


def _event_entry(row: TimelineRow, language: Language) -> EventEntry:
    is_inner = row.type not in PEOPLE_CARE_FOR and row.type not in DATA
    entry = entry_of(row, language, with_notes=row.type in PEOPLE_CARE_FOR)
    return EventEntry(entry, row, changes_of(row.payload), _facts(row), is_inner)


def _facts(row: TimelineRow) -> list[tuple[str, str]]:
    element = [("elementId", row.element_id)] if row.element_id else []
    return element + [(name, _text(value) or "") for name, value in row.payload.items() if name not in _TOLD_ELSEWHERE]


def _text(value: object) -> str | None:
    if value is None:
        return None
    return plain_text(value)
