"""What every page needs to know: the engine, who is signed in, the language, and that a form is this session's own."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, redirect, request, session, url_for

from engine.commands import Permission
from engine.errors import NotAuthenticated
from engine.queries.case_bundle import UNSIGNED, Sealing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as BaseResponse

    from engine.commands import Actor, Engine
    from web.presentation.formats import Digits, Language

EXTENSION = "anumat"
RESUME = "resume"
"""The argument that tells a form's page to bring back what the browser kept when the session was lost."""
FORM_PAGES = frozenset({"pages.task_submit", "pages.start_submit"})
"""What is sent to these was filled in on a page at the same address."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that the sign-in page of a demonstration offers."""

    user_name: str
    password: str
    role: str


@dataclass(frozen=True, slots=True)
class Site:
    """The engine behind the pages and whose pages they are."""

    engine: Engine
    organisation: str
    organisation_en: str
    demo_accounts: Sequence[DemoAccount] = ()
    sealing: Sealing = UNSIGNED
    """Signs exported cases."""
    public_url: str | None = None
    """Where others reach these pages, without a slash at its end; None: where the request came to."""


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


def go_on_as(person: Actor) -> None:
    """Let the rest of this request be read as an actor who may see more, which is on the record."""
    g.actor = person


def language() -> Language:
    """Return the reader's language: chosen before, or Thai."""
    return "en" if session.get("language") == "en" else "th"


def digits() -> Digits:
    """Return the digits that the reader chose; English pages know Arabic ones only."""
    return "thai" if language() == "th" and session.get("digits") == "thai" else "arabic"


def csrf_token() -> str:
    """Return this session's token, made when first asked for."""
    if "csrf_token" not in session:
        session["csrf_token"] = secrets.token_urlsafe(24)
    return cast("str", session["csrf_token"])


def check_csrf() -> None:
    """Raise CsrfRefused unless the form or the header carries this session's token."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not given or not hmac.compare_digest(given.encode(), session.get("csrf_token", "").encode()):
        raise CsrfRefused


def identify() -> None:
    """Note in `g.actor` who is signed in, if somebody is and the credentials have not changed meanwhile."""
    if "actor" in g or "user_name" not in session:
        return
    try:
        g.actor = engine().actor_of_session(
            session["user_name"], session.get("credential_version", 0), session.get("session_id")
        )
    except NotAuthenticated:
        session.pop("user_name", None)


def public_address(endpoint: str, **values: object) -> str:
    """Return the address of a page for somebody elsewhere, such as a reader of paper."""
    base = site().public_url or request.host_url.rstrip("/")
    given = {name: value for name, value in values.items() if value}
    return base + url_for(endpoint, **given)  # type: ignore[arg-type]  # none is called like an argument of url_for, which begins with _


def require_sign_in() -> BaseResponse | None:
    """Let the person who is signed in through; send anybody else to the sign-in page and back here afterwards."""
    identify()
    if "actor" in g:
        return None
    target = url_for("pages.sign_in", next=_where_to_go_on())
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": target})
    return redirect(target)


def require_auditor() -> None:
    """Answer 404 to whoever is no auditor: the page does not exist for them."""
    if not actor().may(Permission.AUDIT):
        abort(404)


def require_operator() -> None:
    """Answer 403 to whoever is no operator, whether or not there is what the address names."""
    if not actor().may(Permission.OPERATE):
        abort(403)


def safe_target(address: str | None, default: str = "/") -> str:
    """Return a path of this site to go on to; anything that could lead elsewhere becomes `default`.

    Browsers drop control characters from addresses and read a backslash as a slash.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return default
    if "\\" in address or any(character <= " " or character == "\x7f" for character in address):
        return default
    return address


def _where_to_go_on() -> str:
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.full_path.rstrip("?")
    if request.endpoint in FORM_PAGES:
        return f"{request.path}?{RESUME}=1"
    came_from = urlsplit(request.referrer or "")
    return safe_target(came_from.path) if came_from.netloc == request.host else url_for("pages.inbox")
