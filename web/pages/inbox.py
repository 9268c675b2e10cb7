"""The inbox: my tasks, group tasks, what I proposed, what I have done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from engine.commands import Permission
from engine.queries import case_detail, organisation, task_list
from engine.queries.task_list import Due, Tab, TaskFilter
from web.frame import counts
from web.paging import asked_page
from web.presentation.cases import case_rows
from web.presentation.shell import NavigationItem
from web.presentation.task_rows import task_row
from web.site import actor, engine, language
from web.translations import gettext

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Blueprint

    from web.paging import AskedPage

PAGE_SIZE = 30
SOON = timedelta(days=3)
PROPOSED = "proposed"
TABS = (Tab.MINE.value, Tab.GROUP.value, PROPOSED, Tab.DONE.value)
FILTERS = ("q", "process", "unit", "due")


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/", "inbox", inbox)
    pages.add_url_rule("/requests", "my_requests", my_requests)


def inbox() -> str:
    """Show one tab of the inbox, filtered."""
    tab = request.args.get("tab", Tab.MINE.value)
    tab = tab if tab in TABS else Tab.MINE.value
    content = _proposed() if tab == PROPOSED else _tasks(Tab(tab))
    return render_template("pages/inbox.html", tab=tab, tabs=_tabs(tab), filters=_filters(), counts=counts(), **content)


def my_requests() -> str:
    """Show the cases that the reader started."""
    return render_template("pages/my_requests.html", **_proposed())


def _tasks(tab: Tab) -> dict[str, object]:
    now, page = engine().now(), asked_page(PAGE_SIZE)
    with engine().reading() as connection:
        rows, total = task_list.task_list(connection, actor(), tab, _chosen(now), limit=PAGE_SIZE, offset=page.offset)
        processes = task_list.task_processes(connection, actor())
        units = organisation.unit_names(connection)
        codes = task_list.task_units(connection, actor())
    names = {code: name[language() == "en"] for code, name in units.items()}
    return {
        "rows": [task_row(row, tab, now, names, only_reads=actor().may(Permission.AUDIT)) for row in rows],
        "processes": processes,
        "units": [(code, names.get(code, code)) for code in codes],
        **_paging(page, total),
    }


def _proposed() -> dict[str, object]:
    page = asked_page(PAGE_SIZE)
    with engine().reading() as connection:
        cases = case_detail.my_requests(connection, actor(), limit=page.wanted, offset=page.offset)
        rows = case_rows(connection, cases[:PAGE_SIZE])
    return {"cases": rows, **_paging(page, page.offset + len(cases))}


def _paging(page: AskedPage, total: int) -> dict[str, object]:
    """Return what `components/pagination.html` shows; of a long list `total` is as far as it was counted."""
    last = min(page.offset + PAGE_SIZE, total)
    return {
        "where": gettext("%(first)s–%(last)s of %(total)s", first=page.offset + 1, last=last, total=total),
        "previous_url": page.address(page.number - 1) if page.number > 1 else None,
        "next_url": page.address(page.number + 1) if page.offset + PAGE_SIZE < total else None,
    }


def _filters() -> dict[str, str]:
    return {name: request.args.get(name, "") for name in FILTERS}


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
    found = counts()
    named = (
        (Tab.MINE.value, gettext("My tasks"), found.mine),
        (Tab.GROUP.value, gettext("Group tasks"), found.group),
        (PROPOSED, gettext("I proposed"), found.proposed),
        (Tab.DONE.value, gettext("Completed"), found.done),
    )
    return tuple(NavigationItem(label, url_for("pages.inbox", tab=tab), tab == current, count) for tab, label, count in named)
