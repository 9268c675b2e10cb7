"""A user task as a row of the inbox: what to do, in which case, until when, and the one thing to press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from engine.queries.task_list import Tab
from forms.identifiers import without_national_ids
from web.presentation.elements import element_name, process_name
from web.presentation.formats import is_due_soon
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.queries.task_list import TaskListRow

OPEN_TO_READ = "ปกติ"
"""The secrecy class that needs no mark."""


@dataclass(frozen=True, slots=True)
class RowAction:
    """The one thing to do with a row: follow `url`, or send to `post_url`."""

    text: str
    url: str | None = None
    post_url: str | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A user task as `components/task_row.html` shows it."""

    title: str
    url: str
    case_number: str | None
    subject: str
    requester: str | None
    unit: str | None
    due_at: datetime | None
    due_state: str
    done_at: datetime | None
    marks: tuple[tuple[str, str], ...]
    action: RowAction | None


def task_row(row: TaskListRow, tab: Tab, now: datetime, units: Mapping[str, str], *, only_reads: bool = False) -> InboxRow:
    """Return a user task as a row of a tab; `units` are names by code. An auditor (`only_reads`) is offered nothing to do."""
    is_done = tab is Tab.DONE
    return InboxRow(
        title=element_name(row.process_definition_key, row.element_id),
        url=url_for("pages.case", key=row.case_key) if is_done else url_for("pages.task", key=row.key),
        case_number=row.case_number,
        subject=without_national_ids(row.subject or "") or process_name(row.process_definition_key),
        requester=row.initiator_name or row.initiator,
        unit=units.get(row.owner_unit or ""),
        due_at=None if is_done else row.due_at,
        due_state=due_state(row.due_at, now),
        done_at=row.ended_at if is_done else None,
        marks=tuple(_marks(row)),
        action=None if only_reads else _action(row, tab),
    )


def due_state(due_at: datetime | None, now: datetime) -> str:
    """Return how a due time is shown: overdue, soon or later."""
    if due_at is None:
        return "later"
    if due_at < now:
        return "overdue"
    return "soon" if is_due_soon(due_at, now) else "later"


def speed_class(priority: int) -> tuple[str, str] | None:
    """Return the speed class of a user task's priority as a word and the kind of its tag; None for an ordinary one."""
    if priority >= 90:
        return gettext("Most urgent"), "danger"
    if priority >= 75:
        return gettext("Very urgent"), "attention"
    return (gettext("Urgent"), "attention") if priority > 50 else None


def _marks(row: TaskListRow) -> list[tuple[str, str]]:
    speed = speed_class(row.priority)
    marks = [speed] if speed else []
    if row.confidentiality and row.confidentiality != OPEN_TO_READ:
        marks.append((secrecy_class(row.confidentiality), "attention"))
    return marks


def secrecy_class(name: str) -> str:
    """Return a secrecy class in the reader's language."""
    return {"ลับ": gettext("Secret"), "ปกติ": gettext("Not secret")}.get(name, name)


def _action(row: TaskListRow, tab: Tab) -> RowAction | None:
    match tab:
        case Tab.MINE:
            return RowAction(gettext("Open"), url=url_for("pages.task", key=row.key))
        case Tab.GROUP:
            return RowAction(gettext("Claim"), post_url=url_for("pages.claim", key=row.key))
        case Tab.DONE:
            return None
