"""What a person did and was asked, by period and in which capacity; and the access log: who read what, with which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, request, url_for

from engine.commands import AccessType
from engine.queries import organisation, person_history
from engine.queries.emergency_accesses import EmergencyEvent
from forms.identifiers import without_national_ids
from web.pages.history_case import KINDS
from web.paging import asked_page
from web.presentation.elements import element_name, process_name
from web.presentation.history_events import event_entries
from web.presentation.history_period import period_of
from web.presentation.history_tabs import history_tabs
from web.site import actor, engine, language, require_auditor
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint

    from engine.queries.person_history import CaseName

PAGE_SIZE = 50
SHOWN_DAYS = 90
"""The period unless another is asked for: the last so many days."""
EVERYTHING = "all"
READ = frozenset(
    {
        AccessType.CASE_OPENED.value,
        AccessType.DOCUMENT_OPENED.value,
        AccessType.NATIONAL_ID_SHOWN.value,
        AccessType.HISTORY_SEARCHED.value,
        AccessType.CASE_EXPORTED.value,
        AccessType.CASE_ASKED_FOR.value,
        *(each.value for each in EmergencyEvent),
    }
)
"""What the access log shows unless it is asked for more: who read or took out what, not how the installation is looked after."""
DID = KINDS["people"] | KINDS["operators"] | KINDS["refusals"]


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/history/people", "history_people", history_people)
    pages.add_url_rule("/history/people/<user_name>", "history_person", history_person)
    pages.add_url_rule("/history/access", "history_access", history_access)


def history_people() -> str:
    """Find a person."""
    require_auditor()
    text = request.args.get("q", "").strip()[:200]
    with engine().reading() as connection:
        people = organisation.find_people(connection, text, limit=PAGE_SIZE)
    return render_template("pages/history_people.html", tabs=history_tabs("history_people"), q=text, people=people)


def history_person(user_name: str) -> str:
    """Show what a person did, and what they were asked to do."""
    require_auditor()
    shown, page = period_of(request.args, SHOWN_DAYS), asked_page(PAGE_SIZE)
    is_asked = request.args.get("show") == "asked"
    with engine().reading() as connection:
        found = organisation.people(connection, [user_name]).get(user_name)
        if found is None:
            abort(404)
        wanted, first, period = page.wanted, page.offset, shown.period
        acts = [] if is_asked else person_history.acts_of(connection, user_name, period, DID, limit=wanted, offset=first)
        asked = person_history.asked_of(connection, user_name, period, limit=wanted, offset=first) if is_asked else []
        keys = {row.process_instance_key for row in acts} | {row.process_instance_key for row in asked}
        cases = person_history.cases_of(connection, keys)
        within = person_history.seen_within(connection, actor(), keys)
    entries = event_entries(acts[:PAGE_SIZE], language())
    return render_template(
        "pages/history_person.html",
        person=found,
        shown=shown,
        is_asked=is_asked,
        acts=[
            (entry, entry.row.process_instance_key in within, *_case(cases, entry.row.process_instance_key))
            for entry in entries
        ],
        asked=[
            (row, element_name(row.process_definition_key, row.element_id), *_case(cases, row.process_instance_key))
            for row in asked[:PAGE_SIZE]
        ],
        **page.links(acts or asked),
    )


def history_access() -> str:
    """Show who read what, with which reason."""
    require_auditor()
    shown, page = period_of(request.args, SHOWN_DAYS), asked_page(PAGE_SIZE)
    values = {**shown.values, **{name: request.args.get(name, "").strip() for name in ("person", "kind")}}
    with engine().reading() as connection:
        people = organisation.find_people(connection, values["person"]) if values["person"] else []
        rows = person_history.accesses(
            connection,
            shown.period,
            user_name=people[0].user_name if people else values["person"] or None,
            types=_types(values["kind"]),
            limit=page.wanted,
            offset=page.offset,
        )
        cases = person_history.cases_of(connection, {row.process_instance_key for row in rows if row.process_instance_key})
    words = _access_words()
    return render_template(
        "pages/history_access.html",
        tabs=history_tabs("history_access"),
        values=values,
        errors=shown.errors,
        kinds=[("", gettext("Read or taken out")), (EVERYTHING, gettext("All")), *words.items()],
        rows=[(row, words.get(row.type, row.type), *_case(cases, row.process_instance_key)) for row in rows[:PAGE_SIZE]],
        **page.links(rows),
    )


def _types(kind: str) -> frozenset[str] | None:
    """Return the types of event that a kind means; None for all."""
    if kind == EVERYTHING:
        return None
    return frozenset({kind}) if kind else READ


def _access_words() -> dict[str, str]:
    return {
        AccessType.CASE_OPENED.value: gettext("Opened a case"),
        AccessType.DOCUMENT_OPENED.value: gettext("Opened a document"),
        AccessType.NATIONAL_ID_SHOWN.value: gettext("Had a national ID shown"),
        AccessType.HISTORY_SEARCHED.value: gettext("Searched the history"),
        AccessType.CASE_EXPORTED.value: gettext("Exported a case"),
        AccessType.FILE_PRODUCED.value: gettext("Made a file that can be recognised"),
        AccessType.RETENTION_POLICY_SET.value: gettext("Set how long data is kept"),
        AccessType.CASE_ASKED_FOR.value: gettext("Asked for a case that does not exist"),
        EmergencyEvent.REQUESTED.value: gettext("Asked for emergency access"),
        EmergencyEvent.APPROVED.value: gettext("Approved emergency access"),
        EmergencyEvent.DENIED.value: gettext("Denied emergency access"),
        EmergencyEvent.READ.value: gettext("Read by emergency access"),
        EmergencyEvent.ENDED.value: gettext("Ended emergency access"),
        EmergencyEvent.EXPIRED.value: gettext("Emergency access was over"),
        "ADMINISTERED": gettext("Changed accounts or units"),
        "DEPLOYED": gettext("Deployed diagrams, forms or decision tables"),
        "DETAILS_ERASED": gettext("Erased reasons for reading"),
        "BATCH_SUSPENDED": gettext("Held an act on many cases"),
        "BATCH_RESUMED": gettext("Went on with an act on many cases"),
        "BATCH_CANCELED": gettext("Stopped an act on many cases"),
        "RESOURCE_DELETED": gettext("Deleted a deployed file"),
    }


def _case(cases: Mapping[int, CaseName], process_instance_key: int) -> tuple[str, str | None]:
    """Return a case's number and subject, and its address; nothing for what concerns no case, or one that is gone."""
    case = cases.get(process_instance_key)
    if case is None:
        return "", None
    subject = case.subject or process_name(case.process_definition_key)
    return f"{case.number or case.key} {without_national_ids(subject)}", url_for("pages.history_case", key=case.key)
