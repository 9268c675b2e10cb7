"""National IDs in full: shown once, after a reason that is recorded with the names of what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, request, url_for

from engine.commands import SHORTEST_REASON, AccessType, RecordAccess, read_case_as
from engine.queries import case_detail
from engine.queries.national_ids import national_ids_of
from engine.queries.visibility import sees_within
from web.site import actor, check_csrf, engine

if TYPE_CHECKING:
    from flask import Blueprint


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/cases/<key:key>/national-ids", "national_ids", national_ids)
    pages.add_url_rule("/cases/<key:key>/national-ids", "show_national_ids", show_national_ids, methods=["POST"])


def national_ids(key: int) -> str:
    """Ask why the reader needs the numbers."""
    _found(key)
    return _page(key)


def show_national_ids(key: int) -> str:
    """Record the reason, and show the numbers of a case."""
    check_csrf()
    found, reason = _found(key), request.form.get("reason", "").strip()
    if len(reason) < SHORTEST_REASON:
        return _page(key, given=reason, is_refused=True)
    names = sorted({name for name, _ in found})
    engine().execute(RecordAccess(AccessType.NATIONAL_ID_SHOWN, key, {"variables": names}, reason), actor())
    return _page(key, found)


def _page(key: int, shown: list[tuple[str, str]] | None = None, *, given: str = "", is_refused: bool = False) -> str:
    action, back = url_for("pages.show_national_ids", key=key), url_for("pages.case", key=key)
    return render_template("pages/national_ids.html", action=action, back=back, shown=shown, given=given, is_refused=is_refused)


def _found(key: int) -> list[tuple[str, str]]:
    """Return names of variables of a case and the numbers in them; nothing is told to who does not see inside."""
    reader = read_case_as(engine(), actor(), key)
    with engine().reading() as connection:
        row = case_detail.case(connection, reader, key)
        if not sees_within(connection, reader, row.key):
            abort(404)
        return national_ids_of(connection, row.key)
