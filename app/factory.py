"""The Flask application: the REST API and the pages over one engine."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.exceptions import HTTPException

import api.errors
from api.blueprint import create_api
from app import demo
from app.audit_key import sealing_of
from app.version import VERSION
from engine.errors import EngineError
from web import blueprint as web
from web.export_answers import ExportAnswers
from web.site import DemoAccount, Site

if TYPE_CHECKING:
    from app.settings import Settings
    from engine.commands import Engine

STATIC = Path(web.__file__).parent / "static"
LARGEST_REQUEST = 120 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024
SESSION_LIFETIME = timedelta(hours=12)


def create_app(engine: Engine, settings: Settings, secret_key: str) -> Flask:
    """Build the application; everything it needs is passed in."""
    app = Flask("anumat", static_folder=str(STATIC), static_url_path="/static")
    app.session_interface = CookieSessions()
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
    )
    app.register_blueprint(create_api(engine, VERSION, ExportAnswers()))
    web.install(app, _site(engine, settings))
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)
    app.register_error_handler(api.errors.BadRequest, lambda error: api.errors.problem(400, str(error)))
    app.after_request(_cached)
    return app


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookies; who sends none gets an empty session before anything is made ready to check a signature."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of the cookie, an empty one without."""
        if "HTTP_COOKIE" not in request.environ:
            return self.session_class()
        return super().open_session(app, request)


def _site(engine: Engine, settings: Settings) -> Site:
    accounts = _demo_accounts(settings)
    return Site(engine, settings.organisation, settings.organisation_en, accounts, sealing_of(settings), settings.public_url)


def _demo_accounts(settings: Settings) -> tuple[DemoAccount, ...]:
    if not settings.is_demo:
        return ()
    return tuple(DemoAccount(account.user_name, account.password, account.role) for account in demo.accounts())


def _engine_error(error: EngineError) -> Response | tuple[str, int]:
    return api.errors.problem_of(error) if _is_api() else web.engine_error_page(error)


def _http_error(error: HTTPException) -> Response | tuple[str, int]:
    if _is_api():
        return api.errors.http_problem(error)
    return web.http_error_page(error)


def _unexpected(error: Exception) -> Response | tuple[str, int]:
    answer = api.errors.unexpected(error)
    return answer if _is_api() else web.error_page_of_status(500)


def _is_api() -> bool:
    return request.path.startswith("/v2/")


def _cached(response: Response) -> Response:
    # Bundles carry the hash of their content in their names.
    if request.path.startswith("/static/dist/") and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
