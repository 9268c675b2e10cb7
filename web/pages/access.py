"""Opening what is secret: it goes on the record before the page is read, with the reason where one is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from engine.commands import note_case_opened, read_case_as
from web.frame import frame_of_error
from web.site import actor, check_csrf, engine, go_on_as, safe_target

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

READ_A_CASE = frozenset(
    {
        "pages.case",
        "pages.case_diagram",
        "pages.history_case",
        "pages.history_moments",
        "pages.history_moment_diagram",
        "pages.history_events",
    }
)
"""Pages at whose address a process instance's key stands."""


def register(pages: Blueprint) -> None:
    """Add the route."""
    pages.add_url_rule("/cases/<key:key>/access", "give_reason", give_reason, methods=["POST"])


def note_reading() -> None:
    """Put on the record that a secret case is opened by this request; raise AccessReasonRequired where a reason is missing."""
    if request.endpoint in READ_A_CASE and request.view_args:
        go_on_as(read_case_as(engine(), actor(), request.view_args["key"]))


def give_reason(key: int) -> BaseResponse:
    """Open a secret case for this sign-in with the reason that was given, and go on to the page that was asked for."""
    check_csrf()
    note_case_opened(engine(), actor(), key, request.form.get("reason", ""))
    return redirect(safe_target(request.form.get("next"), url_for("pages.case", key=key)))


def reason_page(key: int) -> tuple[str, int]:
    """Ask for the reason; after one that was too short the page says so and keeps it."""
    frame_of_error()
    given = request.form.get("reason", "") if request.method == "POST" else ""
    asked_for = request.form.get("next", "") if request.method == "POST" else request.full_path.rstrip("?")
    next_url = safe_target(asked_for, url_for("pages.case", key=key))
    is_refused = request.method == "POST"
    status = 400 if is_refused else 200
    return render_template("pages/access_reason.html", key=key, given=given, next=next_url, is_refused=is_refused), status
