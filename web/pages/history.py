"""Searching the history: cases by anything that they have to do with, and searches that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for

from engine.commands import DeleteSearch, Permission, SaveSearch
from engine.errors import RequestInvalid
from engine.queries.history_hits import Cursor
from engine.queries.history_search import FoundCases, search_history
from engine.queries.saved_searches import saved_searches_of
from web.presentation.cases import case_rows
from web.presentation.elements import process_name
from web.presentation.history_filters import FIELDS, choices, filled_in, understood
from web.presentation.history_tabs import history_tabs
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from web.presentation.cases import ShownCase

PAGE_SIZE = 25


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/history", "history", history)
    pages.add_url_rule("/history/searches", "save_search", save_search, methods=["POST"])
    pages.add_url_rule("/history/searches/<key:key>/deletion", "delete_search", delete_search, methods=["POST"])


def history() -> str:
    """Show the cases that fit what was filled in, the newest first."""
    values = filled_in(request.args)
    with engine().snapshot() as connection:
        meant = understood(connection, values)
        found = None
        if not meant.errors:
            found = search_history(
                connection, actor(), meant.chosen, limit=PAGE_SIZE, after=_cursor("after"), before=_cursor("before")
            )
        return render_template(
            "pages/history.html",
            tabs=history_tabs("history"),
            values=values,
            is_filtered=any(values[name] for name in FIELDS if name not in {"q", "sort"}),
            choices=choices(connection, values),
            errors=meant.errors,
            people=[(person, _address({**values, "person": person.user_name})) for person in meant.people],
            saved=[(each, _address(each.query)) for each in saved_searches_of(connection, actor())],
            cases=_rows(connection, found) if found else [],
            where=_where(found) if found else "",
            previous_url=_page_address(values, "before", found.previous) if found else None,
            next_url=_page_address(values, "after", found.next) if found else None,
        )


def save_search() -> BaseResponse:
    """Keep what was filled in under a name."""
    check_csrf()
    values = {name: value for name, value in filled_in(request.form).items() if value}
    try:
        engine().execute(SaveSearch(request.form.get("name", ""), values), actor())
        flash(gettext("The search is kept."), "success")
    except RequestInvalid:
        flash(gettext("Give the search a name of 1 to 100 characters; at most 50 are kept."), "attention")
    return redirect(_address(values))


def delete_search(key: int) -> BaseResponse:
    """Throw a search away."""
    check_csrf()
    engine().execute(DeleteSearch(key), actor())
    return redirect(url_for("pages.history"))


def _rows(connection: Any, found: FoundCases) -> list[ShownCase]:
    audits = actor().may(Permission.AUDIT)
    shown = []
    for case, row in zip(found.cases, case_rows(connection, found.cases), strict=True):
        described = " · ".join(filter(None, (process_name(case.process_definition_key), row.requester)))
        url = url_for("pages.history_case", key=case.key) if audits else row.url
        shown.append(replace(row, url=url, requester=described))
    return shown


def _where(found: FoundCases) -> str:
    if found.is_estimated:
        return gettext("About %(total)s cases", total=f"{found.total:,}")
    if found.is_more:
        return gettext("More than %(total)s cases", total=f"{found.total:,}")
    return gettext("%(total)s cases", total=f"{found.total:,}")


def _cursor(name: str) -> Cursor | None:
    at, _, key = request.args.get(name, "").partition("~")
    try:
        return Cursor(datetime.fromisoformat(at), int(key))
    except ValueError:
        return None


def _page_address(values: Mapping[str, str], name: str, cursor: Cursor | None) -> str | None:
    return None if cursor is None else _address({**values, name: f"{cursor.at.isoformat()}~{cursor.key}"})


def _address(values: Mapping[str, str]) -> str:
    given = {name: value for name, value in values.items() if value}
    return url_for("pages.history") + (f"?{urlencode(given)}" if given else "")
