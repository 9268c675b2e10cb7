"""Taking a case out of the system: as a case file, a bundle, a table or an event log, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, flash, redirect, request, url_for

from web.case_exports import export_case, format_of
from web.site import actor, check_csrf
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

SHORTEST_REASON = 10


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/cases/<key:key>/export", "case_export", case_export, methods=["POST"])


def case_export(key: int) -> BaseResponse:
    """Hand a case out as a file; who took it and why is kept in the record of access."""
    check_csrf()
    reason = request.form.get("reason", "").strip()
    if len(reason) < SHORTEST_REASON:
        flash(gettext("Give a reason of at least 10 characters; it is kept in the history."), "attention")
        return redirect(url_for("pages.case", key=key) + "#export")
    made = export_case(key, format_of(request.form.get("format", "")), actor(), reason)
    response = Response(made.data, content_type=made.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
