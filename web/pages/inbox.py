"""The inbox: my tasks, group tasks, what I proposed, what I have done; claiming from the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import flash, g, redirect, render_template, request, url_for

from engine.commands import ClaimUserTask
from engine.errors import InvalidTransition, NotAllowed, NotFound
from engine.queries import case_detail, organisation, task_list
from engine.queries.task_list import Due, Tab, TaskFilter
from web.presentation.cases import case_row
from web.presentation.elements import element_name, process_name
from web.presentation.formats import is_due_soon
from web.presentation.refusals import refusal_text
from web.presentation.shell import NavigationItem
from web.site import actor, check_csrf, engine, language, shell
from web.translations import gettext

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.queries.task_list import TaskListRow

PAGE_SIZE = 30
SOON = timedelta(days=3)
PROPOSED = "proposed"
TABS = (Tab.MINE.value, Tab.GROUP.value, PROPOSED, Tab.DONE.value)


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
    marks: tuple[tuple[str, str], ...]
    action: RowAction | None


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/", "inbox", inbox)
    pages.add_url_rule("/tasks/<int:key>/claim", "claim", claim, methods=["POST"])
    pages.add_url_rule("/requests", "my_requests", my_requests)


def inbox() -> str:
    """Show one tab of the inbox, filtered."""
    frame = shell()
    tab = request.args.get("tab", Tab.MINE.value)
    tab = tab if tab in TABS else Tab.MINE.value
    page = max(request.args.get("page", 1, type=int), 1)
    content = _proposed(page) if tab == PROPOSED else _tasks(Tab(tab), page)
    return render_template("pages/inbox.html", shell=frame, tab=tab, tabs=_tabs(tab), filters=_filters(), **content)


def my_requests() -> str:
    """Show the cases that the reader started."""
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template("pages/my_requests.html", **_proposed(page))


def claim(key: int) -> BaseResponse:
    """Take a task from the list and open it."""
    check_csrf()
    try:
        engine().execute(ClaimUserTask(key), actor())
    except (InvalidTransition, NotAllowed, NotFound) as error:
        flash(refusal_text(error), "attention")
        return redirect(url_for("pages.inbox", tab=Tab.GROUP.value))
    return redirect(url_for("pages.task", key=key))


def _tasks(tab: Tab, page: int) -> dict[str, object]:
    now = engine().now()
    with engine().reading() as connection:
        rows, total = task_list.task_list(
            connection, actor(), tab, _chosen(now), limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
        )
        processes = task_list.task_processes(connection, actor())
        units = organisation.unit_names(connection)
    shown = [_row(row, tab, now, units) for row in rows]
    return {"rows": shown, "total": total, "page": page, "page_size": PAGE_SIZE, "page_url": _page_url, "processes": processes}


def _proposed(page: int) -> dict[str, object]:
    with engine().reading() as connection:
        cases = case_detail.my_requests(connection, actor(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        waiting = case_detail.open_tasks(connection, [case.key for case in cases])
        names = organisation.group_names(
            connection, {group for tasks in waiting.values() for task in tasks for group in task.candidate_groups}
        )
    total = (page - 1) * PAGE_SIZE + len(cases)
    rows = [case_row(case, waiting[case.key], names) for case in cases[:PAGE_SIZE]]
    return {"cases": rows, "total": total, "page": page, "page_size": PAGE_SIZE, "page_url": _page_url}


def _row(row: TaskListRow, tab: Tab, now: datetime, units: dict[str, tuple[str, str]]) -> InboxRow:
    title = element_name(row.process_definition_key, row.element_id)
    url = url_for("pages.task", key=row.key) if tab is not Tab.DONE else url_for("pages.case", key=row.case_key)
    return InboxRow(
        title=title,
        url=url,
        case_number=row.case_number,
        subject=row.subject or process_name(row.process_definition_key),
        requester=row.initiator_name or row.initiator,
        unit=units.get(row.owner_unit or "", ("", ""))[language() == "en"] or None,
        due_at=row.due_at if tab is not Tab.DONE else None,
        due_state=_due_state(row.due_at, now),
        marks=((row.confidentiality, "attention"),) if row.confidentiality and row.confidentiality != "ปกติ" else (),
        action=_action(row, tab),
    )


def _action(row: TaskListRow, tab: Tab) -> RowAction | None:
    match tab:
        case Tab.MINE:
            return RowAction(gettext("Open"), url=url_for("pages.task", key=row.key))
        case Tab.GROUP:
            return RowAction(gettext("Claim"), post_url=url_for("pages.claim", key=row.key))
        case Tab.DONE:
            return None


def _due_state(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return "later"
    if due_at < now:
        return "overdue"
    return "soon" if is_due_soon(due_at, now) else "later"


def _filters() -> dict[str, str]:
    return {name: request.args.get(name, "") for name in ("q", "process", "unit", "due")}


def _chosen(now: datetime) -> TaskFilter:
    filters = _filters()
    due = Due(filters["due"]) if filters["due"] in set(Due) else None
    return TaskFilter(
        process_id=filters["process"] or None,
        unit=filters["unit"] or None,
        text=filters["q"].strip() or None,
        due=due,
        due_before=now if due is Due.OVERDUE else now + SOON,
    )


def _tabs(current: str) -> tuple[NavigationItem, ...]:
    counts = g.inbox_counts
    named = (
        (Tab.MINE.value, gettext("My tasks"), counts.mine),
        (Tab.GROUP.value, gettext("Group tasks"), counts.group),
        (PROPOSED, gettext("I proposed"), counts.proposed),
        (Tab.DONE.value, gettext("Completed"), counts.done),
    )
    return tuple(NavigationItem(label, url_for("pages.inbox", tab=tab), tab == current, count) for tab, label, count in named)


def _page_url(page: int) -> str:
    arguments = {**request.args.to_dict(), "page": page}
    return f"{request.path}?{urlencode(arguments)}"
