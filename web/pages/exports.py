"""Taking a case out of the system: as a case file, a bundle, a table or an event log, always with a reason."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, flash, redirect, request, url_for

from web.site import actor, check_csrf
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from web.case_exports import ExportedCase

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
    made = _made(key, request.form.get("format", ""), reason)
    response = Response(made.data, content_type=made.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _made(key: int, kind: str, reason: str) -> ExportedCase:
    # Only who takes a case out waits for what draws and writes files to be loaded.
    exports = importlib.import_module("web.case_exports")
    made: ExportedCase = exports.export_case(key, exports.format_of(kind), actor(), reason)
    return made
