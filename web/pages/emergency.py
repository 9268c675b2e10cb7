"""Emergency access: asking for it, answering somebody else, and what the data-protection officer sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from engine.commands import SHORTEST_REASON, AnswerAccess, EndAccess, Permission, ask_for_case
from engine.errors import AlreadyExists, EngineError, NotAllowed, NotFound, RequestInvalid
from engine.queries.emergency_accesses import EmergencyEvent, all_accesses, own_accesses
from web.acting import attempt, given_reason
from web.presentation.elements import process_name
from web.presentation.formats import typed_number
from web.presentation.refusals import refusal_text
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.queries.emergency_accesses import EmergencyAccess, EmergencyAccessRow

SHOWN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ShownAccess:
    """An emergency access as the page shows it."""

    access: EmergencyAccess
    case: str
    process: str
    asked_by: str
    status: tuple[str, str]
    answered_by: str
    ended_by: str
    is_open: bool
    is_in_force: bool
    url: str


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/emergency", "emergency", emergency)
    pages.add_url_rule("/emergency", "ask_for_access", ask_for_access, methods=["POST"])
    pages.add_url_rule("/emergency/<key:key>/<int:number>/answer", "answer_access", answer_access, methods=["POST"])
    pages.add_url_rule("/emergency/<key:key>/<int:number>/end", "end_access", end_access, methods=["POST"])


def emergency() -> str:
    """Show the form to ask with, what the reader asked for, what waits for their answer, and all of it to whoever watches."""
    return _page(request.args.get("case", ""))


def ask_for_access() -> str | tuple[str, int] | BaseResponse:
    """Ask; what was filled in stays on the page when it is refused."""
    check_csrf()
    case, reason = request.form.get("case", "").strip(), request.form.get("reason", "").strip()
    errors = {}
    if len(reason) < SHORTEST_REASON:
        errors["reason"] = gettext("Write at least 10 characters.")
    try:
        if not errors:
            ask_for_case(engine(), typed_number(case), reason, actor())
    except NotFound:
        errors["case"] = gettext("There is no case with this number.")
    except EngineError as error:
        errors["case"] = _refusal(error)
    if errors:
        return _page(case, reason, errors), 400
    flash(gettext("Your request was sent to those who may answer; the data-protection officer has been told."), "success")
    return redirect(url_for("pages.emergency"))


def answer_access(key: int, number: int) -> BaseResponse:
    """Approve or deny somebody else's request."""
    check_csrf()
    reason = given_reason()
    is_approved = request.form.get("answer") == "approve"
    if reason is not None:
        done = gettext("Access was given; the data-protection officer has been told.") if is_approved else gettext("Denied.")
        attempt(AnswerAccess(key, number, is_approved, reason), done, _refusal)
    return redirect(url_for("pages.emergency"))


def end_access(key: int, number: int) -> BaseResponse:
    """Take a request back, or end an access before its time."""
    check_csrf()
    reason = given_reason()
    if reason is not None:
        attempt(EndAccess(key, number, reason), gettext("The access has ended."), _refusal)
    return redirect(url_for("pages.emergency"))


def _page(case: str, reason: str = "", errors: dict[str, str] | None = None) -> str:
    person, now = actor(), engine().now()
    may_answer, watches = person.may(Permission.APPROVE_ACCESS), _watches()
    with engine().reading() as connection:
        mine = own_accesses(connection, person, now - SHOWN)
        all_of_them = all_accesses(connection, now - SHOWN) if may_answer or watches else []
    waiting = [
        row
        for row in all_of_them
        if row.access.state is EmergencyEvent.REQUESTED
        and row.access.is_open(now)
        and row.access.requested_by != person.user_name
    ]
    return render_template(
        "pages/emergency.html",
        values={"case": case, "reason": reason},
        errors=errors or {},
        hours=engine().emergency_hours,
        mine=[_shown(row, now) for row in mine],
        waiting=[_shown(row, now) for row in waiting] if may_answer else None,
        watched=[_shown(row, now) for row in all_of_them] if watches else None,
        may_end=person.may(Permission.RETAIN),
    )


def _watches() -> bool:
    return actor().may(Permission.RETAIN) or actor().may(Permission.AUDIT)


def _shown(row: EmergencyAccessRow, now: datetime) -> ShownAccess:
    access = row.access
    return ShownAccess(
        access=access,
        case=row.case_number or str(access.process_instance_key),
        process=process_name(row.process_definition_key),
        asked_by=row.name_of(access.requested_by),
        status=_status(access, now),
        answered_by=row.name_of(access.decided_by),
        ended_by=row.name_of(access.ended_by),
        is_open=access.is_open(now),
        is_in_force=access.is_in_force(now),
        url=url_for("pages.case", key=access.process_instance_key),
    )


def _status(access: EmergencyAccess, now: datetime) -> tuple[str, str]:
    if access.is_in_force(now):
        return gettext("Access in force"), "attention"
    if access.is_open(now):
        return gettext("Waits for an answer"), "attention"
    match access.state:
        case EmergencyEvent.DENIED:
            return gettext("Denied"), "danger"
        case EmergencyEvent.ENDED:
            return gettext("Ended before its time"), "done"
        case _:
            return (gettext("Time is over"), "done") if access.until else (gettext("Nobody answered in time"), "done")


def _refusal(error: EngineError) -> str:
    match error:
        case AlreadyExists():
            return gettext("You have asked for this case already, or may read it now: look below.")
        case RequestInvalid():
            return gettext("You may read this case already; no emergency access is needed.")
        case NotAllowed(code="no_officer"):
            return gettext("There is no data-protection officer who could be told, so there is no emergency access.")
        case NotAllowed(code="nobody_answers"):
            return gettext("There is nobody who could answer.")
        case _:
            return refusal_text(error)
