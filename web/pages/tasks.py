"""A user task: what is asked, the facts, the form; drafting and completing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from engine.commands import CompleteUserTask, SaveDraft, note_case_opened
from engine.errors import EngineError, NotAuthenticated, ReauthenticationRequired, SubmissionRefused
from engine.queries import case_detail, task_list
from engine.queries.task_detail import task_detail
from web.form_rendering import render_form
from web.presentation.cases import where_now
from web.presentation.elements import element_name
from web.presentation.links import document_url
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
    from web.submission import Posted


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/tasks/<key:key>", "task", task)
    pages.add_url_rule("/tasks/<key:key>", "task_submit", submit, methods=["POST"])
    pages.add_url_rule("/tasks/<key:key>/done", "task_done", done)


def task(key: int) -> str:
    """Show a user task; a finished one is shown for reading."""
    view = read_task(key, actor())
    note_case_opened(engine(), actor(), view.row.process_instance_key)
    return _page(view, view.draft, {})


def submit(key: int) -> str | tuple[str, int] | BaseResponse:
    """Do what the pressed button says: send, save the draft, or a change inside the form."""
    check_csrf()
    view = read_task(key, actor())
    if view.row.completed_by == actor().user_name:
        flash(gettext("You have sent this already; it was sent once."), "information")
        return redirect(url_for("pages.task_done", key=key))
    sent = posted(view.form)
    if sent.edit:
        return _page(view, sent.data, {}, is_posted=True)
    if request.form.get("__action") == "save":
        return _save(view, sent)
    return _complete(view, sent)


def done(key: int) -> str:
    """Say where the case goes next and who has it, and offer the next task."""
    with engine().reading() as connection:
        row = task_detail(connection, actor(), key)
        where = where_now(connection, case_detail.case(connection, actor(), row.root_process_instance_key))
        following = task_list.next_task(connection, actor(), key)
    own = next((task for task in where.tasks if task.assignee == actor().user_name), None)
    return render_template(
        "pages/task_done.html",
        row=row,
        title=element_name(row.process_definition_key, row.element_id),
        own=own,
        own_title=element_name(own.process_definition_key, own.element_id) if own else None,
        following=following,
        following_title=element_name(following.process_definition_key, following.element_id) if following else None,
        **where.shown(),
    )


def _save(view: TaskView, sent: Posted) -> str | tuple[str, int] | BaseResponse:
    is_partial = "HX-Request" in request.headers
    try:
        engine().execute(SaveDraft(view.row.key, sent.data), actor())
    except EngineError as error:
        if is_partial:
            return render_template("pages/_draft_state.html", saved_at=view.draft_saved_at, problem=refusal_text(error))
        return _page(view, sent.data, {}, problem=refusal_text(error), is_posted=True), 409
    if is_partial:
        return render_template("pages/_draft_state.html", saved_at=engine().now(), problem=None)
    flash(gettext("The draft is saved. You can go on at any time, also on another device."), "success")
    return redirect(url_for("pages.task", key=view.row.key))


def _complete(view: TaskView, sent: Posted) -> str | tuple[str, int] | BaseResponse:
    try:
        engine().execute(CompleteUserTask(view.row.key, sent.data, language=language()), _signer(view))
        return redirect(url_for("pages.task_done", key=view.row.key))
    except SubmissionRefused as refused:
        return _page(view, sent.data, refused.errors, is_posted=True), 400
    except (ReauthenticationRequired, NotAuthenticated):
        wrong = gettext("The password is not right. What you filled in is kept.")
        return _page(view, sent.data, {}, password_error=wrong, is_posted=True), 400
    except EngineError as error:
        return _page(view, sent.data, {}, problem=refusal_text(error), is_posted=True), 409


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
    is_posted: bool = False,
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
            document_url=document_url,
        )
    return render_template(
        "pages/task.html", view=view, form=rendered, problem=problem, password_error=password_error, is_posted=is_posted
    )
