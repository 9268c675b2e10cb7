"""Operations: incidents that wait for an operator, and trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from engine.commands import ResolveIncident, UpdateJob
from engine.errors import EngineError
from engine.queries.incidents import incident, search_incidents
from engine.queries.search import Condition, Operator, SearchRequest, SortBy
from web.acting import given_reason
from web.presentation.batches import operations_tabs
from web.presentation.elements import element_name, process_name
from web.presentation.refusals import refusal_text
from web.site import actor, check_csrf, engine, require_operator
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

SHOWN = 100
RETRIES = 3
ACTIVE = SearchRequest((Condition("state", Operator.EQ, "ACTIVE"),), sort=(SortBy("creation_time"),), limit=SHOWN)


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/operations", "operations", operations)
    pages.add_url_rule("/operations/incidents/<key:key>/resolution", "resolve_incident", resolve_incident, methods=["POST"])


def operations() -> str:
    """Show the open incidents, the oldest first."""
    require_operator()
    with engine().reading() as connection:
        page = search_incidents(connection, actor(), ACTIVE)
    shown = [
        {
            "row": row,
            "element": element_name(row.process_definition_key, row.element_id),
            "process": process_name(row.process_definition_key),
            "url": url_for("pages.case", key=row.process_instance_key),
        }
        for row in page.items
    ]
    return render_template("pages/operations.html", tabs=operations_tabs("operations"), incidents=shown, total=page.total)


def resolve_incident(key: int) -> BaseResponse:
    """Try a failed step again; a failed job gets new retries first. The reason is kept in the history."""
    require_operator()
    check_csrf()
    reason = given_reason()
    if reason is None:
        return redirect(url_for("pages.operations"))
    with engine().reading() as connection:
        found = incident(connection, actor(), key)
    try:
        if found.job_key is not None:
            engine().execute(UpdateJob(found.job_key, retries=RETRIES, reason=reason), actor())
        engine().execute(ResolveIncident(key, reason=reason), actor())
        flash(gettext("The step is tried again."), "success")
    except EngineError as error:
        flash(refusal_text(error), "attention")
    return redirect(url_for("pages.operations"))
