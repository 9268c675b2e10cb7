"""Signing in and out, and what a reader chooses for every page: the language, the digits."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, session, url_for

from engine.errors import NotAuthenticated, TooManyTries
from web.site import RESUME, check_csrf, engine, safe_target, site
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    pages.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    pages.add_url_rule("/language/<any(th, en):language>", "switch_language", switch_language)
    pages.add_url_rule("/digits/<any(thai, arabic):digits>", "switch_digits", switch_digits)


def sign_in() -> BaseResponse | str | tuple[str, int]:
    """Ask for name and password; go on to where the reader wanted to go."""
    target = safe_target(request.values.get("next"), url_for("pages.inbox"))
    if request.method == "GET":
        return _page(target)
    check_csrf()
    user_name, address = request.form.get("user_name", "").strip(), request.remote_addr or ""
    try:
        person = engine().authenticate(user_name, request.form.get("password", ""), address)
    except TooManyTries:
        return _page(target, gettext("Too many wrong passwords. Wait a minute, then try again.")), 429
    except NotAuthenticated:
        return _page(target, gettext("The user name or the password is wrong. Try again.")), 401
    _begin_session(person.user_name)
    return redirect(target)


def sign_out() -> BaseResponse:
    """End the session; what the reader chose for every page stays."""
    check_csrf()
    chosen = _preferences()
    session.clear()
    session.update(chosen)
    return redirect(url_for("pages.sign_in"))


def switch_language(language: str) -> BaseResponse:
    """Show the same page in the other language from now on."""
    session["language"] = language
    session.permanent = True
    return redirect(safe_target(request.args.get("next")))


def switch_digits(digits: str) -> BaseResponse:
    """Show the same page with Thai or with Arabic digits from now on."""
    session["digits"] = digits
    session.permanent = True
    return redirect(safe_target(request.args.get("next")))


def _preferences() -> dict[str, str]:
    return {name: session[name] for name in ("language", "digits") if name in session}


def _begin_session(user_name: str) -> None:
    chosen = _preferences()
    session.clear()
    session.permanent = True
    session.update(
        user_name=user_name,
        credential_version=engine().credential_version(user_name),
        session_id=secrets.token_hex(8),
        **chosen,
    )


def _page(target: str, error: str | None = None) -> str:
    return render_template(
        "pages/sign_in.html",
        target=target,
        error=error,
        user_name=request.form.get("user_name", ""),
        demo_accounts=site().demo_accounts,
        has_kept_input=f"{RESUME}=1" in target,
    )
