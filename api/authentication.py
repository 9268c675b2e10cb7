"""Who calls: Basic credentials, a bearer token, or the session cookie of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import session

from engine.errors import NotAllowed, NotAuthenticated

if TYPE_CHECKING:
    from flask import Request

    from engine.commands import Actor, Engine

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "X-CSRF-Token"


def authenticate(engine: Engine, request: Request) -> Actor:
    """Return who sent the request; raise NotAuthenticated, and NotAllowed for a cookie without its CSRF token."""
    credentials = request.authorization
    if credentials is None:
        return _of_session(engine, request)
    if credentials.type == "basic":
        return engine.authenticate(credentials.username or "", credentials.password or "", request.remote_addr or "")
    if credentials.type == "bearer" and credentials.token:
        return engine.authenticate_token(credentials.token)
    raise NotAuthenticated


def _of_session(engine: Engine, request: Request) -> Actor:
    user_name = session.get("user_name")
    if not user_name:
        raise NotAuthenticated
    if request.method not in SAFE_METHODS and request.headers.get(CSRF_HEADER) != session.get("csrf_token"):
        raise NotAllowed("A request with the session's cookie needs its CSRF token in the header X-CSRF-Token.", code="csrf")
    return engine.actor_of_session(user_name, session.get("credential_version", 0), session.get("session_id"))
