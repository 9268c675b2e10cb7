"""The frame around every page: who is signed in, the navigation with its counts, and the switches of language and digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from flask import g, request, url_for

from engine.commands import Permission
from engine.errors import EngineError
from engine.queries.notifications import unread_count
from engine.queries.task_list import InboxCounts, inbox_counts
from web.presentation.shell import NavigationItem, Shell, SignedInPerson
from web.site import csrf_token, digits, engine, identify, language, site
from web.translations import gettext

if TYPE_CHECKING:
    from engine.commands import Actor
    from web.presentation.formats import Language


def frame() -> dict[str, object]:
    """Return what the layout needs, read once a request."""
    if "shell" not in g:
        g.shell = _shell(g.get("actor"))
    return {"shell": g.shell}


def frame_of_error() -> None:
    """Make a frame for an error page: with the person and the navigation where they can be had."""
    try:
        identify()
        g.shell = _shell(g.get("actor"))
    except EngineError:
        g.shell = _shell(None)


def counts() -> InboxCounts:
    """Return how much is in each tab of the reader's inbox."""
    frame()
    return cast("InboxCounts", g.inbox_counts)


def _shell(person: Actor | None) -> Shell:
    chosen = language()
    other: Language = "en" if chosen == "th" else "th"
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return Shell(
        language=chosen,
        organisation=site().organisation if chosen == "th" else site().organisation_en,
        language_url=f"{url_for('pages.switch_language', language=other)}?{urlencode({'next': here})}",
        digits=digits(),
        digits_url=f"{url_for('pages.switch_digits', digits='arabic' if digits() == 'thai' else 'thai')}?{urlencode({'next': here})}",
        csrf_token=csrf_token(),
        person=SignedInPerson(person.name or person.user_name, person.position, person.user_name) if person else None,
        navigation=_navigation(person) if person else (),
        notifications=_notifications() if person else None,
        more_navigation=_more_navigation(person) if person else (),
        only_reads=person is not None and person.may(Permission.AUDIT),
    )


def _navigation(person: Actor) -> tuple[NavigationItem, ...]:
    with engine().reading() as connection:
        g.inbox_counts = found = inbox_counts(connection, person, engine().now())
        g.unread = unread_count(connection, person)
    start = NavigationItem(gettext("Start request"), url_for("pages.start"), _is_at("start", "start_process", "started"))
    return (
        NavigationItem(gettext("Inbox"), url_for("pages.inbox"), _is_at("inbox", "task", "task_done"), found.mine or None),
        *(() if person.may(Permission.AUDIT) else (start,)),
        NavigationItem(gettext("My requests"), url_for("pages.my_requests"), _is_at("my_requests")),
        NavigationItem(gettext("Search"), url_for("pages.history"), _is_in("history")),
    )


def _notifications() -> NavigationItem:
    return NavigationItem(gettext("Notifications"), url_for("pages.notifications"), _is_at("notifications"), g.unread or None)


def _more_navigation(person: Actor) -> tuple[NavigationItem, ...]:
    operations = NavigationItem(gettext("Operations"), url_for("pages.operations"), _is_in("operations"))
    emergency = NavigationItem(gettext("Emergency access"), url_for("pages.emergency"), _is_at("emergency"))
    sees_emergencies = any(person.may(right) for right in (Permission.APPROVE_ACCESS, Permission.RETAIN, Permission.AUDIT))
    retention = NavigationItem(gettext("Keeping of data"), url_for("pages.retention"), _is_in("retention"))
    keeps_data = any(person.may(right) for right in (Permission.RETAIN, Permission.MANAGE_USERS, Permission.AUDIT))
    shown = ((operations, person.may(Permission.OPERATE)), (emergency, sees_emergencies), (retention, keeps_data))
    return tuple(item for item, is_shown in shown if is_shown)


def _is_in(part: str) -> bool:
    return (request.endpoint or "").startswith(f"pages.{part}")


def _is_at(*endpoints: str) -> bool:
    return (request.endpoint or "").removeprefix("pages.") in endpoints
