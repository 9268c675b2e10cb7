"""Taking a case out of the system: as a case file, a bundle, a table or an event log, always with a reason."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from engine.errors import RequestInvalid
from web.exported import as_answer, format_of, reason_of
from web.site import actor, check_csrf
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/cases/<key:key>/export", "case_export", case_export, methods=["POST"])


def case_export(key: int) -> BaseResponse:
    """Hand a case out as a file; who took it and why is kept in the record of access."""
    check_csrf()
    try:
        reason = reason_of(request.form.get("reason", ""))
    except RequestInvalid:
        flash(gettext("Give a reason of at least 10 characters; it is kept in the history."), "attention")
        return redirect(url_for("pages.case", key=key) + "#export")
    # Only who takes a case out waits for what draws and writes files to be loaded.
    exports = importlib.import_module("web.case_exports")
    return as_answer(exports.export_case(key, format_of(request.form.get("format", "")), actor(), reason))
