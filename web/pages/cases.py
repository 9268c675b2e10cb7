"""A case: where it is, its diagram, what happened, its documents and data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for

from engine.commands import AddComment, Permission
from engine.errors import NotFound, RequestInvalid
from engine.queries import case_detail, json_text, process_definitions
from web.presentation.case_view import read_case
from web.presentation.elements import process_model
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.queries.case_detail import ElementCounts


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/cases/<key:key>", "case", case)
    pages.add_url_rule("/cases/<key:key>/diagram.json", "case_diagram", case_diagram)
    pages.add_url_rule("/cases/<key:key>/comment", "case_comment", case_comment, methods=["POST"])


def case(key: int) -> str:
    """Show a case with those it called; a called one is shown within its case."""
    return render_template("pages/case.html", view=read_case(key, actor(), wants_everything=request.args.get("all") == "1"))


def case_diagram(key: int) -> Response:
    """Answer with the diagram and what happened on it, for assets/diagram/viewer.js."""
    with engine().reading() as connection:
        row = case_detail.case(connection, actor(), key)
        xml = process_definitions.process_definition_xml(connection, row.process_definition_key).decode()
        counts = case_detail.element_counts(connection, key)
        flows = case_detail.flows_taken(connection, key)
    drawn = process_model(row.process_definition_key).elements.keys() - {row.process_id}
    body = {
        "xml": xml,
        "elements": {item.element_id: _state(item) for item in counts if item.element_id in drawn},
        "takenFlows": flows,
    }
    response = Response(json_text.dumps(body), content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def case_comment(key: int) -> BaseResponse:
    """Leave a remark on a case that the reader sees; an auditor only reads."""
    check_csrf()
    with engine().reading() as connection:
        row = case_detail.case(connection, actor(), key)
    if not actor().may(Permission.AUDIT):
        try:
            engine().execute(AddComment(row.key, request.form.get("text", "")), actor())
        except (RequestInvalid, NotFound):
            flash(gettext("A comment has 1 to 5,000 characters."), "attention")
    return redirect(url_for("pages.case", key=key) + "#comments")


def _state(item: ElementCounts) -> dict[str, int]:
    return {"completed": item.completed, "active": item.active, "incidents": item.incidents}
