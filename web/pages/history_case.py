"""A case for an auditor: the overview, the case as it was at a moment, and every event of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, render_template, request

from engine.queries import case_detail, json_text, organisation, process_definitions, thai_calendar
from engine.queries.case_history import EventFilter, actors_of_case, events_of_case
from web.paging import asked_page
from web.presentation.elements import element_name
from web.presentation.history_case import read_audited_case, read_head
from web.presentation.history_events import event_entries
from web.presentation.moments import read_moment
from web.presentation.timeline import TITLES
from web.presentation.typed_dates import end_of_day, start_of_day, typed_date
from web.site import actor, engine, language, require_auditor
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from flask import Blueprint

    from engine.queries.case_detail import CaseRow

PAGE_SIZE = 100
FIELDS = ("person", "kind", "element", "from", "to")
KINDS = {
    "people": frozenset(
        {
            "USER_TASK_SIGNED", "USER_TASK_CLAIMED", "USER_TASK_ASSIGNED", "USER_TASK_UNASSIGNED", "USER_TASK_UPDATED",
            "COMMENT_ADDED", "DOCUMENT_STORED", "PROCESS_INSTANCE_STARTED", "PROCESS_INSTANCE_CANCELED",
        }
    ),
    "operators": frozenset(
        {
            "VARIABLES_SET", "PROCESS_INSTANCE_MODIFIED", "PROCESS_INSTANCE_MIGRATED", "PROCESS_INSTANCE_MIGRATION_REVERTED",
            "PROCESS_INSTANCE_SUSPENDED", "PROCESS_INSTANCE_RESUMED", "PROCESS_INSTANCE_CANCELED", "INCIDENT_RESOLVED",
            "INCIDENT_REVIEWED", "JOB_UPDATED", "DETAILS_ERASED",
        }
    ),
    "decisions": frozenset({"DECISION_EVALUATED", "USER_TASK_SIGNED"}),
    "data": frozenset({"VARIABLE_CREATED", "VARIABLE_UPDATED", "VARIABLES_SET"}),
    "refusals": frozenset({"REFUSED", "USER_TASK_COMPLETION_DENIED"}),
    "problems": frozenset({"INCIDENT_RAISED", "INCIDENT_RESOLVED", "JOB_FAILED", "ERROR_THROWN", "REFUSED"}),
    "timeline": frozenset(TITLES),
}  # fmt: skip


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/history/cases/<key:key>", "history_case", history_case)
    pages.add_url_rule("/history/cases/<key:key>/moments", "history_moments", history_moments)
    pages.add_url_rule("/history/cases/<key:key>/moments.json", "history_moment_diagram", history_moment_diagram)
    pages.add_url_rule("/history/cases/<key:key>/events", "history_events", history_events)


def history_case(key: int) -> str:
    """Show who decided a case on which grounds, who held it, its documents, and whether its record holds together."""
    require_auditor()
    with engine().reading() as connection:
        view = read_audited_case(connection, key, actor())
    return render_template("pages/history_case.html", view=view, head=view.head, working_day=thai_calendar().day_length)


def history_moments(key: int) -> str:
    """Show a case as it was at a moment."""
    require_auditor()
    with engine().reading() as connection:
        head = read_head(connection, key, actor(), "history_moments")
        moment = read_moment(connection, head.row, _parts(connection, head.row), request.args.get("at", type=int))
    if moment is None:
        abort(404)
    return render_template("pages/history_moments.html", head=head, moment=moment)


def history_moment_diagram(key: int) -> Response:
    """Answer with the diagram and what had happened on it by then, for assets/diagram/viewer.js."""
    require_auditor()
    with engine().reading() as connection:
        root = read_head(connection, key, actor(), "history_moments").row
        moment = read_moment(connection, root, _parts(connection, root), request.args.get("at", type=int))
        xml = process_definitions.process_definition_xml(connection, root.process_definition_key).decode()
    body = {"xml": xml, **(moment.marks if moment else {})}
    response = Response(json_text.dumps(body), content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def history_events(key: int) -> str:
    """Show the events of a case, filtered, with what was before and after."""
    require_auditor()
    values = {name: request.args.get(name, "").strip() for name in FIELDS}
    page = asked_page(PAGE_SIZE)
    since, until = typed_date(values["from"]), typed_date(values["to"])
    chosen = EventFilter(
        types=KINDS.get(values["kind"]),
        actor=values["person"] or None,
        element_id=values["element"] or None,
        since=start_of_day(since) if since else None,
        before=end_of_day(until) if until else None,
    )
    with engine().reading() as connection:
        head = read_head(connection, key, actor(), "history_events")
        rows = events_of_case(connection, head.row.key, chosen, limit=page.wanted, offset=page.offset)
        accounts = actors_of_case(connection, head.row.key)
        people = organisation.people(connection, accounts)
        elements = _elements(connection, head.row)
    return render_template(
        "pages/history_events.html",
        head=head,
        values=values,
        errors={name: True for name, day in (("from", since), ("to", until)) if values[name] and day is None},
        choices={
            "person": [(name, people[name].name if name in people else _program(name)) for name in accounts],
            "kind": _kinds(),
            "element": elements,
        },
        entries=event_entries(rows[:PAGE_SIZE], language()),
        **page.links(rows),
    )


def _parts(connection: Any, root: CaseRow) -> dict[int, int]:
    return {part.key: part.process_definition_key for part in case_detail.related_cases(connection, actor(), root.key)}


def _elements(connection: Any, root: CaseRow) -> Sequence[tuple[str, str]]:
    found = {}
    for part in case_detail.related_cases(connection, actor(), root.key):
        for each in case_detail.element_counts(connection, part.key):
            if each.element_id != part.process_id:
                found[each.element_id] = element_name(part.process_definition_key, each.element_id)
    return sorted(((key, name) for key, name in found.items() if key != name), key=lambda pair: pair[1])


def _program(name: str) -> str:
    return gettext("the system") if name == "system" else name


def _kinds() -> list[tuple[str, str]]:
    return [
        ("people", gettext("What people did")),
        ("decisions", gettext("Decisions")),
        ("data", gettext("Changes of data")),
        ("operators", gettext("What operators did")),
        ("refusals", gettext("Refused attempts")),
        ("problems", gettext("Problems")),
        ("timeline", gettext("The short timeline")),
    ]
