"""The pages as a Flask blueprint, with the language, the frame and the error pages that they share."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, g, get_flashed_messages, render_template, request

from engine import errors
from web import pages
from web.pages import cases, documents, inbox, operations, sign_in, start, tasks
from web.presentation.refusals import refusal_text
from web.security_headers import SECURITY_HEADERS
from web.site import EXTENSION, CsrfRefused, Site, language, require_sign_in, shell
from web.templating import add_formats, template_loader
from web.translations import Babel

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.exceptions import HTTPException

    from engine.commands import Engine

log = logging.getLogger(__name__)

PUBLIC = frozenset({"pages.sign_in", "pages.switch_language"})
PAGES = (sign_in, inbox, tasks, start, cases, documents, operations)


def install(app: Flask, the_engine: Engine, organisation: str, organisation_en: str) -> None:
    """Give the application its pages."""
    app.extensions[EXTENSION] = Site(the_engine, organisation, organisation_en)
    app.jinja_loader = template_loader()  # type: ignore[assignment]  # Flask names a narrower type than Jinja needs
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_formats(app.jinja_env, language, the_engine.now)
    app.jinja_env.globals["now"] = the_engine.now
    Babel(app, locale_selector=language)
    blueprint = Blueprint("pages", pages.__name__)
    blueprint.before_request(_sign_in_first)
    for page in PAGES:
        page.register(blueprint)
    app.register_blueprint(blueprint)
    app.context_processor(_frame)
    app.after_request(_secured)
    app.register_error_handler(CsrfRefused, lambda _error: _error_page(400, "csrf"))


def error_page(error: errors.EngineError) -> tuple[str, int]:
    """Return the page for an error of the engine that no route has answered."""
    log.info("page refused", extra={"error": type(error).__name__, "path": request.path})
    match error:
        case errors.DatabaseUnavailable() | errors.TooBusy():
            return _error_page(503, "busy")
        case errors.NotFound() | errors.NotAllowed():
            return _error_page(403, "hidden")
        case _:
            return _error_page(409, "refused", refusal_text(error))


def http_error_page(error: HTTPException) -> tuple[str, int]:
    """Return the page for an address that is not there, a file that is too large, and the like."""
    return error_page_of_status(error.code or 500)


def error_page_of_status(status: int) -> tuple[str, int]:
    """Return the page for an HTTP status."""
    return _error_page(status, {404: "missing", 413: "too_large"}.get(status, "unexpected"))


def _error_page(status: int, kind: str, text: str | None = None) -> tuple[str, int]:
    return render_template("pages/error.html", kind=kind, text=text), status


def _sign_in_first() -> object:
    return None if request.endpoint in PUBLIC else require_sign_in()


def _frame() -> dict[str, object]:
    if "shell" not in g:
        g.shell = shell()
    return {"shell": g.shell, "messages": get_flashed_messages(with_categories=True)}


def _secured(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if response.content_type.startswith("text/html"):
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response
