"""The page that says what went wrong, what was kept and what to do."""

from flask import g, render_template, request, url_for

from engine.commands import Permission
from web.frame import frame_of_error

OF_A_CASE = frozenset({"pages.case", "pages.history_case", "pages.history_moments", "pages.history_events"})


def error_page(status: int, kind: str, text: str | None = None) -> tuple[str, int]:
    """Return the error page of `kind` (see its template) and the HTTP status; it needs neither database nor session."""
    frame_of_error()
    return render_template("pages/error.html", kind=kind, text=text, emergency_url=_emergency_url(kind)), status


def _emergency_url(kind: str) -> str | None:
    """Return where to ask for a case that the reader may not see, whether there is such a case or not."""
    person = g.get("actor")
    if kind != "hidden" or request.endpoint not in OF_A_CASE or person is None or person.may(Permission.AUDIT):
        return None
    return url_for("pages.emergency", case=(request.view_args or {}).get("key"))
