"""The data-protection officer's pages: how long data is kept, what expires when, what is held back, and erasing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for

from engine.commands import (
    Basis,
    DataKind,
    LiftHold,
    Permission,
    PlaceHold,
    SetRetentionPolicy,
    erase_case,
    expired_cases,
    kept_processes,
)
from engine.errors import EngineError
from engine.queries import person_history, retention
from web.acting import attempt, given_reason
from web.presentation.formats import typed_number
from web.presentation.retention import (
    kept_rows,
    kind_names,
    period_from,
    process_choices,
    retention_refusal,
    retention_tabs,
    shown_case,
    shown_erased,
    shown_plan,
)
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

AHEAD = timedelta(days=365)
"""How far ahead the page says what expires."""
SHOWN = 100


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/retention", "retention", policies)
    pages.add_url_rule("/retention", "set_policy", set_policy, methods=["POST"])
    pages.add_url_rule("/retention/expiry", "retention_expiry", expiry)
    pages.add_url_rule("/retention/holds", "retention_holds", holds)
    pages.add_url_rule("/retention/holds", "place_hold", place_hold, methods=["POST"])
    pages.add_url_rule("/retention/holds/<key:key>/end", "lift_hold", lift_hold, methods=["POST"])
    pages.add_url_rule("/retention/erasures", "retention_erasures", erasures)
    pages.add_url_rule("/retention/erasures", "erase", erase, methods=["POST"])


def policies() -> str:
    """Show how long each kind of data of each process is kept, and where that is said."""
    _may_look()
    with engine().reading() as connection:
        found = kept_processes(connection)
    return _render("retention", rows=kept_rows(found), processes=process_choices(found), kinds=kind_names())


def set_policy() -> BaseResponse:
    """Set how long a kind of data of a process is kept."""
    reason, form = _reason(), request.form
    period, is_readable = period_from(form.get("number", ""), form.get("unit", ""))
    if not is_readable:
        flash(gettext("Give a whole number of years, months or days."), "attention")
    elif reason:
        command = SetRetentionPolicy(form.get("process", ""), _kind(form.get("kind", "")), period, reason)
        attempt(command, gettext("The period is set. What it ends is deleted by the next run."), retention_refusal)
    return redirect(url_for("pages.retention"))


def expiry() -> str:
    """Show whose time is over, or will be within a year."""
    _may_look()
    planned = expired_cases(engine(), SHOWN, at=engine().now() + AHEAD)
    with engine().reading() as connection:
        cases = person_history.cases_of(connection, {each.process_instance_key for each in planned})
    return _render("retention_expiry", rows=shown_plan(planned, cases, engine().now()))


def holds() -> str:
    """Show what is held back from expiry and erasure."""
    _may_look()
    with engine().reading() as connection:
        found = retention.holds(connection)
    return _render("retention_holds", rows=found)


def place_hold() -> BaseResponse:
    """Hold everything of a case back."""
    reason, key = _reason(), _case_asked_for()
    if reason and key is not None:
        attempt(PlaceHold(key, reason), gettext("The case is held: nothing of it is deleted."), retention_refusal)
    return redirect(url_for("pages.retention_holds"))


def lift_hold(key: int) -> BaseResponse:
    """Let the periods apply to a case again."""
    reason = _reason()
    if reason:
        attempt(LiftHold(key, reason), gettext("The hold is lifted."), retention_refusal)
    return redirect(url_for("pages.retention_holds"))


def erasures() -> str:
    """Show the form to erase with, and what was erased last."""
    _may_look()
    with engine().reading() as connection:
        found = retention.latest_erasures(connection, limit=SHOWN)
    return _render("retention_erasures", rows=shown_erased(found), kinds=kind_names())


def erase() -> str | BaseResponse:
    """Show what would be erased of which case; once that is confirmed, erase it."""
    reason, key = _reason(), _case_asked_for()
    kinds = [_kind(name) for name in request.form.getlist("kind")]
    if not kinds:
        flash(gettext("Choose what is to be deleted."), "attention")
    if not reason or key is None or not kinds:
        return redirect(url_for("pages.retention_erasures"))
    if "confirmed" not in request.form:
        with engine().reading() as connection:
            case = shown_case(person_history.cases_of(connection, {key})[key])
        names = kind_names()
        chosen = [(kind.value, names[kind.value]) for kind in kinds]
        return _render("retention_confirm", current="retention_erasures", case=case, key=key, chosen=chosen, reason=reason)
    try:
        rows, size = erase_case(engine(), key, frozenset(kinds), Basis.REQUEST, reason, actor())
        flash(gettext("Deleted: %(rows)s records with %(bytes)s bytes.", rows=f"{rows:,}", bytes=f"{size:,}"), "success")
    except EngineError as error:
        flash(retention_refusal(error), "attention")
    return redirect(url_for("pages.retention_erasures"))


def _render(page: str, *, current: str | None = None, **values: object) -> str:
    may_act = actor().may(Permission.RETAIN) and not actor().may(Permission.AUDIT)
    return render_template(f"pages/{page}.html", tabs=retention_tabs(current or page), may_act=may_act, **values)


def _may_look() -> None:
    """Periods and dates are metadata: whoever manages accounts and auditors see them, and change nothing."""
    if not any(actor().may(right) for right in (Permission.RETAIN, Permission.MANAGE_USERS, Permission.AUDIT)):
        abort(404)


def _reason() -> str | None:
    """Return the reason that the form gives, None when it says too little. Whoever may not act gets no further."""
    check_csrf()
    if not actor().may(Permission.RETAIN):
        abort(404)
    return given_reason()


def _case_asked_for() -> int | None:
    with engine().reading() as connection:
        key = retention.case_called(connection, typed_number(request.form.get("case", "")))
    if key is None:
        flash(gettext("There is no case with this number."), "attention")
    return key


def _kind(name: str) -> DataKind:
    if name not in set(DataKind):
        abort(400)
    return DataKind(name)
