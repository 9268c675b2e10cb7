"""A user task: what is asked, the facts, the form; claiming, drafting, completing, commenting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from engine.commands import AddComment, ClaimUserTask, CompleteUserTask, SaveDraft, UnassignUserTask
from engine.errors import EngineError, NotAllowed, NotAuthenticated, ReauthenticationRequired, RequestInvalid, SubmissionRefused
from engine.queries import case_detail, organisation, task_list
from engine.queries.task_detail import task_detail
from web.form_rendering import render_form
from web.presentation.cases import case_row
from web.presentation.elements import element_name
from web.presentation.refusals import refusal_text
from web.presentation.task_view import read_task
from web.site import actor, check_csrf, engine, language
from web.submission import posted
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.commands import Actor
    from web.presentation.task_view import TaskView


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/tasks/<int:key>", "task", task)
    pages.add_url_rule("/tasks/<int:key>", "task_submit", submit, methods=["POST"])
    pages.add_url_rule("/tasks/<int:key>/done", "task_done", done)
    pages.add_url_rule("/tasks/<int:key>/release", "release", release, methods=["POST"])
    pages.add_url_rule("/tasks/<int:key>/comment", "comment", comment, methods=["POST"])


def task(key: int) -> str:
    """Show a user task; a finished one is shown for reading."""
    view = read_task(key, actor(), language())
    return _page(view, view.draft, {})


def submit(key: int) -> str | tuple[str, int] | BaseResponse:
    """Do what the pressed button says: send, save the draft, claim, or a change inside the form."""
    check_csrf()
    view = read_task(key, actor(), language())
    sent = posted(view.form)
    if sent.edit:
        return _page(view, sent.data, {})
    try:
        match request.form.get("__action"):
            case "claim":
                engine().execute(ClaimUserTask(key), actor())
                return redirect(url_for("pages.task", key=key))
            case "save":
                engine().execute(SaveDraft(key, sent.data), actor())
                flash(gettext("The draft is saved. You can go on at any time, also on another device."), "success")
                return redirect(url_for("pages.task", key=key))
            case _:
                engine().execute(CompleteUserTask(key, sent.data, language=language()), _signer(view))
                return redirect(url_for("pages.task_done", key=key))
    except SubmissionRefused as refused:
        return _page(view, sent.data, refused.errors), 400
    except (ReauthenticationRequired, NotAuthenticated):
        return _page(view, sent.data, {}, password_error=gettext("The password is not right. What you filled in is kept.")), 400
    except EngineError as error:
        return _page(view, sent.data, {}, problem=refusal_text(error)), 409


def done(key: int) -> str:
    """Say where the case goes next and who has it, and offer the next task."""
    with engine().reading() as connection:
        row = task_detail(connection, actor(), key)
        case = case_detail.case(connection, actor(), row.root_process_instance_key)
        waiting = case_detail.open_tasks(connection, [case.key])[case.key]
        names = organisation.group_names(connection, {group for task in waiting for group in task.candidate_groups})
        following = task_list.next_task(connection, actor(), key)
    mine = next((task for task in waiting if task.assignee == actor().user_name), None)
    return render_template(
        "pages/task_done.html",
        title=element_name(row.process_definition_key, row.element_id),
        case=case_row(case, waiting, names),
        own=mine,
        following=following,
        following_title=element_name(following.process_definition_key, following.element_id) if following else None,
    )


def release(key: int) -> BaseResponse:
    """Give a task back to its group."""
    check_csrf()
    try:
        engine().execute(UnassignUserTask(key), actor())
        flash(gettext("The task is back with its group."), "success")
    except EngineError as error:
        flash(refusal_text(error), "attention")
    return redirect(url_for("pages.inbox"))


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


def _signer(view: TaskView) -> Actor:
    """Return the actor, with the signature that the task asks for; raise NotAuthenticated for a wrong password."""
    if not view.needs_password:
        return actor()
    return engine().reauthenticate(actor(), request.form.get("__password", ""))


def _page(
    view: TaskView,
    data: Mapping[str, object],
    errors: Mapping[str, str],
    *,
    problem: str | None = None,
    password_error: str | None = None,
) -> str:
    rendered = None
    if view.form is not None and view.is_editable:
        rendered = render_form(
            view.form,
            data,
            errors,
            language=language(),
            variables=view.variables,
            now=engine().now(),
            upload_url=url_for("pages.upload"),
        )
    return render_template("pages/task.html", view=view, form=rendered, problem=problem, password_error=password_error)
