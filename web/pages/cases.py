"""A case: where it is, its diagram, what happened, its documents and data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for

from engine.commands import AddComment, Permission
from engine.errors import NotFound, RequestInvalid
from engine.queries import case_detail, case_timeline, json_text, organisation, process_definitions
from engine.queries.variables import effective_variables
from web.presentation.cases import case_row
from web.presentation.elements import process_name
from web.presentation.facts import start_answers
from web.presentation.timeline import PEOPLE_CARE_FOR, timeline_entries
from web.site import actor, check_csrf, engine, language
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.queries.case_detail import CaseRow, ElementCounts

EVENTS_SHOWN = 500


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/cases/<int:key>", "case", case)
    pages.add_url_rule("/cases/<int:key>/diagram.json", "case_diagram", case_diagram)
    pages.add_url_rule("/cases/<int:key>/comment", "case_comment", case_comment, methods=["POST"])


def case(key: int) -> str | BaseResponse:
    """Show a case with those it called; a called one is shown within its case."""
    everything = request.args.get("all") == "1"
    with engine().reading() as connection:
        row = case_detail.case(connection, actor(), key)
        root = row if row.root_key == row.key else case_detail.case(connection, actor(), row.root_key)
        waiting = case_detail.open_tasks(connection, [root.key])[root.key]
        names = organisation.group_names(connection, {group for task in waiting for group in task.candidate_groups})
        events = case_timeline.case_timeline(connection, root.key, None if everything else PEOPLE_CARE_FOR, limit=EVENTS_SHOWN)
        related = case_detail.related_cases(connection, actor(), root.key)
        documents = case_timeline.case_documents(connection, root.key)
        comments = case_timeline.case_comments(connection, root.key)
        held = effective_variables(connection, row.key)
    variables = {name: json_text.loads(found.value) for name, found in held.items()}
    sees_data = actor().may(Permission.OPERATE) or actor().may(Permission.AUDIT)
    return render_template(
        "pages/case.html",
        row=row,
        case=case_row(root, waiting, names),
        process=process_name(row.process_definition_key),
        waiting=[task for task in waiting if task.assignee == actor().user_name],
        entries=timeline_entries(events, language()),
        shows_everything=everything,
        called=[(other, process_name(other.process_definition_key)) for other in related if other.key != root.key],
        root=root,
        documents=documents,
        comments=comments,
        answers=start_answers(row.process_definition_key, variables, language()),
        can_comment=not actor().may(Permission.AUDIT),
        data=sorted((name, json_text.dumps(value)) for name, value in variables.items()) if sees_data else [],
    )


def case_diagram(key: int) -> Response:
    """Answer with the diagram and what happened on it, for assets/diagram/viewer.js."""
    with engine().reading() as connection:
        row = case_detail.case(connection, actor(), key)
        xml = process_definitions.process_definition_xml(connection, row.process_definition_key).decode()
        counts = case_detail.element_counts(connection, key)
        flows = case_detail.flows_taken(connection, key)
    body = {
        "xml": xml,
        "elements": {item.element_id: _state(item) for item in counts if _is_drawn(item, row)},
        "takenFlows": flows,
    }
    response = Response(json_text.dumps(body), content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def case_comment(key: int) -> BaseResponse:
    """Leave a remark on a case that the reader sees."""
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


def _is_drawn(item: ElementCounts, row: CaseRow) -> bool:
    return item.element_id != row.process_id
