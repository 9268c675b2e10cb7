"""What is done with a user task besides doing it: claiming, giving back, assigning, commenting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from engine.commands import SHORTEST_REASON, AddComment, AssignUserTask, ClaimUserTask, UnassignUserTask
from engine.errors import EngineError, NotAllowed, RequestInvalid
from engine.queries.task_detail import task_detail
from engine.queries.task_list import Tab
from web.presentation.refusals import refusal_text
from web.presentation.task_view import read_task
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/tasks/<key:key>/claim", "claim", claim, methods=["POST"])
    pages.add_url_rule("/tasks/<key:key>/release", "release", release, methods=["POST"])
    pages.add_url_rule("/tasks/<key:key>/assignment", "assign", assign, methods=["POST"])
    pages.add_url_rule("/tasks/<key:key>/comment", "comment", comment, methods=["POST"])


def claim(key: int) -> BaseResponse:
    """Take a task and open it."""
    check_csrf()
    try:
        engine().execute(ClaimUserTask(key), actor())
    except EngineError as error:
        flash(refusal_text(error), "attention")
        return redirect(url_for("pages.inbox", tab=Tab.GROUP.value))
    return redirect(url_for("pages.task", key=key))


def release(key: int) -> BaseResponse:
    """Give a task back to its group."""
    check_csrf()
    try:
        engine().execute(UnassignUserTask(key), actor())
        flash(gettext("The task is back with its group."), "success")
    except EngineError as error:
        flash(refusal_text(error), "attention")
    return redirect(url_for("pages.inbox"))


def assign(key: int) -> BaseResponse:
    """Give a task to one of the people that it is offered to; the reason is kept in the history."""
    check_csrf()
    view = read_task(key, actor())
    assignee, reason = request.form.get("assignee", ""), request.form.get("reason", "").strip()
    person = next((person for person in view.people if person.user_name == assignee), None)
    back = redirect(url_for("pages.task", key=key))
    if person is None:
        flash(gettext("Choose a person to whom this task may be given."), "attention")
        return back
    if len(reason) < SHORTEST_REASON:
        flash(gettext("Give a reason of at least 10 characters; it is kept in the history."), "attention")
        return back
    try:
        engine().execute(AssignUserTask(key, assignee, reason=reason), actor())
        flash(gettext("The task is now with %(person)s.", person=person.name), "success")
    except EngineError as error:
        flash(refusal_text(error), "attention")
    return back


def comment(key: int) -> BaseResponse:
    """Leave a remark on the case of a task."""
    check_csrf()
    with engine().reading() as connection:
        row = task_detail(connection, actor(), key)
    try:
        engine().execute(AddComment(row.process_instance_key, request.form.get("text", ""), user_task_key=key), actor())
    except (RequestInvalid, NotAllowed):
        flash(gettext("A comment has 1 to 5,000 characters."), "attention")
    return redirect(url_for("pages.task", key=key) + "#comments")
