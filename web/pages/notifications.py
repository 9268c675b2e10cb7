"""What the system told the reader, and having read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, url_for

from engine.commands import MarkNotificationsRead
from engine.queries.notifications import latest_notifications
from web.site import actor, check_csrf, engine

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/notifications", "notifications", notifications)
    pages.add_url_rule("/notifications/read", "mark_read", mark_read, methods=["POST"])


def notifications() -> str:
    """Show the latest notifications."""
    with engine().reading() as connection:
        rows = latest_notifications(connection, actor())
    return render_template("pages/notifications.html", rows=rows, has_unread=any(row.read_at is None for row in rows))


def mark_read() -> BaseResponse:
    """Note that the reader has read what the page shows."""
    check_csrf()
    with engine().reading() as connection:
        unread = [row.key for row in latest_notifications(connection, actor()) if row.read_at is None]
    if unread:
        engine().execute(MarkNotificationsRead(unread), actor())
    return redirect(url_for("pages.notifications"))
