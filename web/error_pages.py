"""The page that says what went wrong, what was kept and what to do."""

from flask import render_template

from web.frame import frame_of_error


def error_page(status: int, kind: str, text: str | None = None) -> tuple[str, int]:
    """Return the error page of `kind` (see its template) and the HTTP status; it needs neither database nor session."""
    frame_of_error()
    return render_template("pages/error.html", kind=kind, text=text), status
