"""What every page needs to know: the engine, who is signed in, the language, and the frame around the page."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from flask import current_app, g, redirect, request, session, url_for
from flask_babel import gettext

from engine.errors import NotAuthenticated
from engine.identity import Permission
from engine.queries.task_list import inbox_counts
from web.presentation.shell import NavigationItem, Shell, SignedInPerson

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from engine.commands import Engine
    from engine.identity import Actor
    from web.presentation.formats import Language

EXTENSION = "anumat"


@dataclass(frozen=True, slots=True)
class Site:
    """The engine behind the pages and whose pages they are."""

    engine: Engine
    organisation: str
    organisation_en: str


class CsrfRefused(Exception):  # noqa: N818 (an error is named by the fact it states)
    """A form came without the token of this session: from another site, or after the session had ended."""


def site() -> Site:
    """Return the site that this application serves."""
    return cast("Site", current_app.extensions[EXTENSION])


def engine() -> Engine:
    """Return the engine behind the pages."""
    return site().engine


def actor() -> Actor:
    """Return who is signed in; only pages behind `require_sign_in` may ask."""
    return cast("Actor", g.actor)


def language() -> Language:
    """Return the reader's language: chosen before, or Thai."""
    return "en" if session.get("language") == "en" else "th"


def csrf_token() -> str:
    """Return this session's token, made when first asked for."""
    if "csrf_token" not in session:
        session["csrf_token"] = secrets.token_urlsafe(24)
    return cast("str", session["csrf_token"])


def check_csrf() -> None:
    """Raise CsrfRefused unless the form or the header carries this session's token."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not hmac.compare_digest(given.encode(), session.get("csrf_token", "").encode()) or not given:
        raise CsrfRefused


def require_sign_in() -> BaseResponse | None:
    """Find out who is signed in, or send the reader to the sign-in page and back here afterwards."""
    version, session_id = session.get("credential_version", 0), session.get("session_id")
    try:
        g.actor = engine().actor_of_session(session.get("user_name", ""), version, session_id)
    except NotAuthenticated:
        session.pop("user_name", None)
        back = request.full_path.rstrip("?") if request.method == "GET" else url_for("pages.inbox")
        return redirect(url_for("pages.sign_in", next=back))
    return None


def safe_target(address: str | None, default: str = "/") -> str:
    """Return a path of this site to go on to; anything that could lead elsewhere becomes `default`."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or "\n" in address or "\r" in address:
        return default
    return address


def shell() -> Shell:
    """Return the frame of the page that is being rendered."""
    chosen = language()
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    other: Language = "en" if chosen == "th" else "th"
    person = g.get("actor")
    return Shell(
        language=chosen,
        organisation=site().organisation if chosen == "th" else site().organisation_en,
        language_url=f"{url_for('pages.switch_language', language=other)}?{urlencode({'next': here})}",
        csrf_token=csrf_token(),
        person=SignedInPerson(person.name or person.user_name, person.position) if person else None,
        navigation=_navigation(person) if person else (),
        more_navigation=_more_navigation(person) if person else (),
    )


def _navigation(person: Actor) -> tuple[NavigationItem, ...]:
    with engine().reading() as connection:
        counts = inbox_counts(connection, person, engine().now())
    g.inbox_counts = counts
    return (
        NavigationItem(gettext("Inbox"), url_for("pages.inbox"), _is_at("inbox", "task", "task_done"), counts.mine or None),
        NavigationItem(gettext("Start request"), url_for("pages.start"), _is_at("start", "start_process")),
        NavigationItem(gettext("My requests"), url_for("pages.my_requests"), _is_at("my_requests")),
    )


def _more_navigation(person: Actor) -> tuple[NavigationItem, ...]:
    if not person.may(Permission.OPERATE):
        return ()
    return (NavigationItem(gettext("Operations"), url_for("pages.operations"), _is_at("operations")),)


def _is_at(*endpoints: str) -> bool:
    return (request.endpoint or "").removeprefix("pages.") in endpoints
