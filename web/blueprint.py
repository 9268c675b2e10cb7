"""The pages as a Flask blueprint, with the frame, the error pages and the security headers that they share."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, get_flashed_messages, request

from engine import errors
from web import pages
from web.error_pages import error_page
from web.frame import frame
from web.keys import KeyConverter
from web.pages import (
    access,
    batch_start,
    batches,
    cases,
    documents,
    emergency,
    exports,
    history,
    history_case,
    history_people,
    history_processes,
    inbox,
    national_ids,
    notifications,
    operations,
    retention,
    sign_in,
    start,
    task_actions,
    tasks,
    verification,
)
from web.presentation.refusals import refusal_text
from web.security_headers import secured
from web.site import EXTENSION, CsrfRefused, Site, digits, language, require_sign_in
from web.templating import add_formats, template_loader
from web.translations import Babel

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException
    from werkzeug.wrappers import Response as BaseResponse

log = logging.getLogger(__name__)

PUBLIC = frozenset({"pages.sign_in", "pages.switch_language", "pages.switch_digits"}) | verification.ENDPOINTS
PAGES = (
    sign_in,
    access,
    national_ids,
    emergency,
    inbox,
    tasks,
    task_actions,
    start,
    cases,
    history,
    history_case,
    history_people,
    history_processes,
    documents,
    exports,
    notifications,
    operations,
    batches,
    batch_start,
    retention,
    verification,
)


def install(app: Flask, site: Site) -> None:
    """Give the application its pages."""
    app.extensions[EXTENSION] = site
    app.jinja_loader = template_loader()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_formats(app.jinja_env, language, site.engine.now, digits)
    app.jinja_env.globals["now"] = site.engine.now
    Babel(app, locale_selector=language)
    app.url_map.converters["key"] = KeyConverter
    blueprint = Blueprint("pages", pages.__name__)
    blueprint.before_request(_sign_in_first)
    blueprint.before_request(_note_reading)
    for page in PAGES:
        page.register(blueprint)
    app.register_blueprint(blueprint)
    app.context_processor(_for_every_template)
    # Flask documents this as how middleware is put around an application.
    app.wsgi_app = secured(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.register_error_handler(CsrfRefused, lambda _error: error_page(400, "csrf"))


def engine_error_page(error: errors.EngineError) -> tuple[str, int]:
    """Return the page for an error of the engine that no route has answered."""
    log.info("page refused", extra={"error": type(error).__name__, "path": request.path})
    match error:
        case errors.DatabaseUnavailable() | errors.TooBusy():
            return error_page(503, "busy")
        case errors.AccessReasonRequired(process_instance_key=key):
            return access.reason_page(key)
        case errors.NotFound() | errors.NotAllowed():
            return error_page(403, "hidden")
        case _:
            return error_page(409, "refused", refusal_text(error))


def http_error_page(error: HTTPException) -> tuple[str, int]:
    """Return the page for an address that is not there, a file that is too large, and the like."""
    return error_page_of_status(error.code or 500)


def error_page_of_status(status: int) -> tuple[str, int]:
    """Return the page for an HTTP status."""
    return error_page(status, {403: "hidden", 404: "missing", 405: "missing", 413: "too_large"}.get(status, "unexpected"))


def _sign_in_first() -> BaseResponse | None:
    return None if request.endpoint in PUBLIC else require_sign_in()


def _note_reading() -> None:
    access.note_reading()


def _for_every_template() -> dict[str, object]:
    return {**frame(), "messages": get_flashed_messages(with_categories=True)}
