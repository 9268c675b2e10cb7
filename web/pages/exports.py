"""Taking a case, or what a search finds, out of the system as a file, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from engine.errors import RequestInvalid
from engine.queries.matching_cases import MOST_CASES
from web.acting import given_reason
from web.export_answers import ExportAnswers
from web.presentation.history_filters import filled_in
from web.site import actor, check_csrf
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/cases/<key:key>/export", "case_export", case_export, methods=["POST"])
    pages.add_url_rule("/history/export", "search_export", search_export, methods=["POST"])


def case_export(key: int) -> BaseResponse:
    """Hand a case out as a file; who took it and why is kept in the record of access."""
    check_csrf()
    reason = given_reason()
    if reason is None:
        return redirect(url_for("pages.case", key=key) + "#export")
    return ExportAnswers().case(key, request.form.get("format", ""), actor(), reason)


def search_export() -> BaseResponse:
    """Hand out what a search finds as a table or an event log."""
    check_csrf()
    fields = {name: value for name, value in filled_in(request.form).items() if value}
    here = url_for("pages.history", **fields)  # type: ignore[arg-type]  # none is called like an argument of url_for, which begins with _
    reason = given_reason()
    if reason is None:
        return redirect(f"{here}#export")
    try:
        return ExportAnswers().search(fields, request.form.get("format", ""), actor(), reason)
    except RequestInvalid as refusal:
        most = gettext(
            "One file holds at most %(number)s cases. Narrow the search, for example by the day of the start.",
            number=f"{MOST_CASES:,}",
        )
        flash(most if refusal.field == "filter" else gettext("Check what you search for."), "attention")
        return redirect(here)
