"""What a form asks for: its reason is asked for, and the command is executed or its refusal told, on the page that comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request

from engine.commands import LONGEST_REASON, SHORTEST_REASON
from engine.errors import EngineError
from web.presentation.refusals import refusal_text
from web.site import actor, engine
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.commands import Command


def given_reason() -> str | None:
    """Return the reason that the form gives; one that is too short, or too long, is told to the person instead."""
    reason = request.form.get("reason", "").strip()
    if SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        return reason
    flash(gettext("Give a reason of at least 10 characters; it is kept in the history."), "attention")
    return None


def attempt(command: Command[Any], done: str, refusal: Callable[[EngineError], str] = refusal_text) -> None:
    """Execute a command and say that it is done, or in the words of `refusal` why it was refused."""
    try:
        engine().execute(command, actor())
        flash(done, "success")
    except EngineError as error:
        flash(refusal(error), "attention")
